"""The favourites and the voices used last, while the window is open: read and kept in threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.bridge import TaskScope
from studio.errors import SettingsError
from studio.store.voice_marks import VoiceMarks, load_marks, save_marks


class MarksBook(QObject):
    """Holds the marks and writes each change; what comes before they are read is kept too."""

    changed = Signal()

    def __init__(self, path: Path, tasks: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._tasks = tasks
        self._marks = VoiceMarks()
        self._kept = self._marks
        self._before_load: list[Callable[[VoiceMarks], VoiceMarks]] | None = []
        self._writing = threading.Lock()

    @property
    def marks(self) -> VoiceMarks:
        """The marks as they are now."""
        return self._marks

    async def load(self) -> None:
        """Take over what was kept."""
        self._marks = self._kept = await asyncio.to_thread(load_marks, self._path)
        early, self._before_load = self._before_load or [], None
        for change in early:
            self._marks = change(self._marks)
        self.changed.emit()
        await self.save()

    async def save(self) -> None:
        """Write what was not written yet; raises SettingsError."""
        if self._before_load is None:
            await asyncio.to_thread(self._write)

    async def close(self) -> None:
        """Write what is left; a disk that takes nothing has been told already."""
        with suppress(SettingsError):
            await self.save()

    def like(self, engine: str, voice: str, liked: bool) -> None:
        """Make a voice a favourite, or no longer."""
        self._change(lambda marks: marks.liking(engine, voice, liked))

    def use(self, engine: str, voice: str) -> None:
        """Note that a voice was cast or heard."""
        self._change(lambda marks: marks.using(engine, voice))

    def _change(self, change: Callable[[VoiceMarks], VoiceMarks]) -> None:
        if self._before_load is not None:
            self._before_load.append(change)
        self._marks = change(self._marks)
        self.changed.emit()
        self._tasks.start(self.save())

    def _write(self) -> None:
        """Write the newest marks, one after the other; blocking."""
        with self._writing:
            newest = self._marks
            if newest != self._kept:
                save_marks(newest, self._path)
                self._kept = newest
