"""How many requests in flight a service takes, as far as its answers show."""

from __future__ import annotations

from functools import cache
from math import comb, exp, log

MOST = 64
"""In flight at most when nobody said how many; more would not make a batch noticeably faster."""
CHANCE = 0.07
"""The part of requests that a service refuses without any limit, about one in twenty."""

_RETURNING = 0.05
"""The part of those in flight whose answer is on its way: for the service they are over."""
_OVER = 0.02
"""The part of requests far beyond a limit that are let in after all."""
_EVEN = 0.5
"""How sure it has to be that a level is too high before it is left."""
_WORTH_A_TRIAL = 0.97
"""How sure it has to be that not even one place more is tried: a refusal costs a moment, a limit
that is believed too low costs the whole batch."""
_REACH = 4
"""How many times the level that was answered may be asked next; not by who hardly uses it."""
_FORGOTTEN = 0.01
"""The part of all evidence that each answer ages by: the plan may be another one by now."""
_SPREAD = 0.5
"""Before anything is known, half of this power less likely for each level: small limits abound."""
_REMEMBERED, _PROMISED = 5.0, 50.0
"""How many times as likely as all others together a limit is that was learned, or told, before."""


class CrowdLimit:
    """How likely each limit in flight is: what is `believed`, and how many `places` to use now.

    One more place than is believed is on trial where that is worth it. Every answer and every
    refusal weighs the limits anew: a refusal by chance is outweighed by the answers after it, and
    one beyond a limit that was met before only confirms it.
    """

    def __init__(self, guess: int, most: int, *, told: bool = False, known: bool = False) -> None:
        guess = max(1, min(guess, most))
        self._most = most
        likely = [limit**-_SPREAD for limit in range(1, most + 1)]
        if told or known:
            likely[guess - 1] = sum(likely) * (_PROMISED if told else _REMEMBERED)
        self._before = [log(each) for each in likely]
        self._seen = [0.0] * most
        self._reach = guess
        self._weigh()

    def answered(self, level: int) -> None:
        """A good answer: a limit below its level is hardly one."""
        level = min(level, self._most)
        self._seen = [(1 - _FORGOTTEN) * each for each in self._seen]
        for limit in range(1, level):
            self._seen[limit - 1] += log(_let_in(level, limit))
        if 2 * level > self._reach:
            self._reach = max(self._reach, min(_REACH * level, self._most))
        self._weigh()

    def refused(self, level: int, otherwise: float) -> None:
        """A refusal, which came of something else as likely as `otherwise`."""
        level = min(level, self._most)
        free = (1 - CHANCE) * (1 - otherwise)
        for limit in range(1, self._most + 1):
            self._seen[limit - 1] += log(1 - free * _let_in(level, limit))
        self._weigh()

    def explains(self, level: int) -> float:
        """How likely a refusal at a level comes of too many in flight.

        Near the believed limit it always may: then it must not be held against the minute, too.
        """
        level = min(level, self._most)
        if level > self._sure - self._sure // 8:
            return 1.0
        return sum(
            self._likely[limit - 1] * (1 - _let_in(level, limit)) for limit in range(1, level)
        )

    def _weigh(self) -> None:
        logs = [before + seen for before, seen in zip(self._before, self._seen, strict=True)]
        top = max(logs)
        weights = [exp(each - top) for each in logs]
        total = sum(weights)
        self._likely = [each / total for each in weights]
        below, self._sure = self._likely[0], 1
        while self._sure < self._most and below <= _EVEN:
            below += self._likely[self._sure]
            self._sure += 1
        trial = self._sure < self._most and below <= _WORTH_A_TRIAL
        self.believed = min(self._sure, self._reach)
        self.places = min(self._sure + trial, self._reach)


@cache
def _let_in(level: int, limit: int) -> float:
    """How likely a request at a level of ours is let in: as many answers must be on their way."""
    others, lacking = level - 1, level - limit
    fewer = sum(
        comb(others, few) * _RETURNING**few * (1 - _RETURNING) ** (others - few)
        for few in range(max(lacking, 0))
    )
    return max(1 - fewer, _OVER)
