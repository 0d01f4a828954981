"""The actions and their shortcuts as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QKeySequence

from studio.ui.actions import Actions, bare_text, keys_in
from studio.ui.fuzzy import fit
from studio.ui.menus import grouped

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One action: its id, its menu and what it is called."""

    id: str
    group: str
    text: str


class ShortcutsTable(QAbstractTableModel):
    """Menu, action and shortcut; shortcuts that were changed are bold."""

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._all = [
            Row(id, group.name.replace("&", ""), bare_text(action).rstrip("…"))
            for group in grouped(actions, repeated=True)
            for id, action in group.actions
        ]
        self._rows = list(self._all)
        actions.changed.connect(self._redraw)

    def search(self, typed: str) -> None:
        """Show the actions that fit."""
        self.beginResetModel()
        self._rows = [row for row in self._all if fit(typed, f"{row.text} {row.group}") is not None]
        self.endResetModel()

    def row(self, index: int) -> Row:
        """The action in this row."""
        return self._rows[index]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many actions are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Menu, action, shortcut."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.group, row.text, readable(self._actions.shortcut(row.id)))[index.column()]
        changed = self._actions.shortcut(row.id) != self._actions.default_shortcut(row.id)
        if role == Qt.ItemDataRole.FontRole and index.column() == 2 and changed:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Menu"), self.tr("Action"), self.tr("Shortcut"))[section]
        return None

    def _redraw(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 2), self.index(len(self._rows) - 1, 2))


def readable(shortcut: str) -> str:
    """Portable shortcut text as the keys of this platform are called."""
    keys = keys_in(shortcut)
    native = QKeySequence.SequenceFormat.NativeText
    return ",  ".join(key.toString(native) for key in keys)


def users_of(actions: Actions, keys: QKeySequence, besides: str) -> tuple[str, ...]:
    """The ids of the other actions that have these keys where the action works too."""
    return tuple(
        id
        for id in actions.all()
        if id != besides and keys in keys_in(actions.shortcut(id)) and actions.meet(id, besides)
    )
