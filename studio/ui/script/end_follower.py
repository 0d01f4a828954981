"""Keeps a view at its end while lines are written there, if it stands there already."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractScrollArea

NEAR = 4
"""Pixels from the end that still count as being there."""


class EndFollower(QObject):
    """Does nothing until it is turned on; scrolling away from the end lets go."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self.on = False
        self._bar = view.verticalScrollBar()
        self._at_end = True
        self._bar.valueChanged.connect(self._look)
        self._bar.rangeChanged.connect(self._follow)

    def turn(self, on: bool) -> None:
        """Follow from now on, or no longer."""
        self.on = on
        self._look()

    def _look(self) -> None:
        self._at_end = self._bar.value() >= self._bar.maximum() - NEAR

    def _follow(self) -> None:
        """The end is elsewhere now: Qt tells it before it moves the view."""
        if self.on and self._at_end:
            self._bar.setValue(self._bar.maximum())
        else:
            self._look()
