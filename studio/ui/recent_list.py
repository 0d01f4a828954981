"""The list of the projects opened last; loaded with the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from studio.ui.recent_row import RecentRow
from studio.ui.recent_table import RecentTable
from studio.ui.theme import mark


class RecentList(QListView):
    """A row per project, newest first; a click or Enter asks for it."""

    open_requested = Signal(Path)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = RecentTable(self)
        self.setModel(self._table)
        self.setItemDelegate(RecentRow(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setMinimumHeight(240)
        self.setAccessibleName(self.tr("Recent projects"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mark(self, "ground")
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_paths(self, paths: Sequence[Path]) -> None:
        """List these."""
        self._table.show_paths(paths)
        self.setCurrentIndex(self._table.index(0))

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(self._table.path(index.row()))
