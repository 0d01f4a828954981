"""Starts the service of `service_program` and asks it for what it saw."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a service behaves; seconds are its own, which pass `speed` times as fast as ours.

    `faults` are the shares of requests that are refused as too many, that break, and that are
    billed without an answer; `drip` sends answers so many bytes at a time, and so many seconds
    between them.
    """

    speed: float = 1.0
    per_minute: int | None = None
    in_flight: int | None = None
    latency: tuple[float, float] = (0.0, 0.0)
    faults: tuple[float, float, float] | None = None
    seed: int = 1
    voices: int = 0
    drip: tuple[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the service saw: requests for speech, texts billed, orders billed twice, and so on.

    `over` counts requests over a limit, `wrong` is what no client may do.
    """

    asked: int
    billed: list[str]
    twice: int
    over: int
    faults: int
    wrong: list[str]


class ServiceChild:
    """A service that runs in another process."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child
        place = self._read()
        self.url: str = place["url"]
        self.key: str = place["key"]

    def asked(self) -> int:
        """How many lines it was asked for so far."""
        return self._wish("asked")

    def report(self) -> Report:
        """What it saw, once nothing is under way."""
        return Report(**self._wish("report"))

    def _wish(self, what: str) -> Any:
        assert self._child.stdin
        self._child.stdin.write(f"{what}\n")
        self._child.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._child.stdout
        return json.loads(self._child.stdout.readline())


@contextmanager
def a_service(terms: Terms) -> Iterator[ServiceChild]:
    """A service on these terms, until the end of the block."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.service_program", json.dumps(asdict(terms))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    try:
        yield ServiceChild(child)
    finally:
        child.stdin.close()
        child.wait(60)
        child.stdout.close()
