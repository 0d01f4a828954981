"""Makes the voices of the library's queue until it is killed, or there are none.

The accounts are those of the environment, the library that of the home.
"""

from __future__ import annotations

import asyncio
import sys

from studio.casting.making.bench import Bench
from studio.casting.making.work import Patience, VoiceWork
from studio.engine_room import EngineRoom
from studio.store.voice_library_queue import CloneQueue
from studio.wording import sentence


async def main() -> None:
    """Work through the queue."""
    room = EngineRoom(lambda error: print(sentence(error), file=sys.stderr))
    await room.take_up()
    queue = CloneQueue(room.library)
    bench = Bench(room.library, queue, room.roster, room.voice_bill())
    work = VoiceWork(bench, patience=Patience(waits=(0.01, 0.01, 0.01)))
    try:
        await work.run()
    finally:
        queue.close()
        await room.aclose()


if __name__ == "__main__":
    asyncio.run(main())
