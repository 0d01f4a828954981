"""While a menu is open, plain keys are its own: its letters win over the keys of the panels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar
from shiboken6 import isValid


class MenuKeys(QObject):
    """Watches only the menu that has the keyboard: a filter on everything would cost always.

    Behind an open menu, Qt (6.11) goes on asking the panel in focus for its shortcuts; and as
    the actions of all panels stand in the menu bar too, it takes them for shortcuts of the bar.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QObject | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusObjectChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a plain key for the menu."""
        wanted = event.type() is QEvent.Type.ShortcutOverride
        if wanted and isinstance(event, QKeyEvent) and _is_plain(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _watch(self, now: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, QMenu | QMenuBar) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


def _is_plain(event: QKeyEvent) -> bool:
    from PySide6.QtCore import Qt  # not needed to show the window

    held = Qt.KeyboardModifier
    commands = held.ControlModifier | held.AltModifier | held.MetaModifier
    return not event.modifiers() & commands
