"""The prompts and replies as a table: when, for what, by whom, how much, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from studio.engines.text import Ending
from studio.store.exchanges import Exchange

AnyIndex = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class ExchangeColumn(IntEnum):
    """The columns."""

    TIME = 0
    STEP = 1
    MODEL = 2
    TOKENS = 3
    ENDING = 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("Exchanges", text)


def step_words(step: str) -> str:
    """What a step of a job is called."""
    names = {
        "plan": _tr("Plan"),
        "lines": _tr("Lines of a scene"),
        "adjust": _tr("Fit to the time"),
        "language": _tr("Put into the language"),
        "rewrite": _tr("Rewrite"),
        "review": _tr("Check"),
        "adapt": _tr("Adapt"),
        "attribute": _tr("Who says what"),
        "survey": _tr("Names and notes"),
        "translate": _tr("Translate"),
        "repair": _tr("Translate again"),
        "alone": _tr("Translate a line by itself"),
        "second look": _tr("Second look"),
        "fit": _tr("Fit to the time"),
    }
    return names.get(step, step)


def ending_words(ending: str) -> str:
    """How an answer ended; what went wrong stands as it is."""
    names = {
        Ending.WHOLE.value: _tr("Whole"),
        Ending.TOO_LONG.value: _tr("Too long"),
        Ending.REFUSED.value: _tr("Refused"),
        "": _tr("Cut off"),
    }
    return names.get(ending, ending)


class ExchangeTable(QAbstractTableModel):
    """One row per exchange, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Exchange, ...] = ()
        self._titles = {
            ExchangeColumn.TIME: self.tr("Time"),
            ExchangeColumn.STEP: self.tr("For"),
            ExchangeColumn.MODEL: self.tr("Model"),
            ExchangeColumn.TOKENS: self.tr("Tokens"),
            ExchangeColumn.ENDING: self.tr("Ended"),
        }

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(exchanges)
        self.endResetModel()

    def exchange(self, row: int) -> Exchange | None:
        """The exchange in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Exchanges shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Fixed."""
        return 0 if parent.isValid() else len(ExchangeColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == ExchangeColumn.TOKENS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == ExchangeColumn.ENDING:
            return ending_words(self._rows[index.row()].ending)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        each = self._rows[index.row()]
        return (
            time_words(each.at),
            step_words(each.step),
            each.model or each.account,
            f"{each.read + each.written:,}",
            ending_words(each.ending),
        )[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == ExchangeColumn.TOKENS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return (
            self._titles[ExchangeColumn(section)] if role == Qt.ItemDataRole.DisplayRole else None
        )


def time_words(at: float) -> str:
    """A moment: the time alone where it is of today."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    if moment.date() == QDateTime.currentDateTime().date():
        return moment.toString("HH:mm:ss")
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
