"""The clips in hand and the one way to edit them: a step of undo with a name, or a refusal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from studio.document import Document
from studio.errors import EditRefused
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.layout import Clip
from studio.model.moving import Ripple
from studio.model.reel import Reel
from studio.ui.selection import Selection
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.tools.hand import Doing, Wish


class ClipEdits(QObject):
    """Edits the episode in hand; `refused` says why an edit was not made."""

    refused = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        clips: EpisodeClips,
        handling: Handling,
        clip_in_hand: Callable[[], int | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._clips = clips
        self._handling = handling
        self._clip_in_hand = clip_in_hand
        self._hold = 0
        selection.lines_selected.connect(self.let_go)

    @property
    def ripple(self) -> Ripple:
        """What follows a clip that is moved or cut."""
        return self._handling.ripple

    @property
    def lines(self) -> list[LineId]:
        """The lines in hand that have clips."""
        known = self._clips.board.by_line
        return [line for line in self._selection.lines if line in known]

    @property
    def heads(self) -> list[Clip]:
        """The clip with which each of the lines in hand begins."""
        board = self._clips.board
        return [board.clips[board.by_line[line]] for line in self.lines]

    @property
    def clip(self) -> Clip | None:
        """The clip in hand."""
        number = self._clip_in_hand()
        return None if number is None else self._clips.board.clips[number]

    @property
    def piece(self) -> Clip | None:
        """The clip in hand when it is one of several of its line, the only one in hand."""
        clip = self.clip
        if clip is None or len(self.lines) != 1:
            return None
        return clip if len(self._clips.board.numbers_of(clip.line)) > 1 else None

    @property
    def can_edit(self) -> bool:
        """Whether there are clips in hand and edits are kept."""
        return not self._document.read_only and bool(self.lines)

    @property
    def can_write(self) -> bool:
        """Whether edits are kept."""
        return not self._document.read_only

    def edit(self, label: str, change: Callable[[Reel], Episode], *, merge: str = "") -> bool:
        """Make one edit; repeated ones on the same clips in hand join into one undo step."""
        project, reel = self._document.project, self._clips.reel
        key = f"timeline {merge} {self._hold}" if merge else ""
        try:
            changed = change(reel)
            if changed is reel.episode:
                return False
            self._document.edit(label, project.with_episode(changed), merge=key)
        except EditRefused as refused:
            self.refused.emit(refused)
            return False
        return True

    def grant(self, wish: Wish) -> None:
        """Make the edit that a gesture asks for."""
        labels = {
            Doing.MOVE: self.tr("Move clips") if wish.several else self.tr("Move clip"),
            Doing.SHIFT: self.tr("Move piece"),
            Doing.TRIM_START: self.tr("Trim clip"),
            Doing.TRIM_END: self.tr("Trim clip"),
            Doing.SLIP: self.tr("Slip clip"),
            Doing.FADE_IN: self.tr("Fade in"),
            Doing.FADE_OUT: self.tr("Fade out"),
            Doing.GAIN: self.tr("Change gain"),
            Doing.DUPLICATE: self.tr("Duplicate clip"),
        }
        self.edit(labels[wish.doing], wish.change)

    def let_go(self, _: object = None) -> None:
        """Let the next edit be a step of its own."""
        self._hold += 1
