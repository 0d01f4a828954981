"""What was billed, a row for each month, account and currency, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from studio.store.ledger import Spent
from studio.ui.money import money

Index = QModelIndex | QPersistentModelIndex


class UsageColumn(IntEnum):
    """The columns, from left to right."""

    MONTH = 0
    ACCOUNT = 1
    LINES = 2
    CHARACTERS = 3
    ANSWERS = 4
    MONEY = 5


class UsageTable(QAbstractTableModel):
    """The sums of a ledger."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sums: tuple[Spent, ...] = ()
        self._titles = {
            UsageColumn.MONTH: self.tr("Month"),
            UsageColumn.ACCOUNT: self.tr("Account"),
            UsageColumn.LINES: self.tr("Lines"),
            UsageColumn.CHARACTERS: self.tr("Characters"),
            UsageColumn.ANSWERS: self.tr("Answers"),
            UsageColumn.MONEY: self.tr("Cost, about"),
        }

    def show_sums(self, sums: Sequence[Spent]) -> None:
        """Show these."""
        self.beginResetModel()
        by_name = sorted(sums, key=lambda spent: (spent.account, spent.currency))
        self._sums = tuple(sorted(by_name, key=lambda spent: spent.month, reverse=True))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many sums there are."""
        return 0 if parent.isValid() else len(self._sums)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How much is told of each."""
        return 0 if parent.isValid() else len(UsageColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles, numbers to the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[UsageColumn(section)]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        spent = self._sums[index.row()]
        match UsageColumn(index.column()):
            case UsageColumn.MONTH:
                return spent.month
            case UsageColumn.ACCOUNT:
                return spent.account
            case UsageColumn.LINES:
                return f"{spent.syntheses:,}"
            case UsageColumn.CHARACTERS:
                return f"{spent.characters:,}"
            case UsageColumn.ANSWERS:
                return f"{spent.answers:,}"
            case _:
                return f"{money(spent.amount)} {spent.currency}" if spent.currency else "–"


def _alignment(column: int) -> Qt.AlignmentFlag:
    number = column >= UsageColumn.LINES
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
