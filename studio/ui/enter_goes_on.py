"""Enter goes on to the next field of a form that can be paid for; Ctrl+Enter orders it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
)

_FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterGoesOn(QObject):
    """A dialog gives Enter in any field to its default button, and that one costs money here."""

    def __init__(self, dialog: QDialog, go: QPushButton) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), dialog, go.click)
        told = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        go.setToolTip(told)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the Enter that nothing in the dialog had a use for."""
        if (
            watched is self._dialog
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
        ):
            self._go_on()
            return True
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        field = self._dialog.focusWidget()
        if isinstance(field, QAbstractButton):
            field.click()
        elif isinstance(field, _FIELDS):
            # As Tab does it: a field that is part of another one is left as a whole.
            self._dialog.focusNextChild()
