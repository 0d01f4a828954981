"""Has the takes near the playhead ready: those that sound next first, then what comes after."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from studio.audio.standby import AHEAD, Standby
from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.model.ids import LineId
from studio.model.span import Span, samples_of

AT_ONCE = samples_of(4.0)
"""Samples that have to be ready before it plays; the rest is fetched while it does."""

LOOK_AHEAD = samples_of(40.0)
"""Samples before the playhead that are kept ready; when fewer are, more is fetched."""


class Fetching:
    """Fetches in a worker thread, one after another; `standby` is what is played now."""

    def __init__(
        self,
        standby: Standby,
        tasks: TaskScope,
        tell: Callable[[Sequence[StudioError]], None],
    ) -> None:
        self.standby = standby
        self._tasks = tasks
        self._tell = tell
        self._place = 0
        self._turn = asyncio.Lock()
        self._fetching: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether takes are being fetched."""
        return self._fetching is not None

    def line_at(self, sample: int) -> LineId | None:
        """The latest line that began and still sounds."""
        sounding = self.standby.within(Span(sample, sample + 1))
        return sounding[-1].line if sounding else None

    def soon(self, sample: int) -> None:
        """Have the takes from a place on ready soon; a newer place takes over from an older."""
        self._place = sample
        if self._fetching is None and not self._closed:
            self._fetching = self._tasks.start(self._fetch())

    async def get_ready(self, sample: int, ahead: int) -> None:
        """Have what sounds from a place on ready, for so many samples."""
        async with self._turn:
            standby = self.standby
            if not standby.ready_for(sample, ahead):
                self._tell(await asyncio.to_thread(standby.get_ready, sample, ahead))

    def close(self) -> None:
        """Begin nothing any more; the caller cancels the tasks."""
        self._closed = True

    async def _fetch(self) -> None:
        try:
            while not self.standby.ready_for(self._place, LOOK_AHEAD):
                if self.standby.ready_for(self._place, AT_ONCE):
                    await self.get_ready(self._place, AHEAD)
                else:
                    await self.get_ready(self._place, AT_ONCE)
        finally:
            self._fetching = None
