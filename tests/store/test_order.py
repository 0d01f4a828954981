"""Places keep lists in order while few of them change."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.store.order import STEP, places_between, places_from_scratch

NAMES = [f"n{number}" for number in range(12)]


@given(
    old=st.permutations(NAMES).flatmap(lambda names: st.integers(0, 12).map(lambda n: names[:n])),
    new=st.permutations(NAMES).flatmap(lambda names: st.integers(0, 12).map(lambda n: names[:n])),
    gap=st.sampled_from((1, 2, 5, STEP)),
    bounded=st.booleans(),
)
def test_places_rise_in_the_order_of_the_list(
    old: list[str], new: list[str], gap: int, bounded: bool
) -> None:
    known = {name: (index + 1) * gap for index, name in enumerate(old)}
    low, high = (0, (len(old) + 1) * gap) if bounded else (None, None)
    places = places_between(new, known, low, high)
    if places is None:
        assert bounded or gap < 13
        return
    assert list(places) == new
    rising = [*([low] if low is not None else []), *places.values()]
    rising += [high] if high is not None else []
    assert all(one < other for one, other in pairwise(rising))


def test_one_moved_name_changes_one_place() -> None:
    known = places_from_scratch(NAMES)
    moved = [*NAMES[1:7], NAMES[0], *NAMES[7:]]
    places = places_between(moved, known, None, None)
    assert places
    assert [name for name in moved if places[name] != known[name]] == [NAMES[0]]


def test_no_room_is_said() -> None:
    assert places_between(["a", "b"], {}, 5, 7) is None
    assert places_between(["a"], {}, 5, 7) == {"a": 6}
