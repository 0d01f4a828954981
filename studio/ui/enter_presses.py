"""Enter presses the button that has the focus, because Space plays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class EnterPresses(QObject):
    """Watches only the button in focus: a filter on everything would cost on every event."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn Enter into a click."""
        if (
            isinstance(watched, QAbstractButton)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and _is_enter(event)
        ):
            watched.click()
            return True
        return super().eventFilter(watched, event)

    def _watch(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QAbstractButton):
            old.removeEventFilter(self)
        if isinstance(new, QAbstractButton) and new.window() is self._window:
            new.installEventFilter(self)


def _is_enter(event: QKeyEvent) -> bool:
    from PySide6.QtCore import Qt  # not needed to show the window

    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
