"""What a dragged edge catches on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.model.span import SAMPLE_RATE
from studio.ui.timeline.geometry import Scale, ticks_for
from studio.ui.timeline.snapping import Catch, Lure, Magnets, Snapped, SnapRules

SECOND = SAMPLE_RATE
SCALE = Scale(480.0)  # a pixel is 10 ms
NO_GRID = SnapRules(lures=frozenset(Lure) - {Lure.GRID})
samples = st.integers(0, 48_000 * 36_000)


def clips_at(*places: int, rules: SnapRules = NO_GRID) -> Magnets:
    return Magnets([(Lure.CLIP, places)], rules)


def test_an_edge_within_eight_pixels_catches_the_start() -> None:
    points = (0, SECOND)
    found = clips_at(SECOND).snapped(SECOND + 7 * 480, points, SCALE)
    assert found == Snapped(SECOND, Catch(SECOND, Lure.CLIP))


def test_an_edge_catches_the_end_too() -> None:
    found = clips_at(3 * SECOND).snapped(SECOND + 331, (0, 2 * SECOND), SCALE)
    assert found == Snapped(SECOND, Catch(3 * SECOND, Lure.CLIP))


def test_the_nearest_of_several_edges_wins() -> None:
    magnets = clips_at(SECOND - 2400, SECOND + 960, 2 * SECOND + 1440)
    assert magnets.snapped(SECOND, (0, SECOND), SCALE).delta == SECOND + 960


def test_of_several_things_at_one_place_the_marker_is_named() -> None:
    places = [(Lure.CLIP, [SECOND]), (Lure.PLAYHEAD, [SECOND]), (Lure.MARKER, [SECOND])]
    magnets = Magnets(places, NO_GRID, {SECOND: "Door"})
    assert magnets.nearest(SECOND + 5) == Catch(SECOND, Lure.MARKER, "Door")


def test_where_someone_begins_to_speak_catches_on_a_picture_cut() -> None:
    magnets = Magnets([(Lure.CUT, [2 * SECOND])], NO_GRID)
    start, end, onset = 0, SECOND, 4800
    found = magnets.snapped(2 * SECOND - 4000, (start, end, onset), SCALE)
    assert found == Snapped(2 * SECOND - 4800, Catch(2 * SECOND, Lure.CUT))


def test_without_an_edge_a_tick_catches_the_start() -> None:
    tick = ticks_for(SCALE.per_pixel).minor
    found = Magnets([], SnapRules()).snapped(10 * tick + 900, (0, 80 * tick), SCALE)
    assert found == Snapped(10 * tick, Catch(10 * tick, Lure.GRID))


def test_a_grid_of_frames_catches_from_further_away() -> None:
    frame = SECOND // 25
    found = Magnets([], SnapRules(frames=25)).snapped(7 * frame + 900, (0, SECOND), SCALE)
    assert found == Snapped(7 * frame, Catch(7 * frame, Lure.GRID))


def test_away_from_edges_and_ticks_a_clip_is_free() -> None:
    start = 10 * ticks_for(SCALE.per_pixel).minor + 9 * 480
    assert clips_at(0, rules=SnapRules()).snapped(start, (0, SECOND), SCALE) == Snapped(start)


def test_nothing_catches_before_zero() -> None:
    found = clips_at(2 * SECOND - 960).snapped(200, (0, 2 * SECOND), SCALE)
    assert found.delta >= 0


def test_a_kind_of_place_that_is_switched_off_does_not_catch() -> None:
    rules = SnapRules(lures=frozenset({Lure.MARKER}))
    assert clips_at(SECOND, rules=rules).snapped(SECOND + 9, (0,), SCALE) == Snapped(SECOND + 9)
    off = SnapRules(on=False)
    assert clips_at(SECOND, rules=off).snapped(SECOND + 9, (0,), SCALE) == Snapped(SECOND + 9)


@given(samples, st.lists(samples, max_size=8))
def test_snapping_moves_a_clip_no_further_than_its_reach(delta: int, edges: list[int]) -> None:
    found = clips_at(*edges, rules=SnapRules()).snapped(delta, (0, SECOND), SCALE)
    assert abs(found.delta - delta) <= 8 * 480
    if found.catch is not None:
        assert found.catch.at in (found.delta, found.delta + SECOND)
