"""How fast one engine is asked: a sliding window of starts and a limit of lines in flight."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from studio.engines.speech import Pace

WINDOW = 60.0
"""Seconds over which a service counts requests."""


class PaceKeeper:
    """Lets as many lines through as the engine takes; a failed line does not hold its place."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._places = asyncio.Semaphore(pace.in_flight)
        self._starts: deque[float] = deque()

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        """Wait for a place, and keep it while the line is spoken."""
        async with self._places:
            await self._wait_for_the_window()
            yield

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
