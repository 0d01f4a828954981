"""Keeps a view at its end while lines are written there, if it stands there already."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea

REST_MS = 300
"""Rows out of sight get their height a moment after they came."""
NEAR = 4
"""Pixels from the end that still count as being there."""


class EndFollower(QObject):
    """Does nothing until it is turned on; scrolling away from the end lets go.

    Only what a person does lets go: rows that turn out higher or lower move the view, too.
    """

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._on = False
        self._bar = view.verticalScrollBar()
        self._at_end = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._let_go)
        self._bar.actionTriggered.connect(self.look)
        self._bar.rangeChanged.connect(self._follow)

    def turn(self, on: bool) -> None:
        """Follow from now on, or no longer once the last rows have come to rest."""
        if not on:
            self._rest.start()
            return
        self._rest.stop()
        if not self._on:
            self._on = True
            self.look()

    def look(self) -> None:
        """The view was moved on purpose: see whether it stands at its end."""
        self._at_end = self._bar.sliderPosition() >= self._bar.maximum() - NEAR

    def _let_go(self) -> None:
        self._on = False

    def _follow(self) -> None:
        """The end is elsewhere now."""
        if self._on and self._at_end:
            self._bar.setValue(self._bar.maximum())
