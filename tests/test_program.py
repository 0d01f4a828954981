"""The running program as a person meets it, from an action to what it changes elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import keyring.core
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.program import Program
from studio.store.places import settings_file
from studio.store.settings import Settings, load
from studio.ui.accounts.dialog import AccountsDialog
from studio.ui.actions import Actions
from studio.ui.main_window import MainWindow
from studio.ui.notices import Banner
from studio.ui.theme_switch import ThemeSwitch
from tests.rooms import until
from tests.services.minimax.service import MinimaxService
from tests.ui.children import button, child, named


@dataclass
class Running:
    """A program on its welcome page."""

    program: Program
    window: MainWindow
    actions: Actions

    async def open_accounts(self) -> AccountsDialog:
        """Ask for the accounts as often as it takes: the program may be still beginning."""

        def asked() -> bool:
            self.actions.get("view.accounts").trigger()
            return self.window.findChild(AccountsDialog) is not None

        await until(asked)
        return await self.accounts()

    async def accounts(self) -> AccountsDialog:
        """The accounts dialog, once it is there."""
        await until(lambda: self.window.findChild(AccountsDialog) is not None)
        dialog = child(self.window, AccountsDialog)
        await until(dialog.isVisible)
        return dialog


@asynccontextmanager
async def a_program(qapp: QApplication, folder: Path) -> AsyncIterator[Running]:
    """A program that runs until the test is over."""
    actions = Actions()
    window = MainWindow(actions, state_file=folder / "window.json")
    window.show_welcome()
    window.show()
    program = Program(Settings(), None, ThemeSwitch(qapp, "dark"), actions, window)
    asked_to_close = asyncio.Event()
    running = asyncio.create_task(program.run(asked_to_close, None))
    try:
        yield Running(program, window, actions)
    finally:
        asked_to_close.set()
        assert await running == 0


async def test_an_account_brings_its_voices_at_once(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    minimax_service: MinimaxService,
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    async with a_program(qapp, tmp_path) as running:
        dialog = await running.open_accounts()
        await until(lambda: any(b.text() == "Add account…" for b in shown_buttons(dialog)))
        qtbot.mouseClick(button(dialog, QPushButton, "Add account…"), Qt.MouseButton.LeftButton)
        name = named(dialog, QLineEdit, "Name")
        await until(name.isVisible)
        qtbot.keyClicks(name, "main")
        qtbot.keyClick(named(dialog, QComboBox, "Region"), Qt.Key.Key_End)
        qtbot.keyClicks(named(dialog, QLineEdit, "Address"), minimax_service.url)
        key = named(dialog, QLineEdit, "Key")
        qtbot.keyClicks(key, minimax_service.key)
        qtbot.keyClick(key, Qt.Key.Key_Return)
        await until(lambda: bool(minimax_service.asked("get_voice")))
        dialog.reject()
        await until(lambda: running.window.findChild(AccountsDialog) is None)


async def test_the_banner_about_an_account_leads_to_the_accounts(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINIMAX_API_KEY", "sk-api-nobody-0123456789")
    monkeypatch.setenv("MINIMAX_API_HOST", "http://api.somewhere.example")
    async with a_program(qapp, tmp_path) as running:
        await until(lambda: running.window.findChild(Banner) is not None)
        banner = child(running.window, Banner)
        await until(banner.isVisible)
        qtbot.mouseClick(button(banner, QPushButton, "ccounts"), Qt.MouseButton.LeftButton)
        dialog = await running.accounts()
        dialog.reject()
        await until(lambda: running.window.findChild(AccountsDialog) is None)


async def test_closing_the_program_closes_an_open_dialog(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_program(qapp, tmp_path) as running:
        await running.open_accounts()
        assert len(running.window.findChildren(AccountsDialog)) == 1
    assert load(settings_file())[1] is None


def shown_buttons(dialog: AccountsDialog) -> list[QPushButton]:
    return [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
