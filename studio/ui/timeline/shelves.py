"""Where the lanes are from top to bottom, each as high as a person made it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST = 24
"""Pixels of the lowest lane that a hand can drag."""

TALLEST = 240
"""Pixels of the highest one."""

COLLAPSED = 22
"""Pixels of a folded lane."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """The lanes by their edges: pixels from the top of the first, `top` pixels scrolled away."""

    edges: tuple[int, ...] = (0,)
    top: int = 0

    @property
    def count(self) -> int:
        """How many lanes there are."""
        return len(self.edges) - 1

    @property
    def foot(self) -> int:
        """Pixels of all lanes together."""
        return self.edges[-1]

    def y_of(self, lane: int) -> int:
        """The upper edge of a lane in the view; of the one after the last, the foot."""
        return self.edges[lane] - self.top

    def height_of(self, lane: int) -> int:
        """Pixels of one lane."""
        return self.edges[lane + 1] - self.edges[lane]

    def at(self, y: float) -> int | None:
        """The lane at a height of the view, None below the last."""
        lane = bisect_right(self.edges, y + self.top) - 1
        return lane if 0 <= lane < self.count else None

    def between(self, y: float, end: float) -> range:
        """The lanes that a stretch from top to bottom touches."""
        first = max(0, bisect_right(self.edges, y + self.top) - 1)
        last = min(self.count - 1, bisect_right(self.edges, end + self.top) - 1)
        return range(first, last + 1)


def shelves_of(heights: Iterable[int], top: int = 0) -> Shelves:
    """Lanes of these heights in pixels."""
    edges = [0]
    for height in heights:
        edges.append(edges[-1] + height)
    return Shelves(tuple(edges), top)


def height_of_lane(base: int, factor: float, *, collapsed: bool) -> int:
    """Pixels of a lane, of which one of usual height has `base`."""
    if collapsed:
        return COLLAPSED
    return min(max(round(base * factor), SHORTEST), TALLEST)
