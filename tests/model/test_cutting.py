"""Takes cut by hand: what is heard afterwards, and what does not move."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studio.errors import EditProblem, EditRefused
from studio.model.cutting import (
    SHORTEST_PIECE,
    duplicate,
    make_whole,
    merge,
    pieces_of,
    remove,
    shift,
    slip,
    split,
    trim,
)
from studio.model.episode import Episode
from studio.model.ids import LineId, TakeId
from studio.model.layout import Clip, line_spans
from studio.model.line import Line
from studio.model.moving import Ripple, lock
from studio.model.reel import Reel
from studio.model.span import Span
from studio.model.timeline import Piece, Placement, Tightness, Timeline
from tests.model.reels import (
    LENGTH,
    a_reel,
    changed,
    held,
    of_line,
    places,
    reels,
    says,
)

HEAD = 2400
"""Samples before the first clip."""

Hand = Callable[[Reel, LineId, int, int, Ripple], Episode]

HANDS: dict[str, Hand] = {
    "trimming the head": lambda r, line, n, by, rip: trim(r, line, n, start=by, ripple=rip),
    "trimming the tail": lambda r, line, n, by, rip: trim(r, line, n, end=-by, ripple=rip),
    "slipping": lambda r, line, n, by, _: slip(r, line, n, by),
    "shifting": lambda r, line, n, by, _: shift(r, line, n, by),
    "doubling": lambda r, line, n, by, _: duplicate(r, line, n, by),
    "removing": lambda r, line, n, _, rip: remove(r, line, n, rip),
    "making whole": lambda r, line, _, __, rip: make_whole(r, line, rip),
}


def heard(reel: Reel, line: Line) -> list[tuple[int, int, int]]:
    """Of each clip of a line where it begins after the head, and what of the take it is."""
    return [
        (clip.timeline_span.start - HEAD, clip.source_span.start, clip.source_span.end)
        for clip in of_line(reel, line)
    ]


def test_trimming_leaves_what_is_heard_where_it_is() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    shorter = changed(reel, trim(reel, one.id, 0, start=1000, end=-2000, ripple=Ripple.OFF))
    assert heard(shorter, one) == [(1000, 1000, LENGTH - 2000)]
    assert heard(shorter, two) == heard(reel, two)
    whole = trim(shorter, one.id, 0, start=-1000, end=9_999_999, ripple=Ripple.OFF)
    assert heard(changed(reel, whole), one) == [(0, 0, LENGTH)]
    assert held(changed(reel, whole), two) == Placement()
    assert not held(changed(reel, whole), one).pieces


def test_trimming_with_ripple_moves_up_what_follows() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    shorter = changed(reel, trim(reel, one.id, 0, start=1000, end=-2000, ripple=Ripple.TO_PIN))
    assert heard(shorter, one) == [(0, 1000, LENGTH - 2000)]
    assert heard(shorter, two)[0][0] == heard(reel, two)[0][0] - 3000
    assert held(shorter, two) == Placement()


def test_trimming_leaves_at_least_a_little() -> None:
    one = says()
    reel = a_reel(one)
    for edges in ({"start": 10**9}, {"end": -(10**9)}):
        left = changed(reel, trim(reel, one.id, 0, ripple=Ripple.OFF, **edges))
        (clip,) = left.clips()
        assert clip.timeline_span.length == SHORTEST_PIECE


def test_a_split_is_two_clips_that_sound_as_one() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    cut = changed(reel, split(reel, one.id, 0, HEAD + 20_000))
    assert heard(cut, one) == [(0, 0, 20_000), (20_000, 20_000, LENGTH)]
    assert line_spans(cut.clips()) == line_spans(reel.clips())
    assert merge(cut, one.id, 0) == reel.episode.with_timeline("en", Timeline())


def test_too_little_is_not_split_off() -> None:
    one = says()
    reel = a_reel(one)
    for place in (0, HEAD + 10, HEAD + LENGTH - 10, HEAD + LENGTH + 10):
        with pytest.raises(EditRefused) as refused:
            split(reel, one.id, 0, place)
        assert refused.value.problem is EditProblem.OUT_OF_RANGE


def test_merging_brings_back_what_was_cut_out_between() -> None:
    one = says()
    reel = a_reel(one)
    cut = changed(reel, split(reel, one.id, 0, HEAD + 20_000))
    cut = changed(reel, trim(cut, one.id, 1, start=5_000, ripple=Ripple.OFF))
    assert heard(cut, one) == [(0, 0, 20_000), (25_000, 25_000, LENGTH)]
    assert heard(changed(reel, merge(cut, one.id, 0)), one) == [(0, 0, LENGTH)]
    with pytest.raises(EditRefused):
        merge(cut, one.id, 1)


def test_slipping_moves_the_sound_below_edges_that_stay() -> None:
    one = says()
    reel = a_reel(one)
    cut = changed(reel, trim(reel, one.id, 0, start=4000, end=-4000, ripple=Ripple.OFF))
    slipped = changed(reel, slip(cut, one.id, 0, 1000))
    assert heard(slipped, one) == [(4000, 3000, LENGTH - 5000)]
    far = changed(reel, slip(cut, one.id, 0, -(10**9)))
    assert heard(far, one) == [(4000, 8000, LENGTH)]


def test_a_piece_is_shifted_by_itself() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    cut = changed(reel, split(reel, one.id, 0, HEAD + 20_000))
    later = changed(reel, shift(cut, one.id, 1, 700))
    assert [place for place, *_ in heard(later, one)] == [0, 20_700]
    assert heard(later, two) == heard(reel, two)
    earlier = changed(reel, shift(cut, one.id, 0, -(10**9)))
    assert [place for place, *_ in heard(earlier, one)] == [-HEAD, 20_000]


def test_a_double_lies_apart_and_moves_nothing() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    doubled = changed(reel, duplicate(reel, one.id, 0, 400_000))
    first, again = of_line(doubled, one)
    assert again.timeline_span == Span(400_000, 400_000 + LENGTH)
    assert (first.apart, again.apart, again.pinned) == (False, True, True)
    assert line_spans(doubled.clips()) == line_spans(reel.clips())
    moved = changed(reel, shift(doubled, one.id, 1, -100))
    assert of_line(moved, one)[1].timeline_span.start == 399_900
    gone = remove(moved, one.id, 1, Ripple.OFF)
    assert gone.timeline("en") == Timeline()
    with pytest.raises(EditRefused):
        remove(moved, one.id, 0, Ripple.OFF)


def test_a_removed_piece_leaves_a_hole_or_is_closed_over() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    cut = changed(reel, split(reel, one.id, 0, HEAD + 10_000))
    cut = changed(reel, split(cut, one.id, 1, HEAD + 30_000))
    hole = changed(reel, remove(cut, one.id, 1, Ripple.OFF))
    assert heard(hole, one) == [(0, 0, 10_000), (30_000, 30_000, LENGTH)]
    assert heard(hole, two) == heard(reel, two)
    closed = changed(reel, remove(cut, one.id, 1, Ripple.SCENE))
    assert heard(closed, one) == [(0, 0, 10_000), (10_000, 30_000, LENGTH)]
    assert heard(closed, two)[0][0] == heard(reel, two)[0][0] - 20_000


def test_cuts_of_another_take_are_kept_and_do_not_apply() -> None:
    one = says()
    pieces = (Piece(Span(0, 100)), Piece(Span(200, 300), 100))
    other = Placement(take=TakeId("another"), pieces=pieces)
    reel = a_reel(one, timeline=Timeline({one.id: other}))
    assert heard(reel, one) == [(0, 0, LENGTH)]
    assert held(reel, one) == other


def test_cuts_that_a_take_cannot_have_do_not_apply() -> None:
    one = says()
    reel = a_reel(one)
    take = reel.slot(one.id).take.id
    for bad in (Span(0, LENGTH + 1), Span(5, 5), Span(-1, 5)):
        placement = Placement(take=take, pieces=(Piece(bad),))
        spoilt = reel.with_timeline(Timeline({one.id: placement}))
        assert spoilt.clips() == reel.clips()
    apart = Placement(take=take, pieces=(Piece(Span(0, 5), pin=0),))
    assert reel.with_timeline(Timeline({one.id: apart})).clips() == reel.clips()


def test_fades_are_never_longer_than_their_clip() -> None:
    one = says()
    reel = a_reel(one)
    piece = Piece(Span(0, 1000), fade_in=800, fade_out=800)
    cut = reel.placing({one.id: Placement(take=reel.slot(one.id).take.id, pieces=(piece,))})
    (clip,) = cut.clips()
    assert (clip.fade_in, clip.fade_out) == (800, 200)


def test_a_piece_is_as_loud_as_it_and_its_line_together() -> None:
    one = says()
    reel = a_reel(one)
    pieces = (Piece(Span(0, 500), gain_db=-2), Piece(Span(500, 900), 500, muted=True))
    placement = Placement(gain_db=-3, take=reel.slot(one.id).take.id, pieces=pieces)
    clips = reel.placing({one.id: placement}).clips()
    assert [(clip.gain_db, clip.muted) for clip in clips] == [(-5, False), (-3, True)]


def test_a_tempo_shortens_the_clip_and_moves_up_what_follows() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    quick = reel.placing({one.id: Placement(tempo=2.0)})
    assert of_line(quick, one)[0].timeline_span.length == LENGTH // 2
    assert heard(quick, two)[0][0] == heard(reel, two)[0][0] - LENGTH // 2
    tight = reel.with_timeline(Timeline({one.id: Placement(tempo=2.0)}, (), Tightness(1.0, 1.5)))
    assert [clip.tempo for clip in tight.clips()] == [2.0, 1.5]


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
def test_a_locked_line_is_not_cut(hand: Hand) -> None:
    one = says()
    reel = a_reel(one, says())
    cut = changed(reel, trim(reel, one.id, 0, end=-500, ripple=Ripple.OFF))
    cut = changed(reel, duplicate(cut, one.id, 0, 0))
    locked = changed(reel, lock(cut, [one.id]))
    with pytest.raises(EditRefused) as refused:
        hand(locked, one.id, 1, 100, Ripple.OFF)
    assert refused.value.problem is EditProblem.LOCKED


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
@given(reel=reels(), data=st.data(), by=st.integers(-60_000, 60_000))
def test_no_cut_moves_another_line_without_ripple(
    hand: Hand, reel: Reel, data: st.DataObject, by: int
) -> None:
    line, piece = one_piece(reel, data)
    untouched = deepcopy(reel)
    try:
        after = changed(reel, hand(reel, line, piece, by, Ripple.OFF))
    except EditRefused:
        return
    before, now = places(reel), places(after)
    assert reel == untouched
    assert {k: v for k, v in now.items() if k[0] != line} == {
        k: v for k, v in before.items() if k[0] != line
    }
    assert min(span.start for span in now.values()) >= 0


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
@given(reel=reels(), data=st.data(), by=st.integers(-60_000, 60_000))
def test_a_cut_with_ripple_moves_nothing_outside_its_scene_or_beyond_a_pin(
    hand: Hand, reel: Reel, data: st.DataObject, by: int
) -> None:
    line, piece = one_piece(reel, data)
    ripple = data.draw(st.sampled_from([Ripple.SCENE, Ripple.TO_PIN]))
    try:
        after = changed(reel, hand(reel, line, piece, by, ripple))
    except EditRefused:
        return
    mine = within_reach(reel, line, ripple)
    before, now = places(reel), places(after)
    assert {k: v for k, v in now.items() if k[0] not in mine} == {
        k: v for k, v in before.items() if k[0] not in mine
    }


def within_reach(reel: Reel, line: LineId, ripple: Ripple) -> set[LineId]:
    """The line and those after it up to the next pin, or to the end of its scene."""
    place = reel.episode.index_of(line)
    ends = [end for start, end in reel.episode.scenes() if start <= place < end]
    lines = reel.episode.lines[place : ends[0] if ripple is Ripple.SCENE else None]
    found = {line}
    for known in lines[1:]:
        if reel.timeline.placement(known.id).pin is not None:
            break
        found.add(known.id)
    return found


@given(reel=reels(), data=st.data(), part=st.floats(0, 1))
def test_a_split_is_never_heard(reel: Reel, data: st.DataObject, part: float) -> None:
    line, piece = one_piece(reel, data)
    known = [clip for clip in reel.clips() if clip.line == line]
    span = known[piece].timeline_span
    try:
        cut = changed(reel, split(reel, line, piece, span.start + round(part * span.length)))
    except EditRefused:
        return
    clips = [clip for clip in cut.clips() if clip.line == line]
    one, other = clips[piece], clips[piece + 1]
    assert len(clips) == len(known) + 1
    assert one.timeline_span.end == other.timeline_span.start
    assert one.source_span.end == other.source_span.start
    assert joined(one, other) == (known[piece].timeline_span, known[piece].source_span)
    rest = [clip for clip in cut.clips() if clip not in (one, other)]
    assert [c.timeline_span for c in rest] == [
        c.timeline_span for c in reel.clips() if c != known[piece]
    ]
    merged = changed(cut, merge(cut, line, piece))
    assert places(merged) == places(reel)


def joined(one: Clip, other: Clip) -> tuple[Span, Span]:
    return (
        Span(one.timeline_span.start, other.timeline_span.end),
        Span(one.source_span.start, other.source_span.end),
    )


def one_piece(reel: Reel, data: st.DataObject) -> tuple[LineId, int]:
    """Any piece of a line that is not locked."""
    free = [slot for slot in reel.slots() if not slot.placement.locked]
    assume(free)
    slot = data.draw(st.sampled_from(free))
    return slot.line.id, data.draw(st.integers(0, len(pieces_of(slot)) - 1))


def test_a_line_without_that_piece_refuses() -> None:
    one = says()
    reel = a_reel(one)
    for piece in (-1, 1):
        with pytest.raises(EditRefused):
            slip(reel, one.id, piece, 5)
    assert slip(reel, one.id, 0, 5) is reel.episode
