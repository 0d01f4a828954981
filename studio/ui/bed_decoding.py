"""The beds of the open episode on their way to be heard: decoded behind the window, once each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from threading import Event

from studio.audio.arrangement import PlacedBed
from studio.audio.beds import BedSounds
from studio.bridge import TaskScope
from studio.errors import AudioError, AudioProblem, StudioError
from studio.model.bed import Bed, BedKind


class BedDecoding:
    """Decodes what is missing, and calls `ready` when a bed can be heard.

    One that cannot be read is told to `failed` and not tried again.
    """

    def __init__(
        self,
        sounds: BedSounds | None,
        tasks: TaskScope,
        *,
        ready: Callable[[], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        self._sounds = sounds
        self._tasks = tasks
        self._ready = ready
        self._failed = failed
        self._asked: set[object] = set()
        self._stop = Event()

    def placed(self, beds: Iterable[Bed]) -> tuple[list[PlacedBed], list[StudioError]]:
        """The beds that are there, and what is wrong with others; a look at the disk, blocking."""
        found: list[PlacedBed] = []
        trouble: list[StudioError] = []
        for bed in beds:
            try:
                placed = self._sounds.ready(bed) if self._sounds else None
            except StudioError as error:
                trouble.append(error)
            else:
                found += [placed] if placed else []
        return found, trouble

    def decode_soon(self, beds: Iterable[Bed]) -> None:
        """Decode those that were not asked for before."""
        for bed in beds:
            key = (bed.media, bed.path)
            if key not in self._asked and not self._stop.is_set():
                self._asked.add(key)
                self._tasks.start(self._decode(bed))

    def close(self) -> None:
        """Break off what is being decoded."""
        self._stop.set()

    async def _decode(self, bed: Bed) -> None:
        if self._sounds is None:
            return
        try:
            await asyncio.to_thread(self._sounds.decoded, bed, cancelled=self._stop.is_set)
        except StudioError as error:
            if not _only_a_picture(bed, error):
                self._failed(error)
        else:
            self._asked.discard((bed.media, bed.path))
            self._ready()


def _only_a_picture(bed: Bed, error: StudioError) -> bool:
    """Whether nothing is wrong: many a film is a picture without sound."""
    silent = isinstance(error, AudioError) and error.problem is AudioProblem.NO_SOUND
    return silent and bed.kind is BedKind.VIDEO
