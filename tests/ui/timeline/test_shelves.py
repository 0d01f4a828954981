"""Lanes of many heights: which is where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.ui.timeline.shelves import COLLAPSED, SHORTEST, TALLEST, height_of_lane, shelves_of


def test_a_height_belongs_to_one_lane_or_none() -> None:
    shelves = shelves_of((40, 40, 40), top=20)
    assert [shelves.at(y) for y in (0, 19, 20, 99, 100)] == [0, 0, 1, 2, None]
    assert list(shelves.between(25, 500)) == [1, 2]


def test_lanes_have_heights_of_their_own() -> None:
    shelves = shelves_of((22, 80, 40), top=10)
    assert [shelves.y_of(lane) for lane in range(4)] == [-10, 12, 92, 132]
    assert [shelves.height_of(lane) for lane in range(3)] == [22, 80, 40]
    assert [shelves.at(y) for y in (-10, 11, 12, 91, 92, 131, 132)] == [0, 0, 1, 1, 2, 2, None]
    assert shelves_of(()).at(0) is None


@given(st.lists(st.integers(1, 90), min_size=1), st.integers(0, 50), st.integers(0, 300))
def test_a_lane_is_found_between_its_edges(heights: list[int], top: int, y: int) -> None:
    shelves = shelves_of(heights, top)
    lane = shelves.at(y)
    if lane is not None:
        assert shelves.y_of(lane) <= y < shelves.y_of(lane + 1)
        assert list(shelves.between(y, y)) == [lane]


def test_a_lane_is_as_high_as_it_was_made_within_what_can_be_seen() -> None:
    assert height_of_lane(60, 1.5, collapsed=False) == 90
    assert height_of_lane(60, 1.5, collapsed=True) == COLLAPSED
    assert height_of_lane(40, 0.1, collapsed=False) == SHORTEST
    assert height_of_lane(80, 99, collapsed=False) == TALLEST
