"""What a gesture is, what it may ask of the view, and what it wants done in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from studio.errors import EditRefused
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.moving import Ripple
from studio.model.reel import Reel
from studio.ui.timeline.board import Board
from studio.ui.timeline.geometry import Scale
from studio.ui.timeline.shelves import Shelves
from studio.ui.timeline.snapping import Catch, Magnets


@dataclass(frozen=True, slots=True)
class Hand:
    """Where the pointer is in the view, and which keys are held: Ctrl, Shift, Alt."""

    at: QPoint
    adding: bool = False
    spanning: bool = False
    copying: bool = False


class Doing(StrEnum):
    """What is done to clips; the name of the edit and the words beside the pointer follow."""

    MOVE = "move"
    SHIFT = "shift"
    TRIM_START = "trim start"
    TRIM_END = "trim end"
    SLIP = "slip"
    FADE_IN = "fade in"
    FADE_OUT = "fade out"
    GAIN = "gain"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Wish:
    """An edit that a gesture asks for: made of the reel there is by then."""

    doing: Doing
    change: Callable[[Reel], Episode]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """What is written beside the pointer, and what an edge caught on."""

    at: QPoint
    doing: Doing
    main: str
    extra: str = ""
    catch: Catch | None = None


@dataclass(frozen=True, slots=True)
class Ghost:
    """A second clip like another one, at a start of its own, that is not there yet."""

    number: int
    start: int


class Stage(Protocol):
    """What a gesture may ask of the view."""

    @property
    def board(self) -> Board: ...
    @property
    def reel(self) -> Reel: ...
    @property
    def ripple(self) -> Ripple: ...
    @property
    def scale(self) -> Scale: ...
    @property
    def shelves(self) -> Shelves: ...
    @property
    def chosen(self) -> frozenset[LineId]: ...

    def choose(self, lines: tuple[LineId, ...], in_hand: LineId | None = None) -> None:
        """Take lines in hand."""
        ...

    def magnets(self, still: NDArray[np.bool_], own: Iterable[int] = ()) -> Magnets:
        """What catches, while these clips stay where they are; of `own` the speech catches too."""
        ...

    def points(self, number: int) -> tuple[int, ...]:
        """The places of a clip that catch: its ends, and where someone begins to speak."""
        ...

    def preview(
        self,
        board: Board | None,
        hint: Hint,
        *,
        moving: NDArray[np.int64] | None = None,
        ghost: Ghost | None = None,
    ) -> None:
        """Show the clips as they would be; `moving` are those that follow the ones in hand."""
        ...

    def end_preview(self) -> None:
        """Show the clips as they are."""
        ...

    def ask(self, wish: Wish) -> None:
        """Ask for an edit."""
        ...

    def refuse(self, refusal: EditRefused) -> None:
        """Say why nothing is done."""
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


def far(hand: Hand, pressed: Hand) -> bool:
    """Whether the pointer left the place of the press far enough to mean it."""
    return (hand.at - pressed.at).manhattanLength() >= QApplication.startDragDistance()


def distance(scale: Scale, hand: Hand, pressed_at: int) -> int:
    """Samples from a place of the timeline to the pointer, which may be left of zero."""
    return scale.samples(hand.at.x() + scale.left) - pressed_at
