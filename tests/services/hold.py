"""Keeping a request back until the test lets it go: no test has to sleep."""

from __future__ import annotations

import asyncio
import threading

PATIENCE = 30.0


class Hold:
    """A gate in the service: requests wait at it until `release`."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._open = False
        self._arrived = 0
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def wait(self) -> None:
        """Wait at the gate; for the service."""
        go_on = asyncio.Event()
        with self._change:
            self._arrived += 1
            self._change.notify_all()
            if self._open:
                return
            self._waiting.append((asyncio.get_running_loop(), go_on))
        await go_on.wait()

    def release(self) -> None:
        """Let all go on, those that come later too."""
        with self._change:
            self._open = True
            waiting, self._waiting = self._waiting, []
        for loop, go_on in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(go_on.set)

    def wait_for_arrival(self, count: int = 1) -> None:
        """Block until so many requests came to the gate; raises TimeoutError."""
        with self._change:
            if not self._change.wait_for(lambda: self._arrived >= count, PATIENCE):
                raise TimeoutError(f"{self._arrived} of {count} requests arrived")

    async def arrived(self, count: int = 1) -> None:
        """The same for a test that is a coroutine."""
        await asyncio.to_thread(self.wait_for_arrival, count)
