"""Edits a cell in place, and keeps the keys of the edit from the shortcuts around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate

ENDS_EDIT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(QStyledItemDelegate):
    """Enter ends an edit even where it is the shortcut of something else."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Claim the key before a shortcut gets it; an editor leaves Enter unclaimed."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in ENDS_EDIT
        ):
            event.accept()
            return True
        return super().eventFilter(editor, event)
