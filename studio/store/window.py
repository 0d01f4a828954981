"""The stretch of a list that changed, found by identity, and the places of what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Generic, Protocol, TypeVar

from studio.store.order import places_between, places_from_scratch


class DoubledId(ValueError):
    """Two things in one list have the same id, so that only one of them could be kept."""


class Named(Protocol):
    """Anything with a permanent id."""

    @property
    def id(self) -> str:
        """Its permanent id."""
        ...


Item = TypeVar("Item", bound=Named)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """Something new, changed or moved: `was` is None when new, `moved` when its place is new."""

    item: Item
    was: Item | None
    place: int
    moved: bool


class Window(Generic[Item]):
    """The part of two lists between the first and the last objects that are not the same."""

    def __init__(self, before: Sequence[Item], after: Sequence[Item], places: Mapping[str, int]):
        shorter = min(len(before), len(after))
        first = _same(before, after, shorter)
        last = min(_same(reversed(before), reversed(after), shorter), shorter - first)
        self._after = after
        self._places = places
        self._old = {item.id: item for item in before[first : len(before) - last]}
        self._new = after[first : len(after) - last]
        self._left = places[after[first - 1].id] if first else None
        self._right = places[after[len(after) - last].id] if last else None

    @property
    def gone(self) -> list[Item]:
        """What is no longer in the list."""
        kept = {item.id for item in self._new}
        return [item for name, item in self._old.items() if name not in kept]

    def placed(self) -> tuple[list[Placed[Item]], dict[str, int]]:
        """What has to be written, and the places of the whole list; raises DoubledId."""
        self._refuse_doubles()
        known = {name: self._places[name] for name in self._old}
        names = [item.id for item in self._new]
        fresh = places_between(names, known, self._left, self._right)
        if fresh is None:
            return self._all_anew()
        places = dict(self._places)
        for item in self.gone:
            del places[item.id]
        places.update(fresh)
        return self._to_write(self._new, fresh, self._old), places

    def _all_anew(self) -> tuple[list[Placed[Item]], dict[str, int]]:
        """Everything with a new place, because there was no room left between two."""
        fresh = places_from_scratch([item.id for item in self._after])
        outside = {item.id: item for item in self._after if item.id in self._places}
        return self._to_write(self._after, fresh, {**outside, **self._old}), fresh

    def _to_write(
        self, items: Sequence[Item], fresh: Mapping[str, int], old: Mapping[str, Item]
    ) -> list[Placed[Item]]:
        found: list[Placed[Item]] = []
        for item in items:
            was, place = old.get(item.id), fresh[item.id]
            moved = self._places.get(item.id) != place
            if moved or was is not item:
                found.append(Placed(item, was, place, moved))
        return found

    def _refuse_doubles(self) -> None:
        seen: set[str] = set()
        for item in self._new:
            if item.id in seen or (item.id in self._places and item.id not in self._old):
                raise DoubledId(item.id)
            seen.add(item.id)


def _same(one: Iterable[object], other: Iterable[object], length: int) -> int:
    """How many of the first objects are the same, compared at the speed of C."""
    found = bytes(map(is_, one, other)).find(0)
    return length if found < 0 else found
