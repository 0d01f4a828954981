"""Places of rows in a row of rows: whole numbers with room between, so that few ever change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

STEP = 1 << 32
"""Room left between two places that are made one after the other."""

_FARTHEST = 1 << 62


def places_between(
    ids: Sequence[str], known: Mapping[str, int], before: int | None, after: int | None
) -> dict[str, int] | None:
    """Places for all ids, rising, between two outer ones; as many known places stay as can.

    None when there is no room left: then everything has to be numbered anew.
    """
    staying = _rising(ids, known, before, after)
    places: dict[str, int] = {}
    waiting: list[str] = []
    low = before
    for name in ids:
        if name not in staying:
            waiting.append(name)
            continue
        if not _spread(waiting, low, known[name], places):
            return None
        waiting.clear()
        places[name] = low = known[name]
    return places if _spread(waiting, low, after, places) else None


def places_from_scratch(ids: Sequence[str]) -> dict[str, int]:
    """Places with full room between."""
    return {name: index * STEP for index, name in enumerate(ids, 1)}


def _spread(names: list[str], low: int | None, high: int | None, places: dict[str, int]) -> bool:
    """Give the names even places between two; False without room."""
    count = len(names)
    if low is None:
        low = (0 if high is None else high - STEP * (count + 1)) if count else -_FARTHEST
    if high is None:
        high = low + STEP * (count + 1)
    if not -_FARTHEST <= low <= high <= _FARTHEST or (count and high - low <= count):
        return False
    for index, name in enumerate(names, 1):
        places[name] = low + (high - low) * index // (count + 1)
    return True


def _rising(
    ids: Sequence[str], known: Mapping[str, int], before: int | None, after: int | None
) -> frozenset[str]:
    """The most ids whose known places already rise in this order, within the outer places."""
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for name in ids:
        place = known.get(name)
        if place is None or (before is not None and place <= before):
            continue
        if after is not None and place >= after:
            continue
        length = bisect_left(tails, place)
        previous[name] = ends[length - 1] if length else None
        if length == len(tails):
            tails.append(place)
            ends.append(name)
        else:
            tails[length], ends[length] = place, name
    chosen: set[str] = set()
    name = ends[-1] if ends else None
    while name is not None:
        chosen.add(name)
        name = previous[name]
    return frozenset(chosen)
