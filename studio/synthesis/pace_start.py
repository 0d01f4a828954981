"""One start as the rules of the pace see it, and how refusals side by side are found."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

REMEMBERED = 32
"""Refusals that are looked back on; a run of them is longer only when nothing gets through."""


@dataclass(slots=True, eq=False)
class Start:
    """A request that was sent.

    `level` is how many were in flight with it, those refused not counted; `earlier` how many
    starts the window held before it. A `probe` was sent although the minute seemed full.
    """

    number: int
    at: float
    level: int
    earlier: int
    probe: bool = False


class Refusals:
    """Refused starts by their number, which is without gaps in the order of starting.

    Any service refuses some requests by chance, about one in twenty. Those are rarely
    neighbours; requests that pass a limit always are.
    """

    def __init__(self) -> None:
        self._refused: dict[int, Start] = {}
        self._order: deque[int] = deque()

    def run(self, start: Start) -> list[Start]:
        """Note a refusal; returns the run of neighbours it belongs to, in order of starting."""
        number = start.number
        self._refused[number] = start
        self._order.append(number)
        if len(self._order) > REMEMBERED:
            self._refused.pop(self._order.popleft(), None)
        first = last = number
        while first - 1 in self._refused:
            first -= 1
        while last + 1 in self._refused:
            last += 1
        return [self._refused[n] for n in range(first, last + 1)]

    def clear(self) -> None:
        """A conclusion was drawn: what comes now is judged anew."""
        self._refused.clear()
        self._order.clear()
