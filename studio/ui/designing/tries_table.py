"""The voices that were designed in one sitting, newest below, to be heard and chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.theme import icon, theme_now

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class TryColumn(IntEnum):
    """The columns, from left to right."""

    NUMBER = 0
    STATE = 1
    WORDS = 2
    HEAR = 3


class TriesTable(QAbstractTableModel):
    """One row for each try, with the words it was made of."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tries: tuple[OwnVoice, ...] = ()
        self._heads = {
            TryColumn.NUMBER: self.tr("Try"),
            TryColumn.STATE: self.tr("State"),
            TryColumn.WORDS: self.tr("Description"),
            TryColumn.HEAR: "",
        }

    @property
    def tries(self) -> tuple[OwnVoice, ...]:
        """All of them, oldest first."""
        return self._tries

    def show_tries(self, tries: Sequence[OwnVoice]) -> None:
        """Show these; rows that were there stay."""
        more = len(tries) - len(self._tries)
        if more > 0:
            self.beginInsertRows(QModelIndex(), len(self._tries), len(tries) - 1)
        elif more < 0:
            self.beginResetModel()
        self._tries = tuple(tries)
        if more > 0:
            self.endInsertRows()
        elif more < 0:
            self.endResetModel()
        if tries:
            last = self.index(len(tries) - 1, len(TryColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def voice(self, row: int) -> OwnVoice | None:
        """The voice in a row."""
        return self._tries[row] if 0 <= row < len(self._tries) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many tries there were."""
        return 0 if parent is not None and parent.isValid() else len(self._tries)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(TryColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._heads[TryColumn(section)]
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """What a cell shows."""
        voice, column = self.voice(index.row()), TryColumn(index.column())
        if voice is None:
            return None
        match role:
            case _ROLE.DisplayRole | _ROLE.ToolTipRole:
                return self._text(index.row(), voice, column)
            case _ROLE.DecorationRole if column is TryColumn.HEAR and voice.preview:
                return icon("speaker")
            case _ROLE.ForegroundRole if column is TryColumn.STATE:
                return self._colour(voice)
            case _ROLE.AccessibleTextRole:
                shown = (TryColumn.NUMBER, TryColumn.STATE, TryColumn.WORDS)
                return ", ".join(self._text(index.row(), voice, each) for each in shown)
            case _:
                return None

    def _text(self, row: int, voice: OwnVoice, column: TryColumn) -> str:
        match column:
            case TryColumn.NUMBER:
                return str(row + 1)
            case TryColumn.STATE:
                return self._state(voice)
            case TryColumn.WORDS:
                return " ".join(voice.description.split())
            case TryColumn.HEAR:
                return ""

    def _state(self, voice: OwnVoice) -> str:
        match voice.state:
            case VoiceState.READY:
                return self.tr("ready")
            case VoiceState.FAILED:
                return self.tr("failed: {why}").format(why=voice.reason)
            case VoiceState.UNSURE:
                return self.tr("in doubt")
            case VoiceState.GONE:
                return self.tr("gone at the service")
            case VoiceState.WAITING:
                return self.tr("waiting")
            case _:
                return self.tr("being made…")

    def _colour(self, voice: OwnVoice) -> object:
        colours = theme_now()
        match voice.state:
            case VoiceState.READY:
                return colours.ready
            case VoiceState.FAILED | VoiceState.GONE:
                return colours.failed
            case VoiceState.UNSURE:
                return colours.stale
            case _:
                return colours.speaking
