"""Work for the window's thread in short steps, so that no key waits for it; the newest counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

SLICE_S = 0.004
"""Seconds of work between two looks at what else there is to do."""

T = TypeVar("T")


class NewestSteps(QObject):
    """Takes the steps of what was asked last, and shows what came of it; older work is dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Generator[None, None, Any] | None = None
        self._show: Callable[[Any], None] = lambda found: None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def ask(self, steps: Generator[None, None, T], show: Callable[[T], None]) -> None:
        """Begin with this instead; `show` gets what comes of it."""
        self._steps, self._show = steps, show
        self._timer.start()

    def forget(self) -> None:
        """Let go of what was asked."""
        self._steps = None
        self._timer.stop()

    def _go_on(self) -> None:
        until = time.perf_counter() + SLICE_S
        while self._steps is not None:
            try:
                next(self._steps)
            except StopIteration as end:
                self.forget()
                self._show(end.value)
                return
            if time.perf_counter() >= until:
                return
