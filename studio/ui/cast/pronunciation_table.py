"""The pronunciations of one language as a table; its last row takes a new one."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.model.project import Project, Pronunciation
from studio.ui.theme import theme_now

Index = QModelIndex | QPersistentModelIndex


class SaidColumn(IntEnum):
    """The columns, from left to right."""

    WRITTEN = 0
    SPOKEN = 1


class PronunciationTable(QAbstractTableModel):
    """Asks for the edit instead of making it."""

    change_requested = Signal(object, object)
    """The pronunciation as it is, None for a new one, and as it is wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = ""
        self._entries: tuple[Pronunciation, ...] = ()

    def show_language(self, project: Project, language: str) -> None:
        """Show the pronunciations of one language."""
        entries = tuple(e for e in project.pronunciations if e.language == language)
        same = len(entries) == len(self._entries) and language == self._language
        if not same:
            self.beginResetModel()
        self._entries, self._language = entries, language
        if not same:
            self.endResetModel()
        else:
            last = self.index(len(entries), SaidColumn.SPOKEN)
            self.dataChanged.emit(self.index(0, 0), last)

    def entry(self, row: int) -> Pronunciation | None:
        """The pronunciation in a row, None in the last one."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are, and one more."""
        return 0 if parent is not None and parent.isValid() else len(self._entries) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        """What is written and how it is said."""
        return 0 if parent is not None and parent.isValid() else len(SaidColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Spoken") if section == SaidColumn.SPOKEN else self.tr("Written")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell may be edited; a new one begins with what is written."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.entry(index.row()) or index.column() == SaidColumn.WRITTEN:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        entry = self.entry(index.row())
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        if entry is None:
            hint = index.column() == SaidColumn.WRITTEN and role == Qt.ItemDataRole.DisplayRole
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme_now().faint
            return self.tr("Add a word…") if hint else None
        if shown:
            return entry.written if index.column() == SaidColumn.WRITTEN else entry.spoken
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another word or another way to say it."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        known, text = self.entry(index.row()), str(value).strip()
        before = known or Pronunciation(self._language, "", "")
        if index.column() == SaidColumn.WRITTEN:
            wanted = Pronunciation(self._language, text, before.spoken)
        else:
            wanted = Pronunciation(self._language, before.written, text)
        if wanted == before:
            return False
        self.change_requested.emit(known, wanted)
        return True
