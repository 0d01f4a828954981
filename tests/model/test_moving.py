"""Lines moved by hand: what moves along, what stays, and what refuses."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId
from studio.model.moving import Grip, Ripple, lock, move, pin, unlock, unpin
from studio.model.reel import Reel
from studio.model.span import samples_of_ms
from studio.model.tightening import with_tightness
from studio.model.timeline import Placement, Tightness, Timeline
from tests.model.reels import a_reel, changed, heading, held, places, reels, says

SECOND = 48_000
deltas = st.integers(-400_000, 400_000)
ripples = st.sampled_from(list(Ripple))


def starts(reel: Reel) -> list[int]:
    """In milliseconds, of each clip."""
    return [span.start // 48 for span in places(reel).values()]


def movable(reel: Reel) -> list[LineId]:
    """The lines with a take that nobody locked."""
    return [s.line.id for s in reel.slots() if not s.placement.locked]


def test_without_ripple_the_moved_clip_is_pinned_and_no_other_moves() -> None:
    one, two, three = says(), says("tobias"), says()
    reel = a_reel(one, two, three)
    after = changed(reel, move(reel, [two.id], SECOND, Ripple.OFF))
    assert starts(reel) == [50, 1250, 2450]
    assert starts(after) == [50, 2250, 2450]
    assert held(after, two) == Placement(pin=2250 * 48)
    assert held(after, three) == Placement(lead=-SECOND)
    assert held(after, one) == Placement()


def test_a_scene_moves_up_to_its_end() -> None:
    one, two, three, other, last = says(), says(), says(), says(), says()
    reel = a_reel(one, two, three, heading(), other, last)
    after = changed(reel, move(reel, [two.id], SECOND, Ripple.SCENE))
    assert starts(reel) == [50, 1150, 2250, 3750, 4850]
    assert starts(after) == [50, 2150, 3250, 3750, 4850]
    assert held(after, two) == Placement(lead=SECOND)
    assert held(after, three) == held(after, last) == Placement()
    assert held(after, other) == Placement(lead=-SECOND)


def test_everything_follows_up_to_the_next_pin() -> None:
    one, two, other, anchor, last = says(), says(), says(), says(), says()
    timeline = Timeline().pin(anchor.id, 9 * SECOND)
    reel = a_reel(one, two, heading(), other, anchor, last, timeline=timeline)
    after = changed(reel, move(reel, [two.id], SECOND, Ripple.TO_PIN))
    assert starts(reel) == [50, 1150, 2650, 9000, 10100]
    assert starts(after) == [50, 2150, 3650, 9000, 10100]
    assert held(after, two) == Placement(lead=SECOND)


def test_a_pinned_clip_that_is_moved_keeps_a_pin() -> None:
    one, two = says(), says()
    reel = a_reel(one, two, timeline=Timeline().pin(one.id, SECOND))
    after = changed(reel, move(reel, [one.id], 480, Ripple.TO_PIN))
    assert held(after, one) == Placement(pin=SECOND + 480)
    assert held(after, two) == Placement()


def test_a_locked_clip_refuses_every_move_until_it_is_unlocked() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    locked = changed(reel, lock(reel, [two.id]))
    assert places(locked) == places(reel)
    assert held(locked, two).locked
    with pytest.raises(EditRefused) as refused:
        move(locked, [one.id, two.id], 480, Ripple.OFF)
    assert refused.value.problem is EditProblem.LOCKED
    for hand in (pin(locked, {one.id: 5}), unpin(locked, [one.id])):
        assert held(changed(locked, hand), two) == held(locked, two)
    with pytest.raises(EditRefused):
        pin(locked, {two.id: 0})
    with pytest.raises(EditRefused):
        unpin(locked, [two.id])
    freed = changed(locked, unlock(locked, [two.id]))
    assert held(freed, two) == Placement(pin=places(reel)[two.id, 0].start)


def test_a_locked_clip_sounds_the_same_however_tight_the_rest_becomes() -> None:
    one, two = says(), says()
    tight = a_reel(one, two, timeline=Timeline(tightness=Tightness(0.5, 1.25)))
    locked = changed(tight, lock(tight, [two.id]))
    assert locked.clips()[0] == tight.clips()[0]
    assert (places(locked), locked.clips()[1].tempo) == (places(tight), 1.25)
    loose = with_tightness(locked, Tightness())
    assert loose.clips()[1] == locked.clips()[1]
    assert loose.clips()[0] != locked.clips()[0]
    for reel in (locked, loose):
        freed = changed(reel, unlock(reel, [two.id]))
        assert places(freed) == places(reel)
        assert freed.clips()[1].tempo == 1.25


def test_pins_are_held_and_let_go() -> None:
    one = says()
    reel = a_reel(one, says())
    assert held(changed(reel, pin(reel, {one.id: -9})), one).pin == 0
    pinned = changed(reel, pin(reel, {one.id: 4800}))
    assert held(pinned, one).pin == 4800
    assert unpin(pinned, [one.id]).timeline("en") == Timeline()
    assert unpin(reel, [one.id]) is reel.episode


def test_nothing_is_moved_before_zero() -> None:
    one, two = says(), says()
    reel = a_reel(one, two)
    grip = Grip(reel, [two.id], Ripple.OFF)
    assert grip.limited(-9 * SECOND) == -samples_of_ms(1150)
    assert starts(changed(reel, grip.moved(-9 * SECOND))) == [50, 0]


def test_a_line_without_a_take_cannot_be_held() -> None:
    one, two = says(), says()
    reel = a_reel(one, two, lengths={one.id: 100})
    with pytest.raises(EditRefused) as refused:
        Grip(reel, [two.id], Ripple.OFF)
    assert refused.value.problem is EditProblem.NO_SUCH_LINE


@given(reels(), st.data(), deltas, ripples, st.booleans())
def test_what_moves_is_what_the_grip_said_and_by_what_it_said(
    reel: Reel, data: st.DataObject, delta: int, ripple: Ripple, pinning: bool
) -> None:
    free = movable(reel)
    assume(free)
    lines = data.draw(st.sets(st.sampled_from(free), min_size=1))
    grip = Grip(reel, lines, ripple, pinning=pinning)
    before, by = reel.clips(), grip.limited(delta)
    moving = set(grip.numbers(before))
    after = changed(reel, grip.moved(delta)).clips()
    assert lines <= grip.moving
    for number, (was, now) in enumerate(zip(before, after, strict=True)):
        expected = was.timeline_span.moved(by if number in moving else 0)
        assert now.timeline_span == expected
        assert now.source_span == was.source_span


@given(reels(), st.data(), deltas)
def test_without_ripple_nothing_else_moves(reel: Reel, data: st.DataObject, delta: int) -> None:
    free = movable(reel)
    assume(free)
    line = data.draw(st.sampled_from(free))
    before = places(reel)
    after = places(changed(reel, move(reel, [line], delta, Ripple.OFF)))
    assert {k: v for k, v in after.items() if k[0] != line} == {
        k: v for k, v in before.items() if k[0] != line
    }


@given(reels(), st.data(), deltas)
def test_a_ripple_of_a_scene_moves_nothing_outside_of_it(
    reel: Reel, data: st.DataObject, delta: int
) -> None:
    free = movable(reel)
    assume(free)
    line = data.draw(st.sampled_from(free))
    place = reel.episode.index_of(line)
    first, last = next(s for s in reel.episode.scenes() if s[0] <= place < s[1])
    inside = {known.id for known in reel.episode.lines[first:last]}
    before = places(reel)
    after = places(changed(reel, move(reel, [line], delta, Ripple.SCENE)))
    assert {k: v for k, v in after.items() if k[0] not in inside} == {
        k: v for k, v in before.items() if k[0] not in inside
    }


@given(reels(), st.data(), deltas)
def test_a_ripple_moves_nothing_beyond_the_next_pin(
    reel: Reel, data: st.DataObject, delta: int
) -> None:
    free = movable(reel)
    assume(free)
    line = data.draw(st.sampled_from(free))
    slots = reel.slots()
    names = [slot.line.id for slot in slots]
    place = names.index(line)
    pinned = [i for i, s in enumerate(slots) if i > place and s.placement.pin is not None]
    reach = set(names[place : pinned[0] if pinned else len(names)])
    before = places(reel)
    after = places(changed(reel, move(reel, [line], delta, Ripple.TO_PIN)))
    assert {k: v for k, v in after.items() if k[0] not in reach} == {
        k: v for k, v in before.items() if k[0] not in reach
    }


@given(reels(), st.data(), deltas, ripples)
def test_what_is_locked_never_moves(
    reel: Reel, data: st.DataObject, delta: int, ripple: Ripple
) -> None:
    free = movable(reel)
    assume(free)
    lines = data.draw(st.sets(st.sampled_from(free), min_size=1))
    after = changed(reel, move(reel, lines, delta, ripple))
    locked = {s.line.id for s in reel.slots() if s.placement.locked}
    before, now = places(reel), places(after)
    assert all(now[key] == before[key] for key in before if key[0] in locked)


@given(reels(), st.data(), deltas, ripples)
def test_the_reel_in_hand_stays_as_it_was_for_undo(
    reel: Reel, data: st.DataObject, delta: int, ripple: Ripple
) -> None:
    free = movable(reel)
    assume(free)
    lines = data.draw(st.sets(st.sampled_from(free), min_size=1))
    before, clips = deepcopy(reel), reel.clips()
    move(reel, lines, delta, ripple)
    lock(reel, lines)
    assert reel == before
    assert reel.clips() == clips


@given(reels(), st.data(), deltas, ripples)
def test_there_and_back_everything_lies_where_it_lay(
    reel: Reel, data: st.DataObject, delta: int, ripple: Ripple
) -> None:
    free = movable(reel)
    assume(free)
    lines = data.draw(st.sets(st.sampled_from(free), min_size=1))
    by = Grip(reel, lines, ripple).limited(delta)
    there = changed(reel, move(reel, lines, by, ripple))
    assert (there.episode is reel.episode) == (by == 0)
    back = Grip(there, lines, ripple)
    assert places(changed(there, back.moved(-by))) == places(reel)
