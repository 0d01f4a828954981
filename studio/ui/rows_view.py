"""The look and habits of a small table in a panel: whole rows, one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studio.ui.cell_delegate import CellDelegate
from studio.ui.column_widths import set_width
from studio.ui.theme import RHYTHM, mark


def take_row(view: QAbstractItemView, row: int) -> None:
    """Choose one row and no other, whatever keys are held: Qt's own way adds to what is chosen."""
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(
        view.model().index(row, 0), flags.ClearAndSelect | flags.Rows
    )


class RowsView(QTableView):
    """Shows a table; cells are edited by F2, its actions are its menu.

    `widths` are in units of the window's rhythm, by column, wider where the name of the column
    needs it; the column `stretched` gets the rest.
    """

    def __init__(
        self,
        table: QAbstractTableModel,
        name: str,
        widths: Mapping[int, float],
        *,
        stretched: int,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setModel(table)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(RHYTHM * 4)
        mark(self, "table")
        self._set_columns(widths, stretched)

    def _set_columns(self, widths: Mapping[int, float], stretched: int) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(RHYTHM * 3)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for column, width in widths.items():
            set_width(header, column, round(RHYTHM * width))
