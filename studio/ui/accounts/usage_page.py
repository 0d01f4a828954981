"""What the accounts have cost, and the most they may cost in a run and in a day."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.store.ledger import midnight_before
from studio.store.settings import HIGHEST_CAP
from studio.synthesis.bill import Caps
from studio.ui.accounts.office import Office
from studio.ui.accounts.usage_table import UsageColumn, UsageTable
from studio.ui.column_widths import set_width
from studio.ui.empty_page import EmptyPage
from studio.ui.theme import RHYTHM, mark

STEP = 1000
WIDTHS = {
    UsageColumn.MONTH: 104,
    UsageColumn.LINES: 96,
    UsageColumn.CHARACTERS: 128,
    UsageColumn.ANSWERS: 96,
    UsageColumn.MONEY: 128,
}


class UsagePage(QWidget):
    """Reads the ledger in a thread each time it is shown; limits are kept as they are set."""

    def __init__(self, office: Office, tasks: TaskScope, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._tasks = tasks
        self._table = UsageTable(self)
        self._stack = QStackedWidget(self)
        self._view = QTableView(self._stack)
        self._empty = EmptyPage(self._stack)
        self._today = QLabel(self)
        caps = office.caps()
        self._per_run = self._cap(self.tr("Most characters in one run"), caps.per_run)
        self._per_day = self._cap(self.tr("Most characters in a day"), caps.per_day)
        self._build()

    def refresh(self) -> None:
        """Read the ledger anew."""
        self._tasks.start(self._read())

    async def _read(self) -> None:
        ledger, since = self._office.ledger, midnight_before(self._office.clock())
        sums = await asyncio.to_thread(ledger.spent)
        today = await asyncio.to_thread(ledger.characters_since, since)
        self._table.show_sums(sums)
        self._stack.setCurrentWidget(self._view if sums else self._empty)
        self._today.setText(self.tr("Billed today: {n} characters").format(n=f"{today:,}"))

    def keep(self) -> None:
        """Keep the limits as they stand, if they are not those there were."""
        for box in (self._per_run, self._per_day):
            box.interpretText()
        caps = Caps(self._per_run.value(), self._per_day.value())
        if caps != self._office.caps():
            self._office.keep_caps(caps)

    def _cap(self, name: str, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, HIGHEST_CAP)
        box.setSingleStep(STEP)
        box.setGroupSeparatorShown(True)
        box.setSpecialValueText(self.tr("no limit"))
        box.setAccessibleName(name)
        box.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        box.setFixedWidth(RHYTHM * 22)
        box.setValue(value)
        box.editingFinished.connect(self.keep)
        return box

    def _build(self) -> None:
        words = self.tr(
            "Once a service has spoken a line or written an answer for money, what it billed is "
            "added up here by account and month. Offline voices cost nothing."
        )
        self._empty.say(self.tr("Nothing was billed"), words)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._view)
        self._build_table()
        mark(self._today, "muted")
        told = self.tr(
            "Characters as the services bill them. A run stops before it goes over; 0 is no limit."
        )
        hint = QLabel(told, self)
        hint.setWordWrap(True)
        mark(hint, "caption")
        heading = QLabel(self.tr("Limits"), self)
        mark(heading, "heading")
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.addRow(self.tr("In one &run"), self._per_run)
        form.addRow(self.tr("In a &day"), self._per_day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, RHYTHM * 2, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._stack, 1)
        column.addWidget(self._today)
        column.addSpacing(RHYTHM)
        column.addWidget(heading)
        column.addLayout(form)
        column.addWidget(hint)

    def _build_table(self) -> None:
        view = self._view
        view.setModel(self._table)
        mark(view, "table")
        view.setAccessibleName(self.tr("What was billed"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(UsageColumn.ACCOUNT, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            set_width(head, column, width)
