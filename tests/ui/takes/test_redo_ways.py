"""Another take with another emotion or speed: one key, one step of undo, one wish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.model.cast import Casting
from studio.ui.takes.redo_ways import RedoWays
from tests.builders import a_project
from tests.ui.stage import Stage, a_stage, shown

KEY = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass
class Desk:
    stage: Stage
    panel: QWidget
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def speed(self) -> float:
        casting = self.stage.project.casting_of(self.stage.lines[0], "en")
        assert casting is not None
        return casting.speed


@contextmanager
def a_desk(qtbot: QtBot, folder: Path, stage: Stage | None = None) -> Iterator[Desk]:
    stage = stage or a_stage(folder)
    panel = QWidget()
    ways = RedoWays(stage.document, stage.selection, panel)
    ways.add_to(stage.actions, panel)
    desk = Desk(stage, panel)
    ways.redo_requested.connect(desk.asked.append)
    ways.told.connect(desk.told.append)
    shown(qtbot, stage, panel)
    yield desk
    stage.file.close()


def test_a_key_changes_the_emotion_and_asks_for_a_take(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        line = desk.stage.lines[0]
        desk.stage.selection.select_line(line.id)
        qtbot.keyClick(desk.panel, KEY.Key_3, CTRL_SHIFT)
        assert desk.stage.lines[0].emotion == "angry" and desk.asked == [line.id]
        qtbot.keyClick(desk.panel, KEY.Key_3, CTRL_SHIFT)  # the same again is only another take
        assert desk.asked == [line.id, line.id]
        desk.stage.document.undo()
        assert desk.stage.lines[0].emotion == "" and not desk.stage.document.undo_label
        qtbot.keyClick(desk.panel, KEY.Key_8, CTRL_SHIFT)
        qtbot.keyClick(desk.panel, KEY.Key_0, CTRL_SHIFT)
        assert desk.stage.lines[0].emotion == "" and len(desk.asked) == 4


def test_speed_goes_up_and_down_in_the_language_in_hand_and_is_the_castings_own_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        desk.stage.selection.select_line(desk.stage.lines[0].id)
        qtbot.keyClick(desk.panel, KEY.Key_Up, ALT_SHIFT)
        assert desk.speed == 1.1
        qtbot.keyClick(desk.panel, KEY.Key_Down, ALT_SHIFT)
        assert desk.speed == 1.0 and not desk.stage.lines[0].overrides
        assert len(desk.asked) == 2


def test_no_voice_goes_faster_than_the_fastest(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=1)
    for who in project.cast:
        fastest = who.cast_as("en", Casting("offline", "narrator", speed=2.0))
        project = project.with_character(fastest)
    with a_desk(qtbot, tmp_path, a_stage(tmp_path, project)) as desk:
        desk.stage.selection.select_line(desk.stage.lines[0].id)
        qtbot.keyClick(desk.panel, KEY.Key_Up, ALT_SHIFT)
        assert desk.speed == 2.0 and desk.asked == [] and "further" in desk.told[-1]


def test_without_a_spoken_line_nothing_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        qtbot.keyClick(desk.panel, KEY.Key_1, CTRL_SHIFT)
        heading = desk.stage.project.episodes[0].lines[0]
        desk.stage.selection.select_line(heading.id)
        qtbot.keyClick(desk.panel, KEY.Key_1, CTRL_SHIFT)
        assert desk.asked == [] and desk.told == ["Choose a spoken line first."] * 2
        assert desk.stage.project.episodes[0].lines[0] == heading
