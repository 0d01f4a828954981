"""What a check proposes: shown on the line, taken or put aside, and lines said otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.model.line import Line
from studio.model.translation import Suggestion
from studio.ui.script.filters import LineFilter, Want
from studio.ui.writing.rewrite_dialog import RewriteDialog
from studio.ui.writing.suggestion_strip import SuggestionStrip
from tests.rooms import Room, a_room, a_script, until
from tests.services.chat.service import ChatService
from tests.ui.children import button, child, named
from tests.ui.writing.window import WritingRoom, a_writing_room

BETTER = Suggestion("nobody says that", "en", "A breeze, then.")


def _suggested(room: Room, suggestion: Suggestion) -> list[Line]:
    """Both lines of the script with something proposed."""
    document = room.session.document
    for _, line in tuple(document.project.lines):
        if line.spoken:
            changed = replace(line, suggestions=(suggestion,))
            document.edit("Check", document.project.with_line(changed))
    return [line for _, line in document.project.lines if line.spoken]


async def test_a_suggestion_is_accepted_by_key_and_the_next_one_is_in_hand(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        room.window.show()
        qtbot.waitExposed(room.window)
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        await room.desk.open(a_script(tmp_path))  # from here on no loop is spun in the loop
        first, second = _suggested(room, BETTER)
        strip = child(room.session.script, SuggestionStrip)
        room.session.selection.select_line(first.id)
        assert strip.isVisible()
        room.session.script.view.setFocus()
        qtbot.keyClick(room.session.script.view, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        await until(lambda: room.words[0] == "A breeze, then.")
        assert room.session.selection.line == second.id
        button(strip, QPushButton, "Dismiss").click()
        assert room.words[1] == "There is no wind." and not strip.isVisible()
        for _ in range(2):
            room.session.document.undo()
        assert room.words == ["Wind.", "There is no wind."]


async def test_another_speaker_is_accepted(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        ivy = room.session.document.project.cast.named("IVY")
        assert ivy
        first, _ = _suggested(room, Suggestion("not hers", "en", character=ivy.id))
        room.session.selection.select_line(first.id)
        room.session.writing.suggestions.accept()
        found = room.session.document.project.find_line(first.id)
        assert found and found[1].character == ivy.id


async def test_all_suggestions_are_accepted_as_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        _suggested(room, BETTER)
        room.actions.get("suggestion.accept_all").trigger()
        assert room.words == ["A breeze, then."] * 2
        room.session.document.undo()
        assert room.words == ["Wind.", "There is no wind."]


async def test_the_filter_shows_only_lines_with_suggestions(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        script = room.session.script
        script.bar.choose_filter(LineFilter(Want.SUGGESTIONS))
        assert not script.table.lines
        lines = _suggested(room, BETTER)
        await until(lambda: len(script.table.lines) == 2)
        assert [line.id for line in script.table.lines] == [line.id for line in lines]


async def test_a_check_makes_suggestions_and_leads_to_them(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        await room.written()
        words = [line.words("en") for line in room.spoken]
        room.run("write.check")
        room.go()
        await room.done()
        assert [line.words("en") for line in room.spoken] == words
        marked = [line for line in room.spoken if line.suggestions]
        told = next(n for n in reversed(room.room.said) if n.text.startswith("Checked"))
        assert marked and told.action is not None
        told.action.trigger()
        assert room.room.session.selection.line in {line.id for line in marked}


async def _rewriting(room: WritingRoom, *, propose: bool) -> list[Line]:
    await room.written()
    lines = room.spoken[:2]
    room.room.session.selection.select_lines(tuple(line.id for line in lines))
    room.run("write.rewrite")
    dialog = room.dialog(RewriteDialog)
    button(dialog, QPushButton, "Shorter").click()
    wish = named(dialog, QPlainTextEdit, "How to rewrite")
    QTest.keyClicks(wish, "not colder")
    button(dialog, QPushButton, "Sharper").click()
    assert wish.toPlainText() == "Shorter, not colder, sharper, "
    assert dialog.order().instruction == "Shorter, not colder, sharper"
    child(dialog, QCheckBox).setChecked(propose)
    dialog.accept()
    await room.done()
    return lines


async def test_chosen_lines_are_rewritten_at_once_as_one_step(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        lines = await _rewriting(room, propose=False)
        changed = [line for line, now in zip(lines, room.spoken, strict=False) if line != now]
        assert changed
        room.room.session.document.undo()
        assert room.spoken[:2] == lines


async def test_other_words_are_only_proposed_where_that_is_wanted(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        lines = await _rewriting(room, propose=True)
        now = room.spoken[:2]
        assert [line.words("en") for line in now] == [line.words("en") for line in lines]
        assert any(line.suggestions for line in now)


async def test_nothing_chosen_is_nothing_to_rewrite(
    qtbot: QtBot, tmp_path: Path, chat_service: ChatService
) -> None:
    async with a_writing_room(qtbot, tmp_path, chat_service) as room:
        room.run("write.rewrite")
        assert "Choose the lines" in room.room.said[-1].text
