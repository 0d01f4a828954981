"""What differs between two lists of lines, so that a table changes no row it need not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import is_not

from studio.model.ids import LineId
from studio.model.line import Line


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Half-open runs of rows: `gone` in the old list, `come` in the new one.

    `order` is the new order of the rows that stay, by their place after the removal; empty when
    they keep their order.
    """

    gone: tuple[tuple[int, int], ...] = ()
    order: tuple[int, ...] = ()
    come: tuple[tuple[int, int], ...] = ()


def row_changes(old: Sequence[Line], new: Sequence[Line]) -> RowChanges:
    """The removals, the new order and the insertions that make the new list of the old one."""
    if len(old) == len(new) and all(old[row].id == new[row].id for row in _other(old, new)):
        return RowChanges()
    head = _common(old, new)
    limit = min(len(old), len(new)) - head
    tail = min(_common(old[::-1], new[::-1]), limit)
    left = [line.id for line in old[head : len(old) - tail]]
    right = [line.id for line in new[head : len(new) - tail]]
    stay_left, stay_right = set(left) & set(right), set(right) & set(left)
    gone = tuple(_runs(head + i for i, id in enumerate(left) if id not in stay_left))
    come = tuple(_runs(head + i for i, id in enumerate(right) if id not in stay_right))
    kept = [id for id in left if id in stay_left]
    wanted = [id for id in right if id in stay_right]
    order: tuple[int, ...] = ()
    if kept != wanted:
        place: dict[LineId, int] = {id: head + i for i, id in enumerate(kept)}
        middle = [place[id] for id in wanted]
        rest = range(head + len(kept), head + len(kept) + tail)
        order = (*range(head), *middle, *rest)
    return RowChanges(gone, order, come)


def changed_rows(old: Sequence[Line], new: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """Half-open runs of rows that hold another value, in lists of the same length."""
    return tuple(_runs(_other(old, new)))


def first_other(old: Sequence[Line], new: Sequence[Line]) -> int:
    """The first row that holds another value, the length of the shorter list when none does."""
    return next(_other(old, new), min(len(old), len(new)))


def _other(old: Sequence[Line], new: Sequence[Line]) -> Iterator[int]:
    """The rows that hold another value; runs at the speed of C, as each keystroke asks."""
    return compress(range(min(len(old), len(new))), map(is_not, old, new))


def _common(old: Sequence[Line], new: Sequence[Line]) -> int:
    shorter = min(len(old), len(new))
    return next((row for row in _other(old, new) if old[row].id != new[row].id), shorter)


def _runs(rows: Iterator[int]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for row in rows:
        if row != end:
            if end > start:
                yield start, end
            start = row
        end = row + 1
    if end > start:
        yield start, end
