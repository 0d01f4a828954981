"""What the open project has cost: characters by episode and language, money by currency."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from studio.store.ledger import Spent
from studio.synthesis.usage import EpisodeUse
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM, mark

AnyIndex = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class CostColumn(IntEnum):
    """The columns of the table."""

    EPISODE = 0
    LANGUAGE = 1
    LINES = 2
    TAKES = 3
    CHARACTERS = 4


WIDTHS: dict[int, float] = {
    CostColumn.LANGUAGE: 13,
    CostColumn.LINES: 8,
    CostColumn.TAKES: 8,
    CostColumn.CHARACTERS: 21,
}


class CostTable(QAbstractTableModel):
    """One row for an episode in a language."""

    def __init__(self, uses: Sequence[EpisodeUse], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._uses = tuple(uses)

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """As many as episodes and languages have takes."""
        return 0 if parent.isValid() else len(self._uses)

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Fixed."""
        return 0 if parent.isValid() else len(CostColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, numbers to the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= CostColumn.LINES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        use = self._uses[index.row()]
        return (
            f"{use.number}  {use.title}".strip(),
            language_name(use.language),
            f"{use.lines:,}",
            f"{use.takes:,}",
            f"{use.billed_characters:,}",
        )[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= CostColumn.LINES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Episode"),
            self.tr("Language"),
            self.tr("Lines"),
            self.tr("Takes"),
            self.tr("Characters billed"),
        )[section]


class ProjectCost(QDialog):
    """Shows sums that were made before; it asks nothing and changes nothing."""

    def __init__(
        self, uses: Sequence[EpisodeUse], spent: Sequence[Spent], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Cost of this project"))
        self.resize(RHYTHM * 80, RHYTHM * 50)
        view = RowsView(
            CostTable(uses, self),
            self.tr("Cost by episode and language"),
            WIDTHS,
            stretched=CostColumn.EPISODE,
            parent=self,
        )
        total = QLabel(self._total(uses, spent), self)
        total.setWordWrap(True)
        total.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(total, "heading")
        note = QLabel(self.tr("Money is what was billed from this machine, by list prices."), self)
        note.setWordWrap(True)
        mark(note, "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 3)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(total)
        column.addWidget(view, 1)
        column.addWidget(note)
        column.addWidget(buttons)

    def _total(self, uses: Sequence[EpisodeUse], spent: Sequence[Spent]) -> str:
        billed = sum(use.billed_characters for use in uses)
        if not billed and not spent:
            return self.tr("Nothing was billed for this project.")
        money: dict[str, Any] = {}
        for each in spent:
            if each.currency:
                money[each.currency] = money.get(each.currency, 0) + each.amount
        told = [self.tr("{n} characters in takes").format(n=f"{billed:,}")]
        if answers := sum(each.answers for each in spent):
            told.append(counted(answers, self.tr("{n:,} answer"), self.tr("{n:,} answers")))
        told += [f"{amount:.2f} {currency}" for currency, amount in money.items()]
        return ", ".join(told)
