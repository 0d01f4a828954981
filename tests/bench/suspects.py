"""Suspicious takes of a large series: opened again, and with one more take."""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from studio.document import Document
from studio.model.ids import MediaKey, TakeId, new_id
from studio.model.project import Project
from studio.model.take import Recording, Take, Takes
from studio.model.take_facts import TakeFacts
from studio.store.measured_takes import MeasuredTakes
from studio.synthesis.suspects import Length, Suspects
from studio.synthesis.take_facts import TakeFactsBook
from tests.bench.figures import Figure, at_most, stated
from tests.builders import a_project

EPISODES, LINES, TAKES = 100, 100, 3
LOOP_MS = 8.0
"""Of the loop's own work: how long it waits for others is the machine's affair."""


class _KeptNowhere:
    """Says that every edit is written."""

    read_only = False

    def keep(self, project: Project, recordings: tuple[Recording, ...], kept) -> None:
        kept(None)


def run() -> list[Figure]:
    """Thirty thousand takes that were measured before; none may be read."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_figures(Path(folder)))


async def _figures(folder: Path) -> list[Figure]:
    project = _series()
    takes = list(project.takes)
    kept = MeasuredTakes(folder / "takes.sqlite", 1)
    dice = random.Random(3)
    kept.write({take.media: _facts(dice) for take in takes})
    document = Document(project, _KeptNowhere())
    read: list[MediaKey] = []

    def reading(key: MediaKey) -> bytes:
        read.append(key)
        return b""

    suspects = Suspects(document, TakeFactsBook(reading, kept), lambda line, take: Length(3.0, 4.0))
    opened, opening_ms = await _timed(suspects)
    line = project.episodes[50].spoken_lines[0]
    begun = time.thread_time()
    document.record(replace(takes[0], id=TakeId(new_id()), line=line.id), None)
    noted_ms = 1000 * (time.thread_time() - begun)
    once_more, loop_ms = await _timed(suspects)
    found = sum(len(suspects.lines(episode, "en")) for episode in project.episodes)
    suspects.close()
    return [
        stated("takes", len(takes)),
        stated("lines that are suspicious", found),
        at_most("sounds read when the series is opened", len(read), 0),
        stated("all judged when it is opened", opened, "s"),
        at_most("  longest piece of work on the loop", opening_ms, LOOP_MS, "ms"),
        at_most("one more take noted on the loop", noted_ms, 8, "ms"),
        stated("one more take judged", once_more, "s"),
        at_most("  longest piece of work on the loop", loop_ms, LOOP_MS, "ms"),
    ]


async def _timed(suspects: Suspects) -> tuple[float, float]:
    """The seconds of catching up, and the longest piece of the loop's own work, in ms."""
    gc.disable()  # the window collects at times of its own
    longest = 0.0
    begun = time.perf_counter()
    work = asyncio.ensure_future(suspects.catch_up())
    while not work.done():
        before = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - before)
    await work
    gc.enable()
    return time.perf_counter() - begun, 1000 * longest


def _series() -> Project:
    project = a_project(lines=LINES, episodes=EPISODES)
    by_line = {
        line.id: tuple(_take(line, number) for number in range(TAKES))
        for _, line in project.lines
        if line.spoken
    }
    return replace(project, takes=Takes(by_line))


def _take(line, number: int) -> Take:
    media = MediaKey(f"{random.Random(f'{line.id} {number}').getrandbits(256):064x}")
    return Take(
        TakeId(new_id()), line.id, "en", media, 100_000, "print", "offline", "", "narrator",
        line.words("en"), float(number),
    )  # fmt: skip


def _facts(dice: random.Random) -> TakeFacts:
    level = dice.gauss(-22, 2)
    return TakeFacts(
        3.0,
        0.1,
        2.9,
        -80.0,
        -80.0,
        level,
        level,
        0.5,
        0.3,
        2.0,
        30.0,
        120 * 2 ** dice.gauss(0, 0.1),
    )
