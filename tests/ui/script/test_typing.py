"""Typing in the script as in a screenplay editor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.model.line import LineKind
from studio.opening import pasted_lines
from studio.synthesis.plan import TakeState
from studio.ui.script.columns import Column
from studio.ui.script.plain_lines import PlainLine
from studio.ui.script.small_editors import DirectionEditor, NameEditor
from studio.ui.script.words_editor import WordsEditor
from tests.builders import a_project
from tests.ui.script.scripts import Desk, KeptInMemory, a_desk

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def caret(desk: Desk) -> int:
    assert isinstance(desk.editor, WordsEditor)
    return desk.editor.textCursor().position()


def test_each_keystroke_is_in_the_document_and_a_burst_is_one_undo_step(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_End)
    for typed, words in (("a", "Words of line 1.a"), ("b", "Words of line 1.ab")):
        desk.type(typed)
        assert desk.words(1) == words
    desk.document.undo()
    assert desk.words(1) == "Words of line 1."
    assert desk.document.undo_label == ""


def test_the_editor_survives_its_own_edit_and_a_wrapped_line_grows(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1)
    before = desk.panel.view.rowHeight(1)
    desk.type("a long burst of words " * 12)
    assert desk.editor is editor
    assert desk.panel.view.rowHeight(1) > before
    assert editor.height() >= desk.panel.view.rowHeight(1) - 8


def test_a_typed_word_makes_the_take_stale_at_once(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, a_project(3, takes=True))
    desk.write_in(1)
    desk.type("x")
    line = desk.panel.table.line(1)
    assert desk.panel.table.state(line).state is TakeState.STALE
    tip = desk.panel.table.data(
        desk.panel.table.index(1, Column.STATE), Qt.ItemDataRole.ToolTipRole
    )
    assert "Stale" in tip


def test_enter_opens_the_words_and_enter_again_goes_to_the_next_line(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.click(1)
    desk.key(KEY.Key_Return)
    assert desk.row_in_hand() == 1
    desk.key(KEY.Key_Return)
    assert desk.row_in_hand() == 2
    assert isinstance(desk.editor, WordsEditor)
    assert len(desk.lines) == 5


def test_enter_at_the_end_of_a_dialogue_opens_one_of_the_other_speaker(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(2)
    desk.key(KEY.Key_End, CTRL)
    desk.key(KEY.Key_Return)
    assert len(desk.lines) == 6
    assert desk.lines[3].kind is LineKind.DIALOGUE
    assert (desk.who(2), desk.who(3)) == ("TOBIAS", "MARA")
    assert desk.row_in_hand() == 3
    desk.type("Fog.")
    assert desk.words(3) == "Fog."


def test_enter_in_the_middle_goes_on_without_a_new_line(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.type("x")
    desk.key(KEY.Key_Home)
    desk.key(KEY.Key_Return)
    assert (len(desk.lines), desk.row_in_hand()) == (5, 2)


def test_enter_in_an_empty_dialogue_makes_it_action_then_a_heading(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(4)
    desk.key(KEY.Key_End)
    desk.key(KEY.Key_Return)
    assert desk.lines[5].kind is LineKind.DIALOGUE
    desk.key(KEY.Key_Return)
    assert desk.lines[5].kind is LineKind.ACTION
    desk.key(KEY.Key_Return)
    assert desk.lines[5].kind is LineKind.HEADING
    assert len(desk.lines) == 6


@pytest.mark.parametrize(
    ("typed", "extension", "direction"),
    [
        ("LENA: (dry) Fog again.", "", "dry"),
        ("LENA (dry): Fog again.", "", "dry"),
        ("LENA (V.O.): (dry) Fog again.", "V.O.", "dry"),
        ("LENA: （低声）Fog again.", "", "低声"),
    ],
)
def test_a_typed_line_is_the_one_an_import_would_make_of_it(
    qtbot: QtBot, typed: str, extension: str, direction: str
) -> None:
    desk = a_desk(qtbot)
    desk.write_in(4)
    desk.key(KEY.Key_End)
    desk.key(KEY.Key_Return)
    for letter in typed:  # as an input method writes; the keys of a test know no （
        assert isinstance(desk.editor, WordsEditor)
        desk.editor.insertPlainText(letter)
    line = desk.lines[5]
    assert (desk.who(5), desk.words(5)) == ("LENA", "Fog again.")
    assert (line.extension, line.direction) == (extension, direction)
    (read,) = pasted_lines(typed)
    assert (read.character, read.extension, read.direction) == ("LENA", extension, direction)
    assert list(read.text.values()) == ["Fog again."]


def test_brackets_further_on_or_beside_another_direction_are_words(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_End)
    desk.type(" (dry) Yes.")
    assert desk.words(1) == "Words of line 1. (dry) Yes."
    assert desk.lines[1].direction == ""
    desk.key(KEY.Key_A, CTRL)
    desk.type("(dry) (or not) Yes.")
    assert (desk.lines[1].direction, desk.words(1)) == ("dry", "(or not) Yes.")


def test_a_scene_is_typed_from_nothing_without_the_mouse(qtbot: QtBot) -> None:
    project = a_project(0)
    project = project.with_episode(
        project.episodes[0].without([line.id for line in project.episodes[0].lines])
    )
    desk = a_desk(qtbot, project)
    desk.actions.get("line.insert_below").trigger()
    desk.type("int. deck - night")
    desk.key(KEY.Key_Return)
    desk.type("Fog.")
    desk.key(KEY.Key_Return)
    desk.type("MARA: Wind.")
    desk.key(KEY.Key_Return)
    desk.type("PIP: Soup?")
    assert desk.kinds() == [
        LineKind.HEADING,
        LineKind.ACTION,
        LineKind.DIALOGUE,
        LineKind.DIALOGUE,
    ]
    assert [desk.words(row) for row in range(4)] == ["int. deck - night", "Fog.", "Wind.", "Soup?"]
    assert [desk.who(row) for row in (2, 3)] == ["MARA", "PIP"]


def test_tab_goes_to_the_character_and_a_typed_beginning_completes_the_name(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_Tab)
    assert isinstance(desk.editor, NameEditor)
    desk.type("tob")
    desk.key(KEY.Key_Return)
    assert isinstance(desk.editor, WordsEditor)
    assert desk.who(1) == "TOBIAS"


def test_shift_tab_goes_back_to_the_words_and_tab_on_to_the_direction(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_Tab)
    desk.key(KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(desk.editor, WordsEditor)
    desk.key(KEY.Key_Tab)
    desk.key(KEY.Key_Tab)
    assert isinstance(desk.editor, DirectionEditor)
    desk.type("dry")
    assert desk.lines[1].direction == "dry"
    desk.key(KEY.Key_Return)
    assert isinstance(desk.editor, WordsEditor)


def test_a_new_name_creates_the_character_and_escape_leaves_the_old_one(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1, Column.CHARACTER)
    desk.type("Pip")
    desk.key(KEY.Key_Escape)
    assert desk.who(1) == "MARA"
    desk.write_in(1, Column.CHARACTER)
    desk.type("Pip")
    desk.key(KEY.Key_Tab)
    assert desk.who(1) == "Pip"
    assert [who.name for who in desk.document.project.cast][-1] == "Pip"


def test_control_enter_splits_and_backspace_at_the_start_joins_again(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1)
    assert isinstance(editor, WordsEditor)
    editor.put_caret(5)
    desk.key(KEY.Key_Return, CTRL)
    assert [desk.words(row) for row in (1, 2)] == ["Words", "of line 1."]
    assert desk.row_in_hand() == 2
    assert desk.who(2) == "MARA"
    desk.key(KEY.Key_Home)
    desk.key(KEY.Key_Backspace)
    assert desk.words(1) == "Words of line 1."
    assert (len(desk.lines), caret(desk)) == (5, 6)


def test_backspace_in_an_empty_line_removes_it(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_End)
    desk.key(KEY.Key_Return)
    assert len(desk.lines) == 6
    desk.key(KEY.Key_Backspace)
    assert (len(desk.lines), desk.row_in_hand()) == (5, 1)
    assert caret(desk) == len(desk.words(1))


def test_down_at_the_last_row_of_words_goes_to_the_next_line(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_Down)
    assert desk.row_in_hand() == 2
    desk.key(KEY.Key_Up)
    assert desk.row_in_hand() == 1


def test_undo_in_the_editor_is_the_documents_and_shows_in_the_editor(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1)
    desk.key(KEY.Key_End)
    desk.type("!!")
    desk.key(KEY.Key_Z, CTRL)
    assert desk.words(1) == "Words of line 1."
    assert isinstance(editor, WordsEditor)
    assert editor.toPlainText() == "Words of line 1."


@pytest.mark.parametrize(("number", "kind"), [("1", "heading"), ("2", "action"), ("5", "note")])
def test_control_and_a_number_change_the_kind_while_typing(
    qtbot: QtBot, number: str, kind: str
) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.actions.get(f"line.kind.{kind}").trigger()
    assert desk.lines[1].kind == kind
    assert desk.actions.shortcut(f"line.kind.{kind}") == f"Ctrl+{number}"
    desk.type("x")
    assert "x" in desk.words(1)


def test_several_pasted_lines_become_lines_of_the_script(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    editor = desk.write_in(1)
    data = QMimeData()
    data.setText("INT. HOLD - NIGHT\n\nIVY: Fog doesn't ring.\nPIP: (hopeful) Soup?")
    assert isinstance(editor, WordsEditor)
    editor.insertFromMimeData(data)
    assert desk.kinds()[2:5] == [LineKind.HEADING, LineKind.DIALOGUE, LineKind.DIALOGUE]
    desk.document.undo()
    assert len(desk.lines) == 5


def test_pasting_uses_the_reader_it_is_given(qtbot: QtBot) -> None:
    asked: list[str] = []

    def parse(text: str) -> tuple[PlainLine, ...]:
        asked.append(text)
        return ()

    desk = a_desk(qtbot, parse=parse)
    desk.click(1)
    QApplication.clipboard().setText("one\ntwo")
    desk.key(KEY.Key_V, CTRL)
    assert asked == ["one\ntwo"]
    assert len(desk.lines) == 5


def test_copying_lines_gives_plain_text_and_pasting_gives_them_back(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.click(1)
    desk.key(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.key(KEY.Key_C, CTRL)
    text = QApplication.clipboard().text()
    assert text == "MARA: Words of line 1.\nTOBIAS: Words of line 2."
    desk.key(KEY.Key_V, CTRL)
    assert len(desk.lines) == 7
    assert [desk.who(row) for row in (3, 4)] == ["MARA", "TOBIAS"]


def test_new_lines_can_be_written_before_the_edits_are_on_disk(qtbot: QtBot) -> None:
    keeper = KeptInMemory()
    desk = a_desk(qtbot, keeper=keeper)
    keeper.hold = True
    desk.write_in(1)
    desk.key(KEY.Key_End)
    desk.key(KEY.Key_Return)
    desk.type("Fog.")
    assert (desk.words(2), desk.shown()[2]) == ("Fog.", "Fog.")
    keeper.release()
    assert desk.shown()[2] == "Fog."
    assert isinstance(desk.editor, WordsEditor)


def test_a_read_only_document_refuses_and_says_so(qtbot: QtBot) -> None:
    desk = a_desk(qtbot, keeper=KeptInMemory(read_only=True))
    refused: list[object] = []
    desk.panel.edit_refused.connect(refused.append)
    desk.click(1)
    desk.key(KEY.Key_Return)
    assert desk.panel.view.editor is None
    desk.actions.get("line.remove").trigger()
    assert len(refused) == 1
    assert len(desk.lines) == 5


def test_the_popup_takes_the_keys_and_its_highlighted_name_counts(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_Tab)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup, "r")
    QTest.keyClick(popup, KEY.Key_Down)
    QTest.keyClick(popup, KEY.Key_Down)
    QTest.keyClick(popup, KEY.Key_Return)
    assert desk.who(1) == "NARRATOR"
    assert isinstance(desk.editor, WordsEditor)


def test_tab_in_the_popup_takes_the_name_begun_and_goes_to_the_direction(qtbot: QtBot) -> None:
    desk = a_desk(qtbot)
    desk.write_in(1)
    desk.key(KEY.Key_Tab)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup, "tob")
    QTest.keyClick(popup, KEY.Key_Tab)
    assert desk.who(1) == "TOBIAS"
    assert isinstance(desk.editor, DirectionEditor)
