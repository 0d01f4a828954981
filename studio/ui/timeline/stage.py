"""What a gesture may ask of the view: what there is, what catches, a preview, an edit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from studio.errors import EditRefused
from studio.model.ids import LineId
from studio.model.moving import Ripple
from studio.model.reel import Reel
from studio.ui.timeline.board import Board
from studio.ui.timeline.catching import Catching
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.pulling import Pulling
from studio.ui.timeline.sight import LaneSight
from studio.ui.timeline.snapping import Magnets
from studio.ui.timeline.speech_edges import SpeechEdges
from studio.ui.timeline.telling import catch_words, hint_words
from studio.ui.timeline.tools.hand import Gesture, Ghost, Hint, Wish


class LaneStage(LaneSight):
    """The sight with a gesture on it, which previews what it does and asks for it in the end."""

    edit_requested = Signal(object)
    edit_refused = Signal(object)
    lines_chosen = Signal(object, object)
    menu_requested = Signal(QPoint)
    piece_taken = Signal()

    def __init__(
        self, clips: EpisodeClips, peaks: PeakSource, handling: Handling, parent: QWidget
    ) -> None:
        self._gesture: Gesture | None = None
        super().__init__(clips, peaks, parent)
        self._handling = handling
        self._catching = Catching(clips, SpeechEdges(peaks.get), handling)
        self._pulling = Pulling(self)
        self.movable = True
        self.ruler.lures = lambda: self.magnets(np.ones(len(self._clips.board.clips), np.bool_))

    @property
    def reel(self) -> Reel:
        """What the clips follow from, as it is in the document."""
        return self._clips.reel

    @property
    def ripple(self) -> Ripple:
        """What follows a clip that is moved or cut."""
        return self._handling.ripple

    @property
    def following(self) -> frozenset[int]:
        """The clips that go along with those that are dragged now."""
        return self._scene.following

    @property
    def caught(self) -> tuple[int, str] | None:
        """Where an edge caught, and on what."""
        return self._scene.caught

    def clip_in_hand(self) -> int | None:
        """The number of the clip in hand: of a line that is cut the piece taken hold of."""
        line, board = self._scene.in_hand, self._clips.board
        if line is None:
            return None
        piece = self._scene.piece
        return board.by_line.get(line) if piece is None else board.number_of(line, piece)

    def choose(self, lines: tuple[LineId, ...], in_hand: LineId | None = None) -> None:
        """Say that these lines were taken in hand."""
        self.lines_chosen.emit(lines, in_hand)

    def magnets(self, still: NDArray[np.bool_], own: Iterable[int] = ()) -> Magnets:
        """What catches, while these clips stay where they are; of `own` the speech catches too."""
        seen = self.scale.span(0, self.viewport().width())
        board = self._clips.board
        return self._catching.magnets(board, still, own, seen=seen, playhead=self.playhead)

    def points(self, number: int) -> tuple[int, ...]:
        """The places of a clip that catch: its ends, and where someone begins to speak."""
        return self._catching.points(self._clips.board, number)

    def preview(
        self,
        board: Board | None,
        hint: Hint,
        *,
        moving: NDArray[np.int64] | None = None,
        ghost: Ghost | None = None,
    ) -> None:
        """Draw the clips as they would be, with the numbers beside the pointer."""
        self._preview = board
        catch = hint.catch
        self._show(
            bubble=(hint.at, *hint_words(self, hint)),
            caught=(catch.at, catch_words(self, catch)) if catch else None,
            following=self._scene.following if moving is None else frozenset(moving.tolist()),
            ghost=ghost,
        )

    def end_preview(self) -> None:
        """Draw the clips where they lie."""
        self._preview = None
        self._show(caught=None, bubble=None, following=frozenset[int](), ghost=None)

    def ask(self, wish: Wish) -> None:
        """Ask for an edit."""
        self.edit_requested.emit(wish)

    def refuse(self, refusal: EditRefused) -> None:
        """Say why nothing is done, and show it at the pointer."""
        self.viewport().setCursor(Qt.CursorShape.ForbiddenCursor)
        self.edit_refused.emit(refusal)

    def show_lasso(self, lasso: QRect | None) -> None:
        """Draw the rectangle that catches clips, or none."""
        self._show(lasso=lasso)

    def scroll_to(self, left: int, top: int) -> None:
        """Put these pixels of the content at the upper left corner, as far as there are any."""
        self.horizontalScrollBar().setValue(left)
        self.verticalScrollBar().setValue(top)

    @property
    def in_gesture(self) -> bool:
        """Whether the mouse has begun something that can be taken back."""
        return self._gesture is not None or super().in_gesture

    def cancel_gesture(self) -> None:
        """Take back what the mouse has begun."""
        gesture, self._gesture = self._gesture, None
        self.ruler.let_go()
        self._pulling.stop()
        self.viewport().unsetCursor()
        if gesture is not None:
            gesture.cancel()

    def show_clips(self) -> None:
        """Draw the clips anew: they moved, or are another episode's; no gesture outlives that."""
        self.cancel_gesture()
        super().show_clips()
