"""What each turn of Qt's loop costs the window's thread, and how long it stood still.

Own time is the processor time of the thread, so other programs are not in it. Time in which the
thread waited for other threads of ours (Python lets one compute at a time) is told apart: a
heartbeat that came late, without what other programs took and without own time.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher

BEAT_S = 0.004


@dataclass
class Phase:
    """Milliseconds: the longest turn of each step, and how late the heartbeat was for others."""

    name: str
    steps: list[float] = field(default_factory=list[float])
    late: list[float] = field(default_factory=list[float])
    worked: float = 0.0
    """Seconds of the processor on this thread."""
    process: float = 0.0
    """Seconds of the processor in the whole process."""
    wall: float = 0.0


class Turns:
    """Watches the loop of this thread; `open` a phase, take `step`s in it.

    With `why`, stacks of turns that are longer than so many milliseconds go to stderr.
    """

    def __init__(self, why: float = 0.0) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher
        dispatcher.awake.connect(self._turn)
        self._cpu = time.thread_time()
        self._longest = 0.0
        self._late = 0.0
        if why:
            _Sampler(why / 1000).start(self)
        self.begun = time.thread_time()
        self._beating: asyncio.Task[None] | None = None

    async def phase(self, name: str, steps: Iterable[Callable[[], object]], every: float) -> Phase:
        """Take steps, so many seconds apart, each in a turn of its own, and rest at the end."""
        phase = Phase(name)
        await self.rest()
        self._beating = asyncio.ensure_future(self._beat(phase))
        cpu, process, wall = time.thread_time(), time.process_time(), time.perf_counter()
        for step in steps:
            self._longest = 0.0
            step()
            await asyncio.sleep(every)
            phase.steps.append(1000 * self._longest)
        phase.steps.append(1000 * await self.rest())
        phase.worked = time.thread_time() - cpu
        phase.process, phase.wall = time.process_time() - process, time.perf_counter() - wall
        self._beating.cancel()
        return phase

    async def rest(self) -> float:
        """Wait until nothing of ours works any more; the seconds of the longest turn till then."""
        self._longest, quiet = 0.0, 0
        while quiet < 4:
            wanted = _wanted_s()
            await asyncio.sleep(0.1)
            quiet = quiet + 1 if _wanted_s() - wanted < 0.02 else 0
        return self._longest

    def _turn(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, now - self._cpu)
        self._cpu = self.begun = now

    async def _beat(self, phase: Phase) -> None:
        """Come back every few milliseconds; what is late of that is neither ours nor stolen."""
        while True:
            due, stolen, cpu = time.perf_counter() + BEAT_S, stolen_s(), time.thread_time()
            await asyncio.sleep(BEAT_S)
            late = time.perf_counter() - due
            ours = late - (stolen_s() - stolen) - (time.thread_time() - cpu)
            phase.late.append(1000 * max(0.0, ours))


class _Sampler:
    """Looks at the watched thread again and again, for those who want to know what is slow."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._watched = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._watched)

    def start(self, turns: Turns) -> None:
        threading.Thread(target=self._look, args=(turns,), daemon=True).start()

    def _look(self, turns: Turns) -> None:
        seen = -1.0
        while True:
            time.sleep(0.003)
            begun = turns.begun
            if begun != seen and time.clock_gettime(self._clock) - begun > self._limit:
                frame = sys._current_frames()[self._watched]
                names = [
                    f"{Path(each.filename).name}:{each.lineno} {each.name}"
                    for each in traceback.extract_stack(frame)[-9:]
                ]
                spent = 1000 * (time.clock_gettime(self._clock) - begun)
                print(f"{spent:.0f} ms: {' > '.join(names)}", file=sys.stderr, flush=True)


def stolen_s() -> float:
    """Seconds in which this thread could have run but did not get a processor; 0.0 if unknown."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def _wanted_s() -> float:
    """Seconds that all threads worked, or would have, had other programs let them."""
    waited = 0.0
    for task in Path("/proc/self/task").glob("*"):
        with contextlib.suppress(OSError):  # a thread may end meanwhile
            waited += int((task / "schedstat").read_text().split()[1]) / 1e9
    return time.process_time() + waited


def resident_mb() -> float:
    """Megabytes of this process that are in memory now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
