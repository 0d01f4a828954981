"""One's own voices as a table: one row each, in the order they were ordered or as sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.engines.voice_making import Making
from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice
from studio.ui.own_voices.snapshot import Entry, consent_over, is_soon
from studio.ui.own_voices.words import (
    Look,
    clock_words,
    consent_words,
    languages_words,
    look_of,
    moment_words,
    origin_name,
    state_words,
    uses_words,
)
from studio.ui.theme import theme_now
from studio.ui.voices.names import engine_name

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    STATE = 1
    CLOCK = 2
    USED = 3
    LANGUAGES = 4
    ACCOUNT = 5
    ORIGIN = 6
    CONSENT = 7
    MADE = 8


_PLAIN: Mapping[Column, Callable[[OwnVoice], str]] = {
    Column.NAME: lambda voice: voice.name,
    Column.LANGUAGES: languages_words,
    Column.ACCOUNT: lambda voice: engine_name(voice.account),
    Column.ORIGIN: lambda voice: origin_name(voice.origin),
    Column.CONSENT: consent_words,
    Column.MADE: lambda voice: moment_words(voice.made_at),
}


class VoicesTable(QAbstractTableModel):
    """Shows voices; a row that is the same voice as before stays in its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._steps: dict[str, Making] = {}
        self._now = 0.0
        self._titles = {
            Column.NAME: self.tr("Voice"),
            Column.STATE: self.tr("State"),
            Column.CLOCK: self.tr("Kept for"),
            Column.USED: self.tr("Used by"),
            Column.LANGUAGES: self.tr("Languages"),
            Column.ACCOUNT: self.tr("Account"),
            Column.ORIGIN: self.tr("Made of"),
            Column.CONSENT: self.tr("Consent until"),
            Column.MADE: self.tr("Made"),
        }

    def show_entries(
        self, entries: Sequence[Entry], now: float, steps: Mapping[str, Making]
    ) -> bool:
        """Show these; whether the rows are others than before, and any choice among them gone."""
        after = tuple(entries)
        same = [e.voice.id for e in self._entries] == [e.voice.id for e in after]
        if not same:
            self.beginResetModel()
        self._entries, self._now, self._steps = after, now, dict(steps)
        if not same:
            self.endResetModel()
        elif after:
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, len(Column) - 1))
        return not same

    def tell_step(self, id: str, step: Making) -> None:
        """Show how far one voice is."""
        self._steps[id] = step
        row = self.row_of(id)
        if row >= 0:
            place = self.index(row, Column.STATE)
            self.dataChanged.emit(place, place)

    def entry(self, row: int) -> Entry | None:
        """The voice in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, id: str) -> int:
        """The row of a voice by its id here, -1 when it is not shown."""
        return next((row for row, e in enumerate(self._entries) if e.voice.id == id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many voices are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[Column(section)]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(entry, column)
            case Qt.ItemDataRole.ForegroundRole:
                return getattr(theme_now(), self._look(entry, column).value)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(entry, column)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NAME:
                return self._spoken(entry)
            case _:
                return None

    def _words(self, entry: Entry, column: Column) -> str:
        if column is Column.STATE:
            return self._state(entry)
        if column is Column.CLOCK:
            return clock_words(entry.voice, self._now)
        if column is Column.USED:
            return uses_words(entry)
        return _PLAIN[column](entry.voice)

    def _state(self, entry: Entry) -> str:
        making = self._steps.get(entry.voice.id) if entry.voice.state in IN_FLIGHT else None
        return state_words(entry, self._now, making)

    def _look(self, entry: Entry, column: Column) -> Look:
        voice = entry.voice
        if column is Column.STATE:
            return look_of(voice, self._now)
        if column is Column.CLOCK and is_soon(voice, self._now):
            return Look.WARNING
        if column is Column.CONSENT and consent_over(voice, self._now):
            return Look.BAD
        if voice.removed_at or column not in (Column.NAME, Column.USED):
            return Look.QUIET
        return Look.PLAIN

    def _tip(self, entry: Entry, column: Column) -> str | None:
        if column is Column.STATE and entry.voice.reason:
            return f"{self._state(entry)}: {entry.voice.reason}"
        return self._words(entry, column) or None

    def _spoken(self, entry: Entry) -> str:
        columns = (Column.NAME, Column.STATE, Column.CLOCK, Column.USED, Column.ACCOUNT)
        return ", ".join(words for each in columns if (words := self._words(entry, each)))
