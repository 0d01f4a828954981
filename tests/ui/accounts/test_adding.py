"""Adding an account by mouse and keys: what is kept where, and what is said beside each field."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio.model.account import Account, Service
from tests.rooms import until
from tests.secret_service import kept_secrets, lock, read_all
from tests.services.minimax.service import MinimaxService
from tests.ui.accounts.office_stage import CANARY, Stage, an_open_dialog, written_accounts


async def begun(stage: Stage, service: Service = Service.MINIMAX) -> None:
    """The form of a first account."""
    stage.press("Add account…")
    await until(lambda: stage.line("Name").isVisible())
    if service is Service.USEAPI:
        stage.qtbot.keyClick(stage.choice("Service"), Qt.Key.Key_Down)


async def test_who_has_no_account_is_told_what_one_is_for(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        assert "An account lets the voices of a service speak your lines" in stage.text
        assert "The offline voices work without any." in stage.text
        await begun(stage)
        assert stage.choice("Service").hasFocus()
        assert "platform.minimax.io" in stage.text


async def test_an_account_added_with_the_keyboard_can_be_used_at_once(
    qtbot: QtBot, secrets: Mapping[str, str], home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.fill(name="main", address="minimax.io/v1", key=f"  {CANARY} ")
        assert stage.line("Key").echoMode() is QLineEdit.EchoMode.Password
        assert CANARY not in stage.text
        qtbot.keyClick(stage.line("Key"), Qt.Key.Key_Return)
        await stage.says("Added.", "…1c5d")
        assert stage.rows == ["main, MiniMax, default, Global · …1c5d"]
        assert "minimax/main" in stage.room.roster and stage.changes == [""]
        assert stage.room.book.accounts() == (
            Account(Service.MINIMAX, "main", "https://api.minimax.io"),
        )
        assert kept_secrets(secrets) == {"minimax/main": CANARY}
        everything = [line.text() for line in stage.dialog.findChildren(QLineEdit)]
        assert CANARY not in stage.text + "".join(everything)
    assert CANARY not in caplog.text and CANARY not in written_accounts()
    assert CANARY.encode() not in read_all(home / "config")
    assert not stage.reported


async def test_without_a_keyring_a_key_lasts_for_the_run(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.says("no keyring", "MINIMAX_API_KEY", "USEAPI_TOKEN", "CHAT_API_KEY")
        await begun(stage)
        assert stage.box("this run only").isChecked()
        stage.fill(name="main")
        stage.press("Add")
        await stage.says("Added.")
        assert stage.room.book.credentials.secret("minimax/main") == CANARY
        assert CANARY not in written_accounts()
    async with an_open_dialog(qtbot) as stage:
        await stage.says("Its key is not on this machine. Enter it here.")
        assert stage.rows == ["main, MiniMax, default, no key"]
        stage.type("Key", CANARY)
        stage.press("Save")
        await stage.says("Saved.", "…1c5d")


async def test_a_keyring_that_is_not_there_is_told_beside_the_key(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.says("no keyring")
        await begun(stage)
        stage.fill(name="main")
        stage.tick("this run only")
        stage.press("Add")
        await until(lambda: "no keyring" in stage.line_wrong("Key"))
        assert stage.line("Name").text() == "main" and not stage.rows
        assert written_accounts().strip() == "" and stage.changes == []


async def test_a_locked_keyring_is_told_beside_the_key(
    qtbot: QtBot, secrets: Mapping[str, str]
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.fill(name="main")
        lock(secrets)
        stage.press("Add")
        await until(lambda: "Unlock it" in stage.line_wrong("Key"))
        assert not stage.rows and CANARY not in stage.text


async def test_all_that_is_wrong_is_said_at_once_each_beside_its_field(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.address("http://api.somewhere.example/v1")
        stage.press("Add")
        await until(lambda: bool(stage.line_wrong("Name")))
        assert "1 to 40 letters" in stage.line_wrong("Name")
        assert "The key is empty" in stage.line_wrong("Key")
        assert "unprotected" in stage.line_wrong("Address")
        assert stage.line("Name").hasFocus()
        stage.type("Name", "m")
        assert not stage.line_wrong("Name") and not stage.line_wrong("Key")


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        ("Name", "two words", "1 to 40 letters"),
        ("Name", "environment", "cannot be the name"),
        ("Key", "   ", "The key is empty"),
        ("Key", "one two", "a space or a line break"),
        ("Address", "ftp://x", "not the address of a service"),
        ("Address", "", "not the address of a service"),
        ("Group id", "12\u200b34", "group id"),
    ],
)
async def test_what_no_account_may_have_is_refused_beside_its_field(
    qtbot: QtBot, field: str, words: str, told: str
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.fill(name="main", address="https://api.example.com")
        stage.type(field, words)
        stage.press("Add")
        await until(lambda: told in stage.line_wrong(field))
        assert not stage.rows


async def test_a_name_that_is_taken_is_said_beside_it(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main")
        stage.press("Add account")
        await until(lambda: stage.line("Name").isVisible())
        stage.fill(name="main")
        stage.press("Add")
        await until(lambda: "Choose another" in stage.line_wrong("Name"))
        assert len(stage.rows) == 1


async def test_useapi_is_added_only_once_its_risks_are_accepted(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage, Service.USEAPI)
        assert "useapi.net is not MiniMax" in stage.text
        stage.fill(name="web")
        for wish in ("Test connection", "Add"):
            stage.press(wish)
            await until(lambda: "tick the box" in stage.text)
            stage.type("Account there", "4711")
        assert not stage.rows
        stage.tick("accept it")
        stage.press("Add")
        await stage.says("Added.")
        account = stage.room.book.called("useapi/web")
        assert account.options == {"account": "4711"}
        assert "I have read this" not in stage.text


async def test_what_a_service_is_told_besides_is_kept(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.fill(name="main", address=minimax_service.url)
        stage.type("Group id", "42")
        qtbot.keyClick(stage.choice("Format of takes"), Qt.Key.Key_Down)
        stage.tick("each word")
        stage.spin("Requests per minute", "60")
        stage.spin("Requests at the same time", "3")
        stage.press("Add")
        await stage.says("Added.")
        options = {"group_id": "42", "format": "flac", "subtitles": "off"}
        assert stage.room.book.called("main") == Account(
            Service.MINIMAX, "main", minimax_service.url, 60, 3, options
        )


async def test_a_first_account_can_be_left_out_after_all(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await begun(stage)
        stage.fill(name="main")
        stage.press("Cancel")
        await stage.says("Bring other voices in")
        assert not written_accounts()
