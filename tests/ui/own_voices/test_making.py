"""Voices made from the window: one run, a bar, one word at the end, nothing made or paid twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.store.voice_library_entry import VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.ui.progress import WorkBars
from tests.rooms import until
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, stalled
from tests.ui.children import button, child
from tests.ui.own_voices.window import Voices, ordered, press, some_voices

READY, FAILED, WAITING = VoiceState.READY, VoiceState.FAILED, VoiceState.WAITING


def made_once(service: MinimaxService) -> set[str]:
    """The voices of a service by the names they were ordered with; none is there twice."""
    made = Counter(voice.voice_id.split("-")[0] for voice in service.voices.own())
    assert not made or max(made.values()) == 1
    return set(made)


def bar_says(voices: Voices) -> list[str]:
    labels = voices.room.window.work.findChildren(QLabel)
    return [label.text() for label in labels if label.text()]


async def test_ordered_voices_are_made_one_after_the_other_and_can_be_cast(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        assert voices.states == {"Lin": READY, "Mara": READY}
        found = {voice.name for voice in voices.room.engines.catalogue.voices}
        assert {"Lin", "Mara"} <= found
        assert voices.banners[-1] == "2 voices are made and can be cast."
        assert made_once(minimax_service) == {"lin", "mara"}


async def test_a_bar_says_whose_turn_it_is_and_takes_what_is_ordered_meanwhile_along(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="voice_clone").gate
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.desk.maker.clone(voices.looked("Lin"))
        await gate.arrived()
        await until(lambda: "Lin is being made" in bar_says(voices))
        assert "0 of 1" in bar_says(voices)
        await voices.desk.maker.clone(voices.looked("Mara"))
        assert "0 of 2" in bar_says(voices)
        gate.release()
        await voices.settled()
        assert voices.states == {"Lin": READY, "Mara": READY}
        assert [text for text in voices.banners if "made" in text] == [
            "2 voices are made and can be cast."
        ]


async def test_stopping_sees_the_one_in_hand_to_its_end_and_leaves_the_rest(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="voice_clone").gate
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.desk.maker.clone(voices.looked("Lin", "Mara", "Bo"))
        await gate.arrived()
        stop = button(child(voices.room.window, WorkBars), QPushButton, "Cancel")
        stop.click()
        assert stop.text() == "Stopping"
        gate.release()
        await voices.settled()
        assert voices.states == {"Lin": READY, "Mara": FAILED, "Bo": FAILED}
        notice = await voices.banner("2 were stopped.")
        assert made_once(minimax_service) == {"lin"}
        await voices.desk.watch.go_on()
        assert not voices.desk.maker.running, "what a person stopped is not made unasked"
        voices.room.prompter.answer = "go"
        assert notice.action is not None and "after all" in notice.action.text()
        notice.action.trigger()
        await until(lambda: voices.states == {"Lin": READY, "Mara": READY, "Bo": READY})
        await voices.settled()
        assert "2 fees of 1.50 USD each" in voices.room.prompter.asked[-1]
        assert made_once(minimax_service) == {"lin", "mara", "bo"}


async def test_what_is_stopped_before_the_queue_was_read_is_not_made(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        ordered(tmp_path, "Lin", "Mara")
        await voices.desk.watch.go_on()
        notice = await voices.banner("2 voices were ordered before")
        assert notice.action is not None and notice.action.text() == "Stop"
        notice.action.trigger()
        await voices.settled()
        assert voices.states == {"Lin": FAILED, "Mara": FAILED}
        assert not voices.desk.maker.running and not made_once(minimax_service)


async def test_what_is_ordered_while_a_run_is_stopped_is_made_all_the_same(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="voice_clone").gate
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.desk.maker.clone(voices.looked("Lin", "Mara"))
        await gate.arrived()
        voices.desk.maker.stop()
        await voices.desk.maker.clone(voices.looked("Bo"))
        gate.release()
        await until(lambda: voices.states == {"Lin": READY, "Mara": FAILED, "Bo": READY})
        await voices.settled()


async def test_quitting_in_the_middle_loses_nothing_and_the_next_start_goes_on(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="voice_clone").gate
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.desk.maker.clone(voices.looked("Lin", "Mara", "Bo"))
        await gate.arrived()
        closing = asyncio.ensure_future(voices.desk.close())
        await asyncio.sleep(0)  # its first step tells the run to end
        gate.release()
        await closing
        assert voices.states == {"Lin": READY, "Mara": WAITING, "Bo": WAITING}
        assert not any("made" in text for text in voices.banners), "nobody is there to read it"
    async with some_voices(tmp_path, minimax_service) as voices:
        voices.desk.begin()
        notice = await voices.banner("2 voices were ordered before and are made now.")
        assert notice.action is not None and notice.action.text() == "Stop"
        await until(lambda: set(voices.states.values()) == {READY})
        await voices.settled()
        assert made_once(minimax_service) == {"lin", "mara", "bo"}


async def test_an_answer_that_was_lost_by_a_crash_is_settled_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    library = ordered(tmp_path, "Lin", "Mara")
    queue = CloneQueue(library)  # as a program that ended between its request and the answer
    voice = queue.claim()
    assert voice is not None
    queue.sending(voice.id, "lin-0123456789")
    queue.close()
    async with some_voices(tmp_path, minimax_service) as voices:
        voices.desk.begin()
        await until(lambda: set(voices.states.values()) == {READY})
        await voices.settled()
        assert voices.voice("Lin").voice == "lin-0123456789"
        assert made_once(minimax_service) == {"lin", "mara"}


async def test_an_account_that_may_not_yet_is_told_once_and_the_voices_wait(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.first.verified = False
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        assert voices.states == {"Lin": WAITING, "Mara": WAITING}
        assert "2 still wait." in voices.banners[-1] and "Verify" in voices.banners[-1]
        minimax_service.accounts.first.verified = True
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Check at the service")
        await until(lambda: set(voices.states.values()) == {READY})
        await voices.settled()
        assert voices.states == {"Lin": READY, "Mara": READY}


async def test_a_refusal_is_told_with_its_reason_and_the_others_are_made(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.faults.next(base_resp(1026), path="voice_clone")
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        assert voices.states == {"Lin": FAILED, "Mara": READY}
        assert "Mara is made and can be cast." in voices.banners[-1]
        assert "Lin was not made:" in voices.banners[-1]
        assert voices.voice("Lin").reason in voices.banners[-1]


async def test_the_same_order_twice_is_one_voice_unless_another_is_wanted(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        orders = voices.looked("Lin")
        await voices.desk.maker.clone(orders)
        await voices.settled()
        (known,) = await voices.desk.maker.clone(orders)
        assert known.state is READY and not voices.desk.maker.running
        assert len(minimax_service.voices.own()) == 1
        await voices.desk.maker.clone(orders, again=True)
        await voices.settled()
        assert len(minimax_service.voices.own()) == 2


@pytest.mark.timeout(60)
async def test_two_accounts_are_served_by_one_run(
    qtbot: QtBot,
    tmp_path: Path,
    minimax_service: MinimaxService,
    useapi_service: UseapiService,
) -> None:
    async with some_voices(tmp_path, minimax_service, useapi_service) as voices:
        both = [*voices.looked("Lin"), *voices.looked("Mara", account="useapi/environment")]
        await voices.desk.maker.clone(both)
        await voices.settled()
        assert voices.states == {"Lin": READY, "Mara": READY}
        assert made_once(minimax_service) == {"lin"}
        assert len(useapi_service.voices.clones) == 1
