"""The chosen rows and the lines in hand, each following the other."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QTableView

from studio.ui.script.columns import Column
from studio.ui.script.script_table import ScriptTable
from studio.ui.selection import Selection


class RowChoice(QObject):
    """Two-way: rows chosen in the view are the selection's lines and the other way round."""

    changed = Signal()
    reached = Signal(str)
    """The one line that somebody went to in the view."""

    def __init__(self, view: QTableView, table: ScriptTable, selection: Selection) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._selection = selection
        self._following = False
        rows = view.selectionModel()
        rows.selectionChanged.connect(self._rows_chosen)
        rows.currentRowChanged.connect(self._rows_chosen)
        selection.line_selected.connect(self.follow)
        selection.lines_selected.connect(self.follow)

    def follow(self, *_: object) -> None:
        """Choose the rows of the lines in hand; hidden ones are shown."""
        if self._following:
            return
        self._following = True
        self._table.keep(self._selection.lines)
        self._choose()
        self._following = False
        self.changed.emit()

    def _rows_chosen(self, *_: object) -> None:
        if self._following:
            return
        rows = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        lines = tuple(self._table.line(row).id for row in rows)
        at = self._view.currentIndex().row()
        current = self._table.line(at).id if 0 <= at < len(self._table.lines) else None
        self._following = True
        self._selection.select_lines(lines, current if current in lines else None)
        self._table.keep(lines)
        self._following = False
        self.changed.emit()
        if len(lines) == 1:
            self.reached.emit(lines[0])

    def _choose(self) -> None:
        places = (self._table.row_of(line) for line in self._selection.lines)
        wanted = QItemSelection()
        for start, end in _runs(sorted(row for row in places if row >= 0)):
            last = self._table.index(end, len(Column) - 1)
            wanted.select(self._table.index(start, 0), last)
        rows, flags = self._view.selectionModel(), QItemSelectionModel.SelectionFlag
        current = self._table.row_of(self._selection.line)
        if current >= 0 and current != self._view.currentIndex().row():
            index = self._table.index(current, Column.TEXT)
            rows.setCurrentIndex(index, flags.NoUpdate)
            self._view.scrollTo(index)
        rows.select(wanted, flags.ClearAndSelect)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Sorted rows as closed runs."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
