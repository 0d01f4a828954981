"""What a person does with translated lines: accept, shorter, clear, again, and on to the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.document import Document
from studio.errors import EditRefused
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.ui.actions import Actions
from studio.ui.script.script_table import ScriptTable
from studio.ui.selection import Selection
from studio.ui.writing.translation_states import Look
from studio.writing.translating.deciding import accepted, cleared, shortened
from studio.writing.translating.order import source_of
from studio.writing.translating.releasing import is_released

TO_LOOK_AT = frozenset({TranslationState.FLAGGED, TranslationState.FAILED})
"""Besides these, a person's words whose source changed since are gone to."""
_Change = Callable[[Project, Collection[LineId], str], Project]


class TranslationActions(QObject):
    """Works on the lines in hand, in the language whose translation is shown."""

    retry_requested = Signal(tuple, str)
    """Lines to be translated again in a language."""
    release_requested = Signal(tuple, str)
    """Lines of a person that are to be translated again in a language."""
    line_wanted = Signal(object, object, str)
    """Go to this line of this episode, hidden by a filter or not, and show it in this language."""
    none_flagged = Signal()
    refused = Signal(object)

    def __init__(
        self, document: Document, selection: Selection, table: ScriptTable, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._table = table

    def add_to(self, actions: Actions, context: QWidget) -> None:
        """Put them among the window's actions; the keys work inside `context`.

        Only those that go to a line work wherever the keys are: they are the way to the lines.
        """

        def add(
            name: str,
            text: str,
            run: Callable[[], object],
            key: str = "",
            icon: str = "",
            fits: Callable[[Line, str], bool] | None = None,
        ) -> None:
            enabled = None if fits is None else lambda: bool(self._that(fits))
            actions.add(f"translation.{name}", text, run, shortcut=key, icon=icon, enabled=enabled,
                        context=context)  # fmt: skip

        actions.add("translation.next", self.tr("Next flagged translation"), self.go,
                    shortcut="F8", icon="arrow-down", owner=self)  # fmt: skip
        actions.add("translation.previous", self.tr("Previous flagged translation"),
                    lambda: self.go(forward=False), shortcut="Shift+F8", icon="arrow-up",
                    owner=self)  # fmt: skip
        add("accept", self.tr("Accept translation"), self.accept, "F9", "check", _acceptable)
        add("retry", self.tr("Translate again"), self.retry, "Ctrl+F9", "redo", self._retriable)
        add("shorter", self.tr("Take the shorter or longer variant"), self.shorten, "Shift+F9",
            "shorter", _variant)  # fmt: skip
        add("clear", self.tr("Clear translation"), self.clear, "Ctrl+Shift+F9", "trash", _clearable)
        add(
            "again", self.tr("Let the model translate it again"), self.again,
            icon="lock-open", fits=self._frozen,
        )  # fmt: skip

    def lines(self) -> tuple[Line, ...]:
        """The lines in hand that are shown."""
        rows = map(self._table.row_of, self._selection.lines)
        return tuple(self._table.line(row) for row in rows if row >= 0)

    def accept(self) -> None:
        """The words are fine: they are a person's from now on."""
        self._edit(self.tr("Accept translation"), accepted, _acceptable)

    def shorten(self) -> None:
        """Take the shorter variant, or the longer one back."""
        self._edit(self.tr("Take the shorter or longer variant"), shortened, _variant)

    def clear(self) -> None:
        """Take the words away."""
        self._edit(self.tr("Clear translation"), cleared, _clearable)

    def retry(self) -> None:
        """Ask for other words."""
        lines = self._that(self._retriable)
        if lines:
            self.retry_requested.emit(lines, self._table.target)

    def again(self) -> None:
        """Ask for a model's words in the place of a person's."""
        lines = self._that(self._frozen)
        if lines:
            self.release_requested.emit(lines, self._table.target)

    def go(self, *, forward: bool = True) -> None:
        """Take the next line that is to be looked at: in this language or another, anywhere."""
        found = self._next(forward=forward)
        if found is None:
            self.none_flagged.emit()
        else:
            self.line_wanted.emit(*found)

    def _next(self, *, forward: bool) -> tuple[EpisodeId, LineId, str] | None:
        """The first one after the line in hand, all languages in a ring, the one shown first."""
        languages = self._table.project.languages[1:]
        target = self._table.target
        if target in languages:
            at = languages.index(target)
            languages = languages[at:] + languages[:at]
        places = list(self._table.project.lines)
        count = len(places) * len(languages)
        start = self._start(places, forward=forward)
        steps = range(start, start + count) if forward else range(start, start - count, -1)
        for step in steps:
            language_at, place = divmod(step % count, len(places))
            (episode, line), language = places[place], languages[language_at]
            if self._is_to_look_at(line, language):
                return episode.id, line.id, language
        return None

    def _start(self, places: Sequence[tuple[Episode, Line]], *, forward: bool) -> int:
        """The place to look at first: beside the line in hand, or where the episode begins.

        The line in hand comes first itself where none of its translations is shown.
        """
        here, episode = self._selection.line, self._selection.episode
        at = next((i for i, (_, line) in enumerate(places) if line.id == here), -1)
        if here is None or at < 0:
            at = next((i for i, (each, _) in enumerate(places) if each.id == episode), 0)
            return at if forward else at - 1
        if not self._table.target:
            return at
        return at + 1 if forward else at - 1

    def _is_to_look_at(self, line: Line, language: str) -> bool:
        how = line.translations.get(language)
        if how is None:
            return False
        if how.state is TranslationState.EDITED:
            return self._table.translations.look(line, language) is Look.SOURCE_CHANGED
        return how.state in TO_LOOK_AT

    def _retriable(self, line: Line, language: str) -> bool:
        source = source_of(self._table.project)
        return bool(line.words(source).strip()) and is_released(line, language)

    def _frozen(self, line: Line, language: str) -> bool:
        source = source_of(self._table.project)
        return bool(line.words(source).strip()) and not is_released(line, language)

    def _that(self, fits: Callable[[Line, str], bool]) -> tuple[LineId, ...]:
        """The lines in hand that something can be done with; none while all is read-only."""
        language = self._table.target
        if not language or self._document.read_only:
            return ()
        return tuple(line.id for line in self.lines() if fits(line, language))

    def _edit(self, label: str, change: _Change, fits: Callable[[Line, str], bool]) -> None:
        lines = self._that(fits)
        if not lines:
            return
        try:
            self._document.edit(label, change(self._document.project, lines, self._table.target))
        except EditRefused as refusal:
            self.refused.emit(refusal)


def _acceptable(line: Line, language: str) -> bool:
    return bool(line.words(language).strip()) and language in line.translations


def _variant(line: Line, language: str) -> bool:
    how = line.translations.get(language)
    return how is not None and bool(how.shorter)


def _clearable(line: Line, language: str) -> bool:
    return bool(line.words(language)) or language in line.translations
