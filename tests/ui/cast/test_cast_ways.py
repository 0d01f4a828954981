"""A whole cast is suggested, copied, read and written: nothing is replaced unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.engines.speech import Voice
from studio.model.cast import Casting
from studio.model.project import Project
from studio.store.project_file import ProjectFile
from studio.ui.cast.cast_ways import CastWays
from studio.ui.cast.copy_dialog import CopyCastDialog
from studio.ui.cast.match_table import MatchColumn
from studio.ui.cast.panel import CastPanel
from studio.ui.cast.suggest_dialog import SuggestDialog
from studio.ui.cast.suggestion_table import SuggestionColumn
from studio.ui.cast.ticks import TickedRows
from studio.ui.languages import language_name
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.rooms import AnsweringPrompter
from tests.ui.children import button, child, named
from tests.ui.stage import Stage, a_stage, shown, texts, until
from tests.ui.voices.room import a_voice_room, cast_by_keys, quiet

PEOPLE = (
    Voice("offline", "narrator", "Narrator", style="even", gender="male", age="adult"),
    Voice("offline", "man", "Man", gender="male", age="adult"),
    Voice("offline", "woman", "Woman", gender="female", age="adult"),
)
STAR = Voice("cloud/main", "star", "Star", gender="female")


@dataclass
class Room:
    stage: Stage
    panel: CastPanel
    ways: CastWays
    prompter: AnsweringPrompter

    def run(self, action: str) -> None:
        self.stage.actions.get(action).trigger()

    def castings(self, language: str = "en") -> dict[str, str]:
        """By name the voice somebody has."""
        return {
            character.name: character.castings[language].voice
            for character in self.stage.project.cast
            if language in character.castings
        }

    async def suggestions(self) -> SuggestDialog:
        self.run("cast.suggest")
        dialog = child(self.panel, SuggestDialog)
        await quiet()
        return dialog

    async def copying(self, path: Path) -> CopyCastDialog:
        self.prompter.files = [path]
        self.run("cast.copy")
        await until(lambda: self.panel.findChildren(CopyCastDialog))
        await quiet()
        return child(self.panel, CopyCastDialog)


def uncast(project: Project) -> Project:
    for character in project.cast:
        project = project.with_character(replace(character, castings={}))
    return project


@asynccontextmanager
async def a_room(qtbot: QtBot, folder: Path, project: Project | None = None) -> AsyncIterator[Room]:
    stage = a_stage(folder, project or uncast(a_project(lines=4)))
    stage.engine.offers = PEOPLE
    cloud = FakeEngine("cloud/main", offers=(STAR,))
    room = await a_voice_room(stage, [stage.engine, cloud])
    panel = CastPanel(
        stage.document, stage.selection, room.picker, stage.actions, stage.notices, room.own
    )
    shown(qtbot, stage, panel)
    prompter = AnsweringPrompter()
    ways = CastWays(
        stage.document,
        room.picker,
        stage.actions,
        stage.notices,
        prompter,
        stage.tasks,
        panel,
        path=stage.file.path,
        engine=lambda: "offline",
        owner=panel,
    )
    yield Room(stage, panel, ways, prompter)
    await quiet()
    await room.close()


def rows(dialog: SuggestDialog | CopyCastDialog) -> TickedRows:
    return child(dialog, TickedRows)


async def test_suggestions_are_cast_in_one_step_with_their_reasons_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.suggestions()
        view = rows(dialog)
        assert texts(view, SuggestionColumn.CHARACTER) == ["MARA", "TOBIAS", "NARRATOR"]
        assert texts(view, SuggestionColumn.VOICE) == ["Woman", "Man", "Narrator"]
        assert texts(view, SuggestionColumn.WHY) == [
            "female · nobody else's",
            "male · nobody else's",
            "a narrator's voice · nobody else's",
        ]
        assert room.castings() == {}
        button(dialog, QPushButton, "Cast 3 voices").click()
        assert room.castings() == {"MARA": "woman", "TOBIAS": "man", "NARRATOR": "narrator"}
        room.stage.document.undo()
        assert room.castings() == {}


async def test_space_takes_a_row_out(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.suggestions()
        view = rows(dialog)
        view.selectRow(1)
        qtbot.keyClick(view, Qt.Key.Key_Space)
        button(dialog, QPushButton, "Cast 2 voices").click()
        assert set(room.castings()) == {"MARA", "NARRATOR"}


async def test_whoever_is_cast_is_shown_when_asked_and_not_ticked(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path, a_project(lines=4)) as room:
        dialog = await room.suggestions()
        said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
        assert "Everybody has a voice" in said
        button(dialog, QCheckBox, "Also for those who have a voice").setChecked(True)
        await quiet()
        assert texts(rows(dialog), SuggestionColumn.CHARACTER) == ["MARA", "TOBIAS"]
        assert texts(rows(dialog), SuggestionColumn.NOW) == ["Narrator", "Narrator"]
        cast = button(dialog, QPushButton, "Cast")
        assert not cast.isEnabled()
        button(dialog, QPushButton, "Tick all").click()
        assert cast.text() == "Cast 2 voices"
        dialog.reject()
        assert set(room.castings().values()) == {"narrator"}


async def test_what_becomes_stale_is_told_before(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path, a_project(lines=4)) as room:
        await room.stage.voice()
        await quiet()
        dialog = await room.suggestions()
        button(dialog, QCheckBox, "Also for those who have a voice").setChecked(True)
        await quiet()
        told = named(dialog, QLabel, "What becomes stale")
        assert told.text() == ""
        button(dialog, QPushButton, "Tick all").click()
        await until(told.text)
        assert told.text().startswith("3 lines in 1 episode become stale;")
        dialog.reject()


async def test_voices_of_another_engine_are_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.suggestions()
        engines = named(dialog, QComboBox, "Whose voices")
        engines.setCurrentIndex(engines.findData("cloud/main"))
        await quiet()
        assert set(texts(rows(dialog), SuggestionColumn.VOICE)) == {"Star"}
        assert any("also speaks for" in why for why in texts(rows(dialog), SuggestionColumn.WHY))
        dialog.reject()


async def test_any_voice_may_be_chosen_instead(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.suggestions()
        button(dialog, QPushButton, "Another voice").click()
        await cast_by_keys(qtbot, dialog, "star")
        assert texts(rows(dialog), SuggestionColumn.VOICE)[0] == "Star"
        assert texts(rows(dialog), SuggestionColumn.WHY)[0] == "your choice"
        button(dialog, QPushButton, "Cast 3 voices").click()
        assert room.castings()["MARA"] == "star"


def another(folder: Path, *, name: str = "MARA", voice: str = "star") -> Path:
    """Another project in which somebody has a voice."""
    project = uncast(a_project(lines=1, languages=("en", "zh"), title="Other"))
    mara = replace(project.cast.characters[0], name=name)
    mara = mara.cast_as("en", Casting("cloud/main", voice, speed=1.2))
    project = project.with_character(mara.cast_as("zh", Casting("cloud/main", "yue")))
    file = ProjectFile.create(folder / "other.understudy", project)
    file.close()
    return file.path


async def test_a_cast_is_copied_from_another_project(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.copying(another(tmp_path))
        assert texts(rows(dialog), MatchColumn.OURS) == ["MARA"]
        assert texts(rows(dialog), MatchColumn.HOW) == ["the same name"]
        button(dialog, QPushButton, "Copy 1 voice").click()
        mara = room.stage.project.cast.characters[0]
        assert mara.castings == {"en": Casting("cloud/main", "star", speed=1.2)}
        assert room.stage.document.undo_label == "Copy cast"


async def test_a_language_of_the_other_project_can_come_along(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.copying(another(tmp_path))
        chinese = button(dialog, QCheckBox, language_name("zh"))
        assert not chinese.isChecked()
        chinese.setChecked(True)
        button(dialog, QPushButton, "Copy 2 voices").click()
        assert room.castings("zh") == {"MARA": "yue"}


async def test_voices_that_are_there_stay_unless_they_are_to_be_replaced(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path, a_project(lines=4)) as room:
        dialog = await room.copying(another(tmp_path))
        copy = button(dialog, QPushButton, "Copy")
        assert not copy.isEnabled()
        button(dialog, QCheckBox, "Also replace").setChecked(True)
        copy.click()
        assert room.castings()["MARA"] == "star"


async def test_a_name_that_only_looks_alike_waits_for_a_person_and_can_be_somebody_else(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        dialog = await room.copying(another(tmp_path, name="MARAH"))
        model = rows(dialog).model()
        assert texts(rows(dialog), MatchColumn.OURS) == ["MARA"]
        assert not button(dialog, QPushButton, "Copy").isEnabled()
        model.setData(model.index(0, MatchColumn.OURS), "TOBIAS")
        button(dialog, QPushButton, "Copy 1 voice").click()
        assert room.castings() == {"TOBIAS": "star"}


async def test_a_file_that_is_no_project_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        room.prompter.files = [tmp_path / "none.understudy"]
        room.run("cast.copy")
        await quiet()
        assert room.stage.said and room.stage.said[-1].failed


async def test_a_cast_file_comes_in_and_goes_out(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(qtbot, tmp_path) as room:
        path = tmp_path / "cast.toml"
        path.write_text(
            '[characters.MARA]\nvoice = "woman"\n[characters.MARAH]\nvoice = "man"\n', "utf-8"
        )
        room.prompter.files = [path]
        room.run("cast.import")
        await quiet()
        assert room.castings() == {"MARA": "woman"}
        assert room.stage.said[-1].text == "1 voice is cast. Nobody here is called MARAH."
        room.prompter.files = [tmp_path / "out.cast.toml"]
        room.run("cast.save")
        await quiet()
        room.stage.document.undo()
        room.prompter.files = [tmp_path / "out.cast.toml"]
        room.run("cast.import")
        await quiet()
        assert room.castings() == {"MARA": "woman"}
        assert room.prompter.asked == []


async def test_a_cast_file_asks_before_it_makes_voiced_lines_stale(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path, a_project(lines=4)) as room:
        await room.stage.voice()
        path = tmp_path / "cast.toml"
        path.write_text('[characters.MARA]\nvoice = "woman"\n', "utf-8")
        for answer, voice in (("leave", "narrator"), ("take", "woman")):
            room.prompter.files, room.prompter.answer = [path], answer
            room.run("cast.import")
            await quiet()
            assert room.castings()["MARA"] == voice
        assert "2 lines in 1 episode become stale" in room.prompter.asked[0]


async def test_a_cast_file_with_a_mistake_says_so_and_changes_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(qtbot, tmp_path) as room:
        path = tmp_path / "cast.toml"
        path.write_text('[characters.MARA]\nvoice = "nobody"\n', "utf-8")
        room.prompter.files = [path]
        room.run("cast.import")
        await quiet()
        assert room.castings() == {} and "nobody" in room.stage.said[-1].text
