"""Outlines are fetched off the window's thread, once, the newest wishes first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import numpy as np
from pytestqt.qtbot import QtBot

from studio.audio.peaks import peaks_of
from studio.bridge import TaskScope
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.ids import MediaKey
from studio.ui.timeline.peak_source import PeakSource

Wait = Callable[[Awaitable[bool]], Awaitable[bool]]


class Shelf:
    """Kept outlines; remembers what was read, and where."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.threads: set[int] = set()
        self._bytes = peaks_of(np.ones(1000, np.float32)).to_bytes()

    def load(self, key: MediaKey) -> bytes:
        self.read.append(key)
        self.threads.add(threading.get_ident())
        if key == "gone":
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, "ferry.understudy")
        return self._bytes if key != "broken" else b"no peaks"


def _failed(error: BaseException) -> None:
    raise error


async def test_an_outline_comes_from_another_thread(qtbot: QtBot, wait: Wait) -> None:
    shelf, came = Shelf(), asyncio.Event()
    source = PeakSource(shelf.load, TaskScope(_failed))
    source.loaded.connect(lambda _: came.set())
    assert source.get(MediaKey("a")) is None
    source.request(MediaKey("a"))
    source.request(MediaKey("a"))
    await wait(came.wait())
    peaks = source.get(MediaKey("a"))
    assert peaks is not None
    assert peaks.length == 1000
    assert shelf.read == ["a"]
    assert threading.get_ident() not in shelf.threads


async def test_the_newest_wish_is_fetched_first(qtbot: QtBot, wait: Wait) -> None:
    shelf, came = Shelf(), asyncio.Event()
    source = PeakSource(shelf.load, TaskScope(_failed))
    source.loaded.connect(lambda key: came.set() if key == "a" else None)
    for key in "abc":
        source.request(MediaKey(key))
    await wait(came.wait())
    assert shelf.read == ["c", "b", "a"]


async def test_what_cannot_be_read_is_asked_for_once(qtbot: QtBot, wait: Wait) -> None:
    shelf, came = Shelf(), asyncio.Event()
    source = PeakSource(shelf.load, TaskScope(_failed))
    source.loaded.connect(lambda _: came.set())
    for key in ("good", "gone", "broken"):
        source.request(MediaKey(key))
    await wait(came.wait())
    source.request(MediaKey("gone"))
    source.request(MediaKey("broken"))
    assert source.get(MediaKey("gone")) is None
    assert sorted(shelf.read) == ["broken", "gone", "good"]
