"""Scrolls on while a gesture holds the pointer beyond the edge of the view."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractScrollArea

from studio.ui.timeline.tools.hand import Gesture, Hand

PACE_MS = 30
SHARE = 0.25
"""Part of the distance beyond the edge that is scrolled at each step."""


class Pulling:
    """Moves the bars of a scroll area and tells the gesture, as long as the pointer is outside."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._area = area
        self._timer = QTimer(area)
        self._timer.setInterval(PACE_MS)
        self._timer.timeout.connect(self._step)
        self._hand: Hand | None = None
        self._gesture: Gesture | None = None

    def follow(self, hand: Hand, gesture: Gesture) -> None:
        """Begin, go on or end, as the pointer's place asks for."""
        self._hand, self._gesture = hand, gesture
        outside = self._beyond(hand) != 0
        if outside and not self._timer.isActive():
            self._timer.start()
        elif not outside:
            self._timer.stop()

    def stop(self) -> None:
        """Scroll no more."""
        self._timer.stop()
        self._hand = self._gesture = None

    def _step(self) -> None:
        if self._hand is None or self._gesture is None:
            return
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.value() + round(self._beyond(self._hand) * SHARE))
        self._gesture.move(self._hand)

    def _beyond(self, hand: Hand) -> int:
        """Pixels the pointer is right of the view, negative left of it, 0 inside."""
        x, width = hand.at.x(), self._area.viewport().width()
        return x if x < 0 else max(0, x - width + 1)
