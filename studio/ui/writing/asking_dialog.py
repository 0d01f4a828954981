"""What every dialog has that lets a model write: who writes, what it will need, go or cancel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.ui.enter_presses import EnterPresses
from studio.ui.theme import RHYTHM, mark
from studio.ui.writing.jobs import WritingTerms
from studio.ui.writing.writer_form import WriterForm
from studio.ui.writing.writers import WritersAtHand
from studio.wording import sentence
from studio.writing.tokens import Work

REST_MS = 150
"""After the last key the estimate is made anew."""

MakesWork = Callable[[], Work]


class AskingDialog(QDialog):
    """`content` is filled by a subclass, which then calls `count`; `check` decides on accepting."""

    def __init__(
        self, title: str, go: str, at_hand: WritersAtHand, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.content = QVBoxLayout()
        self.content.setSpacing(RHYTHM * 2)
        self._form = WriterForm(at_hand, self)
        self._wrong = QLabel(self)
        self._go = QPushButton(go, self)
        self._tasks = TaskScope(at_hand.report)
        self._counting: asyncio.Task[None] | None = None
        self._hindered = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.count)
        self._build()
        self._go.setEnabled(self._form.ready)
        self._form.ready_changed.connect(self._show_ready)
        EnterPresses(self)

    def terms(self) -> WritingTerms:
        """Who writes, and up to which limit."""
        return self._form.terms()

    def work(self) -> MakesWork | None:
        """How to estimate what stands in the dialog, run in a thread; None for nothing to do."""
        return None

    def further_work(self) -> MakesWork | None:
        """How to estimate all that this leads to, where it is only the beginning."""
        return None

    def check(self) -> None:
        """Raise StudioError for what cannot be asked for."""

    def changed(self) -> None:
        """Something was typed: it is no longer wrong, and needs another estimate."""
        self._wrong.setVisible(self._hindered)
        self._rest.start()

    def hinder(self, why: str) -> None:
        """Say why this cannot be asked for at all, until it is said that nothing is wrong."""
        self._hindered = bool(why)
        self._wrong.setText(why)
        self._wrong.setVisible(self._hindered)
        self._go.setEnabled(self._form.ready and not self._hindered)

    def count(self) -> None:
        """Make the estimate now."""
        self._forget_counting()
        work = self.work()
        if work is None:
            self._form.show_work(None)
            return
        self._counting = self._tasks.start(self._count(work, self.further_work()))

    def accept(self) -> None:
        """Close, unless what is asked for cannot be; then it is said why, and nothing is lost."""
        if not self._form.ready or self._hindered:
            return
        try:
            self.check()
        except StudioError as error:
            self._wrong.setText(sentence(error, self.tr))
            self._wrong.show()
            return
        self._form.keep()
        super().accept()

    def done(self, result: int) -> None:
        """Close; nothing is asked or counted any more."""
        self._rest.stop()
        self._forget_counting()
        self._form.close_down()
        super().done(result)

    async def _count(self, work: MakesWork, further: MakesWork | None) -> None:
        try:
            found = await asyncio.to_thread(work)
            more = await asyncio.to_thread(further) if further else None
        except StudioError:
            self._form.show_work(None)  # it is said when somebody asks for it
            return
        self._form.show_work(found, more)

    def _forget_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    def _show_ready(self, ready: bool) -> None:
        self._go.setEnabled(ready and not self._hindered)
        self.count()

    def _build(self) -> None:
        self._wrong.setWordWrap(True)
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setAccessibleName(self.tr("What is wrong"))
        mark(self._wrong, "failed")
        self._wrong.hide()
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.NoFrame)
        rule.setFixedHeight(1)
        mark(rule, "rule")
        mark(self._go, "primary")
        self._go.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton) and button is not self._go:
                button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(self.content, 1)
        column.addWidget(rule)
        column.addWidget(self._form)
        column.addWidget(self._wrong)
        column.addWidget(buttons)


class PlainAskingDialog(AskingDialog):
    """Says in words what will be done, and asks who does it."""

    def __init__(
        self,
        title: str,
        words: str,
        go: str,
        work: MakesWork,
        at_hand: WritersAtHand,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, go, at_hand, parent)
        self._work = work
        told = QLabel(words, self)
        told.setWordWrap(True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        self.content.addWidget(told)
        self.setMinimumWidth(RHYTHM * 70)
        self.count()

    def work(self) -> MakesWork | None:
        """Always the same."""
        return self._work
