"""Names and notes: each change is an edit, what a person changes is locked, files go both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.model.project import GlossaryEntry
from studio.model.translation import Address, Survey
from studio.ui.rows_view import RowsView
from studio.ui.writing.survey_dialog import SurveyDialog
from studio.ui.writing.survey_pages import TermsPage
from tests.rooms import AnsweringPrompter
from tests.ui.children import button, child, named
from tests.ui.stage import Stage, a_stage, texts
from tests.ui.writing.translating_room import a_translated, until
from tests.writing.translating.script import a_script

BELL = GlossaryEntry("bell", "de", "Glocke")


@dataclass
class Names:
    stage: Stage
    dialog: SurveyDialog
    prompter: AnsweringPrompter

    def rows(self, name: str) -> RowsView:
        return named(self.dialog, RowsView, name)

    def write(self, name: str, row: int, column: int, words: str) -> None:
        model = self.rows(name).model()
        assert model.flags(model.index(row, column)) & Qt.ItemFlag.ItemIsEditable
        model.setData(model.index(row, column), words)

    @property
    def glossary(self) -> Sequence[GlossaryEntry]:
        return self.stage.project.glossary

    @property
    def told(self) -> str:
        return named(self.dialog, QLabel, "Lines that are stale").text()


@asynccontextmanager
async def a_names_dialog(
    qtbot: QtBot, folder: Path, *glossary: GlossaryEntry
) -> AsyncIterator[Names]:
    script = a_script(4)
    lines = [line for _, line in script.lines if line.spoken]
    script = script.with_line(lines[0].saying("en", "Nobody rang the bell."))
    project = a_translated(replace(script, glossary=glossary))
    stage, prompter = a_stage(folder, project), AnsweringPrompter()
    dialog = SurveyDialog(stage.document, ("de", "fr"), prompter, stage.tasks, folder)
    qtbot.addWidget(dialog)
    dialog.show()
    yield Names(stage, dialog, prompter)
    dialog.reject()
    await stage.close()


async def test_a_new_term_is_locked_and_says_how_many_lines_it_makes_stale(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_names_dialog(qtbot, tmp_path) as names:
        await until(lambda: "No translated line is stale." in names.told)
        names.write("Terms", 0, 0, "bell")
        assert names.glossary == (GlossaryEntry("bell", "de", "", locked=True),)
        names.write("Terms", 0, 1, "Glocke")
        await until(lambda: "1 translated line is stale now." in names.told)
        names.stage.document.undo()
        assert names.glossary[0].translation == ""
        assert texts(names.rows("Terms"), 1) == ["", "None"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
async def test_from_a_new_term_the_keys_go_on_to_its_translation(
    qtbot: QtBot, tmp_path: Path, key: Qt.Key
) -> None:
    async with a_names_dialog(qtbot, tmp_path, BELL) as names:
        view = names.rows("Terms")
        new = view.model().index(view.model().rowCount() - 1, 0)
        view.setCurrentIndex(new)
        view.edit(new)
        QTest.keyClicks(view.indexWidget(new), "ferryman")
        QTest.keyClick(view.indexWidget(new), key)
        cell = view.model().index(1, 1)
        await until(lambda: view.indexWidget(cell))
        QTest.keyClicks(view.indexWidget(cell), "Faehrmann")
        QTest.keyClick(view.indexWidget(cell), Qt.Key.Key_Return)
        term = GlossaryEntry("ferryman", "de", "Faehrmann", locked=True)
        await until(lambda: names.glossary == (BELL, term))


async def test_a_lock_is_ticked_and_terms_are_removed(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_names_dialog(qtbot, tmp_path, BELL) as names:
        view = names.rows("Terms")
        model = view.model()
        model.setData(model.index(0, 4), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        assert names.glossary == (replace(BELL, locked=True),)
        view.selectRow(0)
        button(child(names.dialog, TermsPage), QPushButton, "Remove").click()
        assert names.glossary == ()


async def test_names_and_forms_of_address_are_edited(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_names_dialog(qtbot, tmp_path) as names:
        names.write("Names", 0, 1, "Maria")
        mara, tobias = list(names.stage.project.cast)[:2]
        assert mara.names == {"de": "Maria"}
        await until(lambda: "stale now" in names.told)
        button(names.dialog, QPushButton, "Add").click()
        names.write("Forms of address", 0, 2, "Herr Tobias")
        names.write("Forms of address", 0, 3, "Formal")
        survey = names.stage.project.surveys["de"]
        assert survey.addresses == (Address(mara.id, tobias.id, "Herr Tobias", True),)


async def test_the_story_is_typed_in_one_step_and_can_be_locked(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_names_dialog(qtbot, tmp_path) as names:
        field = named(names.dialog, QPlainTextEdit, "What happens")
        for letters in ("A ferry", " that", " never lands."):
            field.insertPlainText(letters)
        assert names.stage.project.surveys["de"].synopsis == "A ferry that never lands."
        names.stage.document.undo()
        assert names.stage.project.surveys.get("de", Survey()).synopsis == ""
        await until(lambda: field.toPlainText() == "")
        lock = next(b for b in names.dialog.findChildren(QCheckBox) if "Lock" in b.text())
        lock.click()
        assert names.stage.project.surveys["de"].locked


async def test_terms_go_into_a_file_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_names_dialog(qtbot, tmp_path, BELL) as names:
        path = tmp_path / "terms.csv"
        names.prompter.files = [path, path]
        button(names.dialog, QPushButton, "Export").click()
        await until(path.exists)
        names.write("Terms", 0, 1, "Schelle")
        button(names.dialog, QPushButton, "Import").click()
        await until(lambda: names.glossary == (BELL,))


async def test_a_file_that_is_no_glossary_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_names_dialog(qtbot, tmp_path, BELL) as names:
        path = tmp_path / "letter.csv"
        path.write_text("Dear Mara\n", encoding="utf-8")
        names.prompter.files = [path]
        button(names.dialog, QPushButton, "Import").click()
        await until(lambda: "letter.csv" in names.told)
        assert names.glossary == (BELL,)
