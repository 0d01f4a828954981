"""The starts of the last minute: a window that slides, as the services count."""

from __future__ import annotations

from collections import deque

WINDOW = 60.0
"""Seconds over which a service counts requests."""
MARGIN = 1 / 200
"""The part of a window that a start is counted longer: a start that took a little longer to
arrive than the one a minute after it is still in the service's window. It costs half a percent."""


class StartWindow:
    """Every start counts, whatever came of it; not a bucket, which lets twice as many through."""

    def __init__(self, length: float) -> None:
        self._length = length
        self._starts: deque[float] = deque()

    def add(self, now: float) -> None:
        """Count a start."""
        self._starts.append(now)

    def take_back(self, started_at: float) -> None:
        """Forget a start after which nothing was sent."""
        if started_at in self._starts:
            self._starts.remove(started_at)

    def count(self, now: float) -> int:
        """The starts that may still be in the service's window."""
        while self._starts and self._leaves(self._starts[0]) <= now:
            self._starts.popleft()
        return len(self._starts)

    def surely(self, now: float) -> int:
        """The starts that are in the service's window even if its clock or the network is off."""
        slack = self._length * MARGIN
        begin, end = now - self._length + slack, now - slack
        return sum(begin < start < end for start in self._starts)

    def room_at(self, most: int, now: float) -> float:
        """When there are fewer than `most` starts in the window; `now` if there are."""
        count = self.count(now)
        return now if count < most else self._leaves(self._starts[count - most])

    def _leaves(self, start: float) -> float:
        return start + self._length * (1 + MARGIN)
