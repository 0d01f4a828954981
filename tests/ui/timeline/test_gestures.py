"""What a hand does to clips with the mouse: trim, slip, fade, level, double, move a piece."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.errors import EditProblem, EditRefused
from studio.model.project import Project
from studio.model.span import SAMPLE_RATE, Span
from studio.model.timeline import Piece, Placement
from studio.ui.timeline.zones import Zone
from tests.ui.timeline.lanes import (
    CTRL,
    SHIFT,
    Lanes,
    a_timeline,
    placed,
    spoken,
    undoable,
    voiced,
)

ALT = Qt.KeyboardModifier.AltModifier
PIXEL = 480


def halved(project: Project, number: int) -> Project:
    """The project with the take of a line of one second cut in the middle."""
    (take,) = project.takes.by_line[spoken(project, number).id]
    half = take.length // 2
    pieces = (Piece(Span(0, half)), Piece(Span(half, take.length), half))
    held = Placement(take=take.id, pieces=pieces)
    return placed(project, {spoken(project, number).id: held})


def free(lanes: Lanes) -> None:
    """Let nothing catch."""
    lanes.act("snap.on")


def test_the_end_of_a_clip_is_trimmed_and_nothing_else_moves(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    starts, span = lanes.starts(), lanes.clip(0).timeline_span
    with undoable(lanes.document):
        lanes.pull(lanes.grip(0, Zone.END), QPoint(-41, 0))
    assert lanes.clip(0).timeline_span == Span(span.start, span.end - 41 * PIXEL)
    assert lanes.clip(0).source_span == Span(0, span.length - 41 * PIXEL)
    assert lanes.starts() == starts
    assert lanes.document.undo_label == "Trim clip"


def test_the_start_of_a_clip_is_trimmed_and_the_rest_is_heard_where_it_was(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    span = lanes.clip(1).timeline_span
    others = [lanes.clip(n).timeline_span for n in (0, 2, 3, 4)]
    with undoable(lanes.document):
        lanes.pull(lanes.grip(1, Zone.START), QPoint(23, 0))
    assert lanes.clip(1).timeline_span == Span(span.start + 23 * PIXEL, span.end)
    assert lanes.clip(1).source_span == Span(23 * PIXEL, span.length)
    assert [lanes.clip(n).timeline_span for n in (0, 2, 3, 4)] == others


def test_with_ripple_what_follows_a_trimmed_clip_moves_up(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    lanes.act("ripple.to_pin")
    starts = lanes.starts()
    lanes.hold(at := lanes.grip(0, Zone.END), QPoint(-41, 0))
    shown = lanes.view.board.starts.tolist()
    lanes.release(at + QPoint(-41, 0))
    assert lanes.starts()[lanes.line(3)] == starts[lanes.line(3)] - 41 * PIXEL
    assert shown == [clip.timeline_span.start for clip in lanes.clips()]


def test_a_trimmed_clip_can_be_pulled_out_again_as_far_as_there_is_sound(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    before = lanes.clip(0)
    lanes.pull(lanes.grip(0, Zone.END), QPoint(-41, 0))
    lanes.pull(lanes.grip(0, Zone.END), QPoint(300, 0))
    assert lanes.clip(0) == before
    assert lanes.held(0) == Placement()


def test_what_is_heard_in_a_clip_is_slipped(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    lanes.pull(lanes.grip(0, Zone.END), QPoint(-50, 0))
    before = lanes.clip(0)
    with undoable(lanes.document):
        lanes.pull(lanes.on(0), QPoint(-20, 0), ALT | CTRL)
    assert lanes.clip(0).timeline_span == before.timeline_span
    assert lanes.clip(0).source_span == before.source_span.moved(20 * PIXEL)


@pytest.mark.parametrize("zone", [Zone.FADE_IN, Zone.FADE_OUT])
def test_a_fade_is_pulled_out_of_a_corner(qtbot: QtBot, zone: Zone) -> None:
    lanes = a_timeline(qtbot)
    rising = zone is Zone.FADE_IN
    with undoable(lanes.document):
        lanes.pull(lanes.grip(0, zone), QPoint(30 if rising else -30, 0))
    fades = lanes.clip(0).fade_in, lanes.clip(0).fade_out
    assert fades == ((30 * PIXEL, 0) if rising else (0, 30 * PIXEL))
    lanes.pull(lanes.grip(0, zone), QPoint(-200 if rising else 200, 0))
    assert lanes.held(0) == Placement()


def test_a_clip_is_made_louder_and_softer_by_its_handle(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    with undoable(lanes.document):
        lanes.pull(lanes.grip(0, Zone.GAIN), QPoint(0, -16))
    assert lanes.held(0).gain_db == 4.0
    lanes.pull(lanes.grip(0, Zone.GAIN), QPoint(0, 20))
    assert lanes.held(0).gain_db == -1.0


def test_of_a_cut_line_only_the_piece_under_the_hand_is_made_louder(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, halved(voiced(3, (2.0,)), 0))
    lanes.pull(lanes.grip(0, Zone.GAIN, piece=1), QPoint(0, -16))
    assert [clip.gain_db for clip in lanes.pieces(0)] == [0.0, 4.0]


def test_alt_pulls_a_second_clip_off_that_lies_apart(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    free(lanes)
    starts, start = lanes.starts(), lanes.clip(0).timeline_span.start
    with undoable(lanes.document):
        lanes.pull(lanes.on(0), QPoint(400, 0), ALT)
    first, second = lanes.pieces(0)
    assert second.apart and second.source_span == first.source_span
    assert second.timeline_span.start == start + 400 * PIXEL
    assert lanes.starts() == starts


def test_a_later_piece_of_a_line_is_moved_by_itself(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, halved(voiced(3, (2.0,)), 0))
    free(lanes)
    spans = [clip.timeline_span for clip in lanes.clips()]
    at = QPoint(lanes.rect(0, 1).center().x() + 20, lanes.rect(0, 1).bottom() - 6)
    with undoable(lanes.document):
        lanes.pull(at, QPoint(33, 0))
    assert [clip.timeline_span for clip in lanes.clips()] == [
        spans[0],
        spans[1].moved(33 * PIXEL),
        *spans[2:],
    ]
    assert lanes.document.undo_label == "Move piece"


def test_the_first_piece_carries_its_line(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, halved(voiced(3, (2.0,)), 0))
    free(lanes)
    spans = [clip.timeline_span for clip in lanes.pieces(0)]
    lanes.pull(lanes.on(0), QPoint(33, 0))
    assert [c.timeline_span for c in lanes.pieces(0)] == [s.moved(33 * PIXEL) for s in spans]


@pytest.mark.parametrize("zone", [Zone.START, Zone.END, Zone.FADE_IN, Zone.FADE_OUT, Zone.GAIN])
def test_escape_takes_any_gesture_back(qtbot: QtBot, zone: Zone) -> None:
    lanes = a_timeline(qtbot)
    project, shown = lanes.document.project, lanes.view.board.clips
    lanes.hold(at := lanes.grip(0, zone), QPoint(20, 20))
    lanes.key(Qt.Key.Key_Escape)
    assert lanes.view.board.clips == shown
    lanes.release(at + QPoint(20, 20))
    assert lanes.document.project is project


@pytest.mark.parametrize("zone", [Zone.START, Zone.END, Zone.FADE_IN, Zone.FADE_OUT, Zone.GAIN])
def test_what_is_shown_during_a_gesture_is_what_it_does(qtbot: QtBot, zone: Zone) -> None:
    lanes = a_timeline(qtbot, halved(voiced(5, (2.0, 1.5)), 1))
    lanes.act("ripple.scene")
    lanes.hold(at := lanes.grip(1, zone), QPoint(-21, -21))
    shown = lanes.view.board.clips
    lanes.release(at + QPoint(-21, -21))
    assert shown == lanes.clips()


def test_undo_during_a_gesture_ends_the_gesture(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.drag(2, 119)
    before = lanes.document.project
    lanes.hold(at := lanes.on(1), QPoint(119, 0))
    lanes.document.undo()
    undone = lanes.document.project
    assert undone != before
    lanes.release(at + QPoint(119, 0))
    assert lanes.document.project is undone
    assert lanes.view.board.starts.tolist() == [c.timeline_span.start for c in lanes.clips()]


def test_words_typed_during_a_gesture_are_kept(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    start = lanes.clip(1).timeline_span.start
    lanes.hold(at := lanes.on(1), QPoint(119, 0))
    project = lanes.document.project
    said = spoken(project, 1).saying("en", "Other words.")
    lanes.document.edit("Type", project.with_line(said))
    lanes.release(at + QPoint(119, 0))
    assert spoken(lanes.document.project, 1).words("en") == "Other words."
    assert lanes.held(1).pin == start + 119 * PIXEL


def test_a_second_button_during_a_gesture_takes_it_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project, at = lanes.document.project, lanes.on(1)
    lanes.hold(at, QPoint(119, 0))
    viewport = lanes.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=at + QPoint(119, 0))
    lanes.release(at + QPoint(119, 0))
    assert lanes.document.project is project


@pytest.mark.parametrize("zone", list(Zone))
def test_a_locked_clip_refuses_every_hand_and_says_so(qtbot: QtBot, zone: Zone) -> None:
    project = voiced()
    held = Placement(pin=3 * SAMPLE_RATE, locked=True)
    lanes = a_timeline(qtbot, placed(project, {spoken(project, 0).id: held}))
    before = lanes.document.project
    at = lanes.on(0) if zone is Zone.BODY else lanes.grip(0, zone)
    lanes.pull(at, QPoint(30, 30))
    lanes.pull(lanes.on(0), QPoint(60, 0), ALT)
    assert lanes.document.project is before
    problems = [error.problem for error in lanes.refused if isinstance(error, EditRefused)]
    assert problems == [EditProblem.LOCKED] * 2


def test_a_read_only_project_is_not_trimmed(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, read_only=True)
    before = lanes.document.project
    for zone in (Zone.START, Zone.END, Zone.FADE_IN, Zone.GAIN):
        lanes.pull(lanes.grip(0, zone), QPoint(30, 10))
    lanes.pull(lanes.on(0), QPoint(60, 0), ALT)
    assert lanes.document.project is before


def test_a_click_on_an_edge_only_takes_the_clip_in_hand(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project = lanes.document.project
    lanes.pull(lanes.grip(2, Zone.END), QPoint(1, 0))
    assert lanes.document.project is project
    assert lanes.selection.lines == (lanes.line(2),)


def test_what_follows_is_shaded_while_the_hand_is_down(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    plain = lanes.view.grab().toImage()
    lanes.act("ripple.scene")
    lanes.hold(at := lanes.on(1), QPoint(119, 0))
    assert lanes.view.following == {2, 3, 4}
    lanes.key(Qt.Key.Key_Escape)
    assert lanes.view.following == frozenset()
    lanes.release(at)
    assert not plain.isNull()


def test_shift_clicks_reach_over_pieces(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, halved(voiced(3, (2.0,)), 1))
    lanes.click(0)
    lanes.click(2, SHIFT)
    assert lanes.selection.lines == tuple(lanes.line(n) for n in range(3))
