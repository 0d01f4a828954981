"""The takes panel by mouse and keys: what is played, circled, starred, noted and discarded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from studio.casting.catalogue import Catalogue
from studio.document import Document
from studio.errors import EditRefused, VoiceError
from studio.model.ids import TakeId
from studio.model.span import Span
from studio.store.project_file import ProjectFile
from studio.synthesis.plan import planned
from studio.synthesis.status import LineStatus
from studio.ui.takes.panel import TakesPanel
from studio.ui.takes.take_table import TakeColumn
from tests.builders import a_project
from tests.ui.children import child
from tests.ui.stage import Stage, a_stage, click, double_click, shown, texts, until

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Desk:
    stage: Stage
    panel: TakesPanel


@contextmanager
def a_desk(qtbot: QtBot, folder: Path, stage: Stage | None = None) -> Iterator[Desk]:
    stage = stage or a_stage(folder)
    nothing = Catalogue({}, folder / "voices.json")
    panel = TakesPanel(stage.document, stage.selection, stage.status, nothing, stage.actions)
    shown(qtbot, stage, panel)
    yield Desk(stage, panel)
    stage.file.close()


def view_of(panel: TakesPanel) -> QTableView:
    return child(panel, QTableView)


def redo_button(panel: TakesPanel) -> QPushButton:
    return child(panel, QPushButton)


def says(panel: TakesPanel, words: str) -> bool:
    return any(words in label.text() for label in panel.findChildren(QLabel) if label.isVisible())


async def three_takes(stage: Stage) -> None:
    """Two more takes of the first line."""
    await stage.voice()
    line = stage.lines[0]
    request = stage.status.of(line, "en").request
    assert request
    for number in (1, 2):
        again = replace(request, variation=number)
        take = planned(line, "en", again, {"offline": stage.engine})
        await stage.booth.work(stage.booth.batch([take]))
    stage.selection.select_line(line.id)


async def test_a_line_without_takes_says_how_to_make_one(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        assert says(desk.panel, "Choose a spoken line")
        desk.stage.selection.select_line(desk.stage.lines[1].id)
        assert says(desk.panel, "No take yet") and says(desk.panel, "Words of line 2.")
        with qtbot.waitSignal(desk.panel.redo_requested) as asked:
            qtbot.mouseClick(redo_button(desk.panel), Qt.MouseButton.LeftButton)
        assert asked.args == [desk.stage.lines[1].id]
        with qtbot.waitSignal(desk.panel.redo_requested):
            qtbot.keyClick(desk.panel, Qt.Key.Key_R, CTRL)


async def test_takes_are_shown_newest_first_and_played_by_number(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        view, takes = view_of(desk.panel), desk.stage.takes(desk.stage.lines[0])
        await until(lambda: texts(view, TakeColumn.NUMBER) == ["3", "2", "1"])
        view.setFocus()
        for key, take in ((Qt.Key.Key_1, takes[0]), (Qt.Key.Key_3, takes[2])):
            with qtbot.waitSignal(desk.panel.play_take_requested) as asked:
                qtbot.keyClick(view, key)
            assert asked.args == [take.id]
        with qtbot.waitSignal(desk.panel.play_take_requested) as asked:
            double_click(qtbot, view, 1, TakeColumn.LENGTH)
        assert asked.args == [takes[1].id]


async def test_return_circles_the_chosen_take_and_undo_takes_it_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        first, _, newest = stage.takes(stage.lines[0])
        assert stage.project.takes.circled(stage.lines[0], "en") == newest
        click(qtbot, view, 2, TakeColumn.NUMBER)
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert stage.project.takes.circled(stage.lines[0], "en") == first
        label = stage.document.undo_label
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert label == "Circle take"
        stage.document.undo()
        assert stage.project.takes.circled(stage.lines[0], "en") == newest
        assert not stage.document.undo_label


async def test_a_click_on_the_circle_or_the_star_marks_the_take(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        click(qtbot, view, 1, TakeColumn.CIRCLED)
        second = stage.takes(stage.lines[0])[1]
        assert stage.project.takes.circled(stage.lines[0], "en") == second
        click(qtbot, view, 1, TakeColumn.STAR)
        assert stage.takes(stage.lines[0])[1].starred
        qtbot.keyClick(view, Qt.Key.Key_S)
        assert not stage.takes(stage.lines[0])[1].starred


async def test_a_note_is_typed_in_place_and_enter_only_ends_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        double_click(qtbot, view, 2, TakeColumn.NOTE)
        editor = view.findChild(QLineEdit)
        qtbot.keyClicks(editor, "Soft 1 start")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        await until(lambda: stage.takes(stage.lines[0])[0].note == "Soft 1 start")
        newest = stage.takes(stage.lines[0])[2]
        assert stage.project.takes.circled(stage.lines[0], "en") == newest
        stage.document.undo()
        assert stage.takes(stage.lines[0])[0].note == ""


async def test_a_discarded_take_leaves_the_list_and_undo_brings_it_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        click(qtbot, view, 0, TakeColumn.NUMBER)
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert len(stage.takes(stage.lines[0])) == 2
        await until(lambda: view.model().rowCount() == 2)
        stage.document.undo()
        assert len(stage.takes(stage.lines[0])) == 3


async def test_the_chosen_take_stays_chosen_when_another_comes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        click(qtbot, view, 2, TakeColumn.NUMBER)
        request = stage.status.of(stage.lines[0], "en").request
        assert request
        again = replace(request, variation=3)
        take = planned(stage.lines[0], "en", again, {"offline": stage.engine})
        await stage.booth.work(stage.booth.batch([take]))
        await until(lambda: view.model().rowCount() == 4)
        with qtbot.waitSignal(desk.panel.play_take_requested) as asked:
            stage.actions.get("takes.play").trigger()
        assert asked.args == [stage.takes(stage.lines[0])[0].id]


async def test_a_changed_word_marks_the_takes_stale_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage = desk.stage
        await until(lambda: says(desk.panel, "Up to date"))
        changed = stage.project.with_line(stage.lines[0].saying("en", "Other words."))
        stage.document.edit("Edit line", changed)
        await until(lambda: says(desk.panel, "Changed since this take"))
        assert says(desk.panel, "Other words.")


async def test_a_failed_take_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        stage = desk.stage
        stage.engine.fails = lambda asked: VoiceError("offline", "the voice is hoarse")
        stage.selection.select_line(stage.lines[0].id)
        await stage.voice()
        await until(lambda: says(desk.panel, "the voice is hoarse"))


async def test_a_very_long_line_leaves_room_for_its_takes(qtbot: QtBot, tmp_path: Path) -> None:
    project = a_project(lines=1)
    line = project.episodes[0].spoken_lines[0].saying("en", "word " * 1000)
    with a_desk(qtbot, tmp_path, a_stage(tmp_path, project.with_line(line))) as desk:
        desk.stage.selection.select_line(line.id)
        await desk.stage.voice()
        await until(lambda: view_of(desk.panel).model().rowCount() == 1)
        assert view_of(desk.panel).height() > 300 and desk.panel.minimumSizeHint().width() < 480


async def test_where_nothing_can_be_kept_nothing_can_be_changed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    stage = a_stage(tmp_path)
    await three_takes(stage)
    with ProjectFile.open(stage.file.path) as reader:
        assert reader.read_only
        document = Document(reader.project, cast(Any, _ReadOnly()))
        status = LineStatus(document, {"offline": stage.engine})
        stage = replace(stage, document=document, status=status)
        with a_desk(qtbot, tmp_path, stage) as desk:
            view = view_of(desk.panel)
            assert not redo_button(desk.panel).isEnabled()
            click(qtbot, view, 1, TakeColumn.CIRCLED)
            click(qtbot, view, 1, TakeColumn.STAR)
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_S):
                qtbot.keyClick(view, key)
            double_click(qtbot, view, 1, TakeColumn.NOTE)
            assert view.findChild(QLineEdit) is None
            assert document.project is reader.project


class _ReadOnly:
    read_only = True


async def test_what_a_take_and_all_takes_of_a_line_were_billed_is_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await desk.stage.voice()
        desk.stage.selection.select_line(desk.stage.lines[1].id)
        assert says(desk.panel, "Up to date") and not says(desk.panel, "billed")
        desk.stage.engine.rate = Decimal("0.01")
        await three_takes(desk.stage)
        await until(lambda: says(desk.panel, "Up to date · 32 characters billed for this line"))
        model = view_of(desk.panel).model()
        tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
        assert ["16 characters were billed." in tip for tip in tips] == [True, True, False]


async def test_a_locked_take_is_never_discarded_and_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        click(qtbot, view, 2, TakeColumn.LOCK)
        assert stage.takes(stage.lines[0])[0].locked and stage.document.undo_label == "Lock take"
        with qtbot.waitSignal(desk.panel.refused) as refusal:
            qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert refusal.args and isinstance(refusal.args[0], EditRefused)
        assert len(stage.takes(stage.lines[0])) == 3
        stage.actions.get("takes.lock").trigger()
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert len(stage.takes(stage.lines[0])) == 2


async def test_what_was_discarded_is_shown_played_and_brought_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        first, _, newest = stage.takes(stage.lines[0])
        click(qtbot, view, 2, TakeColumn.NUMBER)
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        stage.actions.get("takes.discarded").trigger()
        await until(lambda: view.model().rowCount() == 1)
        with qtbot.waitSignal(desk.panel.play_take_requested) as asked:
            double_click(qtbot, view, 0, TakeColumn.LENGTH)
        assert asked.args == [first.id]
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert stage.takes(stage.lines[0])[0].id == first.id
        assert stage.project.takes.circled(stage.lines[0], "en") == newest
        assert stage.document.undo_label == "Restore take"
        await until(lambda: says(desk.panel, "No take of this line was discarded."))
        stage.selection.select_line(stage.lines[1].id)
        assert not stage.actions.get("takes.discarded").isChecked()


async def test_the_keys_are_on_a_discarded_take_as_soon_as_it_is_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        click(qtbot, view, 2, TakeColumn.NUMBER)
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        await until(lambda: view.model().rowCount() == 2)
        stage.actions.get("takes.discarded").trigger()
        await until(lambda: view.model().rowCount() == 1)
        assert view.currentIndex().row() == 0
        qtbot.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
        assert len(stage.takes(stage.lines[0])) == 3
        assert stage.document.undo_label == "Restore take"


async def test_a_take_that_comes_back_is_not_chosen_for_that(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        _, second, newest = stage.takes(stage.lines[0])
        click(qtbot, view, 0, TakeColumn.NUMBER)
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        stage.actions.get("takes.discarded").trigger()
        await until(lambda: view.model().rowCount() == 1)
        stage.actions.get("takes.restore").trigger()
        assert stage.takes(stage.lines[0])[2].id == newest.id
        assert stage.project.takes.circled(stage.lines[0], "en") == second


async def test_enter_chooses_what_was_heard_by_its_number_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, view = desk.stage, view_of(desk.panel)
        await until(lambda: view.model().rowCount() == 3)
        assert not desk.panel.choose_heard()
        desk.panel.play_number(2)
        assert desk.panel.choose_heard() and not desk.panel.choose_heard()
        second = stage.takes(stage.lines[0])[1]
        assert stage.project.takes.circled(stage.lines[0], "en") == second
        desk.panel.play_number(1)
        stage.selection.select_line(stage.lines[1].id)
        assert not desk.panel.choose_heard()
        with qtbot.waitSignal(desk.panel.told) as told:
            desk.panel.play_number(7)
        assert told.args == ["There is no take 7."]


async def test_why_a_take_is_worth_a_listen_is_told_where_it_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, model = desk.stage, view_of(desk.panel).model()
        await until(lambda: model.rowCount() == 3)
        bad = stage.takes(stage.lines[0])[0].id
        desk.panel.show_reasons(lambda take: ("Ends abruptly.",) if take.id == bad else ())
        signs = [model.index(row, TakeColumn.NUMBER) for row in range(3)]
        shown = [sign.data(Qt.ItemDataRole.DecorationRole) is not None for sign in signs]
        assert shown == [False, False, True]
        assert "Ends abruptly." in signs[2].data(Qt.ItemDataRole.ToolTipRole)
        assert "Ends abruptly." in signs[2].data(Qt.ItemDataRole.AccessibleTextRole)


async def test_a_comp_names_its_takes(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage, model = desk.stage, view_of(desk.panel).model()
        one, other, third = stage.takes(stage.lines[0])
        parts = ((one.id, Span(0, 100)), (third.id, Span(100, 200)))
        stage.document.record(replace(other, id=TakeId("comp"), parts=parts), None)
        await until(lambda: model.rowCount() == 4)
        assert model.index(0, TakeColumn.VOICE).data() == "Comp 1+3"


async def test_a_line_that_was_marked_ok_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(qtbot, tmp_path) as desk:
        await three_takes(desk.stage)
        stage = desk.stage
        await until(lambda: says(desk.panel, "Up to date"))
        line = stage.lines[0]
        newest = stage.takes(line)[2].id
        stage.document.edit("Mark ok", stage.project.with_line(line.approving("en", newest)))
        await until(lambda: says(desk.panel, "Up to date · marked ok"))
