"""The accounts dialog on the screen, with a real engine room behind it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.engine_room import EngineRoom, known_hosts, normal_host, tried_by
from studio.store.places import accounts_file
from studio.synthesis.bill import Caps
from studio.ui.accounts.account_table import AccountTable
from studio.ui.accounts.dialog import AccountsDialog
from studio.ui.accounts.field import Field
from studio.ui.accounts.office import Office
from tests.rooms import AnsweringPrompter, until
from tests.ui.children import named

NO_KEYRING = "keyring.backends.fail.Keyring"
CANARY = "sk-api-canary-7f3a9b1c5d"
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Stage:
    """The dialog, what stands behind it, and what the program heard of it."""

    qtbot: QtBot
    room: EngineRoom
    dialog: AccountsDialog
    prompter: AnsweringPrompter
    changes: list[str] = field(default_factory=list)
    caps: list[Caps] = field(default_factory=list)
    reported: list[BaseException] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything a person can read in the dialog now."""
        return "\n".join(readable(self.dialog))

    @property
    def rows(self) -> list[str]:
        """The accounts as they are read out, headings left out."""
        view = named(self.dialog, QListView, "Accounts")
        table = view.model()
        assert isinstance(table, AccountTable)
        role = Qt.ItemDataRole.AccessibleTextRole
        spoken = [table.index(row).data(role) for row in range(table.rowCount())]
        return [words for words in spoken if words]

    def line(self, name: str) -> QLineEdit:
        return named(self.dialog, QLineEdit, name)

    def choice(self, name: str) -> QComboBox:
        return named(self.dialog, QComboBox, name)

    def line_wrong(self, name: str) -> str:
        """What is said to be wrong with a line of the form."""
        parent = self.line(name).parentWidget()
        while parent is not None and not isinstance(parent, Field):
            parent = parent.parentWidget()
        assert isinstance(parent, Field), name
        return parent.wrong

    def spin(self, name: str, number: str) -> None:
        """Type a number into a spin box."""
        box = named(self.dialog, QSpinBox, name)
        box.setFocus()
        box.selectAll()
        self.qtbot.keyClicks(box, number)

    def button(self, text: str) -> QPushButton:
        """The button to be seen with exactly this text."""
        found = self.dialog.findChildren(QPushButton)
        return next(each for each in found if each.text() == text and each.isVisible())

    def box(self, text: str) -> QCheckBox:
        return next(each for each in self.dialog.findChildren(QCheckBox) if text in each.text())

    def press(self, text: str) -> None:
        self.qtbot.mouseClick(self.button(text), LEFT)

    def tick(self, text: str) -> None:
        self.qtbot.keyClick(self.box(text), Qt.Key.Key_Space)

    def type(self, name: str, words: str) -> None:
        line = self.line(name)
        assert line.isVisible(), name
        line.setFocus()
        line.selectAll()
        self.qtbot.keyClick(line, Qt.Key.Key_Delete)
        if words.isascii():
            self.qtbot.keyClicks(line, words)
        else:  # no keyboard has them: they are pasted
            line.insert(words)

    def address(self, written: str) -> None:
        """Choose an address of one's own."""
        self.qtbot.keyClick(self.choice("Region"), Qt.Key.Key_End)
        self.type("Address", written)

    def fill(self, *, name: str, address: str = "", key: str = CANARY) -> None:
        """Fill in the form of a new account."""
        self.type("Name", name)
        if address:
            self.address(address)
        if key:
            self.type("Key", key)

    def go_to(self, name: str) -> None:
        """Click an account in the list."""
        view = named(self.dialog, QListView, "Accounts")
        rows = range(view.model().rowCount())
        index = next(i for i in (view.model().index(row, 0) for row in rows) if i.data() == name)
        self.qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())

    async def says(self, *words: str) -> None:
        """Wait until all of these can be read."""
        await until(lambda: all(each in self.text for each in words))

    async def added(self, *, name: str, address: str = "", key: str = CANARY) -> None:
        """Add an account of the service proposed, to the end."""
        first = [each for each in ("Add account…", "Add account") if self._has(each)]
        self.press(first[0])
        await until(lambda: self.line("Name").isVisible())
        self.fill(name=name, address=address, key=key)
        self.press("Add")
        await self.says("Added.")

    def _has(self, text: str) -> bool:
        return any(
            each.text() == text and each.isVisible()
            for each in self.dialog.findChildren(QPushButton)
        )


@asynccontextmanager
async def an_open_dialog(qtbot: QtBot, *, answer: str = "") -> AsyncIterator[Stage]:
    """The dialog with the accounts of this test's home; `answer` is given to each question."""
    reported: list[BaseException] = []
    room, prompter = EngineRoom(reported.append), AnsweringPrompter(answer=answer)
    await room.take_up()
    changes: list[str] = []
    caps: list[Caps] = []

    async def changed(account: str) -> None:
        changes.append(account)
        await room.renew(account)

    office = Office(
        room.book,
        room.ledger,
        hosts=known_hosts,
        normal_host=normal_host,
        engine=tried_by,
        changed=changed,
        caps=lambda: caps[-1] if caps else Caps(),
        keep_caps=caps.append,
        report=reported.append,
    )
    dialog = AccountsDialog(office, prompter=lambda _: prompter)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    stage = Stage(qtbot, room, dialog, prompter, changes, caps, reported)
    try:
        await until(dialog.isActiveWindow)  # not qtbot's: it would spin a loop inside the loop
        await until(lambda: "Bring other voices in" in stage.text or bool(stage.rows))
        await until(lambda: "Asking the keyring" not in stage.text)
        if os.environ["PYTHON_KEYRING_BACKEND"] == NO_KEYRING:  # or a key would be meant for it
            await until(lambda: "This machine has no keyring" in stage.text)
        yield stage
    finally:
        dialog.done(0)
        await dialog.settled()
        await dialog.aclose()
        await room.aclose()


def readable(parent: QObject) -> list[str]:
    """The text of all widgets to be seen, their tooltips and what is read out."""
    found: list[str] = []
    for widget in parent.findChildren(QWidget):
        if not widget.isVisible():
            continue
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found += [widget.displayText(), widget.placeholderText()]
        if isinstance(widget, QComboBox):
            found.append(widget.currentText())
    return [text for text in found if text]


def written_accounts() -> str:
    """The file of accounts."""
    path: Path = accounts_file()
    return path.read_text() if path.exists() else ""
