"""The lines of an episode as a table; it follows the document row by row and is never reset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.document import Document
from studio.model.cast import Character
from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.synthesis.plan import LineState
from studio.synthesis.status import LineStatus
from studio.ui.languages import language_name
from studio.ui.script.checks import LineChecks
from studio.ui.script.columns import Column
from studio.ui.script.filters import LineFilter, Standing, Want
from studio.ui.script.row_changes import changed_rows, row_changes
from studio.ui.script.row_words import cell_words, own_reading, row_words, suggestion_words
from studio.ui.script.shown_lines import ShownLines
from studio.ui.script.spoken_numbers import SpokenNumbers
from studio.ui.script.states import state_words, trouble_words
from studio.ui.selection import Selection
from studio.ui.writing.budget_bar import FitsLines, NoTimes, fit_words, slot_of
from studio.ui.writing.translation_states import Look, TranslationStates, told

Index = QModelIndex | QPersistentModelIndex
_CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITED = _CHOSEN | Qt.ItemFlag.ItemIsEditable


class ScriptTable(QAbstractTableModel):
    """One row per line that passes the filter; the line in hand always does."""

    translations_changed = Signal(bool)
    """Lines, or the language looked at, are others; True when names or terms are, too."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        status: LineStatus,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._status = status
        self._translations = TranslationStates(document.project)
        self.checks = LineChecks(status, selection)
        """What somebody should listen to, and what was marked ok."""
        self._shown = ShownLines(self._standing)
        self._beside = ""
        self._project: Project = document.project
        self._all: tuple[Line, ...] = ()
        self._rows: list[Line] = []
        self._places: dict[LineId, int] | None = None
        self._numbers = SpokenNumbers()
        self._playing: LineId | None = None
        self.times: FitsLines = NoTimes()
        """Knows how long lines are, and how long they may be."""
        self.show_episode()

    # what the delegate and the panel ask

    @property
    def project(self) -> Project:
        """The project as the rows show it."""
        return self._project

    @property
    def language(self) -> str:
        """The language that is worked in."""
        return self._selection.language

    @property
    def beside(self) -> str:
        """The language shown beside it, empty for none."""
        return self._beside

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown, top to bottom."""
        return self._rows

    @property
    def episode_lines(self) -> Sequence[Line]:
        """The lines of the episode, shown or not."""
        return self._all

    @property
    def filter(self) -> LineFilter:
        """Which lines are wanted."""
        return self._shown.filter

    @property
    def count(self) -> int:
        """Lines of the episode, shown or not."""
        return len(self._all)

    @property
    def playing(self) -> LineId | None:
        """The line that sounds now."""
        return self._playing

    def line(self, row: int) -> Line:
        """The line in a row."""
        return self._rows[row]

    def row_of(self, line: LineId | None) -> int:
        """The row of a line, -1 when it is not shown."""
        if self._places is None:
            self._places = {shown.id: row for row, shown in enumerate(self._rows)}
        return self._places.get(line, -1) if line else -1

    def number(self, line: Line) -> str:
        """The number of a spoken line within the episode, the scene number of a heading."""
        if not line.spoken:
            return line.number if line.kind is LineKind.HEADING else ""
        return str(self._numbers.of(line.id))

    def character(self, line: Line) -> Character | None:
        """Who says the line."""
        return self._project.cast.find(line.character)

    def state(self, line: Line) -> LineState:
        """Where the line stands in the language that is worked in."""
        return self._status.of(line, self.language)

    def trouble(self, line: Line) -> str:
        """What is wrong with a line, in a few words; empty where nothing is.

        That is what keeps it from its take, else why somebody should listen to the one it has.
        """
        if not line.spoken:
            return ""
        return trouble_words(self.state(line)) or " ".join(self.checks.reasons(line))

    @property
    def translations(self) -> TranslationStates:
        """How lines stand in the languages that the script is translated into."""
        return self._translations

    @property
    def target(self) -> str:
        """The language whose translation is looked at: the one worked in or the one beside it.

        Empty while only the script's own is shown.
        """
        shown = (self.language, self._beside)
        return next(filter(self._translations.is_translation, shown), "")

    def translation_look(self, line: Line) -> Look:
        """How the translation that is looked at stands for a line."""
        return self._translations.look(line, self.target)

    def _standing(self, line: Line, wanted: LineFilter) -> Standing:
        """What a filter has to know of a line, and nothing that it does not ask for."""
        if wanted.of_translation:
            return Standing(look=self.translation_look(line))
        if wanted.want is Want.SUSPICIOUS:
            return Standing(suspicious=line.spoken and self.checks.is_suspicious(line))
        if not wanted.by_state:
            return Standing()
        approved = wanted.want is Want.NOT_OK and self.checks.is_approved(line)
        return Standing(self.state(line).state, approved=approved)

    def has_time(self, line: Line, language: str) -> bool:
        """Whether a line has a time to fit in a language, and a bar that tells how it does."""
        return line.spoken and self.times.budget(line.id, language) is not None

    def language_of(self, column: int) -> str:
        """The language of a column of text, empty for other columns."""
        if column == Column.TEXT:
            return self._selection.language
        return self._beside if column == Column.BESIDE else ""

    # what changes the rows

    def show_episode(self) -> None:
        """Show the lines of the episode in hand from the top; all rows are new."""
        self.beginResetModel()
        self._project = self._document.project
        self._translations.follow(self._project)
        self._shown.forget()
        self._take_lines(self._project)
        self._rows = self._shown.of(self._all)
        self._places = None
        self.endResetModel()
        self.translations_changed.emit(True)

    def follow(self) -> None:
        """Take over the newest state of the document, touching only the rows that differ."""
        before, self._project = self._project, self._document.project
        if self._project is before:
            return
        voices_changed = before.cast is not self._project.cast
        terms_changed = self._translations.follow(self._project)
        if voices_changed or terms_changed:
            self._shown.forget()
        taken = self._taken(before)
        self._shown.forget(taken)
        lines = self._all
        self._take_lines(self._project)
        if lines is not self._all or voices_changed or terms_changed or taken:
            self._rearrange()
        if voices_changed or terms_changed:
            self._redraw(0, len(self._rows))
        self.refresh(taken)
        if lines is not self._all or terms_changed:
            self.translations_changed.emit(terms_changed)

    def refresh(self, lines: Iterable[LineId]) -> None:
        """Draw lines again whose state changed, and show or hide them as the filter says."""
        touched = tuple(lines)
        if self._shown.by_state and touched:
            self._shown.forget(touched)
            self._rearrange()
        for line in touched:
            row = self.row_of(line)
            if row >= 0:
                self._redraw(row, row + 1)

    def keep(self, lines: Iterable[LineId]) -> None:
        """Go on showing these lines, whether they pass the filter or not."""
        kept = tuple(lines)
        self._shown.keep(kept)
        if any(self.row_of(line) < 0 for line in kept):
            self._rearrange()

    def filter_by(self, wanted: LineFilter) -> None:
        """Show only the lines that pass, and the ones in hand from now on."""
        if self._shown.filter_by(wanted, self._selection.lines):
            self._rearrange()

    def show_beside(self, language: str) -> None:
        """Show another language beside the one worked in, empty for none."""
        self._beside = language
        if self._shown.filter.of_translation:
            self._shown.forget()
            self._rearrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.BESIDE, Column.BESIDE)
        self._redraw(0, len(self._rows))
        self.translations_changed.emit(False)

    def language_changed(self) -> None:
        """Draw all again in the language now in hand."""
        self._shown.forget()
        self._rearrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.TEXT, Column.TEXT)
        self._redraw(0, len(self._rows))
        self.translations_changed.emit(False)

    def light(self, line: LineId | None) -> None:
        """Mark the line that sounds now."""
        before, self._playing = self._playing, line
        for each in (before, line):
            row = self.row_of(each)
            if row >= 0:
                self._redraw(row, row + 1)

    def _take_lines(self, project: Project) -> None:
        found = (e for e in project.episodes if e.id == self._selection.episode)
        episode = next(found, None)
        self._all = episode.lines if episode else ()
        self._numbers.follow(self._all)

    def _taken(self, before: Project) -> list[LineId]:
        """The lines whose takes are others than before."""
        old, new = before.takes.by_line, self._project.takes.by_line
        if old is new:
            return []
        return [line for line, takes in new.items() if old.get(line) is not takes]

    def _rearrange(self) -> None:
        wanted = self._shown.of(self._all)
        changes = row_changes(self._rows, wanted)
        if changes.gone or changes.order or changes.come:
            self._places = None
        nowhere = QModelIndex()
        for start, end in reversed(changes.gone):
            self.beginRemoveRows(nowhere, start, end - 1)
            del self._rows[start:end]
            self._places = None
            self.endRemoveRows()
        if changes.order:
            self._reorder(changes.order)
        for start, end in changes.come:
            self.beginInsertRows(nowhere, start, end - 1)
            self._rows[start:start] = wanted[start:end]
            self._places = None
            self.endInsertRows()
        runs = changed_rows(self._rows, wanted)
        self._rows = wanted
        for start, end in runs:
            self._redraw(start, end)

    def _reorder(self, order: Sequence[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        place = {old: new for new, old in enumerate(order)}
        self._rows = [self._rows[old] for old in order]
        self._places = None
        self.changePersistentIndexList(
            held, [self.index(place[index.row()], index.column()) for index in held]
        )
        self.layoutChanged.emit()

    def _redraw(self, start: int, end: int) -> None:
        if end > start:
            last = self.index(end - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(start, 0), last)

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Lines shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns, the hidden second language among them."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Text, character and direction can be edited unless the project is read-only."""
        if not index.isValid() or self._document.read_only:
            return _CHOSEN
        column, line = index.column(), self._rows[index.row()]
        words = column in (Column.TEXT, Column.BESIDE)
        if words or (column in (Column.CHARACTER, Column.DIRECTION) and line.spoken):
            return _EDITED
        return _CHOSEN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, its tooltip, and the row as a screen reader says it."""
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return cell_words(self, line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_words(line, column)
            case Qt.ItemDataRole.ToolTipRole if (
                column in (Column.STATE, Column.LENGTH) and line.spoken
            ):
                return _told(state_words(self.state(line)), self.checks.words(line))
            case Qt.ItemDataRole.ToolTipRole if column == Column.CHARACTER:
                return _told(own_reading(line, self.language), suggestion_words(line))
            case Qt.ItemDataRole.ToolTipRole if language := self.language_of(column):
                return self._note(line, language) or None
        return None

    def _spoken_words(self, line: Line, column: Column) -> str:
        """What a screen reader says of a cell; the one of the words tells of the whole row."""
        words = row_words(self, line) if column == Column.TEXT else cell_words(self, line, column)
        language = self.language_of(column)
        told = self.checks.words(line) if column == Column.TEXT and line.spoken else ""
        return " ".join(part for part in (words, told, self._note(line, language)) if part)

    def _note(self, line: Line, language: str) -> str:
        """What is to be said of a line's words: how their translation stands, and how they fit."""
        fit = self.times.fit(line, language) if line.spoken and language else None
        look = told(self._translations.look(line, language), line, language)
        return " ".join(
            part for part in (look, fit_words(fit, slot_of(fit)) if fit else "") if part
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns; those of text carry their language's own name."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        named = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in named:
            names = ["", self.tr("Character"), self.tr("Direction"), "", "", self.tr("Length")]
            language = self.language_of(section)
            return language_name(language) if language else names[section]
        return None


def _told(*parts: str) -> str | None:
    """A tooltip of what there is to tell."""
    return "\n".join(filter(None, parts)) or None
