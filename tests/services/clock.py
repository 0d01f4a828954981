"""The time of a service: it can run faster than ours, and be set forward."""

from __future__ import annotations

import asyncio
import time


class Clock:
    """Seconds since 1970 as the service counts them; `speed` 10 makes its minute six seconds."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._began = time.time()
        self._start = time.monotonic()
        self._set_forward = 0.0

    def now(self) -> float:
        """What the service's own clock shows."""
        passed = time.monotonic() - self._start
        return self._began + passed * self.speed + self._set_forward

    def advance(self, *, seconds: float = 0.0, hours: float = 0.0, days: float = 0.0) -> None:
        """Set the clock forward; nobody waits."""
        self._set_forward += seconds + 3600 * hours + 86_400 * days

    async def pass_time(self, seconds: float) -> None:
        """Take some of the service's seconds."""
        if seconds > 0:
            await asyncio.sleep(seconds / self.speed)
