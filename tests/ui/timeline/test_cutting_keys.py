"""What is cut, faded, held and chosen by key, without the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.errors import EditProblem, EditRefused
from studio.model.span import SAMPLE_RATE, Span, samples_of_ms
from studio.model.timeline import Placement
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

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def playhead_in(lanes: Lanes, number: int, seconds: float) -> int:
    """Put the playhead so many seconds inside a line; where that is."""
    at = lanes.starts()[lanes.line(number)] + round(seconds * SAMPLE_RATE)
    lanes.panel.set_playhead(at)
    return at


def test_s_splits_at_the_playhead_and_shift_s_joins_again(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    whole = lanes.clip(0)
    lanes.click(0)
    at = playhead_in(lanes, 0, 0.7)
    with undoable(lanes.document):
        lanes.key(KEY.Key_S)
    first, second = lanes.pieces(0)
    assert first.timeline_span == Span(whole.timeline_span.start, at)
    assert second.timeline_span == Span(at, whole.timeline_span.end)
    lanes.key(KEY.Key_S, SHIFT)
    assert lanes.pieces(0) == [whole]


def test_a_playhead_outside_the_clip_in_hand_splits_nothing_and_says_so(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project = lanes.document.project
    lanes.click(0)
    playhead_in(lanes, 2, 0.7)
    lanes.key(KEY.Key_S)
    assert lanes.document.project is project
    (refused,) = lanes.refused
    assert isinstance(refused, EditRefused) and refused.problem is EditProblem.OUT_OF_RANGE


def test_brackets_trim_to_the_playhead(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    starts = lanes.starts()
    lanes.click(0)
    first = playhead_in(lanes, 0, 0.25)
    with undoable(lanes.document):
        lanes.key(KEY.Key_BracketLeft)
    last = first + SAMPLE_RATE
    lanes.panel.set_playhead(last)
    with undoable(lanes.document):
        lanes.key(KEY.Key_BracketRight)
    assert lanes.clip(0).timeline_span == Span(first, last)
    assert lanes.starts() == {**starts, lanes.line(0): first}


def test_a_cut_line_is_made_whole_again(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    playhead_in(lanes, 0, 0.7)
    lanes.key(KEY.Key_BracketRight)
    with undoable(lanes.document):
        lanes.key(KEY.Key_W, SHIFT)
    assert lanes.held(0) == Placement()


def test_ctrl_d_doubles_the_clip_and_delete_takes_it_away(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    starts = lanes.starts()
    lanes.click(0)
    with undoable(lanes.document):
        lanes.key(KEY.Key_D, CTRL)
    first, second = lanes.pieces(0)
    assert second.timeline_span.start == first.timeline_span.end
    assert lanes.starts() == starts
    lanes.pull(lanes.rect(0, 1).center() + QPoint(20, 20), QPoint(0, 0))
    with undoable(lanes.document):
        lanes.key(KEY.Key_Delete)
    assert lanes.pieces(0) == [first]


def test_the_last_piece_of_a_line_is_not_taken_away(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project = lanes.document.project
    lanes.click(0)
    lanes.key(KEY.Key_Delete)
    assert lanes.document.project is project
    assert [type(refused) for refused in lanes.refused] == [EditRefused]


@pytest.mark.parametrize(
    ("name", "milliseconds"), [("none", 0), ("short", 20), ("middle", 100), ("long", 400)]
)
def test_fades_of_a_set_length_are_given_to_all_in_hand(
    qtbot: QtBot, name: str, milliseconds: int
) -> None:
    lanes = a_timeline(qtbot)
    lanes.act("choose.all")
    lanes.act("fade.short" if not milliseconds else "fade.none")
    lanes.act(f"fade.{name}")
    fades = {(clip.fade_in, clip.fade_out) for clip in lanes.clips()}
    half = samples_of_ms(milliseconds)
    shortest = round(0.5 * SAMPLE_RATE) // 2
    assert fades == {(min(half, shortest),) * 2, (half, half)}


def test_a_fade_comes_up_to_the_playhead_and_goes_down_from_it(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    playhead_in(lanes, 0, 0.25)
    lanes.key(KEY.Key_I, SHIFT)
    playhead_in(lanes, 0, 1.5)
    lanes.key(KEY.Key_O, SHIFT)
    clip = lanes.clip(0)
    assert (clip.fade_in, clip.fade_out) == (SAMPLE_RATE // 4, SAMPLE_RATE // 2)


def test_a_lock_forbids_and_is_taken_off_again(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(1)
    with undoable(lanes.document):
        lanes.key(KEY.Key_P, SHIFT)
    locked = lanes.document.project
    lanes.key(KEY.Key_M)
    lanes.key(KEY.Key_Right, ALT)
    assert lanes.document.project is locked
    assert "locked" in lanes.view.accessibleDescription()
    assert lanes.actions.get("clip.lock").text() == "Unlock clip"
    lanes.key(KEY.Key_P, SHIFT)
    assert not lanes.held(1).locked


def test_of_a_cut_line_keys_reach_the_piece_in_hand(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    playhead_in(lanes, 0, 1.0)
    lanes.key(KEY.Key_S)
    first, second = (clip.timeline_span for clip in lanes.pieces(0))
    lanes.key(KEY.Key_Right)
    assert lanes.selection.line == lanes.line(0)
    lanes.key(KEY.Key_M)
    lanes.key(KEY.Key_Up, ALT)
    lanes.key(KEY.Key_Right, ALT)
    one, other = lanes.pieces(0)
    assert (one.muted, one.gain_db, one.timeline_span) == (False, 0.0, first)
    later = second.moved(samples_of_ms(10))
    assert (other.muted, other.gain_db, other.timeline_span) == (True, 1.0, later)
    lanes.key(KEY.Key_Left)
    lanes.key(KEY.Key_Right, ALT)
    assert [c.timeline_span.start for c in lanes.pieces(0)] == [
        first.start + 480,
        later.start + 480,
    ]


def test_nudges_follow_the_ripple_switch(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    starts = list(lanes.starts().values())
    lanes.click(1)
    lanes.key(KEY.Key_Right, ALT)
    moved = [*starts]
    moved[1] += 480
    assert list(lanes.starts().values()) == moved
    lanes.act("ripple.scene")
    lanes.key(KEY.Key_Right, ALT | SHIFT)
    assert list(lanes.starts().values()) == [moved[0], *(start + 4800 for start in moved[1:])]


def test_the_tempo_of_a_clip_goes_by_steps_and_back(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    with undoable(lanes.document):
        lanes.key(KEY.Key_Right, ALT | CTRL)
        lanes.key(KEY.Key_Right, ALT | CTRL)
    assert lanes.held(0).tempo == 1.1
    assert lanes.clip(0).timeline_span.length == round(2 * SAMPLE_RATE / 1.1)
    lanes.key(KEY.Key_0, ALT | CTRL)
    assert lanes.held(0).tempo == 1.0


def test_the_level_of_a_clip_goes_back_to_its_own(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.click(0)
    lanes.key(KEY.Key_Up, ALT)
    lanes.key(KEY.Key_0, ALT)
    assert lanes.held(0).gain_db == 0.0


def test_many_clips_are_taken_in_hand_at_once(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    everything = tuple(lanes.line(n) for n in range(5))
    lanes.key(KEY.Key_A, CTRL)
    assert lanes.selection.lines == everything
    lanes.click(2)
    lanes.key(KEY.Key_A, SHIFT)
    assert lanes.selection.lines == everything[2:]
    lanes.click(3)
    lanes.key(KEY.Key_C, SHIFT)
    same = spoken(lanes.document.project, 3).character
    speaking = tuple(
        line.id for line in lanes.document.project.episodes[0].spoken_lines
        if line.character == same
    )  # fmt: skip
    assert lanes.selection.lines == speaking and len(speaking) > 1


def test_without_a_clip_in_hand_those_from_the_playhead_on_are_taken(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    playhead_in(lanes, 3, 0.0)
    lanes.key(KEY.Key_A, SHIFT)
    assert lanes.selection.lines == (lanes.line(3), lanes.line(4))


def test_a_locked_clip_among_several_holds_all_of_them(qtbot: QtBot) -> None:
    project = voiced()
    held = {spoken(project, 2).id: Placement(pin=9 * SAMPLE_RATE, locked=True)}
    lanes = a_timeline(qtbot, placed(project, held))
    before = lanes.document.project
    lanes.act("choose.all")
    lanes.key(KEY.Key_Right, ALT)
    assert lanes.document.project is before
    assert [error.problem for error in lanes.refused if isinstance(error, EditRefused)] == [
        EditProblem.LOCKED
    ]
