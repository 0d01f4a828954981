"""What is worth a listen and what is ok: marks, filters, the strip, the keys from line to line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from studio.model.ids import LineId, TakeId, new_id
from studio.model.line import Line
from studio.model.suspicion import Reason, Suspicion
from studio.ui.script.checks import reason_words
from studio.ui.script.columns import Column
from studio.ui.script.filters import LineFilter, Want
from studio.ui.script.script_bar import ScriptBar
from studio.ui.script.trouble_strip import TroubleStrip
from tests.builders import a_project, a_recording, a_take
from tests.ui.children import child, named
from tests.ui.script.scripts import Desk, a_desk

KEY = Qt.Key
TOLD = "Ends in the middle of a sound."


@dataclass
class Doubts:
    """Suspects the lines it is told to, until their takes are decided upon."""

    lines: set[str] = field(default_factory=set)

    def of_line(self, line: Line, language: str) -> tuple[Suspicion, ...]:
        if line.id not in self.lines or line.approved.get(language):
            return ()
        return (Suspicion(Reason.CLIPPED_END, -20.0, -55.0),)


@dataclass
class Room:
    desk: Desk
    doubts: Doubts
    heard: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def spoken(self) -> tuple[Line, ...]:
        return self.desk.document.project.episodes[0].spoken_lines

    def doubt(self, *places: int) -> None:
        """From now on these spoken lines are suspicious, and no others."""
        touched = self.doubts.lines | {self.spoken[at].id for at in places}
        self.doubts.lines = {self.spoken[at].id for at in places}
        self.desk.panel.checked.suspicions_changed(LineId(line) for line in touched)

    def voice(self, *places: int) -> None:
        """A take that fits for these spoken lines."""
        for at in places:
            line = self.spoken[at]
            request = self.desk.status.of(line, "en").request
            assert request
            take = replace(
                a_take(line, a_recording()), fingerprint=request.fingerprint, id=TakeId(new_id())
            )
            self.desk.document.record(take, None)

    def shown(self) -> list[int]:
        order = [line.id for line in self.spoken]
        return [order.index(line.id) for line in self.desk.panel.table.lines]


@contextmanager
def a_room(qtbot: QtBot, lines: int = 4) -> Iterator[Room]:
    desk = a_desk(qtbot, a_project(lines))
    desk.actions.attach(desk.panel)
    room = Room(desk, Doubts())
    listening = desk.panel.checked.listening
    listening.hear_requested.connect(room.heard.append)
    listening.take_requested.connect(room.asked.append)
    listening.told.connect(room.told.append)
    desk.panel.checked.show_suspects(room.doubts)
    yield room


def strip_words(room: Room) -> str:
    strip = child(room.desk.panel, TroubleStrip)
    label = named(strip, QLabel, "What is wrong with the line in hand")
    return label.text() if strip.isVisible() else ""


def test_a_suspicious_line_tells_why_in_row_tooltip_strip_and_for_screen_readers(
    qtbot: QtBot,
) -> None:
    with a_room(qtbot) as room:
        room.voice(0, 1, 2, 3)
        room.doubt(1)
        table = room.desk.panel.table
        row = table.row_of(room.spoken[1].id)
        assert table.trouble(room.spoken[1]) == TOLD and table.trouble(room.spoken[0]) == ""
        tip = table.index(row, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
        said = table.index(row, Column.TEXT).data(Qt.ItemDataRole.AccessibleTextRole)
        assert TOLD in tip and TOLD in said
        room.desk.selection.select_line(room.spoken[1].id)
        assert strip_words(room) == f"Worth a listen: {TOLD}"
        room.doubt()
        assert strip_words(room) == ""


def test_the_suspicious_lines_are_filtered_and_follow_what_is_found(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.voice(0, 1, 2, 3)
        bar = child(room.desk.panel, ScriptBar)
        bar.choose_filter(LineFilter(Want.SUSPICIOUS))
        assert room.shown() == []
        room.doubt(1, 3)
        assert room.shown() == [1, 3]
        room.doubt(3)
        assert room.shown() == [3]


def test_the_filters_say_how_many_lines_they_let_pass(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.voice(0, 1, 2, 3)
        room.doubt(1, 3)
        combo = named(room.desk.panel, QComboBox, "Lines to show")

        def texts() -> list[str]:
            return [combo.itemText(at) for at in range(combo.count())]

        qtbot.waitUntil(lambda: {"Suspicious (2)", "Not ok yet (4)"} <= set(texts()))
        room.desk.selection.select_line(room.spoken[1].id)
        room.desk.actions.get("line.approve").trigger()
        qtbot.waitUntil(lambda: {"Suspicious (1)", "Not ok yet (3)"} <= set(texts()))


def test_m_marks_ok_and_takes_it_back_and_the_filter_keeps_the_line_in_hand(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.voice(0, 1, 2)
        child(room.desk.panel, ScriptBar).choose_filter(LineFilter(Want.NOT_OK))
        room.desk.selection.select_line(room.spoken[1].id)
        room.desk.key(KEY.Key_M)
        assert room.desk.status.is_approved(room.spoken[1], "en")
        assert room.shown() == [0, 1, 2, 3] and room.told[-1] == "1 line is ok."
        child(room.desk.panel, ScriptBar).choose_filter(LineFilter())
        room.desk.selection.select_line(room.spoken[0].id)
        child(room.desk.panel, ScriptBar).choose_filter(LineFilter(Want.NOT_OK))
        assert room.shown() == [0, 2, 3]
        room.desk.selection.select_line(room.spoken[1].id)
        room.desk.key(KEY.Key_M)
        assert not room.desk.status.is_approved(room.spoken[1], "en")
        room.desk.document.undo()
        assert room.desk.status.is_approved(room.spoken[1], "en")


def test_a_line_without_a_take_that_fits_cannot_be_ok(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.voice(0)
        room.desk.selection.select_lines((room.spoken[0].id, room.spoken[1].id))
        room.desk.key(KEY.Key_M)
        assert [bool(line.approved) for line in room.spoken[:2]] == [True, False]
        room.desk.selection.select_line(room.spoken[1].id)
        room.desk.key(KEY.Key_M)
        assert room.told[-1] == "Only a line whose take fits it can be marked ok."


def test_f7_goes_to_the_next_suspicious_line_and_from_the_top_again(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.voice(0, 1, 2, 3)
        room.desk.key(KEY.Key_F7)
        assert room.told[-1] == "Nothing in this episode is suspicious."
        room.doubt(0, 2)
        for expected in (0, 2, 0):
            room.desk.key(KEY.Key_F7)
            assert room.desk.selection.line == room.spoken[expected].id
        assert room.told[-1] == TOLD and room.desk.panel.view.hasFocus()


def test_a_line_one_goes_to_is_heard_only_when_the_switch_is_on(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.desk.key(KEY.Key_Down)
        room.desk.key(KEY.Key_Down)
        room.desk.actions.get("script.play_on").trigger()
        room.desk.key(KEY.Key_Down)
        here = room.desk.selection.line
        qtbot.waitUntil(lambda: room.heard == [here])
        room.desk.selection.select_line(room.spoken[0].id)  # somebody else goes there
        room.desk.key(KEY.Key_Up)  # to the heading, which nobody says
        room.desk.key(KEY.Key_Down)
        qtbot.waitUntil(lambda: room.heard == [here, room.spoken[0].id])


def test_lines_that_are_only_passed_are_not_heard(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.desk.actions.get("script.play_on").trigger()
        room.desk.selection.select_line(room.spoken[0].id)
        for _ in range(3):
            room.desk.key(KEY.Key_Down)
        qtbot.waitUntil(lambda: bool(room.heard))
        assert room.heard == [room.spoken[3].id]


def test_numbers_ask_for_takes_and_enter_chooses_before_it_writes(qtbot: QtBot) -> None:
    with a_room(qtbot) as room:
        room.desk.selection.select_line(room.spoken[0].id)
        room.desk.key(KEY.Key_2)
        assert room.asked == [2]
        answers = [True, False]
        room.desk.panel.view.enter_first = lambda: answers.pop(0)
        room.desk.key(KEY.Key_Return)
        assert room.desk.panel.view.editor is None
        room.desk.key(KEY.Key_Return)
        assert room.desk.panel.view.editor is not None
        QTest.keyClicks(QApplication.focusWidget(), "2")
        assert room.asked == [2]


def test_every_reason_has_a_sentence_without_gaps() -> None:
    words = reason_words(Suspicion(reason, 2.0, 1.0) for reason in Reason)
    assert len(words) == len(Reason)
    assert all(each.endswith(".") and "{" not in each for each in words)
