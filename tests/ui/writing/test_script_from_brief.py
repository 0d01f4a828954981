"""A script from a brief, in the window: asked for, planned, written, stopped, gone on with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from studio.model.line import LineKind
from studio.model.outline import Written
from studio.ui.notices import Place
from studio.ui.writing.asking_dialog import PlainAskingDialog
from studio.ui.writing.brief_dialog import BriefDialog
from studio.ui.writing.written_strip import WrittenStrip
from tests.rooms import until
from tests.services.chat.service import ChatService
from tests.services.wrongs import stalled
from tests.ui.children import button, child, named
from tests.ui.writing.translating_room import a_translated
from tests.ui.writing.window import (
    IDEA,
    IN_THE_LONG_LINE,
    IN_THE_MIDDLE,
    a_writing_room,
    two_lines,
)


async def test_a_brief_becomes_a_plan_and_the_plan_becomes_lines(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        room.describe(episodes=2).accept()
        await room.done()
        assert room.desk.outline.isVisible()
        assert [len(each.scenes) > 0 for each in room.outline.episodes] == [True, True]
        assert room.outline.brief.idea == IDEA and not room.spoken
        button(room.desk.outline, QPushButton, "Write all").click()
        room.go()
        await room.done()
        assert {scene.written for scene in room.scenes} == {Written.WRITTEN}
        assert len(room.spoken) >= 2 * len(room.scenes)
        assert {line.character for line in room.spoken} <= {who.id for who in room.project.cast}
        told = [notice.text for notice in room.room.said]
        assert any(text.startswith("Planned: 2 episodes") for text in told)
        assert any(text.startswith(f"Written: {len(room.spoken)}") for text in told)


async def test_undo_takes_a_plan_back_in_one_step_and_the_lines_in_another(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.written()
        room.run("edit.undo")
        assert not list(room.project.lines)
        assert {scene.written for scene in room.scenes} == {Written.PLANNED}
        room.run("edit.undo")
        assert room.project.outline is None
        room.room.session.document.redo()
        room.room.session.document.redo()
        assert room.spoken


async def test_undo_while_lines_come_stops_them(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.desk.author.write_all()
        room.go()
        await until(lambda: len(room.spoken) > 1)
        room.run("edit.undo")
        stall.release()
        await room.done()
        assert not room.spoken


async def test_stop_keeps_what_is_written_and_going_on_writes_the_rest(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.desk.author.write_all()
        room.go()
        await until(lambda: len(room.spoken) > 1)
        room.run("write.stop")
        await room.done()
        stall.release()
        before = [line.id for line in room.spoken]
        assert room.scenes[0].written is Written.BEGUN
        assert "stopped" in room.room.said[-1].text
        room.run("write.go_on")
        room.go()
        await room.done()
        assert [line.id for line in room.spoken][: len(before)] == before
        assert {scene.written for scene in room.scenes} == {Written.WRITTEN}
        headings = [line for _, line in room.project.lines if line.kind is LineKind.HEADING]
        assert len(headings) == len(room.scenes)


async def test_after_a_crash_writing_goes_on_where_it_was(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.desk.author.write_all()
        room.go()
        shown = room.room.session.script.table
        await until(lambda: len(shown.lines) > 2)
        found = [line.id for line in shown.lines]  # what is shown is on the disk
        crashed = tmp_path / "crashed.understudy"
        for file in tmp_path.glob("ferry.understudy*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, tmp_path / file.name.replace("ferry", "crashed"))
        room.run("write.stop")
        stall.release()
        await room.done()
        await room.room.desk.open(crashed)
        kept = [line.id for _, line in room.project.lines]
        assert kept[: len(found)] == found
        room.run("write.go_on")
        room.go()
        await room.done()
        assert {scene.written for scene in room.scenes} == {Written.WRITTEN}
        assert [line.id for _, line in room.project.lines][: len(kept)] == kept


async def test_a_project_that_is_put_away_while_it_is_written_keeps_what_came(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.desk.author.write_all()
        room.go()
        await until(lambda: len(room.spoken) > 1)
        before = [line.id for line in room.spoken]
        room.run("write.exchanges")
        await room.room.desk.put_away()
        stall.release()
        await room.room.desk.open(tmp_path / "ferry.understudy")
        assert [line.id for line in room.spoken][: len(before)] == before
        assert room.scenes[0].written is Written.BEGUN


async def test_planning_again_keeps_the_plan_and_fills_what_was_removed(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned(episodes=3)
        outline = room.outline
        edited = replace(outline.episodes[0], hook="A scream on the water.")
        less = replace(outline, episodes=(edited, *outline.episodes[1:2]))
        room.room.session.document.edit("Edit", replace(room.project, outline=less))
        button(room.desk.outline, QPushButton, "Plan again").click()
        dialog = room.dialog(BriefDialog)
        assert dialog.keeps
        dialog.accept()
        await room.done()
        assert len(room.outline.episodes) == 3 and room.outline.episodes[:2] == less.episodes
        room.run("write.script")
        dialog = room.dialog(BriefDialog)
        assert not dialog.keeps
        dialog.accept()
        await room.done()
        assert room.outline.episodes[0].hook != "A scream on the water."


async def test_going_on_plans_what_a_stopped_plan_lacks(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.describe(episodes=6, seconds=90).accept()
        await until(lambda: bool(room.project.outline and room.outline.episodes))
        room.run("write.stop")
        await room.done()
        stall.release()
        there = room.outline.characters
        assert len(room.outline.episodes) < 6
        room.run("write.go_on")
        assert "missing" in _words(room.dialog(PlainAskingDialog))
        room.go()
        await room.done()
        assert len(room.outline.episodes) == 6 and room.outline.characters == there


async def test_going_on_says_what_is_to_be_translated_once_all_is_written(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.written()
        first, *others = room.spoken
        project = a_translated(room.project)
        room.room.session.document.edit("Translate", project.with_line(first))
        room.run("write.go_on")
        await until(lambda: room.room.said[-1].place is Place.BANNER)
        assert room.room.said[-1].text == "1 line is still to be translated into Deutsch."
        assert any("is written" in said.text for said in room.room.said) and others


async def test_one_scene_is_written_alone_and_written_again(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned(seconds=90)
        second = room.scenes[1]
        room.desk.author.write_scene(second.id)
        room.go()
        await room.done()
        assert [scene.written is Written.WRITTEN for scene in room.scenes] == [
            scene is second or scene.id == second.id for scene in room.scenes
        ]
        before = {line.id for line in room.spoken}
        room.desk.author.write_scene(second.id)
        assert "anew" in _words(room.dialog(PlainAskingDialog))
        room.go()
        await room.done()
        assert room.spoken and not before & {line.id for line in room.spoken}


async def test_words_are_seen_before_their_line_is_there(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        view, table = room.room.session.script.view, room.room.session.script.table
        chat_service.writes(lambda prompt: two_lines("s1"))
        stall = chat_service.faults.next(stalled(at=IN_THE_LONG_LINE))
        room.desk.author.write_scene("s1")
        room.go()
        await until(lambda: view.has_ghosts and len(table.lines) == 2)
        assert [line.words("en") for line in room.spoken] == ["Come in."]
        assert view.model().rowCount() == 2 and not view.selectionModel().hasSelection()
        stall.release()
        await room.done()
        assert not view.has_ghosts and len(room.spoken) > 1


async def test_the_view_stays_at_its_end_only_while_it_is_there(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned(seconds=180)
        view = room.room.session.script.view
        bar = view.verticalScrollBar()
        stall = chat_service.faults.next(stalled(at=IN_THE_MIDDLE))
        room.desk.author.write_all()
        room.go()
        await until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
        bar.triggerAction(bar.SliderAction.SliderToMinimum)
        stall.release()
        await room.done()
        assert bar.value() == 0 < bar.maximum()


async def test_the_episode_that_is_written_is_offered_not_forced(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned(episodes=2, seconds=30)
        first = room.project.episodes[0].id
        strip = child(room.room.session.script, WrittenStrip)
        chat_service.writes(lambda prompt: two_lines("s2"))
        stall = chat_service.faults.next(stalled(at=IN_THE_LONG_LINE))
        room.desk.author.write_scene("s2")
        room.go()
        await until(strip.isVisible)
        second = room.project.episodes[1]
        assert second.title in child(strip, QLabel).text()
        assert room.room.session.selection.episode == first
        button(strip, QPushButton, "Show").click()
        assert room.room.session.selection.episode == second.id
        assert room.room.session.script.view.has_ghosts and not strip.isVisible()
        stall.release()
        await room.done()


async def test_a_brief_in_another_language_makes_it_the_one_that_is_worked_in(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = room.describe(idea="渡轮船长发现水手就是她溺亡的弟弟。")
        named(dialog, QComboBox, "Language").setEditText("zh")
        dialog.accept()
        await room.done()
        assert room.project.languages[0] == "zh"
        await until(lambda: room.room.session.selection.language == "zh")


async def test_a_wrong_brief_is_said_on_the_form_and_nothing_is_lost(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = room.describe(idea="")
        wrong = named(dialog, QLabel, "What is wrong")
        dialog.accept()
        assert dialog.isVisible() and wrong.isVisible() and "nothing" in wrong.text().lower()
        named(dialog, QPlainTextEdit, "Must have").setPlainText("A storm.")
        assert not wrong.isVisible()
        dialog.reject()
        room.run("write.script")
        again = room.dialog(BriefDialog)
        assert again.brief().must_have == "A storm." and again.brief().seconds == 60
        again.reject()


async def test_the_last_brief_of_a_project_comes_back_when_it_is_opened(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned()
        await room.room.desk.put_away()
        await room.room.desk.open(tmp_path / "ferry.understudy")
        assert room.desk.outline.isVisible()
        room.run("write.script")
        dialog = room.dialog(BriefDialog)
        assert dialog.brief().idea == IDEA
        dialog.reject()


async def test_with_nobody_who_writes_the_form_says_what_is_needed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_writing_room(qtbot, tmp_path, None) as room:
        asked: list[bool] = []
        room.room.window.accounts_requested.connect(lambda: asked.append(True))
        dialog = room.describe()
        assert not button(dialog, QPushButton, "Plan the script").isEnabled()
        told = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        assert "MiniMax" in told and "needs no key" in told
        button(dialog, QPushButton, "Accounts").click()
        assert asked
        dialog.accept()
        assert dialog.isVisible()
        dialog.reject()


async def test_the_estimate_follows_what_is_typed(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = room.describe(episodes=1)
        told = named(dialog, QLabel, "About what it will need")
        await until(lambda: "The plan: about 1 request," in told.text())
        one = told.text()
        room.dialog(BriefDialog).reject()
        dialog = room.describe(episodes=40)
        told = named(dialog, QLabel, "About what it will need")
        await until(lambda: "The plan: about 4 requests," in told.text())
        assert told.text() != one
        dialog.reject()


async def test_a_limit_ends_the_job_and_what_came_stays(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.planned(episodes=4)
        room.desk.author.write_all()
        dialog = room.dialog(PlainAskingDialog)
        named(dialog, QSpinBox, "Stop at so many tokens").setValue(4000)
        dialog.accept()
        await room.done()
        told = room.room.said[-1]
        assert told.place is Place.BANNER and "limit" in told.text
        assert room.spoken and Written.PLANNED in {scene.written for scene in room.scenes}


async def test_the_models_that_the_service_lists_are_offered(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = room.describe()
        models = named(dialog, QComboBox, "Model")
        assert models.currentText() == chat_service.models_listed[0]
        await until(lambda: all(models.findText(name) >= 0 for name in chat_service.models_listed))
        assert models.currentText() == chat_service.models_listed[0]
        dialog.reject()


async def test_who_wrote_last_is_remembered(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        kept: list[tuple[str, str]] = []
        room.room.window.writer_chosen.connect(lambda *chosen: kept.append(chosen))
        dialog = room.describe()
        named(dialog, QComboBox, "Model").setEditText(chat_service.models_listed[-1])
        dialog.accept()
        await room.done()
        assert kept == [("chat/environment", chat_service.models_listed[-1])]


def _words(dialog: PlainAskingDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))
