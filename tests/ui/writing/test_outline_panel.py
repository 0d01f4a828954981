"""The panel of the outline: what is typed there is in the document, one undo step an edit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from studio.model.outline import Outline, Written
from studio.ui.writing.outline_edits import STORY, Part, Spot
from studio.ui.writing.outline_panel import OutlinePanel
from tests.builders import a_project
from tests.ui.children import button, named
from tests.ui.stage import Stage, a_stage, shown
from tests.ui.writing.test_outline_edits import an_outline

SCENE = Spot(Part.SCENE, "s1")


@contextmanager
def a_panel(
    qtbot: QtBot, folder: Path, outline: Outline | None
) -> Iterator[tuple[OutlinePanel, Stage]]:
    stage = a_stage(folder, replace(a_project(lines=1), outline=outline))
    panel = OutlinePanel(stage.document, stage.actions, stage.notices)
    shown(qtbot, stage, panel)
    yield panel, stage
    stage.transport.close()
    stage.preview.close()
    stage.file.close()


def _outline(stage: Stage) -> Outline:
    assert stage.project.outline is not None
    return stage.project.outline


def test_what_is_typed_is_in_the_document_and_a_burst_is_one_step(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        panel.view.take(SCENE)
        beats = next(text for text in panel.form.findChildren(QPlainTextEdit) if text.isVisible())
        qtbot.keyClicks(beats, "She waits.")
        found = _outline(stage).find_scene("s1")
        assert found and found[1].beats == "She waits."
        stage.document.undo()
        found = _outline(stage).find_scene("s1")
        assert found and not found[1].beats
        assert beats.toPlainText() == ""


def test_two_fields_are_two_steps(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        panel.view.take(Spot(Part.EPISODE, "e1"))
        title = named(panel.form.parts[3], QLineEdit, "Title")
        title.setFocus()
        title.end(False)
        qtbot.keyClicks(title, "!")
        named(panel.form.parts[3], QPlainTextEdit, "Hook").insertPlainText("A scream.")
        assert _outline(stage).episodes[0].hook == "A scream."
        stage.document.undo()
        assert _outline(stage).episodes[0].hook == ""
        assert _outline(stage).episodes[0].title == "One!"


def test_every_part_has_its_fields(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        for spot, name in (
            (STORY, "Logline"),
            (Spot(Part.CHARACTER, "c1"), "Sounds"),
            (Spot(Part.EPISODE, "e1"), "Ending"),
            (SCENE, "What happens"),
        ):
            panel.view.take(spot)
            visible = [
                text.accessibleName()
                for text in panel.form.findChildren(QPlainTextEdit)
                if text.isVisible()
            ]
            assert name in visible
        named(panel.form, QSpinBox, "Length").setValue(25)
        found = _outline(stage).find_scene("s1")
        assert found and found[1].seconds == 25


def test_scenes_are_added_moved_and_removed_by_key(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        panel.view.take(SCENE)
        panel.view.setFocus()
        qtbot.keyClick(panel.view, Qt.Key.Key_Insert)
        assert [each.id for each in _outline(stage).episodes[0].scenes] == ["s1", "s4", "s2"]
        assert panel.view.spot == Spot(Part.SCENE, "s4")
        panel.view.setFocus()
        qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert [each.id for each in _outline(stage).episodes[0].scenes] == ["s1", "s2", "s4"]
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
        assert [each.id for each in _outline(stage).episodes[0].scenes] == ["s1", "s2"]
        for _ in range(3):
            stage.document.undo()
        assert _outline(stage) == an_outline()


def test_a_name_is_edited_in_its_row(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        panel.view.take(Spot(Part.CHARACTER, "c1"))
        panel.view.setFocus()
        qtbot.keyClick(panel.view, Qt.Key.Key_F2)
        editor = next(e for e in panel.view.findChildren(QLineEdit) if e.isVisible())
        editor.setText("IVY")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: _outline(stage).characters[0].name == "IVY")


def test_the_buttons_say_what_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, stage):
        asked: list[str] = []
        panel.scene_requested.connect(asked.append)
        panel.view.take(SCENE)
        button(panel, QPushButton, "Write this scene").click()
        assert asked == ["s1"]
        outline = _outline(stage).changing_scene(
            "s1", lambda scene: replace(scene, written=Written.WRITTEN)
        )
        stage.document.edit("Write", replace(stage.project, outline=outline))
        assert button(panel, QPushButton, "Write it again").isEnabled()
        assert button(panel, QPushButton, "Write 2 more").isEnabled()
        panel.show_busy(True)
        stopped: list[bool] = []
        panel.stop_requested.connect(lambda: stopped.append(True))
        stop = button(panel, QPushButton, "Stop")
        stop.setFocus()
        stop.click()
        assert stopped
        panel.show_busy(False)
        assert panel.view.hasFocus()


def test_the_length_of_the_plan_stands_beside_what_the_brief_asks_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_panel(qtbot, tmp_path, an_outline()) as (panel, _):
        told = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        assert "2 episodes, 2:00 of 1:30" in told


def test_without_a_plan_it_leads_to_one(qtbot: QtBot, tmp_path: Path) -> None:
    with a_panel(qtbot, tmp_path, None) as (panel, stage):
        asked: list[bool] = []
        panel.script_requested.connect(lambda: asked.append(True))
        button(panel, QPushButton, "Write a script").click()
        assert asked
        stage.document.edit("Plan", replace(stage.project, outline=an_outline()))
        assert panel.view.isVisible()
        stage.document.undo()
        assert not panel.view.isVisible()
