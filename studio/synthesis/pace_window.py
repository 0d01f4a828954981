"""The starts of the last minute: a window that slides, as the services count."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate

WINDOW = 60.0
"""Seconds over which a service counts requests."""
MARGIN = 1 / 200
"""The part of a window that a start is counted longer: a start that took a little longer to
arrive than the one a minute after it is still in the service's window. It costs half a percent."""

Earlier = tuple[int, int]
"""Starts in a window: all of them, and those that were not refused."""


@dataclass(slots=True, eq=False)
class Start:
    """A request that was sent.

    `level` is how many were in flight with it, those refused not counted; `earlier` the starts the
    window held before it, and `surely` those it held even where clocks and ways are uneven. A
    `probe` was sent although the minute seemed full.
    """

    number: int
    at: float
    level: int
    earlier: Earlier
    surely: Earlier
    probe: bool = False
    refused: bool = False


class StartWindow:
    """Every start counts, whatever came of it; not a bucket, which lets twice as many through."""

    def __init__(self, length: float) -> None:
        self._length = length
        self._starts: deque[Start] = deque()

    def add(self, start: Start) -> None:
        """Count a start."""
        self._starts.append(start)

    def take_back(self, start: Start) -> None:
        """Forget a start after which nothing was sent."""
        if start in self._starts:
            self._starts.remove(start)

    def count(self, now: float) -> Earlier:
        """The starts that may still be in the service's window."""
        while self._starts and self._leaves(self._starts[0]) <= now:
            self._starts.popleft()
        return len(self._starts), sum(not start.refused for start in self._starts)

    def surely(self, now: float) -> Earlier:
        """The starts that are in the service's window even if it is a little shorter."""
        begin = now - self._length * (1 - MARGIN)
        held = [start for start in self._starts if start.at > begin]
        return len(held), sum(not start.refused for start in held)

    def room_at(self, most: int, now: float) -> float:
        """When there are fewer than `most` starts in the window; `now` if there are."""
        count, _ = self.count(now)
        return now if count < most else self._leaves(self._starts[count - most])

    def leaving(self) -> list[tuple[float, Earlier]]:
        """When the starts counted last leave the window, and what is in it from then on."""
        gone = list(accumulate(not start.refused for start in self._starts))
        return [
            (self._leaves(start), (len(gone) - number, gone[-1] - let_in))
            for number, (start, let_in) in enumerate(zip(self._starts, gone, strict=True), 1)
        ]

    def _leaves(self, start: Start) -> float:
        return start.at + self._length * (1 + MARGIN)
