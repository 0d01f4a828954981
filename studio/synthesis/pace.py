"""How fast one account is asked: a sliding window of starts and a limit of lines in flight."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from studio.engines.speech import Pace

WINDOW = 60.0
"""Seconds over which a service counts requests."""

BREATH = 5.0
"""Seconds everybody waits after a rate limit that names no time."""


class Place:
    """One line's place with its engine; what came of it teaches the pace."""

    def __init__(self, keeper: PaceKeeper) -> None:
        self._keeper = keeper

    def answered(self) -> None:
        """The engine answered well."""

    def rate_limited(self, retry_after: float | None) -> None:
        """The engine takes no more just now."""
        self._keeper.hold(BREATH if retry_after is None else retry_after)


class PaceKeeper:
    """Lets as many lines through as the engine takes; a failed line does not hold its place."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._places = asyncio.Semaphore(pace.in_flight)
        self._starts: deque[float] = deque()
        self._held_until = 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    @asynccontextmanager
    async def place(self, *, first: bool = False) -> AsyncGenerator[Place]:
        """Wait for a place, and keep it while the line is spoken."""
        del first
        async with self._places:
            while (wait := self._held_until - self._clock()) > 0:
                await asyncio.sleep(wait)
            await self._wait_for_the_window()
            yield Place(self)

    async def _wait_for_the_window(self) -> None:
        if not self._pace.per_minute:
            return
        while len(self._recent()) >= self._pace.per_minute:
            await asyncio.sleep(self._starts[0] + WINDOW - self._clock())
        self._starts.append(self._clock())

    def _recent(self) -> deque[float]:
        while self._starts and self._starts[0] <= self._clock() - WINDOW:
            self._starts.popleft()
        return self._starts


class Paces:
    """The pace of every account and model, shared by all open projects."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._keepers: dict[tuple[str, str], PaceKeeper] = {}

    def keeper(self, account: str, model: str, pace: Pace) -> PaceKeeper:
        """The keeper of one account's model, made with this pace when it is the first time."""
        keeper = self._keepers.get((account, model))
        if keeper is None:
            keeper = self._keepers[account, model] = PaceKeeper(pace, self._clock)
        return keeper
