"""The translation in the script: its filters with their counts, and the strip below the rows."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.ui.script.filters import OF_TRANSLATION, LineFilter
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_table import ScriptTable
from studio.ui.writing.translation_counts import TranslationCounts


class Translated(QObject):
    """Follows the rows of the table."""

    def __init__(self, table: ScriptTable, bar: ScriptBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._bar = bar
        self._counts = TranslationCounts(table.translations, self)
        self._counts.counted.connect(self._show_tallies)
        table.translations_changed.connect(self._follow)
        self._follow(True)

    def show_for(self, wanted: LineFilter) -> None:
        """Show a translation beside the script where a filter asks for one."""
        others = self._table.project.languages[1:]
        if wanted.of_translation and not self._table.target and others:
            self._bar.choose_beside(others[0])

    def _follow(self, anew: bool) -> None:
        self._counts.follow(self._table.episode_lines, self._table.target, anew=anew)
        if not self._table.target:
            self._show_tallies()

    def _show_tallies(self) -> None:
        counts = self._counts
        self._bar.show_tallies(
            {want: sum(map(counts.of, looks)) for want, looks in OF_TRANSLATION.items()}
            if self._table.target
            else {}
        )
