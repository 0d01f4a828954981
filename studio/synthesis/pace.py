"""How fast an account is asked: as many requests as its service takes, and no more.

A service has two limits, requests in flight and requests a minute. A user who knows the plan
tells them; otherwise both are learned from what is refused. The rules, and why:

- Nothing is known for sure: each limit that may be is so likely, and every answer and refusal
  weighs them anew (`pace_crowd`, `pace_minute`). One refusal in twenty is chance, so one alone
  tells little, several tell much, and answers beyond a limit refute it.
- A refusal speaks for either limit the more, the less the other one explains it.
- Nothing is given up for good. Evidence ages, a place more is tried now and then, and so is a
  full minute. So no bad luck lasts, and a better plan is found.
- What was told is a ceiling. When the service refuses even that it is believed, and less is
  asked until it takes more again.
- Every start counts for its minute, also one that is refused, where the limit was told: that is a
  promise. Where it is learned, so is whether those count.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager

from studio.engines.speech import Pace
from studio.model.account import Service, service_of
from studio.synthesis.pace_crowd import MOST, CrowdLimit
from studio.synthesis.pace_minute import MinuteLimit
from studio.synthesis.pace_window import WINDOW, Start, StartWindow

TOGETHER = 1 / 6000
"""Starts within this part of a window arrive in any order, so each counts the others as there."""
LONGEST_HOLD = 10.0
"""Windows that a service can make everybody wait; after that it is asked again."""


_ONE_POOL = (Service.USEAPI,)
"""Services that count the jobs of an account, whatever their models."""


class Place:
    """A place at the service, held while one request is on its way."""

    def __init__(self, keeper: PaceKeeper, start: Start) -> None:
        self._keeper = keeper
        self.start = start

    def answered(self) -> None:
        """The service gave what it was asked for; may be said after the place was left."""
        self._keeper.answered(self.start)

    def rate_limited(self, retry_after: float | None = None) -> None:
        """The service refused because of its limits; it may have said for how many seconds."""
        self._keeper.refused(self.start, retry_after)


class PaceKeeper:
    """Lets as many requests of one account and model through as the service takes.

    First come, first served; `first` goes ahead. A waiter may be cancelled at any time.
    """

    def __init__(
        self,
        pace: Pace,
        clock: Callable[[], float] = time.monotonic,
        *,
        remembered: Pace | None = None,
        window: float = WINDOW,
    ) -> None:
        self._clock = clock
        self._length = window
        self._together = TOGETHER * window
        self._window = StartWindow(window)
        self._held: list[Start] = []
        self._last = 0
        self._held_back_until = float("-inf")
        self._ahead: deque[asyncio.Future[Place]] = deque()
        self._queue: deque[asyncio.Future[Place]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._believe(pace, remembered)

    def _believe(self, pace: Pace, remembered: Pace | None) -> None:
        self.given = pace
        known = pace if pace.told else remembered
        told = pace.per_minute if pace.told else 0
        self._minute = MinuteLimit(known.per_minute if known else 0, told, self._length)
        if known is None:
            self._crowd = CrowdLimit(pace.in_flight, MOST)
        else:
            most = max(1, pace.in_flight) if pace.told else MOST
            self._crowd = CrowdLimit(known.in_flight, most, told=pace.told, known=True)

    @asynccontextmanager
    async def place(self, *, first: bool = False) -> AsyncGenerator[Place]:
        """Wait for a turn, and hold a place while the request is on its way."""
        place = await self._turn(first)
        try:
            yield place
        finally:
            self._held.remove(place.start)
            self._admit()

    def hold(self, seconds: float) -> None:
        """Let nobody start for so long; a longer hold that runs already stays."""
        self._held_back_until = max(self._held_back_until, self._clock() + seconds)

    @property
    def waiting(self) -> float:
        """Seconds until the clock allows the next start, 0 if now; a place may still be lacking."""
        return max(0.0, self._opens_at() - self._clock())

    @property
    def learned(self) -> Pace:
        """What is believed now; `per_minute` 0 when no such limit was met."""
        return Pace(self._minute.believed, self._crowd.believed, told=self.given.told)

    @property
    def asked(self) -> bool:
        """Whether anything was sent yet, so that there was something to learn from."""
        return self._last > 0

    def give(self, pace: Pace) -> None:
        """The engine states another pace, because the user told another one: begin anew."""
        if pace != self.given:
            self._believe(pace, None)
            self._admit()

    def answered(self, start: Start) -> None:
        """What `Place.answered` says."""
        self._crowd.answered(start.level)
        self._minute.answered(start, self._clock())
        self._admit()

    def refused(self, start: Start, retry_after: float | None) -> None:
        """What `Place.rate_limited` says."""
        start.refused = True
        for other in self._held:
            if other is not start and other.at > start.at - self._together:
                other.level -= 1
        crowded, full = self._crowd.explains(start.level), self._minute.explains(start.earlier)
        self._crowd.refused(start.level, full)
        self._minute.refused(start, crowded)
        if retry_after:
            self.hold(min(retry_after, LONGEST_HOLD * self._length))
        self._admit()

    async def _turn(self, first: bool) -> Place:
        waiter: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        queue = self._ahead if first else self._queue
        queue.append(waiter)
        self._admit()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter in queue:
                queue.remove(waiter)
            elif not waiter.cancelled():  # its turn had come, but nothing was sent
                start = waiter.result().start
                self._held.remove(start)
                self._window.take_back(start)
            self._admit()
            raise

    def _admit(self) -> None:
        """Start whoever can start now, and wake up when the clock allows the next one."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while len(self._held) < self._crowd.places and (waiter := self._next()):
            wait = self._opens_at() - self._clock()
            if wait > 0:
                self._timer = asyncio.get_running_loop().call_later(wait, self._admit)
                return
            (self._ahead or self._queue).popleft()
            waiter.set_result(Place(self, self._started()))

    def _next(self) -> asyncio.Future[Place] | None:
        """Whose turn it is; those who were cancelled are gone."""
        for queue in (self._ahead, self._queue):
            while queue and queue[0].done():
                queue.popleft()
            if queue:
                return queue[0]
        return None

    def _started(self) -> Start:
        now = self._clock()
        self._last += 1
        earlier = self._window.count(now)
        level = len(self._held) + 1
        for other in self._held:
            if other.at > now - self._together:
                other.level = level
        start = Start(self._last, now, level, earlier, self._window.surely(now))
        if self._minute.is_full(earlier):
            start.probe = True
            self._minute.probed(now)
        self._window.add(start)
        self._held.append(start)
        return start

    def _opens_at(self) -> float:
        """When the next start is possible, as far as only time is lacking."""
        return max(self._held_back_until, self._minute.opens_at(self._window, self._clock()))


class Paces:
    """The paces of a process: one keeper for each account and model, whoever asks.

    What was told is a promise for the account, so then there is one for all its models; `""`
    stands for them. A service of which each account is one pool always has one.
    """

    def __init__(
        self,
        remembered: Mapping[tuple[str, str], Pace] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        window: float = WINDOW,
    ) -> None:
        self._remembered = dict(remembered or {})
        self._clock = clock
        self._window = window
        self._keepers: dict[tuple[str, str], PaceKeeper] = {}
        self._joint: set[str] = set()

    def remember(self, learned: Mapping[tuple[str, str], Pace]) -> None:
        """Take over what earlier runs learned, for those that were not asked yet."""
        self._remembered = {**learned, **self._remembered}

    def keeper(self, key: str, model: str, pace: Pace) -> PaceKeeper:
        """The one keeper of an account's model; `pace` is what its engine states today."""
        if pace.told or service_of(key) in _ONE_POOL:
            self._joint.add(key)
            for (other, _), asked in self._keepers.items():
                if other == key:
                    asked.give(pace)  # for those that wait there since before it was told
            return self._keeper((key, ""), pace)
        self._joint.discard(key)
        return self._keeper((key, model), pace)

    def _keeper(self, who: tuple[str, str], pace: Pace) -> PaceKeeper:
        keeper = self._keepers.get(who)
        if keeper is None:
            keeper = self._keepers[who] = PaceKeeper(
                pace, self._clock, remembered=self._remembered.get(who), window=self._window
            )
        keeper.give(pace)
        return keeper

    def learned(self) -> dict[tuple[str, str], Pace]:
        """What to remember for the next run: what was learned, not what a user told."""
        now = {who: keeper.learned for who, keeper in self._keepers.items() if keeper.asked}
        asked = {key for key, _ in now} & self._joint
        found = {**self._remembered, **now}.items()
        return {
            (key, model): pace
            for (key, model), pace in found
            if not pace.told and not (model and key in asked)
        }
