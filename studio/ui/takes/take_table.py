"""The takes of one line as a table: newest first, the circled one marked."""

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

from studio.casting.catalogue import Catalogue
from studio.model.span import seconds
from studio.model.take import Take
from studio.ui.theme import icon, mono_font, theme_now
from studio.ui.voices.names import voice_name

Index = QModelIndex | QPersistentModelIndex


class TakeColumn(IntEnum):
    """The columns, from left to right."""

    CIRCLED = 0
    NUMBER = 1
    LENGTH = 2
    VOICE = 3
    NOTE = 4
    STAR = 5


class TakeTable(QAbstractTableModel):
    """The takes of a line; editing the note asks for the edit instead of making it."""

    note_requested = Signal(str, str)
    """Take id and the note wanted."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._takes: tuple[Take, ...] = ()
        self._circled: Take | None = None
        self._fingerprint = ""
        self._editable = True
        self._titles = {
            TakeColumn.CIRCLED: "",
            TakeColumn.NUMBER: self.tr("Take"),
            TakeColumn.LENGTH: self.tr("Length"),
            TakeColumn.VOICE: self.tr("Voice"),
            TakeColumn.NOTE: self.tr("Note"),
            TakeColumn.STAR: "",
        }

    def show_takes(
        self,
        takes: tuple[Take, ...],
        circled: Take | None,
        fingerprint: str,
        *,
        editable: bool = True,
    ) -> None:
        """Show these takes, given oldest first; those of another fingerprint are stale."""
        newest_first = takes[::-1]
        self._editable = editable
        same = [take.id for take in newest_first] == [take.id for take in self._takes]
        if not same:
            self.beginResetModel()
        self._takes, self._circled, self._fingerprint = newest_first, circled, fingerprint
        if not same:
            self.endResetModel()
        elif newest_first:
            last = self.index(len(newest_first) - 1, len(TakeColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def take(self, row: int) -> Take | None:
        """The take in a row."""
        return self._takes[row] if 0 <= row < len(self._takes) else None

    def row_of_number(self, number: int) -> int:
        """The row of take 1, 2, …; -1 when there are not so many."""
        return len(self._takes) - number if 0 < number <= len(self._takes) else -1

    def row_of(self, take: Take) -> int:
        """The row of a take, -1 when it is not here."""
        ids = [known.id for known in self._takes]
        return ids.index(take.id) if take.id in ids else -1

    @property
    def circled_row(self) -> int:
        """The row of the circled take, -1 without one."""
        return self.row_of(self._circled) if self._circled else -1

    def is_stale(self, take: Take) -> bool:
        """Whether the line would sound otherwise now."""
        return bool(self._fingerprint) and take.fingerprint != self._fingerprint

    def rowCount(self, parent: Index | None = None) -> int:
        """How many takes there are."""
        return 0 if parent is not None and parent.isValid() else len(self._takes)

    def columnCount(self, parent: Index | None = None) -> int:
        """How much is shown of each."""
        return 0 if parent is not None and parent.isValid() else len(TakeColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[TakeColumn(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The note may be edited in place."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == TakeColumn.NOTE and self._editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        take = self.take(index.row())
        if take is None:
            return None
        column = TakeColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(take, column, index.row())
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(take, column)
            case Qt.ItemDataRole.ForegroundRole:
                return theme_now().stale if self.is_stale(take) else None
            case Qt.ItemDataRole.FontRole if column is TakeColumn.LENGTH:
                return mono_font(12)
            case Qt.ItemDataRole.ToolTipRole:
                return self._about(take)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_row(take, index.row())
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another note."""
        take = self.take(index.row())
        if take is None or role != Qt.ItemDataRole.EditRole or str(value) == take.note:
            return False
        self.note_requested.emit(take.id, str(value))
        return True

    def _text(self, take: Take, column: TakeColumn, row: int) -> str | None:
        match column:
            case TakeColumn.NUMBER:
                return str(len(self._takes) - row)
            case TakeColumn.LENGTH:
                return f"{seconds(take.length):.2f} s"
            case TakeColumn.VOICE:
                return voice_name(self._catalogue, take.engine, take.voice)
            case TakeColumn.NOTE:
                return take.note
            case _:
                return None

    def _icon(self, take: Take, column: TakeColumn) -> object:
        if column is TakeColumn.CIRCLED and self._circled and take.id == self._circled.id:
            return icon("circle-take")
        if column is TakeColumn.STAR:
            return icon("star-filled" if take.starred else "star")
        return None

    def _about(self, take: Take) -> str:
        stale = self.tr("\nStale: the text, the voice or a setting has changed since.")
        about = f"“{take.said}”\n{take.engine} · {take.voice}"
        if take.billed_characters:
            billed = self.tr("\n{n} characters were billed.")
            about += billed.format(n=f"{take.billed_characters:,}")
        return about + (stale if self.is_stale(take) else "")

    def _spoken_row(self, take: Take, row: int) -> str:
        parts = [
            self.tr("Take {number}").format(number=len(self._takes) - row),
            f"{seconds(take.length):.1f} s",
            self.tr("circled") if self._circled and take.id == self._circled.id else "",
            self.tr("stale") if self.is_stale(take) else "",
            self.tr("starred") if take.starred else "",
            take.note,
        ]
        return ", ".join(part for part in parts if part)
