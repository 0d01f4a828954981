"""What was asked of text models in this project, and what they answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.store.exchanges import Exchange, Exchanges
from studio.ui.counting import counted
from studio.ui.empty_page import EmptyPage
from studio.ui.enter_presses import EnterPresses
from studio.ui.rows_view import RowsView
from studio.ui.theme import RHYTHM, mark, mono_font
from studio.ui.writing.exchange_table import (
    ExchangeColumn,
    ExchangeTable,
    ending_words,
    step_words,
)

SIZE = (RHYTHM * 130, RHYTHM * 84)
MOST = 500
"""Exchanges that are listed, the newest."""
REST_MS = 200
"""After the last key of the search it is looked for."""

WIDTHS: dict[int, float] = {
    ExchangeColumn.TIME: 11,
    ExchangeColumn.STEP: 17,
    ExchangeColumn.TOKENS: 9,
    ExchangeColumn.ENDING: 9,
}


class ExchangesDialog(QDialog):
    """Reads in a worker thread; changes nothing."""

    def __init__(
        self,
        exchanges: Exchanges,
        report: Callable[[BaseException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Prompts and replies"))
        self._exchanges = exchanges
        self._tasks = TaskScope(report)
        self._listing: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._table = ExchangeTable(self)
        self._search = QLineEdit(self)
        self._count = QLabel(self)
        self._pages = QStackedWidget(self)
        self._empty = EmptyPage(self)
        self._prompt = QPlainTextEdit(self)
        self._reply = QPlainTextEdit(self)
        self._build()
        self._connect()
        EnterPresses(self)
        self.resize(*SIZE)
        self._list()

    @property
    def view(self) -> RowsView:
        """The rows."""
        return self._view

    def done(self, result: int) -> None:
        """Close; nothing is read any more."""
        self._rest.stop()
        for task in (self._listing, self._reading):
            if task is not None:
                task.cancel()
        super().done(result)

    def _list(self) -> None:
        if self._listing is not None:
            self._listing.cancel()
        self._listing = self._tasks.start(self._show_found(self._search.text().strip()))

    async def _show_found(self, wanted: str) -> None:
        found = await asyncio.to_thread(_found, self._exchanges, wanted)
        self._table.show(found)
        many = counted(len(found), self.tr("1 request"), self.tr("{n} requests"))
        self._count.setText(many if found else "")
        self._pages.setCurrentIndex(0 if found else 1)
        if wanted:
            self._empty.say(
                self.tr("Nothing found"), self.tr("No prompt and no reply has these words.")
            )
        else:
            self._empty.say(
                self.tr("Nothing was asked yet"),
                self.tr("Every prompt to a text model and its reply are kept here, in the project "
                        "file. Keys are never among them."),
            )  # fmt: skip
        if found:
            self._view.selectRow(0)
        self._read()

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        listed = self._table.exchange(self._view.currentIndex().row())
        if listed is None:
            self._show(None)
            return
        self._reading = self._tasks.start(self._show_text_of(listed.id))

    async def _show_text_of(self, id: str) -> None:
        self._show(await asyncio.to_thread(self._exchanges.read, id))

    def _show(self, exchange: Exchange | None) -> None:
        self._prompt.setPlainText(exchange.prompt if exchange else "")
        self._reply.setPlainText(exchange.reply if exchange else "")

    def _connect(self) -> None:
        self._search.textChanged.connect(lambda *_: self._rest.start())
        self._rest.timeout.connect(self._list)
        self._view.selectionModel().currentRowChanged.connect(lambda *_: self._read())

    def _build(self) -> None:
        self._search.setPlaceholderText(self.tr("Search prompts and replies"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        mark(self._count, "caption")
        head = QHBoxLayout()
        head.setSpacing(RHYTHM * 2)
        head.addWidget(self._search, 1)
        head.addWidget(self._count)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        self._pages.addWidget(self._build_found())
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 2, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(buttons)

    def _build_found(self) -> QSplitter:
        self._view = RowsView(
            self._table, self.tr("Requests"), WIDTHS, stretched=ExchangeColumn.MODEL, parent=self
        )
        texts = QSplitter(Qt.Orientation.Vertical, self)
        texts.addWidget(self._titled(self.tr("Prompt"), self._prompt))
        texts.addWidget(self._titled(self.tr("Reply"), self._reply))
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._view)
        parts.addWidget(texts)
        parts.setSizes([SIZE[0] // 2, SIZE[0] // 2])
        parts.setChildrenCollapsible(False)
        return parts

    def _titled(self, name: str, text: QPlainTextEdit) -> QWidget:
        """A text with its name, and a button that copies it."""
        text.setReadOnly(True)
        text.setAccessibleName(name)
        text.setFont(mono_font(12))
        text.setTabChangesFocus(True)
        label = QLabel(name, self)
        label.setBuddy(text)
        mark(label, "section")
        copy = QPushButton(self.tr("Copy"), self)
        copy.setAccessibleName(self.tr("Copy: {what}").format(what=name))
        copy.setAutoDefault(False)
        mark(copy, "quiet")
        copy.clicked.connect(lambda *_: QGuiApplication.clipboard().setText(text.toPlainText()))
        head = QHBoxLayout()
        head.addWidget(label, 1)
        head.addWidget(copy)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(RHYTHM, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addLayout(head)
        column.addWidget(text, 1)
        return whole


def _found(exchanges: Exchanges, wanted: str) -> tuple[Exchange, ...]:
    """The newest exchanges with these words anywhere; raises ProjectFileError. Blocking."""
    listed = exchanges.newest(MOST)
    if not wanted:
        return listed
    word = wanted.casefold()
    return tuple(each for each in listed if _says(exchanges, each, word))


def _says(exchanges: Exchanges, listed: Exchange, word: str) -> bool:
    names = (step_words(listed.step), listed.model, listed.account, ending_words(listed.ending))
    if any(word in name.casefold() for name in names):
        return True
    whole = exchanges.read(listed.id)
    return whole is not None and any(
        word in text.casefold() for text in (whole.prompt, whole.reply)
    )
