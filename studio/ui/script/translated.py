"""The translation in the script: filters with counts, the strip below the rows, and its actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from studio.document import Document
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.ui.actions import Actions
from studio.ui.script.filters import OF_TRANSLATION, LineFilter
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.script_table import ScriptTable
from studio.ui.selection import Selection
from studio.ui.writing.translation_actions import TranslationActions
from studio.ui.writing.translation_counts import TranslationCounts
from studio.ui.writing.translation_strip import TranslationStrip


class Translated(QObject):
    """Follows the rows of the table and the lines in hand."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        table: ScriptTable,
        bar: ScriptBar,
        actions: Actions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._table = table
        self._bar = bar
        self._seen: tuple[Sequence[Line], str, bool] = ((), "", False)
        self._decisions = TranslationActions(document, selection, table, self)
        self._decisions.add_to(actions, parent)
        self._strip = TranslationStrip(table, actions, parent)
        self._counts = TranslationCounts(table.translations, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_lines)
        self._connect()
        self._follow(True)

    @property
    def strip(self) -> TranslationStrip:
        """What is said of the lines in hand."""
        return self._strip

    @property
    def decisions(self) -> TranslationActions:
        """What a person does with translated lines."""
        return self._decisions

    def show_for(self, wanted: LineFilter) -> None:
        """Show a translation beside the script where a filter asks for one."""
        if wanted.of_translation:
            self._show_beside()

    def show_lines(self) -> None:
        """Tell of the lines in hand, once what happens just now is over."""
        if not self._later.isActive():
            self._later.start()

    def _connect(self) -> None:
        self._counts.counted.connect(self._show_tallies)
        self._decisions.line_wanted.connect(self._go_to)
        self._table.translations_changed.connect(self._follow)
        self._table.dataChanged.connect(lambda *_: self.show_lines())

    def _follow(self, anew: bool) -> None:
        self._counts.follow(self._table.episode_lines, self._table.target, anew=anew)
        if not self._table.target:
            self._show_tallies()
        self.show_lines()

    def _show_tallies(self) -> None:
        counts = self._counts
        self._bar.show_tallies(
            {want: sum(map(counts.of, looks)) for want, looks in OF_TRANSLATION.items()}
            if self._table.target
            else {},
            OF_TRANSLATION,
        )

    def _show_lines(self) -> None:
        self._strip.show_lines(self._decisions.lines(), seen=self._is_translated())

    def _is_translated(self) -> bool:
        """Whether any line of the episode has words in the language that is looked at."""
        lines, language = self._table.episode_lines, self._table.target
        if self._seen[0] is not lines or self._seen[1] != language:
            found = any(language in each.text or language in each.translations for each in lines)
            self._seen = (lines, language, bool(language) and found)
        return self._seen[2]

    def _show_beside(self) -> None:
        others = self._table.project.languages[1:]
        if not self._table.target and others:
            self._bar.choose_beside(others[0])

    def _go_to(self, episode: EpisodeId, line: LineId, language: str) -> None:
        self._selection.select_episode(episode)
        if self._table.target != language:
            self._bar.choose_beside(language)
        if self._table.target != language:  # another translation is being worked in
            self._selection.select_language(language)
        self._table.keep((line,))
        self._selection.select_line(line)
