"""How often, and after how long, a model is asked again that surely did not begin to answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from studio.errors import EngineBusy, EngineUnreachable, NoConnection, NoSuchHost


@dataclass(frozen=True, slots=True)
class Patience:
    """The limits of trying, in seconds and tries; counted for each request by itself.

    A busy service is given the time it asks for. `away_s`, `nameless_s` (while nobody knows the
    name of its host) and `busy_s` end the trying for good.
    """

    fault_waits: tuple[float, ...] = (1.0, 5.0, 20.0)
    connection_waits: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    busy_waits: tuple[float, ...] = (1.0, 3.0, 8.0, 20.0, 40.0)
    away_s: float = 300.0
    nameless_s: float = 300.0
    busy_s: float = 600.0


PATIENCE = Patience()
NOBODY_WATCHES = Patience(connection_waits=(1.0, 2.0, 4.0, 8.0, 10.0), away_s=60.0, nameless_s=15.0)
"""Without a window silence looks like a hang, and the same command goes on anyway."""


class Tries:
    """The tries of one request."""

    def __init__(self, patience: Patience, clock: Callable[[], float], dice: random.Random) -> None:
        self._patience = patience
        self._clock = clock
        self._dice = dice
        self._faults = self._away = self._busy = 0
        self._began = clock()

    def wait_after(self, error: EngineUnreachable) -> float:
        """Seconds to wait before the next try; raises the error when patience is at its end."""
        patience = self._patience
        if isinstance(error, EngineBusy):
            self._busy += 1
            wait = self._spread(patience.busy_waits, self._busy)
            wait = max(wait, error.retry_after or 0.0)
            return self._within(patience.busy_s, wait, error)
        if isinstance(error, NoConnection):
            self._away += 1
            wait = self._spread(patience.connection_waits, self._away)
            return self._within(self._away_s(error), wait, error)
        self._faults += 1
        if self._faults > len(patience.fault_waits):
            raise error
        return self._spread(patience.fault_waits, self._faults)

    def left_after(self, error: EngineUnreachable) -> float:
        """Seconds in which it is tried again after such an error, if nothing gets better."""
        if isinstance(error, EngineBusy | NoConnection):
            is_busy = isinstance(error, EngineBusy)
            limit_s = self._patience.busy_s if is_busy else self._away_s(error)
            return max(0.0, limit_s - (self._clock() - self._began))
        return sum(self._patience.fault_waits[max(0, self._faults - 1) :])

    def _away_s(self, error: NoConnection) -> float:
        patience = self._patience
        return patience.nameless_s if isinstance(error, NoSuchHost) else patience.away_s

    def _within(self, limit_s: float, wait: float, error: EngineUnreachable) -> float:
        """The wait, unless it would end after the limit; raises the error then."""
        if self._clock() + wait - self._began > limit_s:
            raise error
        return wait

    def _spread(self, waits: tuple[float, ...], turn: int) -> float:
        """A little more or less, so that requests that failed together do not return together."""
        return waits[min(turn, len(waits)) - 1] * self._dice.uniform(0.8, 1.2)
