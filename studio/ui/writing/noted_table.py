"""Rows of what is known of names and terms, edited in place; a last row may take a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.ui.theme import theme_now

Index = QModelIndex | QPersistentModelIndex
E = TypeVar("E")
_ROLE = Qt.ItemDataRole


class NotedTable(QAbstractTableModel, Generic[E]):
    """Asks for an edit instead of making it; whoever makes one says what its cells are.

    Columns in `fixed` cannot be edited, those in `checked` are ticked or not.
    """

    change_requested = Signal(object, object)
    """The entry as it is, None for a new one, and as it is wanted."""

    heads: Sequence[str] = ()
    fixed: frozenset[int] = frozenset()
    checked: frozenset[int] = frozenset()
    new_words = ""
    """What the last row says; without words nothing is added here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[E, ...] = ()
        self.editable = True

    def words(self, entry: E, column: int) -> str:
        """What a cell shows."""
        raise NotImplementedError

    def is_checked(self, entry: E, column: int) -> bool:
        """Whether a cell is ticked."""
        raise NotImplementedError

    def wanted(self, entry: E | None, column: int, value: str | bool) -> E | None:
        """The entry with another cell, None for nothing that can be."""
        raise NotImplementedError

    def show_entries(self, entries: Sequence[E]) -> None:
        """Show these, touching no row that can stay."""
        same = len(entries) == len(self._entries)
        if not same:
            self.beginResetModel()
        self._entries = tuple(entries)
        if not same:
            self.endResetModel()
        elif entries:
            last = self.index(len(entries) - 1, len(self.heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def entry(self, row: int) -> E | None:
        """The entry in a row, None in the last one."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are, and one more where one can be added."""
        more = bool(self.new_words) and self.editable
        return 0 if parent is not None and parent.isValid() else len(self._entries) + more

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as there are titles."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self.heads[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What may be edited or ticked; a new entry begins in the first column."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column, known = index.column(), self.entry(index.row())
        if not self.editable or column in self.fixed:
            return flags
        if column in self.checked:
            return flags | Qt.ItemFlag.ItemIsUserCheckable if known is not None else flags
        return flags | Qt.ItemFlag.ItemIsEditable if known is not None or column == 0 else flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """What a cell shows."""
        column, known = index.column(), self.entry(index.row())
        if known is None:
            if role == _ROLE.ForegroundRole:
                return theme_now().faint
            return self.new_words if role == _ROLE.DisplayRole and column == 0 else None
        if column in self.checked:
            state = Qt.CheckState
            ticked = state.Checked if self.is_checked(known, column) else state.Unchecked
            return ticked if role == _ROLE.CheckStateRole else None
        if role == _ROLE.ForegroundRole and column in self.fixed:
            return theme_now().muted
        return self.words(known, column) if role in (_ROLE.DisplayRole, _ROLE.EditRole) else None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Ask for an entry with another cell."""
        known, column = self.entry(index.row()), index.column()
        if role == _ROLE.CheckStateRole and column in self.checked:
            ticked = Qt.CheckState(value) is Qt.CheckState.Checked
            return self._ask(known, self.wanted(known, column, ticked))
        if role != _ROLE.EditRole:
            return False
        return self._ask(known, self.wanted(known, column, str(value).strip()))

    def _ask(self, known: E | None, wanted: E | None) -> bool:
        if wanted is None or wanted == known:
            return False
        self.change_requested.emit(known, wanted)
        return True
