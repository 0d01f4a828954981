"""The outlines of takes for drawing: at hand when loaded, else fetched off the window's thread."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from studio.audio.peaks import Peaks
from studio.bridge import TaskScope
from studio.errors import StudioError
from studio.model.ids import MediaKey

KEPT = 4096
"""Outlines kept in memory, a few kilobytes each; more than any view shows at once."""

BATCH = 64
"""Outlines fetched in one visit to the worker thread, so that new wishes are heard soon."""


class PeakSource(QObject):
    """Outlines by sound; `loaded` says which one came.

    `load` gives the kept bytes of an outline; it is called in a worker thread and may raise
    StudioError, upon which the sound is drawn without an outline and not asked for again.
    """

    loaded = Signal(str)

    def __init__(
        self,
        load: Callable[[MediaKey], bytes],
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._tasks = tasks
        self._kept: OrderedDict[MediaKey, Peaks] = OrderedDict()
        self._wanted: OrderedDict[MediaKey, None] = OrderedDict()
        self._absent: set[MediaKey] = set()
        self._fetching = False

    def get(self, key: MediaKey) -> Peaks | None:
        """The outline of a sound, None until it is loaded."""
        peaks = self._kept.get(key)
        if peaks is not None:
            self._kept.move_to_end(key)
        return peaks

    def request(self, key: MediaKey) -> None:
        """Fetch an outline; those asked for last come first."""
        if key in self._kept or key in self._absent:
            return
        self._wanted[key] = None
        self._wanted.move_to_end(key)
        while len(self._wanted) > KEPT:
            self._wanted.popitem(last=False)
        if not self._fetching:
            self._fetching = True
            self._tasks.start(self._fetch())

    async def _fetch(self) -> None:
        try:
            while self._wanted:
                keys = [self._wanted.popitem()[0] for _ in range(min(BATCH, len(self._wanted)))]
                for key, peaks in await asyncio.to_thread(_loaded, self._load, keys):
                    self._keep(key, peaks)
        finally:
            self._fetching = False

    def _keep(self, key: MediaKey, peaks: Peaks | None) -> None:
        if peaks is None:
            self._absent.add(key)
            return
        self._kept[key] = peaks
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit(key)


def _loaded(
    load: Callable[[MediaKey], bytes], keys: Iterable[MediaKey]
) -> list[tuple[MediaKey, Peaks | None]]:
    """The outlines of these sounds, None where one cannot be read."""
    found: list[tuple[MediaKey, Peaks | None]] = []
    for key in keys:
        try:
            found.append((key, Peaks.from_bytes(load(key))))
        except StudioError:
            found.append((key, None))
    return found
