"""Work that one cancelling does not break off: what was paid for is worth knowing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run work to its end although this is cancelled, and return what comes of it all the same.

    A second cancelling breaks it off.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        waiting = asyncio.current_task()
        if task.cancelled() or waiting is None:
            raise
        waiting.uncancel()
        return await task
