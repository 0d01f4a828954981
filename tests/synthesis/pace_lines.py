"""Lines that ask a pace for places, for its tests."""

from __future__ import annotations

import asyncio

from studio.engines.speech import Pace
from studio.synthesis.pace import PaceKeeper

GUESS = Pace(20, 3)


def now() -> float:
    return asyncio.get_running_loop().time()


def a_keeper(pace: Pace, remembered: Pace | None = None) -> PaceKeeper:
    return PaceKeeper(pace, now, remembered=remembered)


def told(per_minute: int = 0, in_flight: int = 1) -> Pace:
    return Pace(per_minute, in_flight, told=True)


async def answered(keeper: PaceKeeper, seconds: float = 0.0) -> None:
    async with keeper.place() as place:
        await asyncio.sleep(seconds)
        place.answered()


async def refused(keeper: PaceKeeper, times: int, retry_after: float | None = None) -> None:
    for _ in range(times):
        async with keeper.place() as place:
            place.rate_limited(retry_after)


async def settled() -> None:
    """Until everybody waits for something; the clock stands still meanwhile."""
    for _ in range(10):
        await asyncio.sleep(0)


class Speakers:
    """Lines that wait for a place and keep it until they are let go; `started` in order."""

    def __init__(self, keeper: PaceKeeper) -> None:
        self._keeper = keeper
        self.started: list[str] = []
        self.at: list[float] = []
        self._go: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str, first: bool = False) -> None:
        for name in names:
            self._go[name] = asyncio.Event()
            self._tasks[name] = asyncio.ensure_future(self._speak(name, first))
            await settled()

    async def _speak(self, name: str, first: bool) -> None:
        async with self._keeper.place(first=first) as place:
            self.started.append(name)
            self.at.append(now())
            await self._go[name].wait()
            place.answered()

    async def let_go(self, *names: str) -> None:
        for name in names:
            self._go[name].set()
            await self._tasks.pop(name)
        await settled()

    async def cancel(self, *names: str) -> None:
        tasks = [self._tasks.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await settled()

    async def finish(self) -> None:
        for event in self._go.values():
            event.set()
        await asyncio.gather(*self._tasks.values())
