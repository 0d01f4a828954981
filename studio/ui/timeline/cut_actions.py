"""How the clip in hand is cut, by key and by menu: split, trimmed, doubled, faded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.cutting import duplicate, make_whole, merge, remove, split, trim
from studio.model.episode import Episode
from studio.model.layout import Clip
from studio.model.moving import Ripple
from studio.model.reel import Reel
from studio.model.shaping import fade
from studio.model.span import samples_of_ms
from studio.ui.actions import Actions
from studio.ui.timeline.clip_edits import ClipEdits

FADES_MS = {"none": 0, "short": 20, "middle": 100, "long": 400}


class CutActions(QObject):
    """Cuts the clip in hand, at the playhead where a place is needed.

    What is split or trimmed is the clip in hand, or the piece of its line under the playhead.
    """

    def __init__(
        self,
        edits: ClipEdits,
        playhead: Callable[[], int],
        pieces: Callable[[], list[Clip]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self._playhead = playhead
        self._pieces = pieces

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Give every action its id and keys, working while `place` has the focus."""

        def add(
            id: str, text: str, run: Callable[[], object], key: str = "", icon: str = ""
        ) -> None:
            actions.add(
                id,
                text,
                run,
                shortcut=key,
                icon=icon,
                context=place,
                enabled=lambda: self._edits.can_edit,
            )

        add("cut.split", self.tr("Split at the playhead"), self.split, "S", "split-parts")
        add(
            "cut.trim_start",
            self.tr("Trim start to the playhead"),
            lambda: self.trim(start=True),
            "[",
        )
        add(
            "cut.trim_end", self.tr("Trim end to the playhead"), lambda: self.trim(start=False), "]"
        )
        add("cut.merge", self.tr("Join with the next piece"), self.merge, "Shift+S", "join-parts")
        add("cut.whole", self.tr("Use the whole take again"), self.make_whole, "Shift+W")
        add("cut.duplicate", self.tr("Duplicate the clip"), self.duplicate, "Ctrl+D", "takes")
        add("cut.remove", self.tr("Remove the piece"), self.remove, "Del", "trash")
        names = {
            "none": self.tr("No fades"),
            "short": self.tr("Fades of 20 ms"),
            "middle": self.tr("Fades of 100 ms"),
            "long": self.tr("Fades of 400 ms"),
        }
        for number, (name, milliseconds) in enumerate(FADES_MS.items()):
            key = f"Shift+{number}" if number else ""
            run = _fading(self, milliseconds)
            add(f"fade.{name}", names[name], run, key)
        add(
            "fade.in",
            self.tr("Fade in up to the playhead"),
            lambda: self.fade_to(rising=True),
            "Shift+I",
        )
        add(
            "fade.out",
            self.tr("Fade out from the playhead"),
            lambda: self.fade_to(rising=False),
            "Shift+O",
        )

    def split(self) -> None:
        """Cut the piece under the playhead in two."""
        at, clip = self._playhead(), self._under_playhead()
        self._cut(self.tr("Split clip"), lambda reel, c: split(reel, c.line, c.piece, at), clip)

    def trim(self, *, start: bool) -> None:
        """Bring an edge of the clip to the playhead."""
        clip = self._under_playhead()
        if clip is None:
            return
        span, at, ripple = clip.timeline_span, self._playhead(), self._ripple(clip)
        by_start, by_end = (at - span.start, 0) if start else (0, at - span.end)

        def change(reel: Reel, held: Clip) -> Episode:
            return trim(reel, held.line, held.piece, start=by_start, end=by_end, ripple=ripple)

        self._cut(self.tr("Trim clip"), change, clip)

    def merge(self) -> None:
        """Make the piece in hand and the next one of its line one again."""
        self._cut(self.tr("Join pieces"), lambda reel, c: merge(reel, c.line, c.piece))

    def make_whole(self) -> None:
        """Let the whole take of the lines in hand sound, uncut."""
        ripple = self._edits.ripple

        def change(reel: Reel) -> Episode:
            for line in self._edits.lines:
                episode = make_whole(reel, line, ripple)
                reel = reel if episode is reel.episode else _with(reel, episode)
            return reel.episode

        self._edits.edit(self.tr("Use the whole take"), change)

    def duplicate(self) -> None:
        """Put a second clip at the end of the one in hand, apart from the flow."""

        def change(reel: Reel, clip: Clip) -> Episode:
            return duplicate(reel, clip.line, clip.piece, clip.timeline_span.end)

        self._cut(self.tr("Duplicate clip"), change)

    def remove(self) -> None:
        """Take the piece in hand away; the only one of a line is muted by hand instead."""
        clip = self._edits.clip
        if clip is not None:
            ripple = self._ripple(clip)
            self._cut(
                self.tr("Remove piece"), lambda reel, c: remove(reel, c.line, c.piece, ripple)
            )

    def fade_both(self, milliseconds: int) -> None:
        """Let the clips in hand come up and go down over so long."""
        samples = samples_of_ms(milliseconds)
        pieces = [self._edits.piece] if self._edits.piece else self._pieces()

        def change(reel: Reel) -> Episode:
            for clip in pieces:
                if clip is None:
                    continue
                length = clip.timeline_span.length // 2
                held = min(samples, length)
                episode = fade(reel, clip.line, clip.piece, fade_in=held, fade_out=held)
                reel = reel if episode is reel.episode else _with(reel, episode)
            return reel.episode

        self._edits.edit(self.tr("Change fades"), change)

    def fade_to(self, *, rising: bool) -> None:
        """Let the clip under the playhead have come up there, or go down from there."""
        clip, at = self._under_playhead(), self._playhead()
        if clip is None:
            return
        span = clip.timeline_span
        self._cut(
            self.tr("Change fades"),
            lambda reel, c: fade(
                reel,
                c.line,
                c.piece,
                fade_in=at - span.start if rising else None,
                fade_out=None if rising else span.end - at,
            ),
            clip,
        )

    def _cut(
        self, label: str, change: Callable[[Reel, Clip], Episode], clip: Clip | None = None
    ) -> None:
        held = clip or self._edits.clip
        if held is not None:
            self._edits.edit(label, lambda reel: change(reel, held))

    def _under_playhead(self) -> Clip | None:
        """The piece of the line in hand that sounds at the playhead, else the one in hand."""
        held, at = self._edits.clip, self._playhead()
        if held is None or at in held.timeline_span:
            return held
        own = [clip for clip in self._pieces() if clip.line == held.line]
        return next((clip for clip in own if at in clip.timeline_span), held)

    def _ripple(self, clip: Clip) -> Ripple:
        return Ripple.OFF if clip.apart else self._edits.ripple


def _fading(actions: CutActions, milliseconds: int) -> Callable[[], None]:
    return lambda: actions.fade_both(milliseconds)


def _with(reel: Reel, episode: Episode) -> Reel:
    return reel.with_timeline(episode.timeline(reel.language))
