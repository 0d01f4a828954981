"""What the search found, as the rows show it."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

from studio.ui.script.columns import Column
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.script_view import ScriptView
from studio.ui.script.searching import Hit
from studio.ui.selection import Selection


class FoundLines(QObject):
    """Marks the hits in the words and brings the one gone to into sight and into hand."""

    def __init__(
        self, view: ScriptView, table: ScriptTable, bar: ScriptBar, selection: Selection
    ) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._bar = bar
        self._selection = selection

    def mark(self, pattern: re.Pattern[str] | None, language: str) -> None:
        """Mark what matches, in one language or, when empty, in all; None marks nothing."""
        self._view.delegate.show_found(pattern, language)
        if pattern is None:
            self._view.delegate.show_hit(None)
        self._view.viewport().update()

    def show_hit(self, hit: Hit) -> None:
        """Go to a hit, be it in another episode or language, or hidden by the filter."""
        self._view.delegate.show_hit(hit)
        self._selection.select_episode(hit.episode)
        self._table.keep((hit.line,))
        if hit.language not in (self._selection.language, self._table.beside):
            self._bar.choose_beside(hit.language)
        self._selection.select_line(hit.line)
        row = self._table.row_of(hit.line)
        if row >= 0:
            self._view.scrollTo(self._table.index(row, Column.TEXT))
        self._view.viewport().update()
