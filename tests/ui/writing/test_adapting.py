"""Prose made a script in the window: pasted or from a file, kept word by word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from studio.ui.notices import Notice
from studio.ui.script.filters import Want
from studio.ui.writing.adapt_dialog import AdaptDialog
from studio.ui.writing.brief_dialog import BriefDialog
from tests.rooms import until
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Written
from tests.ui.children import button, named
from tests.ui.writing.window import WritingRoom, a_writing_room

PROSE = "The quay was empty. “Who is there?” asked Mara.\n\n“A friend,” said Jonas.\n"
GERMAN = (
    "Der Hafen war leer. „Wer ist da?“, fragte Mara, und sie ging noch einen Schritt auf das Boot "
    "zu. „Ein Freund“, sagte Jonas, „und ich habe nicht viel Zeit.“\n"
)


def a_dialog(room: WritingRoom, prose: str) -> AdaptDialog:
    room.run("write.adapt")
    dialog = room.dialog(AdaptDialog)
    named(dialog, QPlainTextEdit, "Prose").setPlainText(prose)
    return dialog


def _without_last_speaker(answer: str) -> Written:
    rows = answer.splitlines()
    (*_, last) = (row for row in rows if '"who"' in row)
    return Written("\n".join(row for row in rows if row != last))


def last_told(room: WritingRoom) -> Notice:
    return next(notice for notice in reversed(room.room.said) if "Adapted" in notice.text)


async def test_every_word_of_a_pasted_text_is_said_by_somebody_and_proved(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        a_dialog(room, PROSE).accept()
        await room.done()
        words = [line.words("en") for line in room.spoken]
        assert "Who is there?" in words and "The quay was empty." in words
        names = {who.name for who in room.project.cast}
        assert {"NARRATOR", "Mara", "Jonas"} <= names
        assert "Every word" in last_told(room).text
        room.room.session.document.undo()
        assert not list(room.project.lines)


async def test_prose_is_retold_in_the_language_chosen(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = a_dialog(room, "Der Hafen war leer. „Wer ist da?“, fragte Mara.")
        languages = named(dialog, QComboBox, "Language")
        languages.setCurrentIndex(languages.findData("de"))
        assert named(dialog, QLineEdit, "Narrator").placeholderText() == "ERZÄHLER"
        button(dialog, QRadioButton, "Retell").setChecked(True)
        dialog.accept()
        await room.done()
        assert room.project.languages == ("de",) and room.spoken
        assert "Every word" not in last_told(room).text


async def test_a_new_project_begins_with_a_story_or_a_brief(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        for words, kind in (("Write from a brief", BriefDialog), ("Adapt a story", AdaptDialog)):
            button(room.room.session.script, QPushButton, words).click()
            room.dialog(kind).reject()
        await room.room.desk.put_away()
        room.room.prompter.files = [tmp_path / "story.understudy"]
        await room.room.desk.new_with("write.adapt")
        assert room.room.session.path == tmp_path / "story.understudy"
        room.dialog(AdaptDialog).reject()


async def test_a_text_in_another_language_than_the_lines_is_not_taken_for_theirs(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        a_dialog(room, PROSE).accept()
        await room.done()
        before = room.project.lines
        dialog = a_dialog(room, GERMAN)
        go = button(dialog, QPushButton, "Adapt")
        assert not go.isEnabled()
        told = named(dialog, QLabel, "What is wrong")
        assert told.isVisible() and "Deutsch" in told.text() and "new project" in told.text()
        dialog.accept()
        assert dialog.isVisible() and list(room.project.lines) == list(before)
        named(dialog, QPlainTextEdit, "Prose").setPlainText(PROSE)
        assert go.isEnabled() and not told.isVisible()
        dialog.reject()


async def test_a_file_is_read_and_a_doubtful_encoding_is_asked_for(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    story = tmp_path / "story.txt"
    story.write_bytes("码头空无一人。“谁在那里？”玛拉问道。".encode("gb18030"))
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = a_dialog(room, "")
        prose = named(dialog, QPlainTextEdit, "Prose")
        room.room.prompter.files = [story]
        room.room.prompter.encodings = ["gb18030"]
        button(dialog, QPushButton, "Open a file").click()
        await until(lambda: bool(prose.toPlainText()))
        assert "玛拉" in prose.toPlainText()
        assert named(dialog, QLineEdit, "Title").text() == "story"
        dialog.reject()


async def test_lines_of_nobody_are_told_with_the_way_to_them(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        model = TextModel()
        chat_service.writes(lambda prompt: _without_last_speaker(model(prompt).text))
        a_dialog(room, PROSE).accept()
        await room.done()
        nobody = [line for line in room.spoken if line.character is None]
        told = last_told(room)
        assert nobody and told.action is not None
        told.action.trigger()
        session = room.room.session
        assert session.script.table.filter.want is Want.SUGGESTIONS
        assert session.selection.line == nobody[0].id


async def test_an_empty_text_is_refused_on_the_form(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        dialog = a_dialog(room, " \n")
        dialog.accept()
        assert dialog.isVisible()
        dialog.reject()


async def test_what_was_pasted_is_there_again_after_cancelling(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        a_dialog(room, PROSE).reject()
        room.run("write.adapt")
        dialog = room.dialog(AdaptDialog)
        assert dialog.order().prose == PROSE
        dialog.reject()
