"""Rows as high as their words: exactly so in sight, by estimate elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, QTimer
from PySide6.QtWidgets import QTableView

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.script import page
from studio.ui.script.columns import Column
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.wrapping import Wrapping

SETTLE_MS = 80
"""After the last change of width the rows out of sight are estimated anew."""
FEW_ROWS = 60
PIECE = 50
"""Rows estimated before it is looked at how long that took."""
PIECE_S = 0.005
"""Seconds after which the loop has its turn: a long script holds nothing up."""
_TEXT_COLUMNS = (Column.CHARACTER, Column.DIRECTION, Column.TEXT, Column.BESIDE)


class RowHeights(QObject):
    """Keeps the heights of a view's rows; never lays out a row that is not in sight."""

    def __init__(self, view: QTableView, table: ScriptTable, wrapping: Wrapping) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._wrapping = wrapping
        self._fitting = False
        self.ghosts: Mapping[tuple[LineId, str], str] = {}
        """Words that are being written into cells: their rows have room for them."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.estimate)
        self._estimated = 0
        self._pieces = QTimer(self)
        self._pieces.setSingleShot(True)
        self._pieces.timeout.connect(self._go_on)
        view.horizontalHeader().sectionResized.connect(lambda *_: self.settle())
        table.modelReset.connect(self.estimate)
        table.layoutChanged.connect(lambda *_: self.fit_visible())
        table.rowsInserted.connect(self._inserted)

    def settle(self) -> None:
        """Fit what is in sight now and the rest when the width has come to rest."""
        self._settle.start()
        self.fit_visible()

    def estimate(self) -> None:
        """Give every row about the height it needs, piece by piece; those in sight exactly that."""
        self._settle.stop()
        self._estimated = 0
        self._go_on()

    def _go_on(self) -> None:
        """Estimate the next rows; what is in sight stays where it is."""
        header, bar = self._view.verticalHeader(), self._view.verticalScrollBar()
        rows, seen = len(self._table.lines), self._estimated <= self._last_in_sight()
        top = self._view.rowAt(0)
        before = self._view.rowViewportPosition(top)
        self._fitting = True
        header.setUpdatesEnabled(False)
        with QSignalBlocker(header):
            self._estimated = self._estimate_from(self._estimated, rows)
        header.setUpdatesEnabled(True)
        self._view.updateGeometries()
        if top > 0:
            bar.setValue(bar.value() + self._view.rowViewportPosition(top) - before)
        self._fitting = False  # nothing is fitted on the way, or the place would be lost
        self.fit_visible()
        if seen:
            self._view.viewport().update()
        if self._estimated < rows:
            self._pieces.start()

    def _estimate_from(self, start: int, rows: int) -> int:
        """Estimate rows from here on for a few milliseconds; the first one that is left."""
        header, widths, begun = self._view.verticalHeader(), self._widths(), perf_counter()
        while start < rows:
            end = min(start + PIECE, rows)
            for row in range(start, end):
                height = self._height(row, widths, exact=False)
                if header.sectionSize(row) != height:
                    header.resizeSection(row, height)
            start = end
            if perf_counter() - begun > PIECE_S:
                break
        return start

    def _last_in_sight(self) -> int:
        """The last row that is seen; rows beyond it change nothing in sight."""
        last = self._view.rowAt(self._view.viewport().height() - 1)
        return last if last >= 0 else len(self._table.lines)

    def fit_visible(self) -> None:
        """Lay out the rows in sight."""
        row = self._view.rowAt(0)
        if self._fitting or row < 0:
            return
        below, room = self._view.rowViewportPosition(row), self._view.viewport().height()
        while row < len(self._table.lines) and below < room:
            self.fit(row, row + 1)
            below += self._view.rowHeight(row)
            row += 1

    def fit(self, start: int, end: int) -> None:
        """Give the rows [start, end) exactly the height they need; many are only estimated."""
        if end - start > FEW_ROWS:
            self.settle()
            return
        widths = self._widths()
        self._fitting = True
        for row in range(start, end):
            height = self._height(row, widths, exact=True)
            if self._view.rowHeight(row) != height:
                self._view.setRowHeight(row, height)
        self._fitting = False

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        del parent
        self.fit(first, last + 1)

    def _widths(self) -> dict[Column, int]:
        """The widths of the columns without what is kept free in them for signs."""
        return {
            column: self._view.columnWidth(column)
            - page.margin_of(self._table.language_of(column), self._table.translations)
            for column in _TEXT_COLUMNS
        }

    def _height(self, row: int, widths: dict[Column, int], *, exact: bool) -> int:
        languages = (self._table.language, self._table.beside)
        line = self._table.line(row)
        if exact and self.ghosts:
            line = self._with_ghosts(line, languages)
        # Where a line stands is worked out for rows in sight only: of ten thousand it takes long.
        trouble = self._table.trouble(line) if exact else ""
        bars = (self._has_bar(line, languages[0]), self._has_bar(line, languages[1]))
        return page.row_height(
            line, row, widths, languages, self._wrapping, exact=exact, trouble=trouble, bars=bars
        )

    def _with_ghosts(self, line: Line, languages: Iterable[str]) -> Line:
        cells = ((language, self.ghosts.get((line.id, language))) for language in languages)
        ghosts = {language: words for language, words in cells if words}
        return replace(line, text={**line.text, **ghosts}) if ghosts else line

    def _has_bar(self, line: Line, language: str) -> bool:
        return bool(line.words(language)) and self._table.has_time(line, language)
