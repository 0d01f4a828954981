"""The clips on their lanes: what is visible, what clashes, what a preview moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.layout import Clip, lay_out, overlapping
from studio.model.project import Project
from studio.model.span import Span
from studio.model.timeline import Piece, Placement
from studio.ui.timeline.board import Board, Lane, board_of, lanes_of
from tests.ui.timeline.lanes import placed, spoken, voiced

LANES = (Lane(CharacterId("a"), "A", ""), Lane(CharacterId("b"), "B", ""), Lane(None, "", ""))
places = st.lists(
    st.tuples(
        st.sampled_from([CharacterId("a"), CharacterId("b"), None]), st.integers(0, 500)
    ).flatmap(lambda pair: st.tuples(st.just(pair), st.integers(1, 120))),
    max_size=25,
)


def a_board(where: list[tuple[tuple[CharacterId | None, int], int]]) -> Board:
    """Clips of these characters at these starts with these lengths."""
    clips = [
        Clip(
            LineId(str(number)),
            who,
            MediaKey(str(number)),
            Span(start, start + length),
            Span(0, length),
            pinned=False,
            gain_db=0.0,
            muted=False,
        )
        for number, ((who, start), length) in enumerate(where)
    ]
    return board_of(clips, LANES)


@given(places, st.integers(0, 550), st.integers(1, 200))
def test_visible_are_the_clips_that_touch_the_stretch(
    where: list[tuple[tuple[CharacterId | None, int], int]], start: int, length: int
) -> None:
    board, span = a_board(where), Span(start, start + length)
    for lane, row in enumerate(LANES):
        expected = {
            number
            for number, clip in enumerate(board.clips)
            if clip.character == row.character and clip.timeline_span.overlaps(span)
        }
        assert set(board.visible(lane, span).tolist()) == expected


@given(places)
def test_clashes_are_those_of_the_model(
    where: list[tuple[tuple[CharacterId | None, int], int]],
) -> None:
    board = a_board(where)
    clashing = {board.clips[n].line for n in board.clashing_clips(np.arange(len(board.clips)))}
    assert clashing == overlapping(board.clips)


@given(places)
def test_a_clash_covers_each_moment_in_which_two_sound(
    where: list[tuple[tuple[CharacterId | None, int], int]],
) -> None:
    board = a_board(where)
    covered = {sample for part in board.clashing(Span(0, 700)) for sample in range(*_ends(part))}
    sounding = [0] * 700
    for clip in board.clips:
        for sample in range(clip.timeline_span.start, clip.timeline_span.end):
            sounding[sample] += 1
    assert covered == {sample for sample, count in enumerate(sounding) if count > 1}


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def test_a_clip_drawn_over_another_is_the_one_that_is_hit() -> None:
    a = CharacterId("a")
    board = a_board([((a, 0), 100), ((a, 50), 100)])
    assert board.at(0, Span(60, 61)) == 1
    assert board.at(0, Span(10, 11)) == 0
    assert board.at(0, Span(150, 151)) is None
    assert board.at(1, Span(60, 61)) is None


def test_steps_go_through_time_and_stop_at_the_ends() -> None:
    a, b = CharacterId("a"), CharacterId("b")
    board = a_board([((a, 300), 10), ((b, 100), 10), ((a, 200), 10)])
    assert [board.beside(1, by) for by in (1, 2, 9, -1)] == [2, 0, 0, 1]
    assert (board.beside(None, 1), board.beside(None, -1)) == (1, 0)
    assert board.across(1, -1) == 2
    assert board.across(1, 1) is None
    assert a_board([]).beside(None, 1) is None


def test_lanes_are_those_who_speak_and_nobody_last() -> None:
    project = voiced(3)
    episode = project.episodes[0]
    orphan = replace(episode.lines[1], character=None)
    lanes = lanes_of(episode.replacing(orphan), project.cast)
    assert [lane.name for lane in lanes] == ["TOBIAS", "NARRATOR", ""]


def board_for(project: Project) -> Board:
    episode = project.episodes[0]
    clips = lay_out(episode, "en", project.takes, project.gaps)
    return board_of(clips, lanes_of(episode, project.cast))


def cut_in_three(project: Project, number: int) -> Placement:
    """Two pieces in the flow, the later one first, and one that lies apart."""
    (take,) = project.takes.by_line[spoken(project, number).id]
    later, first = Piece(Span(9000, 12_000), 5000), Piece(Span(0, 4000))
    apart = Piece(Span(0, 4000), pin=77_000)
    return Placement(take=take.id, pieces=(later, first, apart))


def test_the_clips_of_one_line_are_moved_by_where_the_line_begins() -> None:
    project = voiced(4)
    project = placed(project, {spoken(project, 1).id: cut_in_three(project, 1)})
    board, line = board_for(project), spoken(project, 1).id
    assert board.by_line[line] == 2
    assert board.numbers_of(line) == [1, 2, 3]
    assert board.number_of(line, 2) == 3
    assert board.number_of(line, 9) == 2
    assert [board.clips[n].apart for n in (1, 2, 3)] == [False, False, True]
    whole = Span(0, board.end + 1)
    assert board.touching(range(len(board.lanes)), whole) == tuple(
        spoken(project, number).id for number in range(4)
    )
