"""One account with its buttons: try it, keep it, or leave it as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.model.account import Service
from studio.store.account_book import is_from_environment
from studio.store.account_listing import Listed
from studio.ui.accounts.draft import Spot, Wrong
from studio.ui.accounts.form import AccountForm
from studio.ui.accounts.verdict import VerdictCard
from studio.ui.accounts.words import said
from studio.ui.theme import RHYTHM, mark


class AccountPage(QWidget):
    """The form, the verdict below it, and the buttons."""

    test_requested = Signal()
    keep_requested = Signal()
    discard_requested = Signal()
    edited = Signal()

    def __init__(self, hosts: Callable[[Service], Mapping[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.form = AccountForm(hosts, self)
        self.verdict = VerdictCard(self)
        self._test = QPushButton(self.tr("Test connection"), self)
        self._discard = QPushButton(self.tr("Discard changes"), self)
        self._keep = QPushButton(self.tr("Save"), self)
        self._scroll = QScrollArea(self)
        self._busy = False
        self._build()
        self._connect()

    def begin(self, service: Service = Service.MINIMAX) -> None:
        """Ask for a new account."""
        self.form.begin(service)
        self._fresh()

    def show_account(self, listed: Listed) -> None:
        """Show an account that there is."""
        self.form.show_account(listed)
        self._fresh()

    def set_busy(self, busy: bool) -> None:
        """Let nothing be changed while something is being kept."""
        self._busy = busy
        self.form.set_editable(not busy)
        self._enable()

    def say_wrongs(self, wrongs: tuple[Wrong, ...]) -> None:
        """Say what is wrong, each beside its field; the keys go to the first."""
        self.form.clear_wrongs()
        for wrong in wrongs:
            if wrong.spot is Spot.FORM:
                self.verdict.show_trouble(said(wrong.error))
            else:
                self.form.say(wrong.spot, said(wrong.error))
        first = next((wrong.spot for wrong in wrongs if wrong.spot is not Spot.FORM), None)
        if first is not None:
            self.form.focus(first)
            self._scroll.ensureWidgetVisible(self.form.field(first))

    def _fresh(self) -> None:
        self.verdict.clear()
        self._scroll.verticalScrollBar().setValue(0)
        self._enable()

    def _build(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self._scroll, "plain")
        self._scroll.setWidget(self.form)
        for button in (self._test, self._discard):
            button.setAutoDefault(False)
        self._keep.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._test)
        row.addStretch(1)
        row.addWidget(self._discard)
        row.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM + RHYTHM // 2)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.verdict)
        column.addLayout(row)

    def _connect(self) -> None:
        self.form.changed.connect(self._edit)
        self._test.clicked.connect(self.test_requested)
        self._discard.clicked.connect(self.discard_requested)
        self._keep.clicked.connect(self.keep_requested)

    def _edit(self) -> None:
        self.form.clear_wrongs()
        self.verdict.clear()
        self._enable()
        self.edited.emit()

    def _enable(self) -> None:
        account, dirty = self.form.account, self.form.dirty
        fixed = account is not None and is_from_environment(account)
        self._test.setEnabled(not self._busy)
        self._keep.setVisible(not fixed)
        self._keep.setText(self.tr("Save") if account else self.tr("Add"))
        self._keep.setEnabled(not self._busy and (dirty or account is None))
        self._discard.setVisible(not fixed)
        self._discard.setText(self.tr("Discard changes") if account else self.tr("Cancel"))
        self._discard.setEnabled(not self._busy and (dirty or account is None))
