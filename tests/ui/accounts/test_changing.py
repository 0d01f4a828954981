"""Accounts that are there: shown, changed, made the default, removed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from studio.model.account import Account, Service
from studio.store.account_book import AccountBook
from studio.store.places import accounts_file
from tests.rooms import until
from tests.secret_service import kept_secrets, read_all
from tests.services.minimax.service import MinimaxService
from tests.ui.accounts.office_stage import CANARY, Stage, an_open_dialog
from tests.ui.children import named

OTHER = "sk-api-another-key-0246813579"


async def two(stage: Stage) -> None:
    """Two accounts of MiniMax, the second in hand."""
    await stage.added(name="main")
    await stage.added(name="second")


async def test_accounts_are_listed_by_service_with_their_default(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await two(stage)
        assert stage.rows == [
            "main, MiniMax, default, Global · …1c5d",
            "second, MiniMax, Global · …1c5d",
        ]
        stage.press("Make default")
        await until(lambda: stage.rows[0].startswith("second, MiniMax, default"))
        assert stage.room.roster["minimax"].name == "minimax/second"


async def test_a_key_is_replaced_on_purpose_and_the_engine_follows(
    qtbot: QtBot, secrets: Mapping[str, str], minimax_service: MinimaxService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main", address=minimax_service.url)
        before = stage.room.roster["minimax/main"]
        assert not stage.line("Key").isVisible()
        stage.press("Replace key…")
        assert stage.line("Key").hasFocus()
        stage.press("Keep the old key")
        assert not stage.line("Key").isVisible() and not stage.button("Save").isEnabled()
        stage.press("Replace key…")
        stage.type("Key", minimax_service.key)
        stage.press("Save")
        await stage.says("Saved.", "…6789")
        assert kept_secrets(secrets) == {"minimax/main": minimax_service.key}
        assert stage.changes == ["", "minimax/main"]
        assert stage.room.roster["minimax/main"] is not before
        assert minimax_service.key not in stage.text


async def test_changes_are_saved_or_given_up(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main")
        assert not stage.button("Save").isEnabled()
        qtbot.keyClick(stage.choice("Region"), Qt.Key.Key_Down)
        stage.press("Discard changes")
        assert stage.choice("Region").currentIndex() == 0
        qtbot.keyClick(stage.choice("Region"), Qt.Key.Key_Down)
        stage.spin("Requests per minute", "20")
        stage.press("Save")
        await stage.says("Saved.")
        account = Account(Service.MINIMAX, "main", "https://api-uw.minimax.io", 20)
        assert stage.room.book.called("main") == account


@pytest.mark.parametrize("answer", ["stay", "discard"])
async def test_what_was_typed_is_not_lost_unasked(qtbot: QtBot, answer: str) -> None:
    async with an_open_dialog(qtbot, answer=answer) as stage:
        await two(stage)
        stage.type("Group id", "7")
        stage.go_to("main")
        await until(lambda: len(stage.prompter.asked) == 1)
        chosen = named(stage.dialog, QListView, "Accounts").currentIndex
        await until(lambda: chosen().data() == ("second" if answer == "stay" else "main"))
        assert stage.line("Group id").text() == ("7" if answer == "stay" else "")


async def test_escape_asks_before_what_was_typed_is_lost(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot, answer="stay") as stage:
        await stage.added(name="main")
        stage.type("Group id", "7")
        qtbot.keyClick(stage.line("Group id"), Qt.Key.Key_Escape)
        await until(lambda: len(stage.prompter.asked) == 1)
        assert stage.dialog.isVisible()
        stage.prompter.answer = "discard"
        qtbot.keyClick(stage.line("Group id"), Qt.Key.Key_Escape)
        await until(lambda: not stage.dialog.isVisible())


async def test_an_account_is_removed_with_its_key_once_it_is_sure(
    qtbot: QtBot, secrets: Mapping[str, str]
) -> None:
    async with an_open_dialog(qtbot, answer="stay") as stage:
        await two(stage)
        qtbot.keyClick(named(stage.dialog, QListView, "Accounts"), Qt.Key.Key_Delete)
        await until(lambda: len(stage.prompter.asked) == 1)
        assert "minimax/second" in stage.prompter.asked[0] and len(stage.rows) == 2
        stage.prompter.answer = "remove"
        stage.press("Remove…")
        await until(lambda: len(stage.rows) == 1)
        await until(lambda: stage.button("Remove…").isEnabled())
        assert kept_secrets(secrets) == {"minimax/main": CANARY}
        assert list(stage.room.roster) == ["offline", "minimax/main"]
        stage.press("Remove…")
        await stage.says("Bring other voices in")
        assert kept_secrets(secrets) == {}


async def test_an_account_of_the_environment_is_shown_and_left_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, minimax_service: MinimaxService
) -> None:
    for name, value in minimax_service.environment().items():
        monkeypatch.setenv(name, value)
    async with an_open_dialog(qtbot) as stage:
        await stage.says("MINIMAX_API_KEY  …6789")
        assert stage.rows == ["environment, MiniMax, default, from MINIMAX_API_KEY"]
        assert not stage.line("Group id").isEnabled() and "Save" not in stage.text.splitlines()
        assert not stage.button("Remove…").isEnabled()
        stage.press("Test connection")
        await stage.says("Let in")
        await stage.added(name="main")
        assert not stage.button("Make default").isEnabled()


async def test_a_change_made_by_another_program_meanwhile_is_no_lost_account(
    qtbot: QtBot,
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await stage.added(name="main")
        other = AccountBook(accounts_file(), {}, lambda _, host: host, stage.reported.append)
        other.remove("minimax/main")
        stage.type("Group id", "7")
        stage.press("Save")
        await stage.says("There is no such account")


async def test_no_key_is_written_anywhere(qtbot: QtBot, home: object) -> None:
    async with an_open_dialog(qtbot) as stage:
        await two(stage)
        stage.press("Replace key…")
        stage.type("Key", OTHER)
        stage.press("Save")
        await stage.says("Saved.", "…3579")
    for folder in accounts_file().parents[1:3]:
        assert CANARY.encode() not in read_all(folder) and OTHER.encode() not in read_all(folder)
