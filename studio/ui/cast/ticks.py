"""Space ticks the row in hand, wherever in the row one is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from studio.ui.rows_view import RowsView


class TickedRows(RowsView):
    """A table whose first column is ticked, by a click on the box or by Space in the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, or do as any table does."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            index = self.model().index(self.currentIndex().row(), 0)
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                state, role = Qt.CheckState, Qt.ItemDataRole.CheckStateRole
                now = state(index.data(role))
                wanted = state.Unchecked if now is state.Checked else state.Checked
                self.model().setData(index, wanted, role)
                return
        super().keyPressEvent(event)
