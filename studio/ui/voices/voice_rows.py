"""The list of voices by keys: Space hears, letters search, Enter is left to the dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from studio.ui.rows_view import RowsView
from studio.ui.voices.voice_table import VoiceColumn, VoiceTable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

WIDTHS: dict[int, float] = {
    VoiceColumn.STAR: 4,
    VoiceColumn.NAME: 26,
    VoiceColumn.GENDER: 9,
    VoiceColumn.AGE: 8,
    VoiceColumn.LANGUAGES: 17,
    VoiceColumn.ENGINE: 18,
    VoiceColumn.HEAR: 4,
}


class VoiceRows(RowsView):
    """One row per voice; several may be chosen, one of them is in hand."""

    hear_requested = Signal()
    typed = Signal(str)
    """A letter for the search."""

    def __init__(self, table: VoiceTable, name: str, parent: QWidget) -> None:
        super().__init__(table, name, WIDTHS, stretched=VoiceColumn.STYLE, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is heard, not typed; Enter ends the choice."""
        plain = not event.modifiers() & _COMMANDS
        if event.key() in _ENTER:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            self.hear_requested.emit()
        elif plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
