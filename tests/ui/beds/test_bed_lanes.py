"""Beds below the voices by mouse, keys and menu: what becomes of them in the project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from studio.model.span import SAMPLE_RATE, Span
from studio.ui.lanes.level_field import GainField
from tests.ui.beds.shelf import PIXEL, Shelf, a_linked_bed, a_shelf
from tests.ui.children import named
from tests.ui.stage import until
from tests.ui.timeline.lanes import undoable

MIDDLE = 30


def entries(shelf: Shelf) -> dict[str, object]:
    """The open menu of the only bed, those within by `Menu/Entry`."""
    button = named(shelf.beds.area, QToolButton, f"More for {shelf.only.name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = next(m for m in shelf.panel.findChildren(QMenu) if m.isVisible())
    found: dict[str, object] = {}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= {f"{action.text()}/{each.text()}": each for each in inner.actions()}
        found[action.text()] = action
    return found


def choose(shelf: Shelf, entry: str) -> None:
    """Choose an entry of the menu of the only bed."""
    action = entries(shelf)[entry]
    action.trigger()  # pyright: ignore[reportAttributeAccessIssue] -- an action
    next(m for m in shelf.panel.findChildren(QMenu) if m.isVisible()).close()


async def test_a_bed_is_dragged_in_one_step(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        project = shelf.project
        shelf.pull(QPoint(shelf.x_of(SAMPLE_RATE), MIDDLE), 50, let_go=False)
        assert shelf.project is project
        with undoable(shelf.stage.document):
            at = QPoint(shelf.x_of(SAMPLE_RATE) + 50, MIDDLE)
            QTest.mouseRelease(shelf.lane(), Qt.MouseButton.LeftButton, pos=at)
        assert shelf.only.start == 50 * PIXEL
        assert shelf.stage.document.undo_label == "Move bed"


async def test_a_bed_goes_no_further_than_the_beginning(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path, start=4800)) as shelf:
        await shelf.ready()
        shelf.pull(QPoint(shelf.x_of(SAMPLE_RATE), MIDDLE), -90)
        assert shelf.only.start == 0


async def test_edges_cut_a_bed_and_give_back_what_was_cut(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        with undoable(shelf.stage.document):
            shelf.pull(QPoint(2, MIDDLE), 100)
        assert shelf.only.start == 100 * PIXEL
        assert shelf.only.source_span == Span(100 * PIXEL, 4 * SAMPLE_RATE)
        shelf.pull(QPoint(shelf.x_of(4 * SAMPLE_RATE) - 2, MIDDLE), -50)
        assert shelf.only.source_span == Span(100 * PIXEL, 4 * SAMPLE_RATE - 50 * PIXEL)
        shelf.pull(QPoint(shelf.x_of(shelf.only.start) + 2, MIDDLE), -500)
        assert shelf.only.start == 0
        choose(shelf, "Cut nothing off")
        assert shelf.only.source_span is None


async def test_handles_fade_a_bed(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        with undoable(shelf.stage.document):
            shelf.pull(QPoint(5, 6), 80)
        assert shelf.only.fade_in == 80 * PIXEL
        with undoable(shelf.stage.document):
            shelf.pull(QPoint(shelf.x_of(4 * SAMPLE_RATE) - 5, 6), -60)
        assert shelf.only.fade_out == 60 * PIXEL


async def test_escape_takes_a_pull_back(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        project = shelf.project
        at = QPoint(shelf.x_of(SAMPLE_RATE), MIDDLE)
        shelf.pull(at, 50, let_go=False)
        QTest.keyClick(shelf.lane(), Qt.Key.Key_Escape)
        QTest.mouseRelease(shelf.lane(), Qt.MouseButton.LeftButton, pos=at + QPoint(50, 0))
        assert shelf.project is project


async def test_undo_while_a_bed_is_pulled_lets_go_of_it(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        before = shelf.project
        shelf.beds.desk.turn(shelf.only.id, -6.0)
        at = QPoint(shelf.x_of(SAMPLE_RATE), MIDDLE)
        shelf.pull(at, 50, let_go=False)
        shelf.stage.document.undo()
        QTest.mouseRelease(shelf.lane(), Qt.MouseButton.LeftButton, pos=at + QPoint(50, 0))
        assert shelf.project == before


async def test_a_bed_is_nudged_and_removed_by_keys(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        lane, alt = shelf.lane(), Qt.KeyboardModifier.AltModifier
        with undoable(shelf.stage.document):
            QTest.keyClick(lane, Qt.Key.Key_Right, alt)
            QTest.keyClick(lane, Qt.Key.Key_Right, alt | Qt.KeyboardModifier.ShiftModifier)
        assert shelf.only.start == SAMPLE_RATE * 110 // 1000
        with undoable(shelf.stage.document):
            QTest.keyClick(lane, Qt.Key.Key_Delete)
        assert not shelf.all
        await until(lambda: not shelf.beds.area.isVisible())


async def test_strip_and_menu_change_a_bed_in_a_step_each(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path)) as shelf:
        await shelf.ready()
        for words in ("Mute rain", "Solo rain"):
            with undoable(shelf.stage.document):
                button = named(shelf.beds.area, QToolButton, words)
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        gain = named(shelf.beds.area, GainField, "Gain of rain")
        gain.selectAll()
        with undoable(shelf.stage.document):
            QTest.keyClicks(gain, "-12")
            QTest.keyClick(gain, Qt.Key.Key_Return)
        for entry in ("Step back for voices/18 dB", "Fade in/2 s", "Languages/en", "Kind/Effects"):
            with undoable(shelf.stage.document):
                choose(shelf, entry)
        bed = shelf.only
        assert (bed.muted, bed.soloed, bed.gain_db, bed.duck_db) == (True, True, -12.0, 18.0)
        assert (bed.fade_in, bed.languages, bed.kind) == (2 * SAMPLE_RATE, ("en",), "effects")


async def test_a_long_bed_can_be_reached_by_scrolling(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    async with a_shelf(qtbot, tmp_path, a_linked_bed(tmp_path, 30.0)) as shelf:
        await shelf.ready()
        bar = shelf.panel.view.horizontalScrollBar()
        bar.setValue(bar.maximum())
        assert shelf.x_of(30 * SAMPLE_RATE) < shelf.panel.view.viewport().width()
        sought: list[int] = []
        shelf.beds.seek_requested.connect(sought.append)
        QTest.mouseDClick(shelf.lane(), Qt.MouseButton.LeftButton, pos=QPoint(40, MIDDLE))
        assert sought == [shelf.panel.view.scale.sample_at(40)]


async def test_beds_of_another_language_are_not_shown(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    bed = a_linked_bed(tmp_path, languages=("zh",))
    async with a_shelf(qtbot, tmp_path) as shelf:
        shelf.beds.desk.add(bed)
        assert not shelf.beds.area.isVisible()
        shelf.stage.selection.select_language("zh")
        await until(shelf.beds.area.isVisible)
