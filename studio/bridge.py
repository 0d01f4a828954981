"""The qasync bridge: one loop for Qt and coroutines, tasks with an owner, dialogs to await."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

os.environ.setdefault("QT_API", "pyside6")

from qasync import QEventLoop  # pyright: ignore[reportMissingTypeStubs] -- ships none

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog  # the type alone; widgets are loaded elsewhere

WORKER_THREADS = 4
"""Threads for blocking work; two are busy decoding at most, the rest wait for disks."""

SWITCH_S = 0.001
"""Seconds that a worker may keep the interpreter while the window wants it. With Python's usual
five the window waits up to five each time a worker computes: frames of 18 to 20 ms (p99) while
twenty lines were fetched on a busy machine, with one of 11 ms at most."""

COLLECT_S = 0.1
"""Seconds between two looks whether garbage is worth collecting."""

LONG_COLLECTION_S = 0.008
"""Half a frame: what is alive after so long a search is set aside, or it is searched each time."""


FULL = 2
"""The generation of all there is."""


class TaskScope:
    """The running tasks of one owner: keeps them alive, reports their errors, cancels them."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine; an exception other than cancelling goes to the scope's report."""
        task = asyncio.get_event_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait until it has let go."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._report(error)


async def opened(dialog: QDialog) -> int:
    """Open a dialog and wait for its result code without stopping anything else."""
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def answer(result: int) -> None:
        if not answered.done():
            answered.set_result(result)

    dialog.finished.connect(answer)
    dialog.open()
    return await answered


def run(
    application: QCoreApplication, main: Callable[[asyncio.Event], Coroutine[Any, Any, int]]
) -> int:
    """Run `main` on Qt's loop until it returns; its event is set by Ctrl-C and by SIGTERM."""

    async def serve() -> int:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(WORKER_THREADS))
        usual = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_S)
        asked_to_close = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, asked_to_close.set)
            except NotImplementedError:  # Windows has no signal handlers on a loop
                break
        gc.disable()
        collecting = asyncio.ensure_future(_collect_garbage_here())
        try:
            return await main(asked_to_close)
        finally:
            sys.setswitchinterval(usual)
            collecting.cancel()
            gc.enable()

    def loop_factory() -> QEventLoop:
        return QEventLoop(application)

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(serve())


async def _collect_garbage_here() -> None:
    """Do the collector's work on this thread: a Qt object that dies in another takes us along."""
    while True:
        await asyncio.sleep(COLLECT_S)
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                _collect(generation)
                break


def _collect(generation: int) -> None:
    """Collect garbage; where most of what was looked at stays, do not look at it every time.

    What is set aside is freed like all else when nobody refers to it; only a circle of it waits
    until a project is closed.
    """
    begun = time.thread_time()
    gc.collect(generation)
    if generation == FULL and time.thread_time() - begun > LONG_COLLECTION_S:
        gc.freeze()
