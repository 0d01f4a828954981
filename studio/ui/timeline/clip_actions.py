"""What can be done to the clips in hand, by key and by menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.document import Document
from studio.errors import EditRefused
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.layout import Clip
from studio.model.moving import pin, unpin
from studio.model.reel import Reel
from studio.model.shaping import gain, mute
from studio.model.span import samples_of_ms
from studio.ui.actions import Actions
from studio.ui.selection import Selection
from studio.ui.timeline.episode_clips import EpisodeClips

NUDGE_MS = 10
FAR_NUDGE_MS = 100
GAIN_DB = 1.0


class ClipActions(QObject):
    """Pins, nudges, mutes and levels the clips in hand; each a step that can be undone."""

    refused = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        clips: EpisodeClips,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._clips = clips
        self._hold = 0
        selection.lines_selected.connect(self._let_go)

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Give every action its id and keys, working while `place` has the focus."""

        def add(id: str, text: str, run: Callable[[], object], key: str, icon: str = "") -> QAction:
            return actions.add(
                id, text, run, shortcut=key, icon=icon, context=place, enabled=self._can_edit
            )

        def nudge(milliseconds: int) -> Callable[[], None]:
            return lambda: self.nudge(milliseconds)

        add("clip.pin", self.tr("Pin or let flow"), self.toggle_pin, "P", "pin")
        add("clip.mute", self.tr("Mute or unmute the clip"), self.toggle_mute, "M", "mute")
        add("clip.louder", self.tr("Clip 1 dB louder"), lambda: self.turn(GAIN_DB), "Alt+Up")
        add("clip.softer", self.tr("Clip 1 dB softer"), lambda: self.turn(-GAIN_DB), "Alt+Down")
        add("clip.earlier", self.tr("Clip 10 ms earlier"), nudge(-NUDGE_MS), "Alt+Left")
        add("clip.later", self.tr("Clip 10 ms later"), nudge(NUDGE_MS), "Alt+Right")
        earlier, later = self.tr("Clip 100 ms earlier"), self.tr("Clip 100 ms later")
        add("clip.much_earlier", earlier, nudge(-FAR_NUDGE_MS), "Alt+Shift+Left")
        add("clip.much_later", later, nudge(FAR_NUDGE_MS), "Alt+Shift+Right")

    def menu(self, actions: Actions, play: QAction, fit: QAction, parent: QWidget) -> QMenu:
        """The menu of the clips in hand."""
        menu = QMenu(parent)
        menu.addAction(play)
        menu.addSeparator()
        for id in ("clip.pin", "clip.mute", "clip.louder", "clip.softer"):
            menu.addAction(actions.get(id))
        menu.addSeparator()
        menu.addAction(fit)
        return menu

    def describe(self, actions: Actions) -> None:
        """Say on the toggles what they would do to the clips in hand."""
        clips = self._in_hand()
        held = bool(clips) and all(clip.pinned for clip in clips)
        silent = bool(clips) and all(clip.muted for clip in clips)
        pin = self.tr("Let flow with the script") if held else self.tr("Pin here")
        actions.get("clip.pin").setText(pin)
        actions.get("clip.mute").setText(self.tr("Unmute clip") if silent else self.tr("Mute clip"))
        actions.refresh()

    def pin(self, pins: dict[LineId, int]) -> None:
        """Hold lines at these samples."""
        label = self.tr("Move clip") if len(pins) == 1 else self.tr("Move clips")
        self._edit(label, lambda reel: pin(reel, pins))

    def toggle_pin(self) -> None:
        """Hold the clips in hand where they are; when all are held, let them flow."""
        clips = self._in_hand()
        lines = [clip.line for clip in clips]
        if all(clip.pinned for clip in clips):
            label = self.tr("Unpin clip")
            self._edit(label, lambda reel: unpin(reel, lines))
        else:
            pins = {clip.line: clip.timeline_span.start for clip in clips}
            self._edit(self.tr("Pin clip"), lambda reel: pin(reel, pins))

    def toggle_mute(self) -> None:
        """Silence the clips in hand; when all are silent, let them sound."""
        clips = self._in_hand()
        lines, silent = [clip.line for clip in clips], not all(clip.muted for clip in clips)
        label = self.tr("Mute clip") if silent else self.tr("Unmute clip")
        self._edit(label, lambda reel: mute(reel, lines, silent))

    def turn(self, by_db: float) -> None:
        """Make the clips in hand louder by decibels."""
        lines = [clip.line for clip in self._in_hand()]
        self._edit(
            self.tr("Change gain"),
            lambda reel: gain(reel, lines, by_db),
            merge="gain",
        )

    def nudge(self, milliseconds: int) -> None:
        """Pin the clips in hand a little later, or earlier when negative; together at zero."""
        clips = self._in_hand()
        if not clips:
            return
        first = min(clip.timeline_span.start for clip in clips)
        by = max(samples_of_ms(milliseconds), -first)
        pins = {clip.line: clip.timeline_span.start + by for clip in clips}
        self._edit(
            self.tr("Nudge clip"),
            lambda reel: pin(reel, pins),
            merge="nudge",
        )

    def _edit(self, label: str, change: Callable[[Reel], Episode], *, merge: str = "") -> None:
        """Make one edit; repeated ones on the same clips in hand join into one undo step."""
        project, reel = self._document.project, self._clips.reel
        key = f"timeline {merge} {self._hold}" if merge else ""
        try:
            changed = change(reel)
            if changed is reel.episode:
                return
            self._document.edit(label, project.with_episode(changed), merge=key)
        except EditRefused as refused:
            self.refused.emit(refused)

    def _in_hand(self) -> list[Clip]:
        board = self._clips.board
        lines = self._selection.lines
        return [board.clips[board.by_line[line]] for line in lines if line in board.by_line]

    def _can_edit(self) -> bool:
        return not self._document.read_only and bool(self._in_hand())

    def _let_go(self, _: object) -> None:
        self._hold += 1
