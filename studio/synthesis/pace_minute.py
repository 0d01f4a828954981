"""How many requests a minute a service takes, as far as its answers show."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import exp, log

from studio.synthesis.pace_crowd import CHANCE
from studio.synthesis.pace_window import Earlier, Start, StartWindow

FIRST_PROBE = 1 / 60
"""Windows until a start beyond a limit looks whether the minute is full indeed: a limit that was
only bad luck costs a second, one that is real a few refusals."""
PROBE_GROWTH = 4
LAST_PROBE = 5.0

_OVER = 0.03
"""The part of requests beyond a full minute that are let in after all."""
_FULL = 0.5
"""How sure it has to be that the minute is full before nobody starts."""
_FORGOTTEN = 0.005
"""The part of all evidence that each answer ages by."""
_NO_LIMIT = 1 << 40
_UNLIMITED = 0.3
"""How likely there is no limit, before anything is known."""
_FEW = 20
"""Limits below this are hardly likelier than it."""
_EACH, _STEP, _LARGEST = 128, 0.015, 3000
"""Up to where each limit is told apart from the next; how far apart they are beyond, and the last.
"""
_REMEMBERED, _PROMISED = 5.0, 50.0
"""How many times as likely as all others together a limit is that was learned, or told, before."""


class MinuteLimit:
    """How likely each limit a minute is, and whether refused requests count for it.

    `told` is a ceiling whatever was seen, 0 for none.
    """

    def __init__(self, known: int, told: int, window: float) -> None:
        self._told = told
        self._window = window
        self._limits = _limits_with(known)
        likely = _likely(self._limits)
        if known:
            self._strengthen(likely, known, _PROMISED if told else _REMEMBERED)
        self._before = [log(each) for each in likely]
        self._seen = tuple([0.0] * len(self._limits) for _ in range(2))
        self._gap = FIRST_PROBE * window
        self._probe_at: float | None = None
        self._weigh()

    @property
    def believed(self) -> int:
        """The likeliest limit, 0 for none; never more than what was told."""
        both = [a + b for a, b in zip(*self._likely, strict=True)]
        limit = self._limits[max(range(len(both)), key=both.__getitem__)]
        if limit == _NO_LIMIT:
            return self._told
        return min(limit, self._told) if self._told else limit

    def opens_at(self, starts: StartWindow, now: float) -> float:
        """When the next start is possible; a learned limit may be probed although it is full."""
        room = self._room_at(starts, now)
        if room > now:
            if self._probe_at is None:
                self._probe_at = now + self._gap
            room = min(room, max(now, self._probe_at))
        return max(room, starts.room_at(self._told, now)) if self._told else room

    def is_full(self, earlier: Earlier) -> bool:
        """Whether a start after so many others is probably one too many."""
        return self.explains(earlier) > _FULL

    def explains(self, earlier: Earlier) -> float:
        """How likely a refusal after so many others comes of a full minute."""
        return sum(
            sums[bisect_right(self._limits, count) - 1] if count >= self._limits[0] else 0.0
            for sums, count in zip(self._sums, earlier, strict=True)
        )

    def probed(self, now: float) -> None:
        """A probe was sent; the next one comes much later."""
        self._gap = min(self._gap * PROBE_GROWTH, LAST_PROBE * self._window)
        self._probe_at = now + self._gap

    def answered(self, start: Start, now: float) -> None:
        """A good answer: a limit that was surely reached before it is hardly one."""
        if start.probe:
            self._gap = FIRST_PROBE * self._window
            self._probe_at = now + self._gap
        for seen, count in zip(self._seen, start.surely, strict=True):
            seen[:] = [(1 - _FORGOTTEN) * each for each in seen]
            for place in range(bisect_right(self._limits, count)):
                seen[place] += log(_OVER / (1 - CHANCE))
        self._weigh()

    def refused(self, start: Start, otherwise: float) -> None:
        """A refusal, which came of something else as likely as `otherwise`."""
        by_chance = log((CHANCE + (1 - CHANCE) * otherwise) / (1 - _OVER))
        for seen, count in zip(self._seen, start.earlier, strict=True):
            for place in range(bisect_right(self._limits, count), len(seen)):
                seen[place] += by_chance
        self._weigh()

    def _room_at(self, starts: StartWindow, now: float) -> float:
        if not self.is_full(starts.count(now)):
            return now
        leaving = starts.leaving()
        return next((at for at, left in leaving if not self.is_full(left)), now + self._window)

    def _strengthen(self, likely: list[float], known: int, times: float) -> None:
        likely[self._limits.index(known)] = times * sum(likely)

    def _weigh(self) -> None:
        logs = [
            [before + each for before, each in zip(self._before, seen, strict=True)]
            for seen in self._seen
        ]
        top = max(map(max, logs))
        weights = [[exp(each - top) for each in some] for some in logs]
        total = sum(map(sum, weights))
        self._likely = [[each / total for each in some] for some in weights]
        self._sums = [list(accumulate(some)) for some in self._likely]


def _limits_with(known: int) -> list[int]:
    """The limits that are told apart: each one while they are small, then in steps."""
    limits, large = set(range(1, _EACH + 1)), float(_EACH)
    while large < _LARGEST:
        large *= 1 + _STEP
        limits.add(round(large))
    return sorted({*limits, known or _NO_LIMIT, _NO_LIMIT})


def _likely(limits: list[int]) -> list[float]:
    """How likely each limit is before anything is known: twice as high, half as likely."""
    steps = [1.0 if limit <= _EACH else _STEP * limit for limit in limits[:-1]]
    parts = [step / (limit + _FEW) for step, limit in zip(steps, limits, strict=False)]
    return [*((1 - _UNLIMITED) * part / sum(parts) for part in parts), _UNLIMITED]
