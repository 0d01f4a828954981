"""What holds for all voices of a project: the engine, the models, and how words are said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from studio.model.project import Pronunciation
from studio.model.pronouncing import pronouncing
from studio.ui.cast.project_dialog import ProjectVoicesDialog
from studio.ui.cast.pronunciation_table import SaidColumn
from studio.ui.languages import language_name
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import button, child, named
from tests.ui.stage import Stage, a_stage, click, shown, texts, until


@dataclass
class Desk:
    stage: Stage
    dialog: ProjectVoicesDialog

    @property
    def view(self) -> QTableView:
        return child(self.dialog, QTableView)

    async def write(self, qtbot: QtBot, row: int, column: int, words: str) -> None:
        """Type into a cell and press Enter."""
        click(qtbot, self.view, row, column)
        qtbot.keyClick(self.view, Qt.Key.Key_F2)
        editor = self.view.viewport().findChild(QLineEdit)
        assert editor is not None
        editor.setText(words)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        await until(lambda: words in texts(self.view, column))


@asynccontextmanager
async def a_desk(qtbot: QtBot, folder: Path) -> AsyncIterator[Desk]:
    stage = a_stage(folder, a_project(lines=1, languages=("en", "zh")))
    cloud = FakeEngine("cloud/main", models=("tone-2", "tone-1"))
    engines = {"offline": stage.engine, "cloud/main": cloud, "cloud": cloud}
    dialog = ProjectVoicesDialog(stage.document, engines, "zh", stage.notices)
    shown(qtbot, stage, dialog)
    yield Desk(stage, dialog)
    await stage.close()


async def test_the_engine_and_models_of_the_project_are_edits(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        engine = named(desk.dialog, QComboBox, "Engine of new characters")
        engine.setFocus()
        qtbot.keyClicks(engine, "cloud · main")
        assert desk.stage.project.engine == "cloud/main"
        model = named(desk.dialog, QComboBox, "Model of cloud")
        model.setFocus()
        qtbot.keyClicks(model.lineEdit(), "tone-3")
        qtbot.keyClick(model.lineEdit(), Qt.Key.Key_Return)
        assert desk.stage.project.models == {"cloud": "tone-3"}
        desk.stage.document.undo()
        await until(lambda: model.currentText() == "")
        assert desk.stage.project.models == {} and desk.stage.project.engine == "cloud/main"


async def test_a_word_and_how_it_is_said_are_typed_in_the_table(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        await desk.write(qtbot, 0, SaidColumn.WRITTEN, "重楼")
        await desk.write(qtbot, 0, SaidColumn.SPOKEN, "(chong2)(lou2)")
        said = (Pronunciation("zh", "重楼", "(chong2)(lou2)"),)
        assert desk.stage.project.pronunciations == said
        languages = named(desk.dialog, QComboBox, "Language of the pronunciations")
        languages.setCurrentIndex(languages.findText(language_name("en")))
        assert desk.view.model().rowCount() == 1
        await desk.write(qtbot, 0, SaidColumn.WRITTEN, "Dr.")
        click(qtbot, desk.view, 0, SaidColumn.WRITTEN)
        qtbot.mouseClick(button(desk.dialog, QPushButton, "Remove"), Qt.MouseButton.LeftButton)
        assert desk.stage.project.pronunciations == said
        for _ in range(3):
            desk.stage.document.undo()
        assert desk.stage.project.pronunciations == (Pronunciation("zh", "重楼", ""),)


def test_a_word_is_written_once_per_language() -> None:
    project = a_project(lines=1)
    one, other = Pronunciation("en", "Dr.", "doctor"), Pronunciation("en", "Mr.", "mister")
    for entry in (one, other):
        project = pronouncing(project, None, entry)
    again = pronouncing(project, None, Pronunciation("en", " Dr. ", "drive"))
    assert again.pronunciations == (other, Pronunciation("en", "Dr.", "drive"))
    renamed = pronouncing(project, one, Pronunciation("en", "Prof.", "professor"))
    assert renamed.pronunciations == (Pronunciation("en", "Prof.", "professor"), other)
    assert pronouncing(project, one, Pronunciation("en", "", "x")).pronunciations == (other,)
    assert pronouncing(project, None, Pronunciation("en", " ", "x")) is project
