"""How often, and after how long, a line is asked for again that was surely not billed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from studio.errors import EngineBusy, EngineUnreachable, NoConnection


@dataclass(frozen=True, slots=True)
class Patience:
    """The limits of trying, in seconds and tries; counted for each line by itself.

    A busy engine is waited for by the pace of its account; `busy_waits` keep one line that is
    refused again and again from asking all the time, `row_waits` an account whose service fails
    line after line. `looks` are the waits before an engine is
    asked whether it spoke a line whose answer was lost: a new job is not listed at once. The first
    wait after a fault is short: a line near the end of a batch would hold up the whole of it.
    """

    fault_waits: tuple[float, ...] = (1.0, 5.0, 20.0)
    connection_waits: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    busy_waits: tuple[float, ...] = (0.0, 1.0, 3.0, 8.0, 20.0)
    row_waits: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    looks: tuple[float, ...] = (5.0, 5.0, 10.0)
    away_s: float = 600.0
    busy_s: float = 900.0


class Tries:
    """The tries of one line."""

    def __init__(self, patience: Patience, clock: Callable[[], float], dice: random.Random) -> None:
        self._patience = patience
        self._clock = clock
        self._dice = dice
        self._faults = 0
        self._away = self._busy = 0
        self._away_since: float | None = None
        self._busy_since: float | None = None

    def wait_after(self, error: EngineUnreachable) -> float:
        """Seconds to wait before the next try; raises the error when patience is at its end."""
        now = self._clock()
        if isinstance(error, EngineBusy):
            self._busy_since = now if self._busy_since is None else self._busy_since
            if now - self._busy_since > self._patience.busy_s:
                raise error
            waits = self._patience.busy_waits
            self._busy += 1
            return self._spread(waits[min(self._busy, len(waits)) - 1])
        if isinstance(error, NoConnection):
            self._away_since = now if self._away_since is None else self._away_since
            if now - self._away_since > self._patience.away_s:
                raise error
            waits = self._patience.connection_waits
            self._away += 1
            return self._spread(waits[min(self._away, len(waits)) - 1])
        if self._faults == len(self._patience.fault_waits):
            raise error
        self._faults += 1
        return self._spread(self._patience.fault_waits[self._faults - 1])

    def reached(self) -> None:
        """The engine answered, whatever it said: the network is there again."""
        self._away, self._away_since = 0, None

    def _spread(self, seconds: float) -> float:
        """A little more or less, so that lines that failed together do not return together."""
        return seconds * self._dice.uniform(0.8, 1.2)
