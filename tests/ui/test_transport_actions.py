"""The keys of the transport: J, K and L, loops with their lead-in, ranges, speeds, scrubbing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.model.span import Span, samples_of
from studio.ui.jogging import STEP, Jogging
from studio.ui.looping import Loop, PreRoll
from studio.ui.transport_actions import TransportActions
from tests.ui.stage import Stage, shown
from tests.ui.test_playback import Desk, a_desk


@dataclass
class Hands:
    desk: Desk
    jogging: Jogging
    actions: TransportActions
    panel: QWidget
    field: QLineEdit

    @property
    def stage(self) -> Stage:
        return self.desk.stage

    def run(self, name: str) -> None:
        self.stage.actions.get(f"transport.{name}").trigger()

    def wait(self, seconds: float) -> None:
        self.stage.clock.now += seconds
        self.desk.playback.poll()


@asynccontextmanager
async def hands_on(qtbot: QtBot, folder: Path) -> AsyncIterator[Hands]:
    async with a_desk(folder) as desk:
        stage, panel = desk.stage, QWidget()
        field = QLineEdit(panel)
        jogging = Jogging(desk.playback, stage.transport, panel)
        actions = TransportActions(desk.playback, jogging, stage.selection, stage.actions, panel)
        shown(qtbot, stage, panel)
        panel.setFocus()
        yield Hands(desk, jogging, actions, panel, field)


async def test_l_plays_and_then_faster_and_j_plays_backwards(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        speeds = []
        for key in (Qt.Key.Key_L,) * 4 + (Qt.Key.Key_J,) * 3 + (Qt.Key.Key_L,):
            hands.wait(0.3)
            qtbot.keyClick(hands.panel, key)
            speeds.append(hands.jogging.speed)
        assert speeds == [1.0, 1.5, 2.0, 2.0, -1.0, -1.5, -2.0, 1.0]
        qtbot.keyClick(hands.panel, Qt.Key.Key_K)
        assert not hands.desk.playback.playing
        qtbot.keyClick(hands.panel, Qt.Key.Key_L)
        assert hands.jogging.speed == 1.0


async def test_backwards_it_comes_to_the_start_and_stops(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        hands.desk.playback.seek(samples_of(1.0))
        hands.run("back")
        hands.wait(0.5)
        assert hands.desk.playback.position == samples_of(0.5)
        hands.wait(5.0)
        assert (hands.desk.playback.playing, hands.desk.playback.position) == (False, 0)
        hands.run("back")
        assert not hands.desk.playback.playing


async def test_while_k_is_held_j_and_l_go_step_by_step(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        playback = hands.desk.playback
        playback.seek(samples_of(1.0))
        qtbot.keyPress(hands.panel, Qt.Key.Key_K)
        for _ in range(3):
            qtbot.keyClick(hands.panel, Qt.Key.Key_L)
        qtbot.keyClick(hands.panel, Qt.Key.Key_J)
        assert playback.position == samples_of(1.0) + 2 * STEP
        assert not playback.playing and hands.stage.transport.scrubbing
        qtbot.keyRelease(hands.panel, Qt.Key.Key_K)
        assert not hands.stage.transport.scrubbing
        qtbot.keyClick(hands.panel, Qt.Key.Key_L)
        assert playback.playing


async def test_stopping_by_a_menu_holds_no_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        hands.run("stop")
        qtbot.keyClick(hands.panel, Qt.Key.Key_L)
        assert hands.desk.playback.playing and hands.jogging.speed == 1.0


async def test_letters_that_are_typed_stay_letters(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        hands.field.setFocus()
        qtbot.keyClicks(hands.field, "jkl ")
        assert hands.field.text() == "jkl " and not hands.desk.playback.playing


async def test_the_lines_in_hand_loop_with_the_line_before(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        stage, playback = hands.stage, hands.desk.playback
        assert not stage.actions.get("transport.loop").isEnabled()
        stage.selection.select_line(stage.lines[1].id)
        qtbot.keyClick(hands.panel, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
        wanted = Span(hands.desk.span(0).start, hands.desk.span(1).end)
        assert stage.transport.looping == wanted and playback.position == wanted.start
        stage.actions.get("transport.lead_none").trigger()
        assert playback.pre_roll is PreRoll.NONE
        hands.wait(wanted.length / 48_000 + 0.01)
        assert playback.position in hands.desk.span(1)
        hands.run("loop")
        assert stage.transport.looping is None and playback.playing


async def test_pausing_rests_in_the_loop_and_seeking_out_leaves_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        stage, playback = hands.stage, hands.desk.playback
        playback.start_loop(Loop(lines=(stage.lines[1].id,)))
        playback.toggle()
        playback.toggle()
        assert stage.transport.looping is not None
        playback.seek(hands.desk.span(2).end)
        assert stage.transport.looping is None and playback.looping is None
        assert not stage.actions.get("transport.loop").isChecked()


async def test_a_marked_range_loops_and_follows_its_marks(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        playback, told = hands.desk.playback, list[Span | None]()
        hands.actions.range_changed.connect(told.append)
        for place, key in ((0.5, Qt.Key.Key_I), (1.5, Qt.Key.Key_O)):
            playback.seek(samples_of(place))
            qtbot.keyClick(hands.panel, key)
        marked = Span(samples_of(0.5), samples_of(1.5))
        assert told[-1] == hands.actions.marked == marked
        hands.run("loop_range")
        assert hands.stage.transport.looping == marked
        hands.wait(2.25)
        assert playback.position == samples_of(0.75)
        hands.actions.mark_range(Span(samples_of(0.25), samples_of(0.5)))
        hands.wait(1.0)
        assert playback.position in Span(samples_of(0.25), samples_of(0.5))
        hands.run("loop_range")
        hands.run("clear_range")
        assert hands.actions.marked is None and told[-1] is None


async def test_the_lines_in_hand_are_played_once(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        stage, playback = hands.stage, hands.desk.playback
        stage.selection.select_lines((stage.lines[0].id, stage.lines[1].id))
        hands.run("play_lines")
        assert playback.position == hands.desk.span(0).start
        hands.wait(60.0)
        assert (playback.playing, playback.position) == (False, hands.desk.span(1).end)


async def test_a_speed_holds_for_everything_that_is_played(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        hands.run("slower")
        hands.run("slower")
        assert hands.jogging.speed == 0.5
        assert hands.stage.actions.get("transport.speed_50").isChecked()
        hands.desk.playback.play_from(0)
        hands.wait(1.0)
        assert hands.desk.playback.position == samples_of(0.5)
        hands.run("speed_200")
        hands.wait(0.5)
        assert hands.desk.playback.position == samples_of(1.5)


async def test_a_dragged_playhead_sounds_and_what_played_goes_on_from_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        playback = hands.desk.playback
        playback.play_from(0)
        hands.jogging.scrub(samples_of(1.0))
        assert hands.stage.transport.scrubbing and not playback.playing
        hands.jogging.scrub(samples_of(1.5))
        hands.jogging.end_scrub()
        assert playback.playing and playback.position == samples_of(1.5)
        playback.toggle()
        hands.jogging.scrub(samples_of(0.5))
        hands.jogging.end_scrub()
        assert (playback.playing, playback.position) == (False, samples_of(0.5))


async def test_a_sound_alone_has_levels_too(qtbot: QtBot, tmp_path: Path) -> None:
    async with hands_on(qtbot, tmp_path) as hands:
        playback = hands.desk.playback
        assert not playback.sounding
        playback.play_samples(np.full(48_000, 0.5, np.float32))
        assert playback.sounding
        assert playback.levels().left == 0.0  # a silent clock asks for no samples
