"""The strips beside the lanes by mouse, wheel and keys: what becomes of the project's lanes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.model.lane import PLAIN_LANE, Lane
from studio.ui.lanes.level_field import DraggedField, GainField, PanField
from studio.ui.lanes.strip import Strip
from studio.ui.timeline.shelves import COLLAPSED
from tests.ui.children import named
from tests.ui.timeline.lanes import Lanes, a_timeline, undoable, voiced

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def first(lanes: Lanes) -> str:
    return lanes.view.board.lanes[0].name


def lane(lanes: Lanes) -> Lane:
    return lanes.document.project.lane(lanes.view.board.lanes[0].character)


def field(lanes: Lanes, kind: type[DraggedField], words: str) -> DraggedField:
    return named(lanes.view.header, kind, f"{words} of {first(lanes)}")


def press(lanes: Lanes, words: str) -> None:
    button = named(lanes.view.header, QToolButton, f"{words} {first(lanes)}")
    QTest.mouseClick(button, LEFT)


def pull(field: DraggedField, pixels: int, *, let_go: bool = True) -> None:
    """Drag over a number, upwards with positive pixels."""
    line, at = field.lineEdit(), QPoint(10, 8)
    QTest.mousePress(line, LEFT, PLAIN, at)
    QTest.mouseMove(line, at - QPoint(0, pixels // 2))
    QTest.mouseMove(line, at - QPoint(0, pixels))
    if let_go:
        QTest.mouseRelease(line, LEFT, PLAIN, at - QPoint(0, pixels))


def wheel(widget: QWidget, steps: int) -> None:
    at = QPointF(widget.rect().center())
    turned = QPoint(0, 120 * steps)
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        turned,
        Qt.MouseButton.NoButton,
        PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_lane_is_muted_and_soloed_in_a_step_each(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with undoable(lanes.document):
        press(lanes, "Mute")
    assert lane(lanes) == Lane(muted=True)
    with undoable(lanes.document):
        press(lanes, "Solo")
    assert lane(lanes) == Lane(muted=True, soloed=True)
    assert lanes.document.undo_label == "Solo lane"


def test_a_gain_is_typed_in_one_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    gain = field(lanes, GainField, "Gain")
    gain.selectAll()
    with undoable(lanes.document):
        QTest.keyClicks(gain, "-6.5")
        QTest.keyClick(gain, Qt.Key.Key_Return)
    assert lane(lanes).gain_db == -6.5
    assert gain.text() == "-6.5 dB"


def test_a_gain_is_dragged_in_one_step_when_it_is_let_go(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    gain = field(lanes, GainField, "Gain")
    project = lanes.document.project
    pull(gain, 30, let_go=False)
    assert gain.text() == "+3.0 dB" and lanes.document.project is project
    with undoable(lanes.document):
        QTest.mouseRelease(gain.lineEdit(), LEFT, PLAIN, QPoint(10, 8 - 30))
    assert lane(lanes).gain_db == 3.0


def test_escape_takes_a_dragged_gain_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    gain = field(lanes, GainField, "Gain")
    pull(gain, 30, let_go=False)
    QTest.keyClick(gain, Qt.Key.Key_Escape)
    QTest.mouseRelease(gain.lineEdit(), LEFT, PLAIN, QPoint(10, 8 - 30))
    assert gain.text() == "0.0 dB" and lane(lanes) == PLAIN_LANE


def test_turns_of_the_wheel_are_one_step_until_the_field_is_left(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    gain = field(lanes, GainField, "Gain")
    gain.setFocus()
    with undoable(lanes.document):
        wheel(gain, 1)
        wheel(gain, 1)
    assert lane(lanes).gain_db == 1.0
    lanes.view.setFocus()
    gain.setFocus()
    wheel(gain, -1)
    lanes.document.undo()
    assert lane(lanes).gain_db == 1.0


def test_a_lane_is_put_to_a_side_by_typing(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    pan = field(lanes, PanField, "Pan")
    pan.selectAll()
    with undoable(lanes.document):
        QTest.keyClicks(pan, "l30")
        QTest.keyClick(pan, Qt.Key.Key_Return)
    assert lane(lanes).pan == -0.3
    assert pan.text() == "L 30"


def test_a_folded_lane_is_low_and_comes_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with undoable(lanes.document):
        press(lanes, "Fold")
    assert lane(lanes).collapsed and lanes.view.shelves.height_of(0) == COLLAPSED
    press(lanes, "Unfold")
    assert lane(lanes) == PLAIN_LANE and lanes.view.shelves.height_of(0) > COLLAPSED


def test_the_foot_of_a_strip_drags_the_height_in_one_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    strip = lanes.view.header.findChildren(Strip)[0]
    before, project = strip.height(), lanes.document.project
    foot = QPoint(40, before - 2)
    QTest.mousePress(strip, LEFT, PLAIN, foot)
    QTest.mouseMove(strip, foot + QPoint(0, 30))
    assert lanes.view.shelves.height_of(0) == before + 30
    assert lanes.document.project is project
    with undoable(lanes.document):
        QTest.mouseRelease(strip, LEFT, PLAIN, QPoint(40, before - 2 + 30))
    assert lane(lanes).height > 1.0
    assert lanes.view.shelves.height_of(0) == before + 30


def test_escape_takes_a_dragged_height_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    strip, project = lanes.view.header.findChildren(Strip)[0], lanes.document.project
    before = strip.height()
    foot = QPoint(40, before - 2)
    QTest.mousePress(strip, LEFT, PLAIN, foot)
    QTest.mouseMove(strip, foot + QPoint(0, 30))
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    QTest.mouseRelease(strip, LEFT, PLAIN, foot + QPoint(0, 30))
    assert lanes.view.shelves.height_of(0) == before and lanes.document.project is project


def test_the_menu_of_a_lane_gives_it_an_effect(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    press(lanes, "More for")
    menu = next(m for m in lanes.view.header.findChildren(QMenu) if m.isVisible())
    inner = next(a.menu() for a in menu.actions() if a.text() == "Effect")
    assert isinstance(inner, QMenu)
    hall = next(a for a in inner.actions() if a.text() == "Hall")
    with undoable(lanes.document):
        hall.trigger()
    assert lane(lanes).effect == "hall"
    menu.close()


def test_the_effect_of_a_clip_is_its_own_its_lanes_or_none(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(1)
    lanes.actions.get("lane.effect").trigger()
    menu = next(m for m in lanes.panel.findChildren(QMenu) if m.isVisible())
    entries = {action.text(): action for action in menu.actions()}
    assert entries["As the lane"].isChecked()
    with undoable(lanes.document):
        entries["Telephone"].trigger()
    assert lanes.held(1).effect == "telephone"
    with undoable(lanes.document):
        entries["None"].trigger()
    assert lanes.held(1).effect == "none"
    menu.close()


def test_keys_mute_and_solo_the_lane_of_the_line_in_hand(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    character = lanes.clip(0).character
    lanes.actions.get("lane.mute").trigger()
    lanes.actions.get("lane.solo").trigger()
    assert lanes.document.project.lane(character) == Lane(muted=True, soloed=True)
    with undoable(lanes.document):
        lanes.actions.get("lane.unsolo_all").trigger()
    assert lanes.document.project.lane(character) == Lane(muted=True)


def test_a_lane_shows_what_undo_brings_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    press(lanes, "Mute")
    button = named(lanes.view.header, QToolButton, f"Mute {first(lanes)}")
    lanes.document.undo()
    assert not button.isChecked()
    lanes.document.redo()
    assert button.isChecked()


def test_what_cannot_be_written_cannot_be_changed(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(), read_only=True)
    assert not named(lanes.view.header, QToolButton, f"Mute {first(lanes)}").isEnabled()
    assert not field(lanes, GainField, "Gain").isEnabled()


def test_every_control_of_a_strip_has_a_name_and_takes_the_keys(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    for strip in lanes.view.header.findChildren(Strip):
        for control in strip.stops:
            assert control.accessibleName()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
