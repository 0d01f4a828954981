"""The ruler: a press goes there, a drag lets each place sound, with Shift it marks a range."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.model.span import Span
from studio.ui.timeline.geometry import Scale
from studio.ui.timeline.ruler import Ruler

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


Heard = list[tuple[str, object]]


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    panel = QWidget()
    qtbot.addWidget(panel)
    return panel


def a_ruler(panel: QWidget) -> tuple[Ruler, Heard]:
    ruler, heard = Ruler(panel), Heard()
    ruler.resize(400, 28)
    ruler.show_scale(Scale(100.0))
    panel.resize(400, 28)
    panel.show()
    ruler.seek_requested.connect(lambda place: heard.append(("seek", place)))
    ruler.scrub_requested.connect(lambda place: heard.append(("scrub", place)))
    ruler.scrub_ended.connect(lambda: heard.append(("end", None)))
    ruler.range_marked.connect(lambda span: heard.append(("range", span)))
    return ruler, heard


def test_a_press_goes_there_and_nothing_else(qtbot: QtBot, panel: QWidget) -> None:
    ruler, heard = a_ruler(panel)
    qtbot.mouseClick(ruler, LEFT, pos=QPoint(50, 10))
    assert heard == [("seek", 5_000)]


def test_a_drag_sounds_at_each_place_until_it_is_let_go(qtbot: QtBot, panel: QWidget) -> None:
    ruler, heard = a_ruler(panel)
    qtbot.mousePress(ruler, LEFT, pos=QPoint(50, 10))
    for x in (60, 80, -20):
        qtbot.mouseMove(ruler, QPoint(x, 10))
    qtbot.mouseRelease(ruler, LEFT, pos=QPoint(10, 10))
    assert heard == [
        ("seek", 5_000), ("scrub", 6_000), ("scrub", 8_000), ("scrub", 0), ("end", None)
    ]  # fmt: skip


def test_a_drag_with_shift_marks_a_range_either_way(qtbot: QtBot, panel: QWidget) -> None:
    ruler, heard = a_ruler(panel)
    qtbot.mousePress(ruler, LEFT, SHIFT, QPoint(100, 10))
    qtbot.mouseMove(ruler, QPoint(40, 10))
    qtbot.mouseRelease(ruler, LEFT, SHIFT, QPoint(40, 10))
    assert heard == [("range", Span(4_000, 10_000))]
    ruler.show_range(Span(4_000, 10_000))
    assert not ruler.grab().isNull()
