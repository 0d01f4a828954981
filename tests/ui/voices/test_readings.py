"""A line with a reading of its own: given in a dialog, seen on its row, and given up again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QDoubleSpinBox, QPushButton
from pytestqt.qtbot import QtBot

from studio.engines.speech import Range, Setting, SettingKind, Voice
from studio.model.cast import Casting, Override
from studio.model.line import Line
from studio.ui.script.columns import Column
from studio.ui.script.panel import ScriptPanel
from studio.ui.voices.reading_dialog import ReadingDialog
from studio.ui.voices.readings import Readings
from studio.ui.voices.voice_field import VoiceField
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import button, child, named
from tests.ui.stage import Stage, a_stage, shown, until
from tests.ui.voices.room import a_voice_room, cast_by_keys, quiet, told

STAR = Voice("cloud/main", "star", "Star")
BRIGHT = Setting("brightness", SettingKind.NUMBER, 0, Range(-100, 100))


@dataclass
class Desk:
    stage: Stage
    panel: ScriptPanel
    cloud: FakeEngine

    @property
    def line(self) -> Line:
        return self.stage.lines[0]

    @property
    def own(self) -> Override:
        return self.line.overrides.get("en", Override())

    async def ask(self) -> ReadingDialog:
        self.stage.actions.get("line.reading").trigger()
        await until(lambda: any(d.isVisible() for d in self.panel.findChildren(ReadingDialog)))
        return child(self.panel, ReadingDialog)

    async def done(self, qtbot: QtBot, dialog: ReadingDialog, *, ok: bool = True) -> None:
        which = QDialogButtonBox.StandardButton.Ok if ok else QDialogButtonBox.StandardButton.Cancel
        pressed = child(dialog, QDialogButtonBox).button(which)
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        await until(lambda: not self.panel.findChildren(ReadingDialog))

    def spoken_row(self) -> str:
        index = self.panel.table.index(self.panel.table.row_of(self.line.id), Column.TEXT)
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


@asynccontextmanager
async def a_desk(qtbot: QtBot, folder: Path) -> AsyncIterator[Desk]:
    stage = a_stage(folder)
    cloud = FakeEngine("cloud/main", offers=(STAR,), models=("big", "small"), settings=(BRIGHT,))
    room = await a_voice_room(stage, [stage.engine, cloud])
    panel = ScriptPanel(stage.document, stage.selection, stage.status, stage.actions)
    Readings(stage.document, stage.selection, room.picker, stage.actions, stage.notices, panel)
    shown(qtbot, stage, panel)
    stage.selection.select_line(stage.lines[0].id)
    yield Desk(stage, panel, cloud)
    await room.close()


async def test_a_line_gets_its_own_speed_in_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        assert "reading of its own" not in desk.spoken_row()
        dialog = await desk.ask()
        speed = named(dialog, QDoubleSpinBox, "Speed")
        assert not speed.isEnabled() and speed.value() == 1.0
        named(dialog, QCheckBox, "Speed of its own").click()
        speed.setValue(1.3)
        named(dialog, QCheckBox, "Volume of its own").click()
        assert desk.own == Override()
        await desk.done(qtbot, dialog)
        assert desk.own == Override(speed=1.3, volume=1.0)
        await until(lambda: "reading of its own" in desk.spoken_row())
        desk.stage.document.undo()
        assert desk.own == Override()


async def test_cancelling_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        before = desk.stage.project
        dialog = await desk.ask()
        named(dialog, QCheckBox, "Pitch, in semitones of its own").click()
        await desk.done(qtbot, dialog, ok=False)
        assert desk.stage.project is before


async def test_a_line_gets_its_own_voice_model_and_settings(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        dialog = await desk.ask()
        field = child(dialog, VoiceField)
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
        await cast_by_keys(qtbot, dialog, "star")
        model = named(dialog, QComboBox, "Model")
        model.setFocus()
        qtbot.keyClicks(model.lineEdit(), "small")
        await desk.done(qtbot, dialog)
        assert desk.own == Override(engine="cloud/main", voice="star", model="small")
        casting = desk.stage.project.casting_of(desk.line, "en")
        assert casting == Casting("cloud/main", "star", "small")
        dialog = await desk.ask()
        button(dialog, QPushButton, "Hear").click()
        await quiet()
        button(dialog, QPushButton, "Back to the casting").click()
        await desk.done(qtbot, dialog)
        assert desk.own == Override()


async def test_back_to_the_casting_is_there_only_for_a_line_with_its_own(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        back = desk.stage.actions.get("line.back_to_casting")
        assert not back.isEnabled()
        fast = desk.line.overriding("en", Override(speed=1.5))
        desk.stage.document.edit("Fast", desk.stage.project.with_line(fast))
        desk.stage.actions.refresh()
        assert back.isEnabled()
        back.trigger()
        assert desk.own == Override()
        desk.stage.document.undo()
        assert desk.own == Override(speed=1.5)


async def test_a_line_without_a_voice_is_told_and_not_asked(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        desk.stage.selection.select_lines(())
        desk.stage.actions.get("line.reading").trigger()
        assert "Choose a spoken line" in desk.stage.said[0].text


async def test_the_dialog_tells_what_voicing_the_line_would_cost(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        dialog = await desk.ask()
        assert "costs nothing" in told(dialog)
        desk.cloud.rate = Decimal("0.01")
        dialog.take_voice("cloud/main", "star")
        assert "is billed: 16 characters, about 0.16 USD." in told(dialog)
        await desk.done(qtbot, dialog, ok=False)


async def test_a_reading_there_is_a_take_of_is_not_said_to_be_billed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        await desk.stage.voice()
        desk.stage.engine.rate = Decimal("0.01")
        dialog = await desk.ask()
        assert "costs nothing again" in told(dialog)
        named(dialog, QCheckBox, "Speed of its own").click()
        named(dialog, QDoubleSpinBox, "Speed").setValue(1.3)
        assert "is billed" in told(dialog)
        await desk.done(qtbot, dialog, ok=False)
