"""Work that is finished although somebody cancels it once."""

from __future__ import annotations

import asyncio

import pytest

from studio.engines.finishing import finished


class Work:
    """Work that waits until it may go on."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.broken_off = False
        self._error = error

    async def done(self) -> str:
        self.begun.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.broken_off = True
            raise
        if self._error:
            raise self._error
        return "done"


async def cancelled_once(work: Work) -> asyncio.Task[str]:
    task = asyncio.create_task(finished(work.done()))
    await work.begun.wait()
    task.cancel()
    await asyncio.wait((task,), timeout=0)
    return task


async def test_left_alone_it_gives_its_result() -> None:
    work = Work()
    work.may_end.set()
    assert await finished(work.done()) == "done"


async def test_cancelled_once_it_gives_its_result_all_the_same() -> None:
    work = Work()
    task = await cancelled_once(work)
    assert not task.done()
    work.may_end.set()
    assert await task == "done" and not task.cancelling()


async def test_cancelled_once_it_tells_its_error() -> None:
    work = Work(ValueError("no"))
    task = await cancelled_once(work)
    work.may_end.set()
    with pytest.raises(ValueError, match="no"):
        await task


async def test_cancelled_twice_it_is_broken_off() -> None:
    work = Work()
    task = await cancelled_once(work)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.broken_off
