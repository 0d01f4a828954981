"""Suggested voices as a table: one row for each character and language, ticked to be cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.casting.catalogue import Catalogue
from studio.casting.suggesting import Suggestion
from studio.model.project import Project
from studio.ui.cast.suggestion_words import doubtful, why
from studio.ui.languages import language_name
from studio.ui.theme import theme_now
from studio.ui.voices.names import about_voice, voice_name

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class SuggestionColumn(IntEnum):
    """The columns, from left to right."""

    CHARACTER = 0
    LANGUAGE = 1
    NOW = 2
    VOICE = 3
    WHY = 4


@dataclass(frozen=True, slots=True)
class SuggestedRow:
    """One suggestion; it is ticked from the start where nobody is cast yet."""

    suggestion: Suggestion
    name: str
    ticked: bool
    chosen: bool = False
    """Whether a person chose the voice instead."""


class SuggestionTable(QAbstractTableModel):
    """Ticks are made here; they cast nothing yet."""

    ticked = Signal()

    def __init__(self, catalogue: Catalogue, parent: QObject | None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._rows: tuple[SuggestedRow, ...] = ()
        self._heads = {
            SuggestionColumn.CHARACTER: self.tr("Character"),
            SuggestionColumn.LANGUAGE: self.tr("Language"),
            SuggestionColumn.NOW: self.tr("Now"),
            SuggestionColumn.VOICE: self.tr("Suggested"),
            SuggestionColumn.WHY: self.tr("Why"),
        }

    @property
    def wanted(self) -> tuple[Suggestion, ...]:
        """What is ticked."""
        return tuple(row.suggestion for row in self._rows if row.ticked)

    def show_suggestions(self, found: Sequence[Suggestion], project: Project) -> None:
        """Show these from the top; whoever has a voice is not ticked."""
        names = {character.id: character.name for character in project.cast}
        self.beginResetModel()
        self._rows = tuple(
            SuggestedRow(each, names.get(each.character, ""), ticked=each.present is None)
            for each in found
        )
        self.endResetModel()
        self.ticked.emit()

    def row(self, row: int) -> SuggestedRow | None:
        """One row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def choose(self, row: int, suggestion: Suggestion) -> None:
        """Another voice in a row, which a person chose: it is ticked."""
        self._set(row, replace(self._rows[row], suggestion=suggestion, ticked=True, chosen=True))

    def tick_all(self, ticked: bool) -> None:
        """Tick every row, or none."""
        self._rows = tuple(replace(row, ticked=ticked) for row in self._rows)
        if self._rows:
            last = self.index(len(self._rows) - 1, SuggestionColumn.CHARACTER)
            self.dataChanged.emit(self.index(0, SuggestionColumn.CHARACTER), last)
        self.ticked.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(SuggestionColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._heads[SuggestionColumn(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column is ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == SuggestionColumn.CHARACTER:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """What a cell shows."""
        row = self.row(index.row())
        if row is None:
            return None
        column = SuggestionColumn(index.column())
        match role:
            case _ROLE.DisplayRole:
                return self._text(row, column)
            case _ROLE.CheckStateRole if column is SuggestionColumn.CHARACTER:
                return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
            case _ROLE.ForegroundRole:
                return self._colour(row, column)
            case _ROLE.ToolTipRole:
                known = column is SuggestionColumn.VOICE
                return about_voice(row.suggestion.voice) if known else self._text(row, column)
            case _ROLE.AccessibleTextRole:
                return ", ".join(self._text(row, each) for each in SuggestionColumn)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Tick a row or not."""
        row = self.row(index.row())
        if row is None or role != _ROLE.CheckStateRole:
            return False
        self._set(index.row(), replace(row, ticked=Qt.CheckState(value) is Qt.CheckState.Checked))
        return True

    def _set(self, row: int, changed: SuggestedRow) -> None:
        self._rows = (*self._rows[:row], changed, *self._rows[row + 1 :])
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(SuggestionColumn) - 1))
        self.ticked.emit()

    def _colour(self, row: SuggestedRow, column: SuggestionColumn) -> object:
        if column is SuggestionColumn.WHY and not row.chosen:
            return theme_now().stale if doubtful(row.suggestion.reasons) else theme_now().muted
        missing = column is SuggestionColumn.NOW and row.suggestion.present is None
        return theme_now().faint if missing else None

    def _text(self, row: SuggestedRow, column: SuggestionColumn) -> str:
        suggestion = row.suggestion
        match column:
            case SuggestionColumn.CHARACTER:
                return row.name
            case SuggestionColumn.LANGUAGE:
                return language_name(suggestion.language)
            case SuggestionColumn.NOW:
                now = suggestion.present
                if now is None:
                    return self.tr("not cast")
                return voice_name(self._catalogue, now.engine, now.voice)
            case SuggestionColumn.VOICE:
                return suggestion.voice.name
            case SuggestionColumn.WHY:
                return self.tr("your choice") if row.chosen else why(suggestion.reasons)
