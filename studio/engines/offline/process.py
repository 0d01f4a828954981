"""The studio's end of the pipes to the program that speaks."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from studio.engines.offline.worker import HEADER, REFUSED, Order

WORKER = "studio.engines.offline.worker"
_READ_AHEAD = 1 << 20


class SynthesizerDied(Exception):
    """The program ended, or did not answer in time; the argument says which."""


class SynthesizerRefused(Exception):
    """The program answered that it cannot say this."""


def worker_command() -> tuple[str, ...]:
    """What starts the program, without its two paths.

    A frozen studio starts itself with `-m` and the module's name; its entry point must then
    run the module instead of the window.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, "-m", WORKER)
    return (sys.executable, "-P", "-m", WORKER)


def _environment() -> dict[str, str]:
    """Ours, and the folder the studio was imported from first on the path of the program."""
    home = str(Path(__file__).resolve().parents[3])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, known)))}


class SynthesizerProcess:
    """One running program; it answers one order at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._ready = True

    @property
    def ready(self) -> bool:
        """Whether it can be asked: it is not being asked, and it answered to the end."""
        return self._ready

    @property
    def ended(self) -> bool:
        """Whether it is known to be gone."""
        return self._process.returncode is not None

    @classmethod
    async def start(cls, command: Sequence[str]) -> SynthesizerProcess:
        """Start the program; raises SynthesizerDied when the system cannot."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=_READ_AHEAD,
                env=_environment(),
            )
        except OSError as error:
            raise SynthesizerDied(f"not started: {error.strerror}") from error
        return cls(process)

    async def ask(self, order: Order, patience_s: float) -> bytes:
        """The samples of a line; raises SynthesizerDied, SynthesizerRefused.

        A program that was not heard to the end, by whatever cause, is stopped.
        """
        self._ready = False
        try:
            async with asyncio.timeout(patience_s):
                answer = await self._exchange(json.dumps(order).encode())
        except TimeoutError:
            await self.stop()
            raise SynthesizerDied(f"no answer within {patience_s:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.stop()
            raise SynthesizerDied(f"ended with code {self._process.returncode}") from None
        except asyncio.CancelledError:
            self.kill()
            raise
        self._ready = True
        if answer[:1] == REFUSED:
            raise SynthesizerRefused(answer[1:].decode())
        return answer[1:]

    async def stop(self) -> None:
        """End the program and wait until it is gone; nobody may be asking it."""
        self.kill()
        await self._process.communicate()

    def kill(self) -> None:
        """End the program; who is asking it hears that it died."""
        self._ready = False
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:  # it ended by itself a moment ago
                return

    async def _exchange(self, order: bytes) -> bytes:
        source, target = self._process.stdout, self._process.stdin
        assert source is not None and target is not None, "started with both pipes"
        target.write(HEADER.pack(len(order)) + order)
        await target.drain()
        (length,) = HEADER.unpack(await source.readexactly(HEADER.size))
        return await source.readexactly(length)
