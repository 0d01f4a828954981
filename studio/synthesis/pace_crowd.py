"""How many requests a service takes at once, as far as its answers show."""

from __future__ import annotations

from studio.synthesis.pace_start import Refusals, Start

MOST = 64
"""In flight at most when nobody said how many; more would not make a batch noticeably faster."""
RAMP = 2
"""Places more for each answer until the limit is met: from 3 to 20 within three seconds."""
SURE = 2
"""Refused neighbours beyond the proven level that are a limit: by chance once in 400 starts."""
PATIENCE = 8
"""Answers after which one more place is tried again; twice as many after each trial refused."""
LEAST_PATIENCE = 4
MOST_PATIENCE = 256


class CrowdLimit:
    """The limit in flight: what is believed, what is proven by answers, and when to try more."""

    def __init__(self, believed: int, most: int, *, ramp: bool) -> None:
        self.believed = max(1, min(believed, most))
        self.proven = 1
        self._most = most
        self._ramp = ramp
        self._patience = PATIENCE
        self._answers = 0
        self._trials = 0
        self._refusals = Refusals()

    def begin(self, level: int) -> int:
        """A start at a level; returns its number among those beyond what is proven, or 0."""
        if level <= self.proven:
            return 0
        self._trials += 1
        return self._trials

    def answered(self, start: Start, *, full: bool) -> None:
        """A good answer proves its level; with a full house it also earns more places."""
        if start.level > self.proven:
            self.proven = start.level
            self._patience = LEAST_PATIENCE
        if not full or self.believed >= self._most:
            return
        self._answers += 1
        if self._ramp:
            self.believed = min(self.believed + RAMP, self._most)
        elif self._answers >= self._patience and self.believed <= self.proven:
            self._answers = 0
            self.believed += 1

    def refused(self, start: Start) -> None:
        """Refused at a level that was never answered: once is chance, twice is the limit.

        Those in flight besides it were let in, so their number is the limit, and proven.
        """
        if len(self._refusals.run(start.trial, start)) < SURE:
            return
        self.believed = self.proven = max(1, start.level - 1)
        self._ramp = False
        self._answers = 0
        self._patience = min(2 * self._patience, MOST_PATIENCE)

    def shrink(self, level: int) -> None:
        """The service takes fewer at once than it did before."""
        self.believed = self.proven = max(1, min(self.believed, level))
        self._ramp = False
        self._answers = 0
        self._patience = PATIENCE
