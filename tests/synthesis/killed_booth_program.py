"""Voices a project until it is killed: `PROJECT LEDGER`. What was spoken stands in the ledger."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from studio.document import Change, Document
from studio.engines.speech import Speech, SpeechRequest
from studio.store.keeper import ThreadKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.booth import Booth
from studio.synthesis.plan import plan_batch
from studio.synthesis.status import LineStatus
from tests.engines.fake_engine import FakeEngine


class LedgerEngine(FakeEngine):
    """Writes down each request that was answered, as a service writes its bill."""

    def __init__(self, ledger: Path) -> None:
        super().__init__()
        self._ledger = ledger.open("ab", buffering=0)

    async def speak(self, request: SpeechRequest) -> Speech:
        speech = await super().speak(request)
        self._ledger.write(f"{request.fingerprint}\n".encode())
        os.fsync(self._ledger.fileno())
        await asyncio.sleep(0.002)
        return speech


async def main(path: Path, ledger: Path) -> None:
    """Go on with what is left, then voice the rest; each durable take is told on stdout."""
    loop = asyncio.get_running_loop()
    file = ProjectFile.open(path)
    keeper = ThreadKeeper(file, loop.call_soon_threadsafe)
    document = Document(file.project, keeper)
    engine = LedgerEngine(ledger)
    engines = {engine.name: engine}
    status = LineStatus(document, engines)
    booth = Booth(document, file.jobs, engines, status)

    def tell(change: Change) -> None:
        new = {take.id for take in change.after.takes} - {take.id for take in change.before.takes}
        for take in change.after.takes:
            if take.id in new:
                print(take.fingerprint, flush=True)

    document.listen(tell)
    left = await booth.unfinished()
    print(f"left {len(left.takes)}", flush=True)
    if left.takes:
        await booth.work(booth.batch(left.takes))
    lines = [line for _, line in document.project.lines]
    takes = plan_batch(document.project, lines, "en", engines).takes
    await booth.work(booth.batch(takes))
    keeper.close()
    file.close()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
