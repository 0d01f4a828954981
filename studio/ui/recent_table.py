"""The projects opened last, as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

Index = QModelIndex | QPersistentModelIndex


class RecentTable(QAbstractListModel):
    """The paths, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()

    def show_paths(self, paths: Sequence[Path]) -> None:
        """List these."""
        self.beginResetModel()
        self._paths = tuple(paths)
        self.endResetModel()

    def path(self, row: int) -> Path:
        """The project in this row."""
        return self._paths[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many there are."""
        return 0 if parent.isValid() else len(self._paths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name; the whole path as tooltip and for screen readers."""
        path = self._paths[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return path.stem
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return str(path)
        return None
