"""Accounts that only write: added, shown and tried."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.cli import main
from tests.rooms import until
from tests.services.chat.service import KEY, ChatService
from tests.ui.accounts.office_stage import Stage, an_open_dialog


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


async def begin_one(stage: Stage) -> None:
    """Ask for a new account of a chat service."""
    stage.press("Add account…")
    await until(lambda: stage.line("Name").isVisible())
    stage.qtbot.keyClick(stage.choice("Service"), Qt.Key.Key_End)
    await stage.says("for writing and translating")


async def test_an_account_without_a_key_is_added_in_the_window(
    qtbot: QtBot, chat_service: ChatService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begin_one(stage)
        stage.fill(name="here", address=chat_service.base_url, key="")
        stage.press("Test connection")
        await stage.says("Let in", "It can write and translate.")
        models = [stage.choice("Model").itemText(at) for at in range(stage.choice("Model").count())]
        assert models and tuple(models) == chat_service.models
        stage.type("Model", models[-1])
        stage.press("Add")
        await stage.says("Added. It can write and translate now.", "This service wants none")
        (account,) = stage.room.book.accounts()
        assert account.keyless and account.options["model"] == models[-1]
        assert [writer.name for writer in stage.room.writers.values()] == ["chat/here"]


async def test_a_key_is_kept_for_a_service_that_wants_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, chat_service: ChatService
) -> None:
    chat_service.key = KEY
    async with an_open_dialog(qtbot) as stage:
        await begin_one(stage)
        stage.fill(name="far", address=chat_service.base_url, key="")
        stage.press("Test connection")
        await until(lambda: "Asking Chat service" not in stage.text and "Let in" not in stage.text)
        stage.type("Key", KEY)
        stage.press("Add")
        await stage.says("Added.")
        (account,) = stage.room.book.accounts()
        assert not account.keyless and KEY not in stage.text
        stage.press("Test connection")
        await stage.says("Let in")


async def test_an_account_without_a_key_is_given_one(
    qtbot: QtBot, chat_service: ChatService, added: Callable[[ChatService], None]
) -> None:
    added(chat_service)
    async with an_open_dialog(qtbot) as stage:
        stage.go_to("here")
        await stage.says("This service wants none")
        stage.press("Enter a key…")
        stage.type("Key", KEY)
        stage.press("Save")
        await stage.says("Saved.")
        (account,) = stage.room.book.accounts()
        assert not account.keyless and KEY not in stage.text
