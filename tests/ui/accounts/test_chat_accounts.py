"""Accounts that only write: added on the command line, shown and tried in the window."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from studio.cli import main
from tests.rooms import until
from tests.services.chat.service import KEY, ChatService
from tests.ui.accounts.office_stage import an_open_dialog
from tests.ui.children import named


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Callable[[ChatService], None]:
    """An account `here` of a service that wants no key."""

    def add(service: ChatService) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert main(["accounts", "add", "chat", "here", "--host", service.base_url]) == 0

    return add


async def test_an_account_without_a_key_is_shown_and_tried(
    qtbot: QtBot, chat_service: ChatService, added: Callable[[ChatService], None]
) -> None:
    added(chat_service)
    async with an_open_dialog(qtbot) as stage:
        assert stage.rows[0].startswith("here, Chat service, default, ")
        stage.go_to("here")
        await stage.says("This service wants none")
        assert not stage.line("Account there").isVisible()
        stage.press("Test connection")
        await stage.says("Let in")
    assert not len(chat_service.bill)


async def test_an_account_of_the_environment_is_tried_with_its_key(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, chat_service: ChatService
) -> None:
    chat_service.key = KEY
    for name, value in chat_service.environment().items():
        monkeypatch.setenv(name, value)
    async with an_open_dialog(qtbot) as stage:
        stage.go_to("environment")
        await stage.says("CHAT_API_KEY")
        stage.press("Test connection")
        await stage.says("Let in")
        assert KEY not in stage.text


async def test_the_window_adds_accounts_of_services_that_speak(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        stage.press("Add account…")
        await until(lambda: stage.line("Name").isVisible())
        choice = named(stage.dialog, QComboBox, "Service")
        assert [choice.itemText(at) for at in range(choice.count())] == ["MiniMax", "useapi.net"]
