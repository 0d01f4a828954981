"""Trying an account against services on loopback: the verdict, the remedy, and never a bill."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.rooms import until
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, stalled
from tests.ui.accounts.office_stage import CANARY, Stage, an_open_dialog

NOBODY = "http://127.0.0.1:9"


async def form(stage: Stage, *, address: str, key: str, useapi: bool = False) -> None:
    """A new account that is filled in."""
    stage.press("Add account…")
    await until(lambda: stage.line("Name").isVisible())
    if useapi:
        stage.qtbot.keyClick(stage.choice("Service"), Qt.Key.Key_Down)
        stage.tick("accept it")
    stage.fill(name="main", address=address, key=key)


async def test_an_account_can_be_tried_before_it_is_added(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.press("Test connection")
        await stage.says("Let in", "Nothing was billed")
        assert not minimax_service.asked("t2a") and not stage.rows
        stage.press("Add")
        await stage.says("Added.")
        stage.press("Test connection")
        await stage.says("Let in")


async def test_an_account_without_a_name_can_be_tried(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.type("Name", "")
        stage.press("Test connection")
        await stage.says("Let in")


async def test_a_wrong_key_is_told_with_its_remedy(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=CANARY)
        stage.press("Test connection")
        await stage.says("Wrong key or wrong region", "Check both")
        assert CANARY not in stage.text
        stage.type("Key", minimax_service.key)
        assert "Wrong key" not in stage.text
        stage.press("Test connection")
        await stage.says("Let in")


async def test_a_key_of_the_other_region_is_told(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.first.elsewhere = True
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.press("Test connection")
        await stage.says("Wrong key or wrong region")


@pytest.mark.parametrize(
    ("code", "words"),
    [(1008, "No balance"), (2056, "Plan used up for now"), (1002, "Busy")],
)
async def test_what_the_service_answers_is_a_verdict(
    qtbot: QtBot, minimax_service: MinimaxService, code: int, words: str
) -> None:
    minimax_service.faults.always(base_resp(code), path="get_voice")
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.press("Test connection")
        await stage.says(words)


async def test_a_service_that_cannot_be_reached_is_told(qtbot: QtBot) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=NOBODY, key=CANARY)
        stage.press("Test connection")
        await stage.says("Unreachable", "Check the")


async def test_the_closed_generation_of_useapi_is_told(
    qtbot: QtBot, useapi_service: UseapiService
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=useapi_service.url, key=useapi_service.token, useapi=True)
        stage.press("Test connection")
        await stage.says("Let in")
        for _ in range(2):
            qtbot.keyClick(stage.choice("Interface"), Qt.Key.Key_Down)
        stage.press("Test connection")
        await stage.says("Closed generation of the service")


@pytest.mark.parametrize(
    ("address", "key", "field", "told"),
    [
        ("http://api.somewhere.example", CANARY, "Address", "unprotected"),
        (NOBODY, "", "Key", "The key is empty"),
        (NOBODY, "two words", "Key", "a space or a line break"),
    ],
)
async def test_what_cannot_be_sent_is_told_beside_its_field(
    qtbot: QtBot, address: str, key: str, field: str, told: str
) -> None:
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=address, key=key)
        stage.press("Test connection")
        await until(lambda: told in stage.line_wrong(field))


async def test_closing_stops_a_test_and_the_window_goes_on_meanwhile(
    qtbot: QtBot, minimax_service: MinimaxService
) -> None:
    stall = minimax_service.faults.always(stalled(), path="get_voice")
    async with an_open_dialog(qtbot, answer="discard") as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.press("Test connection")
        await stall.arrived()
        assert "Asking MiniMax…" in stage.text
        qtbot.keyClick(stage.dialog, Qt.Key.Key_Escape)
        await until(lambda: not stage.dialog.isVisible())
        await stage.dialog.aclose()
    stall.release()
    assert not stage.reported


async def test_an_edit_stops_a_test(qtbot: QtBot, minimax_service: MinimaxService) -> None:
    stall = minimax_service.faults.next(stalled(), path="get_voice")
    async with an_open_dialog(qtbot) as stage:
        await form(stage, address=minimax_service.url, key=minimax_service.key)
        stage.press("Test connection")
        await stall.arrived()
        stage.type("Name", "other")
        assert "Asking MiniMax…" not in stage.text
        stall.release()
        stage.press("Test connection")
        await stage.says("Let in")
