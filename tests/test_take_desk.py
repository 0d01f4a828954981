"""Takes in the open window: found suspicious, gone to, redone otherwise, compared, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.audio.comping import lossless
from studio.audio.peaks import peaks_of
from studio.model.ids import TakeId, new_id
from studio.model.line import Line
from studio.model.take import Recording, Take
from studio.ui.script.filters import LineFilter, Want
from studio.ui.takes.blind_takes import BlindTakes
from studio.ui.takes.comp_dialog import CompDialog
from tests.rooms import Room, a_room, a_script, all_voiced, until
from tests.ui.children import button

pytestmark = pytest.mark.timeout(180)

SCRIPT = "INT. DECK\n\n" + "\n".join(
    f"MARA\nThe ferry leaves at {hour} and nobody is on it tonight.\n"
    for hour in ("seven", "eight", "nine")
)


@asynccontextmanager
async def a_voiced_room(folder: Path) -> AsyncIterator[Room]:
    async with a_room(folder) as room:
        await room.desk.open(a_script(folder, SCRIPT))
        await room.desk.voice()
        await until(lambda: all_voiced(room))
        yield room


def line(room: Room, at: int) -> Line:
    return room.session.document.project.episodes[0].spoken_lines[at]


def takes(room: Room, at: int) -> tuple[Take, ...]:
    return room.session.document.project.takes.of(line(room, at).id, "en")


def chosen(room: Room, at: int) -> Take | None:
    return room.session.document.project.takes.circled(line(room, at), "en")


def add_a_cut_off_take(room: Room, at: int) -> None:
    """A newer take of a line that ends in the middle of its loudest word."""
    session, good = room.session, takes(room, at)[-1]
    samples = session.production.sounds.samples(good.media)
    loudest = int(abs(samples[len(samples) // 2 :]).argmax()) + len(samples) // 2
    cut = samples[:loudest].copy()
    recording = Recording(lossless(cut), peaks_of(cut).to_bytes())
    bad = replace(good, id=TakeId(new_id()), media=recording.key, length=len(cut))
    session.document.record(bad, recording)


async def redo(room: Room, at: int, action: str) -> None:
    """Ask for another take of a line in hand, and wait for it."""
    count = len(takes(room, at))
    room.actions.get(action).trigger()
    await until(lambda: len(takes(room, at)) > count)


async def test_a_bad_take_is_found_filtered_gone_to_and_cleared_by_a_mark(
    qapp: object, tmp_path: Path
) -> None:
    async with a_voiced_room(tmp_path) as room:
        session = room.session
        add_a_cut_off_take(room, 1)
        suspects = session.listening.suspects
        await until(lambda: bool(suspects.of_line(line(room, 1), "en")))
        session.script.bar.choose_filter(LineFilter(Want.SUSPICIOUS))
        rows = session.script.table
        await until(lambda: [each.id for each in rows.lines] == [line(room, 1).id])
        room.actions.get("script.next_suspicious").trigger()
        assert session.selection.line == line(room, 1).id
        room.actions.get("line.approve").trigger()
        assert not suspects.of_line(line(room, 1), "en")


async def test_a_line_is_redone_with_another_emotion_and_speed(
    qapp: object, tmp_path: Path
) -> None:
    async with a_voiced_room(tmp_path) as room:
        room.session.selection.select_line(line(room, 0).id)
        await redo(room, 0, "again.angry")
        assert line(room, 0).emotion == "angry"
        await redo(room, 0, "again.faster")
        assert line(room, 0).overrides["en"].speed == 1.1
        newest = takes(room, 0)[-1]
        assert chosen(room, 0) == newest
        assert room.session.production.status.fresh(line(room, 0), "en") == newest


async def test_takes_are_compared_blind_and_the_best_is_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_voiced_room(tmp_path) as room:
        room.window.show()
        room.session.selection.select_line(line(room, 0).id)
        room.actions.get("takes.blind").trigger()
        assert not room.window.findChildren(BlindTakes)
        assert room.said[-1].text == "Two takes are needed: R makes another one."
        await redo(room, 0, "takes.redo")
        room.actions.get("takes.blind").trigger()
        (dialog,) = room.window.findChildren(BlindTakes)
        button(dialog, QPushButton, "A is the best").click()
        button(dialog, QPushButton, "Reveal").click()
        (choose,) = [
            each for each in dialog.findChildren(QPushButton) if each.text().startswith("Choose")
        ]
        number = int(choose.text().removeprefix("Choose Take "))
        choose.click()
        assert chosen(room, 0) == takes(room, 0)[number - 1]
        await until(lambda: not room.window.findChildren(BlindTakes))


async def test_two_takes_are_put_together_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_voiced_room(tmp_path) as room:
        room.window.show()
        room.session.selection.select_line(line(room, 0).id)
        await redo(room, 0, "again.faster")
        room.actions.get("takes.comp").trigger()
        (dialog,) = room.window.findChildren(CompDialog)
        keep = button(dialog, QPushButton, "Keep as a take")
        await until(keep.isEnabled)
        keep.click()
        await until(lambda: len(takes(room, 0)) == 3)
        comp = chosen(room, 0)
        assert comp and {part for part, _ in comp.parts} == {each.id for each in takes(room, 0)[:2]}
        await until(lambda: not room.window.findChildren(CompDialog))
        room.actions.get("takes.comp").trigger()  # again: its cut is moved
        await until(lambda: bool(room.window.findChildren(CompDialog)))
        room.window.findChildren(CompDialog)[0].reject()


async def test_whether_lines_play_when_gone_to_is_remembered_with_the_project(
    qapp: object, tmp_path: Path
) -> None:
    async with a_voiced_room(tmp_path) as room:
        room.actions.get("script.play_on").trigger()
        await room.desk.put_away()
        await room.desk.open(tmp_path / "deck.understudy")
        assert room.session.script.checked.listening.plays_on
