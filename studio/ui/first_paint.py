"""The moment at which a window is on the screen for the first time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

LONGEST_WAIT_MS = 1000
"""A window that opens minimised, or on another desktop, is not painted at all."""


def wait_for_first_paint(window: QWidget) -> None:
    """Let Qt bring a window to the screen; for the start only, before there are coroutines.

    A loop of Qt's own stops coroutines that already run, see `bridge`; and asyncio, which costs
    more to load than the window, would come before the picture if it were the one to wait.
    """
    loop = QEventLoop()
    watch = _PaintWatch(loop)
    window.installEventFilter(watch)
    limit = QTimer(loop)
    limit.timeout.connect(loop.quit)
    limit.start(LONGEST_WAIT_MS)
    loop.exec()
    limit.stop()
    window.removeEventFilter(watch)


class _PaintWatch(QObject):
    """Leaves a loop when what it watches is painted; the picture is whole by then."""

    def __init__(self, loop: QEventLoop) -> None:
        super().__init__(loop)
        self._loop = loop

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See events pass."""
        if event.type() is QEvent.Type.Paint:
            self._loop.quit()
        return super().eventFilter(watched, event)
