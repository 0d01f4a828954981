"""Voices a project at a service until it is killed: `PROJECT HOST KEY SPEED IN_FLIGHT`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from studio.model.account import Account, Service
from tests.synthesis.service_stage import a_service_stage


async def main(path: Path, host: str, key: str, speed: float, in_flight: int) -> None:
    """Go on with what is left, then voice the rest."""
    account = Account(Service.MINIMAX, "main", host, 600, in_flight)
    async with a_service_stage(path, account, key, speed=speed) as stage:
        print("begun", flush=True)
        left = await stage.booth.unfinished()
        await stage.booth.work(stage.booth.batch(left.takes))
        await stage.voice()
    print("done", flush=True)


if __name__ == "__main__":
    path, host, key, speed, in_flight = sys.argv[1:]
    asyncio.run(main(Path(path), host, key, float(speed), int(in_flight)))
