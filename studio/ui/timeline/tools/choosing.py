"""Catches clips with a rectangle, and pulls the view along."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from studio.ui.timeline.tools.hand import Hand, Stage, far


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
        if self._rect is None and not far(hand, self._pressed):
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
