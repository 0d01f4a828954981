"""What the mouse does on the lanes: one small class per gesture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from studio.model.ids import LineId
from studio.model.span import Span
from studio.ui.timecode import clock
from studio.ui.timeline.board import Board
from studio.ui.timeline.geometry import Scale, Shelves, Snap, snap
from studio.ui.timeline.preview import still


@dataclass(frozen=True, slots=True)
class Hand:
    """Where the pointer is in the view, and which keys are held."""

    at: QPoint
    adding: bool = False
    spanning: bool = False


class Stage(Protocol):
    """What a gesture may ask of the view."""

    @property
    def board(self) -> Board: ...
    @property
    def scale(self) -> Scale: ...
    @property
    def shelves(self) -> Shelves: ...
    @property
    def playhead(self) -> int: ...
    @property
    def chosen(self) -> frozenset[LineId]: ...

    def choose(self, lines: tuple[LineId, ...], in_hand: LineId | None = None) -> None:
        """Take lines in hand."""
        ...

    def preview(
        self, pins: Mapping[LineId, int], caught: int | None, bubble: tuple[QPoint, str, str]
    ) -> None:
        """Show where the clips would lie."""
        ...

    def end_preview(self) -> None:
        """Show the clips where they lie."""
        ...

    def ask_to_pin(self, pins: Mapping[LineId, int]) -> None:
        """Ask the panel to hold lines at these samples."""
        ...

    def show_lasso(self, lasso: QRect | None) -> None:
        """Draw the rectangle that catches clips, or none."""
        ...

    def scroll_to(self, left: int, top: int) -> None:
        """Put these pixels of the content at the view's upper left corner."""
        ...


class Gesture(Protocol):
    """One press of a button until it is let go or taken back."""

    def move(self, hand: Hand) -> None:
        """The pointer moved."""
        ...

    def release(self, hand: Hand) -> None:
        """The button was let go."""
        ...

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
        ...


class DragClips:
    """Moves the clips in hand in time; they are pinned where they are let go."""

    def __init__(self, stage: Stage, number: int, hand: Hand, *, movable: bool) -> None:
        self._stage = stage
        self._number = number
        self._pressed = hand
        self._movable = movable
        self._grabbed = stage.scale.sample_at(hand.at.x()) - stage.board.span(number).start
        self._origin: Board | None = None
        self._edges: list[int] = []
        self._pins: dict[LineId, int] = {}
        line = stage.board.clips[number].line
        if line not in stage.chosen:
            stage.choose((line,), line)

    def move(self, hand: Hand) -> None:
        """Show where the clips would be pinned."""
        if self._origin is None:
            if not self._movable or not _far(hand, self._pressed) or self._locked:
                return
            self._begin(self._stage.board)
        board = self._origin or self._stage.board
        span = board.span(self._number)
        wanted = self._stage.scale.sample_at(hand.at.x()) - self._grabbed
        place = self._caught(span.moved(max(wanted, 0) - span.start), hand)
        by = self._limited(board, place.start - span.start)
        self._pins = {line: board.span(board.by_line[line]).start + by for line in self._moving}
        by_seconds = f"{by / 48_000:+.3f} s"
        bubble = (hand.at, clock(span.start + by), by_seconds)
        self._stage.preview(self._pins, place.caught, bubble)

    def release(self, hand: Hand) -> None:
        """Ask for the pins, or take the one clip in hand when nothing was moved."""
        if self._origin is None:
            line = self._stage.board.clips[self._number].line
            self._stage.choose((line,), line)
            return
        self.cancel()
        self._stage.ask_to_pin(self._pins)

    def cancel(self) -> None:
        """Show the clips where they were."""
        self._stage.end_preview()

    @property
    def _moving(self) -> tuple[LineId, ...]:
        board = self._origin or self._stage.board
        return tuple(line for line in self._stage.chosen if line in board.by_line)

    @property
    def _locked(self) -> bool:
        board = self._stage.board
        return any(board.clips[board.by_line[line]].locked for line in self._moving)

    def _begin(self, board: Board) -> None:
        self._origin = board
        fixed = still(board, frozenset(self._moving))
        edges = np.concatenate((board.starts[fixed], board.ends[fixed], [self._stage.playhead]))
        self._edges = np.unique(edges).tolist()

    def _caught(self, span: Span, hand: Hand) -> Snap:
        if hand.spanning:
            return Snap(span.start)
        return snap(span, self._edges, self._stage.scale)

    def _limited(self, board: Board, by: int) -> int:
        """As far as asked, but none of the clips before zero."""
        first = min(board.span(board.by_line[line]).start for line in self._moving)
        return max(by, -first)


class Lasso:
    """Catches the clips that a rectangle touches."""

    def __init__(self, stage: Stage, hand: Hand) -> None:
        self._stage = stage
        self._pressed = hand
        self._kept = tuple(stage.chosen) if hand.adding else ()
        self._from = stage.scale.sample_at(hand.at.x())
        self._rect: QRect | None = None

    def move(self, hand: Hand) -> None:
        """Show the rectangle and take in hand what it touches."""
        if self._rect is None and not _far(hand, self._pressed):
            return
        corner = QPoint(round(self._stage.scale.x_of(self._from)), self._pressed.at.y())
        self._rect = QRect(corner, hand.at).normalized()
        self._stage.show_lasso(self._rect)
        lanes = self._stage.shelves.between(self._rect.top(), self._rect.bottom())
        span = self._stage.scale.span(self._rect.left(), self._rect.right() + 1)
        caught = self._stage.board.touching(lanes, span)
        lines = dict.fromkeys((*self._kept, *caught))
        self._stage.choose(tuple(lines))

    def release(self, hand: Hand) -> None:
        """Keep what was caught; a mere click lets everything go."""
        if self._rect is None:
            self._stage.choose(self._kept)
        self._stage.show_lasso(None)

    def cancel(self) -> None:
        """Have in hand what was before."""
        self._stage.choose(self._kept)
        self._stage.show_lasso(None)


class Pan:
    """Pulls the view along with the pointer."""

    def __init__(self, stage: Stage, hand: Hand) -> None:
        self._stage = stage
        self._pressed = hand.at
        self._left = stage.scale.left
        self._top = stage.shelves.top

    def move(self, hand: Hand) -> None:
        """Scroll as far as the pointer went."""
        by = hand.at - self._pressed
        self._stage.scroll_to(self._left - by.x(), self._top - by.y())

    def release(self, hand: Hand) -> None:
        """Stay here."""

    def cancel(self) -> None:
        """Go back to where the pull began."""
        self._stage.scroll_to(self._left, self._top)


def _far(hand: Hand, pressed: Hand) -> bool:
    """Whether the pointer left the place of the press far enough to mean it."""
    return (hand.at - pressed.at).manhattanLength() >= QApplication.startDragDistance()
