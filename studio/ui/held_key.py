"""A key that is held while others are pressed, as K is while J and L go step by step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent

_LET_GO = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class HeldKey(QObject):
    """Watches the keyboard from the moment an action's key goes down until it goes up."""

    def __init__(
        self,
        held: QAction,
        others: tuple[tuple[QAction, Callable[[], None]], ...],
        let_go: Callable[[], None],
        parent: QObject,
    ) -> None:
        """`others` are the actions whose keys do something else meanwhile."""
        super().__init__(parent)
        self._held = held
        self._others = others
        self._let_go = let_go
        self._watching = False
        held.installEventFilter(self)

    def _press(self) -> None:
        """Watch from now on."""
        application = QCoreApplication.instance()
        if not self._watching and application is not None:
            self._watching = True
            application.installEventFilter(self)

    def release(self) -> None:
        """Watch no more."""
        application = QCoreApplication.instance()
        if self._watching and application is not None:
            self._watching = False
            application.removeEventFilter(self)
            self._let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do the other thing for the other keys, and see the held one go up."""
        kind = event.type()
        if watched is self._held:
            if kind is QEvent.Type.Shortcut:  # a menu or the palette holds no key
                self._press()
        elif kind in _LET_GO:
            self.release()
        elif isinstance(event, QKeyEvent):
            if kind is QEvent.Type.KeyRelease and _is_key_of(self._held, event):
                if not event.isAutoRepeat():
                    self.release()
            elif kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                return self._meant_otherwise(event)
        return super().eventFilter(watched, event)

    def _meant_otherwise(self, event: QKeyEvent) -> bool:
        if _is_key_of(self._held, event):
            event.accept()
            return True
        for action, step in self._others:
            if _is_key_of(action, event):
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    step()
                return True
        return False


def _is_key_of(action: QAction, event: QKeyEvent) -> bool:
    """Whether the event is about a key of this action, whatever else is held with it."""
    key = Qt.Key(event.key())
    return any(keys.count() and keys[0].key() == key for keys in action.shortcuts())
