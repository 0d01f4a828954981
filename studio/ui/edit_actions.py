"""Cut, copy and paste in the menu and the palette: what has the focus gets their keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from studio.ui.actions import Actions


class EditActions(QObject):
    """Adds the three; fields, editors and the script each know what to do with the keys."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        for id, text, shortcut, key in (
            ("edit.cut", self.tr("Cu&t"), "Ctrl+X", Qt.Key.Key_X),
            ("edit.copy", self.tr("&Copy"), "Ctrl+C", Qt.Key.Key_C),
            ("edit.paste", self.tr("&Paste"), "Ctrl+V", Qt.Key.Key_V),
        ):
            actions.add(id, text, lambda key=key: _press(key), shortcut=shortcut, owner=self)


def _press(key: Qt.Key) -> None:
    """Press a key with Ctrl where the focus is."""
    focus = QApplication.focusWidget()
    if focus is not None:
        held = Qt.KeyboardModifier.ControlModifier
        # Not by sendEvent: that looks for a shortcut first, and finds this action again.
        focus.event(QKeyEvent(QEvent.Type.KeyPress, key, held))
