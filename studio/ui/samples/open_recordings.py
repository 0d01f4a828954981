"""The recordings that are open: looked at and passed through in threads, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from studio.audio.samples.sources import Source, open_source, surveyed
from studio.audio.stretch import Listening
from studio.audio.survey import Survey
from studio.bridge import TaskScope
from studio.casting.making.bench import stoppable
from studio.errors import AudioError
from studio.model.ids import new_id

AT_ONCE = 2
"""Recordings passed through at the same time; each keeps a thread busy for as long."""


@dataclass(frozen=True, slots=True)
class Passing:
    """How far a recording is passed through, 0 to 1."""

    source: str
    name: str
    part: float


class OpenRecordings(QObject):
    """Sources and surveys by id; those of a recording that is passed through grow."""

    changed = Signal(str)
    """More is known of the recording with this id, or nothing more will be."""
    refused = Signal(str, object)
    """The recording with this id cannot be read, and the error."""

    def __init__(self, tasks: TaskScope, ffmpeg: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ffmpeg = ffmpeg
        self._room = asyncio.Semaphore(AT_ONCE)
        self._running: dict[str, asyncio.Task[Survey | None]] = {}
        self.sources: dict[str, Source] = {}
        self.surveys: dict[str, Survey] = {}

    @property
    def passing(self) -> tuple[Passing, ...]:
        """What is passed through now, in the order it was opened."""
        return tuple(
            Passing(id, self.sources[id].name, self._part(self.sources[id])) for id in self._running
        )

    def is_whole(self, id: str) -> bool:
        """Whether all of a recording is known."""
        return id in self.surveys and id not in self._running

    async def open(self, path: Path) -> Source:
        """Look at a file and begin to pass through it; raises AudioError."""
        source = await stoppable(partial(_opened, path, self._ffmpeg))
        self.take(source)
        return source

    def take(self, source: Source) -> None:
        """Know a recording that was looked at already, and pass through it unless that was done."""
        self.sources[source.id] = source
        if source.id not in self.surveys and source.id not in self._running:
            task = self._tasks.start(self._pass_through(source))
            self._running[source.id] = task
            # Not in the coroutine: one that is cancelled before its first step never runs.
            task.add_done_callback(lambda task: self._ended(source.id, task))

    def listening(self, id: str, listening: Listening) -> Source:
        """The same file with other sound of it meant; the one there is already, where it is."""
        known = self.sources[id]
        for other in self.sources.values():
            if (other.path, other.listening) == (known.path, listening):
                self.take(other)
                return other
        source = replace(known, id=new_id(), listening=listening)
        self.take(source)
        return source

    def stop(self, id: str) -> None:
        """Pass no further through a recording; what was known of it is forgotten."""
        task = self._running.get(id)
        if task is not None:
            task.cancel()

    def _part(self, source: Source) -> float:
        survey = self.surveys.get(source.id)
        return min(survey.length / max(source.length, 1), 1.0) if survey else 0.0

    async def _pass_through(self, source: Source) -> Survey | None:
        loop = asyncio.get_running_loop()

        def told(so_far: Survey) -> None:  # in the thread
            loop.call_soon_threadsafe(self._grow, source.id, so_far)

        try:
            async with self._room:
                return await stoppable(partial(_surveyed, source, self._ffmpeg, told))
        except AudioError as error:
            self.refused.emit(source.id, error)
            return None

    def _ended(self, id: str, task: asyncio.Task[Survey | None]) -> None:
        failed = task.cancelled() or task.exception() is not None
        survey = None if failed else task.result()
        self._running.pop(id, None)
        if survey is None:
            self.surveys.pop(id, None)
        else:
            self.surveys[id] = survey
        if isValid(self):
            self.changed.emit(id)

    def _grow(self, id: str, survey: Survey) -> None:
        if id in self._running:
            self.surveys[id] = survey
            self.changed.emit(id)


def _opened(path: Path, ffmpeg: str, cancelled: Callable[[], bool]) -> Source:
    return open_source(path, ffmpeg=ffmpeg, cancelled=cancelled)


def _surveyed(
    source: Source, ffmpeg: str, told: Callable[[Survey], None], cancelled: Callable[[], bool]
) -> Survey:
    return surveyed(source, ffmpeg=ffmpeg, told=told, cancelled=cancelled)
