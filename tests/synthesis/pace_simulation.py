"""A batch against a service with limits, in simulated time: hours of it pass in seconds.

The loop is asyncio's own with another clock, so that the very `PaceKeeper` of the studio runs:
whenever nothing is left to do, the time jumps to the next timer.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import selectors
import statistics
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from studio.engines.speech import Pace
from studio.synthesis.pace import PaceKeeper

LIMITS = ((60, 3), (60, 10), (120, 5), (180, 10), (300, 5), (300, 20))
"""Requests a minute and in flight of the services that are simulated."""
LINES = 200
LATENCY = (0.5, 3.0)
MINUTE = 60.0

T = TypeVar("T")


class _Jump(selectors.SelectSelector):
    """Waits by setting the clock forward."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits, and no timer will ever fire")
        if not ready and timeout:
            self.now += timeout
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """asyncio's loop in simulated time."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.now


def simulated(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(work)


class Refused(Exception):
    """The service's limit, or chance."""


class Fault(Exception):
    """The service broke down over one request."""


@dataclass(frozen=True)
class Fate:
    """What chance does to a request."""

    refused: bool
    seconds: float
    fault: bool


@dataclass
class Service:
    """Limits as the services have them: a sliding minute, and requests at once.

    `counts_refused` says whether a refused request uses up the minute too. A way takes between
    half of `travel` and all of it, each by itself. What chance does to a line, and how long the
    line takes, depends on the line alone: two clients meet the same fates.
    """

    per_minute: int
    at_once: int
    seed: int = 0
    counts_refused: bool = True
    chance: float = 0.05
    faults: float = 0.01
    travel: float = 0.05
    refusals: int = 0
    """Over a limit; those by chance are not in it."""
    most_at_once: int = 0
    started: list[float] = field(default_factory=list)
    """When each request was sent, by the client's clock."""
    _running: int = 0
    _recent: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._lines: dict[int, random.Random] = {}

    def fate(self, line: int) -> Fate:
        """What becomes of the next request of a line that is within the limits."""
        dice = self._lines.setdefault(line, random.Random(self.seed * LINES * 10 + line))
        return Fate(
            refused=dice.random() < self.chance,
            seconds=dice.uniform(*LATENCY),
            fault=dice.random() < self.faults,
        )

    async def ask(self, line: int) -> None:
        """One request; raises Refused or Fault."""
        self.started.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.way())
        now = asyncio.get_running_loop().time()
        while self._recent and self._recent[0] <= now - MINUTE:
            self._recent.popleft()
        over = len(self._recent) >= self.per_minute or self._running >= self.at_once
        fate = None if over else self.fate(line)
        refused = fate is None or fate.refused
        if self.counts_refused or not refused:
            self._recent.append(now)
        if fate and not fate.refused:
            await self._work(fate.seconds)
        await asyncio.sleep(self.way())
        if refused:
            self.refusals += over
            raise Refused
        if fate and fate.fault:
            raise Fault

    async def _work(self, seconds: float) -> None:
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        await asyncio.sleep(seconds)
        self._running -= 1

    def way(self) -> float:
        """Seconds that a request or its answer is under way."""
        return self.travel * self._dice.uniform(0.5, 1.0)


@dataclass(frozen=True)
class Outcome:
    """What became of a batch; `learned` is what was believed at its end."""

    seconds: float
    refusals: int
    learned: Pace


async def voice(line: int, service: Service, keeper: PaceKeeper) -> None:
    """One line as the booth does it: refused or broken, it goes back to the front."""
    again = False
    while True:
        async with keeper.place(first=again) as place:
            try:
                await service.ask(line)
            except Refused:
                place.rate_limited(None)
            except Fault:
                pass
            else:
                place.answered()
                return
        again = True


def batch(
    service: Service, pace: Pace, lines: int = LINES, remembered: Pace | None = None
) -> Outcome:
    """Speak lines, all at the door from the beginning."""

    async def work() -> Outcome:
        loop = asyncio.get_running_loop()
        keeper = PaceKeeper(pace, loop.time, remembered=remembered)
        await asyncio.gather(*(voice(line, service, keeper) for line in range(lines)))
        return Outcome(loop.time(), service.refusals, keeper.learned)

    return simulated(work())


def ideal_seconds(service: Service, lines: int = LINES) -> float:
    """A client that knows the limits and wastes nothing, but cannot foresee latencies.

    What chance refuses, or a fault breaks, it sends again at once, before the next line.
    """
    free = [0.0] * service.at_once
    starts: deque[float] = deque()
    again: list[tuple[float, int]] = []
    fresh = deque(range(lines))
    end = 0.0
    while fresh or again:
        start = heapq.heappop(free)
        if len(starts) == service.per_minute:
            start = max(start, starts.popleft() + MINUTE)
        if again and (again[0][0] <= start or not fresh):
            start, line = max(start, again[0][0]), heapq.heappop(again)[1]
        else:
            line = fresh.popleft()
        fate = service.fate(line)
        done = start + service.way() + (0 if fate.refused else fate.seconds) + service.way()
        if service.counts_refused or not fate.refused:
            starts.append(start)
        heapq.heappush(free, done)
        if fate.refused or fate.fault:
            heapq.heappush(again, (done, line))
        end = max(end, done)
    return end


def told_ideal_seconds(service: Service, lines: int = LINES) -> float:
    """The ideal for limits that were told: no more starts a minute than that, refused or not."""
    return ideal_seconds(replace(service, counts_refused=True), lines)


def outcomes(
    limits: tuple[int, int], pace: Pace, *, counts_refused: bool, seeds: int
) -> tuple[list[float], list[int]]:
    """Of a batch for each seed the share of the ideal, and the requests over a limit."""
    parts: list[float] = []
    refusals: list[int] = []
    for seed in range(seeds):
        service = Service(*limits, seed=seed, counts_refused=counts_refused)
        ideal = (told_ideal_seconds if pace.told else ideal_seconds)(service)
        outcome = batch(Service(*limits, seed=seed, counts_refused=counts_refused), pace)
        parts.append(ideal / outcome.seconds)
        refusals.append(outcome.refusals)
    return parts, refusals


def shares(
    limits: tuple[int, int], pace: Pace, *, counts_refused: bool, seeds: int
) -> tuple[float, float]:
    """The medians over batches of the share of the ideal, and of the requests over a limit."""
    parts, refusals = outcomes(limits, pace, counts_refused=counts_refused, seeds=seeds)
    return statistics.median(parts), statistics.median(refusals)
