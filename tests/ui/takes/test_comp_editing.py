"""The comp editor by mouse and keys: cuts snap, are heard, and make a take that can be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.audio.comping import lossless
from studio.audio.peaks import peaks_of
from studio.model.ids import TakeId, new_id
from studio.model.span import samples_of
from studio.model.take import Recording, Take
from studio.synthesis.comping import Comping
from studio.ui.takes.comp_dialog import CompDialog
from studio.ui.takes.comp_editing import CompEditing
from studio.ui.takes.comp_wave import FAR_NUDGE, NUDGE, CompWave
from tests.audio.sounds import noise
from tests.builders import a_take
from tests.ui.children import button, named
from tests.ui.stage import Stage, a_stage, until

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PAUSE = samples_of(0.1)


@dataclass
class Room:
    stage: Stage
    over: QWidget
    comping: Comping
    heard: list[NDArray[np.float32]] = field(default_factory=list)
    kept: list[Take] = field(default_factory=list)

    @property
    def takes(self) -> tuple[Take, ...]:
        return self.stage.takes(self.stage.lines[0])

    def add(self, seconds: float, *pauses: float) -> Take:
        """Another take of the first line, noise with pauses of 100 ms."""
        sound = noise(samples_of(seconds), seed=len(self.takes) + 1)
        for at in pauses:
            sound[samples_of(at) : samples_of(at) + PAUSE] = 0
        recording = Recording(lossless(sound), peaks_of(sound).to_bytes())
        take = replace(
            a_take(self.stage.lines[0], recording), id=TakeId(new_id()), length=len(sound)
        )
        self.stage.document.record(take, recording)
        return take

    def edit(self) -> CompEditing:
        names = [(take.id, f"Take {at}") for at, take in enumerate(self.takes, 1)]
        editing = CompEditing(
            {take.id: take for take in self.takes},
            names,
            "Words.",
            self.comping,
            self.stage.sounds.samples,
            self.heard.append,
            self.stage.tasks,
            self.over,
        )
        editing.kept.connect(self.kept.append)
        return editing


@asynccontextmanager
async def a_room(qtbot: QtBot, folder: Path) -> AsyncIterator[Room]:
    stage, over = a_stage(folder), QWidget()
    qtbot.addWidget(over)
    over.show()
    comping = Comping(stage.document, stage.sounds.samples, lambda line, language: "now")
    try:
        yield Room(stage, over, comping)
    finally:
        await stage.close()


def keep_button(dialog: CompDialog) -> QPushButton:
    return button(dialog, QPushButton, "Keep as a take")


def waves(dialog: CompDialog) -> tuple[CompWave, CompWave]:
    first, second = dialog.findChildren(CompWave)
    return first, second


def drag(qtbot: QtBot, wave: CompWave, to: int, held: Qt.KeyboardModifier | None = None) -> None:
    """Drag the cut of a wave to a sample."""
    left, keys = Qt.MouseButton.LeftButton, held or Qt.KeyboardModifier.NoModifier
    place = QPoint(round(wave.pixel_of(to)), wave.height() // 2)
    qtbot.mousePress(wave, left, keys, QPoint(round(wave.pixel_of(wave.cut)), 10))
    qtbot.mouseMove(wave, place)
    qtbot.mouseRelease(wave, left, keys, place)


def within(sample: int, start: float) -> bool:
    """Whether a sample lies in the pause that begins there."""
    return samples_of(start) <= sample <= samples_of(start) + PAUSE


async def test_a_dragged_cut_goes_to_the_pause_nearby_in_both_takes_and_is_heard(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        one, other = room.add(2.0, 0.5, 1.2), room.add(2.0, 0.55, 1.25)
        editing = room.edit()
        editing.begin(one, other)
        first, second = waves(editing.dialog)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        assert not room.heard
        drag(qtbot, first, samples_of(0.45))
        await until(lambda: bool(room.heard))
        assert within(first.cut, 0.5) and within(second.cut, 0.55)
        drag(qtbot, second, samples_of(1.3))
        await until(lambda: len(room.heard) == 2)
        assert within(first.cut, 0.5) and within(second.cut, 1.25)
        editing.dialog.reject()


async def test_with_shift_and_by_keys_the_cut_is_exactly_where_it_was_put(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        editing = room.edit()
        editing.begin(room.add(2.0, 0.5), room.add(2.0, 0.5))
        first, second = waves(editing.dialog)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        before = second.cut
        drag(qtbot, first, samples_of(1.5), SHIFT)
        put = first.sample_at(round(first.pixel_of(samples_of(1.5))))
        await until(lambda: len(room.heard) == 1)
        assert first.cut == put and second.cut == before
        qtbot.keyClick(first, KEY.Key_Left)
        qtbot.keyClick(first, KEY.Key_Right, SHIFT)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        assert first.cut == put - NUDGE + FAR_NUDGE and second.cut == before
        editing.dialog.reject()


async def test_escape_ends_a_drag_and_the_cut_stays(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        editing = room.edit()
        editing.begin(room.add(1.0, 0.5), room.add(1.0, 0.5))
        first, _ = waves(editing.dialog)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        before = first.cut
        qtbot.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        qtbot.keyClick(first, KEY.Key_Escape)
        qtbot.mouseRelease(first, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        assert first.cut == before and editing.dialog.isVisible() and not room.heard
        editing.dialog.reject()


async def test_what_is_kept_is_heard_before_and_is_one_step_of_undo(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        one, other = room.add(2.0, 1.0), room.add(3.0, 1.6)
        editing = room.edit()
        editing.begin(one, other)
        first, second = waves(editing.dialog)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        qtbot.keyClick(first, KEY.Key_Space, SHIFT)
        assert len(room.heard[0]) == first.cut + other.length - second.cut
        qtbot.keyClick(first, KEY.Key_Space)
        assert len(room.heard[1]) < len(room.heard[0])
        qtbot.keyClick(first, KEY.Key_Return, CTRL)
        await until(lambda: bool(room.kept))
        comp, line = room.kept[0], room.stage.lines[0]
        assert [part for part, _ in comp.parts] == [one.id, other.id]
        assert room.stage.project.takes.circled(line, "en") == comp
        room.stage.document.undo()
        chosen = room.stage.project.takes.circled(room.stage.lines[0], "en")
        assert chosen == other and len(room.takes) == 3


async def test_the_cut_of_a_comp_is_moved_in_the_takes_it_was_made_of(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        one, other = room.add(2.0, 0.5, 1.2), room.add(2.0, 0.5, 1.2)
        cut = await room.comping.propose(one, samples_of(0.5), other)
        comp = await room.comping.keep(await room.comping.render(cut), "Put together")
        editing = room.edit()
        editing.begin_again(comp)
        first, second = waves(editing.dialog)
        await until(lambda: keep_button(editing.dialog).isEnabled())
        assert within(first.cut, 0.5) and within(second.cut, 0.5)
        assert not named(editing.dialog, QComboBox, "Take of the beginning").isEnabled()
        drag(qtbot, first, samples_of(1.25))
        await until(lambda: bool(room.heard))
        keep_button(editing.dialog).click()
        await until(lambda: bool(room.kept))
        (start, end), (_, after) = room.kept[0].parts
        assert start == one.id and within(end.end, 1.2) and within(after.start, 1.2)


async def test_other_takes_are_chosen_and_swapped_but_never_one_with_itself(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        one, other, third = (room.add(1.0 + at, 0.4) for at in range(3))
        editing = room.edit()
        editing.begin(one, other)
        first, _ = waves(editing.dialog)
        keep = keep_button(editing.dialog)
        await until(keep.isEnabled)
        end = named(editing.dialog, QComboBox, "Take of the end")
        end.setCurrentIndex(end.findData(one.id))
        assert not keep.isEnabled()
        end.setCurrentIndex(end.findData(third.id))
        await until(keep.isEnabled)
        button(editing.dialog, QPushButton, "Swap").click()
        await until(keep.isEnabled)
        assert first.accessibleName() == "Begins with Take 3"
        keep.click()
        await until(lambda: bool(room.kept))
        assert [part for part, _ in room.kept[0].parts] == [third.id, one.id]
