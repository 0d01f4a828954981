"""Markers on the ruler: set, named, moved, gone to, taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.span import SAMPLE_RATE, Span
from studio.model.timeline import Marker
from studio.ui.timeline.marker_name import MarkerName
from tests.ui.children import child
from tests.ui.timeline.lanes import SHIFT, Lanes, a_timeline, undoable, voiced

KEY = Qt.Key
PIXEL = 480


def markers(lanes: Lanes) -> tuple[Marker, ...]:
    return lanes.document.project.episodes[0].timeline("en").markers


def with_marker(lanes: Lanes, at: int, name: str = "") -> None:
    project = lanes.document.project
    episode = project.episodes[0]
    marked = episode.timeline("en").marking(Marker(at, name))
    lanes.document.edit("Mark", project.with_episode(episode.with_timeline("en", marked)))


def test_a_marker_is_set_at_the_playhead_and_named(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.panel.set_playhead(3 * SAMPLE_RATE)
    with undoable(lanes.document):
        lanes.key(KEY.Key_M, SHIFT)
    name = child(lanes.view.ruler, MarkerName)
    lanes.key(KEY.Key_M, SHIFT)
    assert name.isVisible()
    QTest.keyClicks(name, "Door")
    QTest.keyClick(name, KEY.Key_Return)
    assert markers(lanes) == (Marker(3 * SAMPLE_RATE, "Door"),)
    assert not name.isVisible() and lanes.view.hasFocus()
    assert "Door" in lanes.view.ruler.accessibleDescription()


def test_escape_leaves_a_marker_its_name(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with_marker(lanes, SAMPLE_RATE, "Door")
    lanes.panel.set_playhead(SAMPLE_RATE)
    lanes.key(KEY.Key_N, SHIFT)
    name = child(lanes.view.ruler, MarkerName)
    QTest.keyClicks(name, "Window")
    QTest.keyClick(name, KEY.Key_Escape)
    assert markers(lanes) == (Marker(SAMPLE_RATE, "Door"),)
    assert not name.isVisible()


def test_a_marker_is_pulled_along_the_ruler(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with_marker(lanes, SAMPLE_RATE, "Door")
    ruler, button = lanes.view.ruler, Qt.MouseButton.LeftButton
    with undoable(lanes.document):
        QTest.mousePress(ruler, button, pos=QPoint(102, 6))
        QTest.mouseMove(ruler, QPoint(180, 6))
        QTest.mouseMove(ruler, QPoint(250, 6))
        QTest.mouseRelease(ruler, button, pos=QPoint(250, 6))
    assert markers(lanes) == (Marker(250 * PIXEL, "Door"),)
    assert lanes.sought == [SAMPLE_RATE]


def test_a_marker_catches_on_a_clip_and_escape_takes_it_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with_marker(lanes, SAMPLE_RATE)
    ruler, button = lanes.view.ruler, Qt.MouseButton.LeftButton
    edge = lanes.clip(0).timeline_span.end

    def pull() -> QPoint:
        to = QPoint(edge // PIXEL + 5, 6)
        QTest.mousePress(ruler, button, pos=QPoint(102, 6))
        QTest.mouseMove(ruler, QPoint(180, 6))
        QTest.mouseMove(ruler, to)
        return to

    to = pull()
    lanes.key(KEY.Key_Escape)
    QTest.mouseRelease(ruler, button, pos=to)
    assert markers(lanes) == (Marker(SAMPLE_RATE),)
    QTest.mouseRelease(ruler, button, pos=pull())
    assert markers(lanes) == (Marker(edge),)


def test_a_double_click_names_a_marker(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with_marker(lanes, SAMPLE_RATE)
    QTest.mouseDClick(lanes.view.ruler, Qt.MouseButton.LeftButton, pos=QPoint(102, 6))
    assert child(lanes.view.ruler, MarkerName).isVisible()


def test_one_goes_from_marker_to_marker(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    for second in (1, 3, 5):
        with_marker(lanes, second * SAMPLE_RATE)
    lanes.panel.set_playhead(3 * SAMPLE_RATE)
    lanes.key(KEY.Key_Period)
    lanes.key(KEY.Key_Comma)
    lanes.panel.set_playhead(6 * SAMPLE_RATE)
    lanes.key(KEY.Key_Period)
    assert lanes.sought == [5 * SAMPLE_RATE, SAMPLE_RATE]


def test_a_marker_is_removed_at_the_playhead_and_by_its_menu(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    for second in (1, 3):
        with_marker(lanes, second * SAMPLE_RATE)
    lanes.panel.set_playhead(SAMPLE_RATE)
    lanes.act("marker.remove")
    lanes.view.ruler.marker_menu_requested.emit(3 * SAMPLE_RATE, QPoint(10, 10))
    (menu,) = (menu for menu in lanes.panel.findChildren(QMenu) if menu.isVisible())
    menu.actions()[-1].trigger()
    menu.close()
    assert markers(lanes) == ()


def test_a_read_only_project_keeps_its_markers(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, read_only=True)
    assert not lanes.actions.get("marker.add").isEnabled()


def test_a_drag_catches_on_a_marker_and_names_it(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    place = lanes.clip(1).timeline_span.start + 57 * PIXEL + 101
    with_marker(lanes, place, "Door")
    lanes.hold(at := lanes.on(1), QPoint(53, 0))
    assert lanes.view.caught == (place, "Door")
    lanes.release(at + QPoint(53, 0))
    assert lanes.held(1).pin == place


def test_a_drag_catches_on_a_picture_cut(qtbot: QtBot) -> None:
    project = voiced()
    cut, used = 7 * SAMPLE_RATE + 11, Span(SAMPLE_RATE, 20 * SAMPLE_RATE)
    picture = Bed(
        BedId("b"), BedKind.VIDEO, "Reel", start=2 * SAMPLE_RATE, source_span=used,
        cuts=(4800, cut),
    )  # fmt: skip
    episode = replace(project.episodes[0], beds=(picture,))
    lanes = a_timeline(qtbot, project.with_episode(episode))
    place = cut + SAMPLE_RATE
    by = (place - lanes.clip(1).timeline_span.start) // PIXEL - 4
    lanes.hold(at := lanes.on(1), QPoint(by, 0))
    assert lanes.view.caught == (place, "picture cut")
    lanes.release(at + QPoint(by, 0))
    assert lanes.held(1).pin == place
