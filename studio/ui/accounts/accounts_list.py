"""The list of accounts on the left, and what is done with the one chosen there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from studio.model.account import Service
from studio.store.account_book import is_from_environment
from studio.store.account_listing import Listed
from studio.ui.accounts.account_row import AccountRow
from studio.ui.accounts.account_table import AccountTable
from studio.ui.theme import RHYTHM, icon

WIDTH = RHYTHM * 31


class AccountsList(QWidget):
    """Says which account is wanted; what is done with it is another's business."""

    chosen = Signal(object)
    """A `Listed` that the person went to."""
    add_requested = Signal()
    remove_requested = Signal()
    default_requested = Signal()

    def __init__(self, hosts: Callable[[Service], Mapping[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.table = AccountTable(hosts, self)
        self._silent = self._busy = False
        self._view = _View(self)
        self._add = QPushButton(icon("plus"), self.tr("Add account"), self)
        self._default = QPushButton(icon("star"), self.tr("Make default"), self)
        self._remove = QPushButton(icon("trash"), self.tr("Remove…"), self)
        self._build()
        self._connect()
        self._enable()

    @property
    def current(self) -> Listed | None:
        """The account in hand."""
        return self.table.listed(self._view.currentIndex().row())

    def show_accounts(self, accounts: Sequence[Listed]) -> None:
        """List these; the one in hand stays in hand."""
        kept = self.current
        self.table.show_accounts(accounts)
        self.go_to(kept.account.key if kept else "")

    def go_to(self, key: str) -> None:
        """Put an account in hand without saying so; an unknown one is none."""
        self._silent = True
        self._view.setCurrentIndex(self.table.index(self.table.row_of(key)))
        self._silent = False
        self._enable()

    def set_busy(self, busy: bool) -> None:
        """Let nothing be asked for while a change is under way."""
        self._busy = busy
        self._enable()

    def focus(self) -> None:
        """Put the keys into the list."""
        self._view.setFocus()

    def _build(self) -> None:
        self._view.setModel(self.table)
        self._view.setItemDelegate(AccountRow(self._view))
        self._view.setAccessibleName(self.tr("Accounts"))
        self._view.setMouseTracking(True)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        for button in (self._add, self._remove, self._default):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._view, 1)
        for button in (self._add, self._default, self._remove):
            column.addWidget(button)
        self.setFixedWidth(WIDTH)

    def _connect(self) -> None:
        self._view.selectionModel().currentRowChanged.connect(self._choose)
        self._view.remove_pressed.connect(self._remove.click)
        self._add.clicked.connect(self.add_requested)
        self._remove.clicked.connect(self.remove_requested)
        self._default.clicked.connect(self.default_requested)

    def _choose(self, index: QModelIndex) -> None:
        self._enable()
        listed = self.table.listed(index.row())
        if listed is not None and not self._silent:
            self.chosen.emit(listed)

    def _enable(self) -> None:
        listed = self.current
        own = listed is not None and not is_from_environment(listed.account) and not self._busy
        self._add.setEnabled(not self._busy)
        rival = self._environment_rival(listed) if listed else ""
        self._remove.setEnabled(own)
        self._default.setEnabled(own and not rival and listed is not None and not listed.first)
        tip = self.tr("Castings that name only the service speak with its default account.")
        fixed = self.tr("The account from the environment is the default while it is there.")
        self._default.setToolTip(fixed if rival else tip)

    def _environment_rival(self, listed: Listed) -> str:
        """The account of the environment that comes before all others of its service."""
        rows = (self.table.listed(row) for row in range(self.table.rowCount()))
        found = (
            each.account.key
            for each in rows
            if each
            and each.account.service is listed.account.service
            and is_from_environment(each.account)
        )
        return next(found, "")


class _View(QListView):
    """A list in which Delete asks to remove."""

    remove_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to remove what is chosen; everything else is the list's."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)
