"""What is done side by side, and how much of it at once."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from studio.writing.translating.course import few_at_once


async def test_a_few_begin_and_the_others_when_they_are_done() -> None:
    begun: list[int] = []
    gates = [asyncio.Event() for _ in range(20)]

    async def work(at: int) -> None:
        begun.append(at)
        await gates[at].wait()

    task = asyncio.create_task(few_at_once([partial(work, at) for at in range(20)]))
    for _ in range(100):
        await asyncio.sleep(0)
    assert begun == list(range(8))
    for gate in gates:
        gate.set()
    await task
    assert begun == list(range(20))


async def test_the_first_error_ends_those_that_have_not_begun() -> None:
    begun: list[int] = []

    async def work(at: int) -> None:
        begun.append(at)
        if at == 3:
            raise ValueError(at)
        await asyncio.Event().wait()

    with pytest.raises(ValueError, match="3"):
        await few_at_once([partial(work, at) for at in range(20)])
    assert 19 not in begun
