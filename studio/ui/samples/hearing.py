"""Plays what is cut, from any place to any other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from studio.audio.samples.sources import Sources
from studio.bridge import TaskScope
from studio.casting.making.bench import stoppable
from studio.errors import StudioError
from studio.model.sample import SampleEdit
from studio.model.span import Span
from studio.ui.samples.player import Player
from studio.ui.samples.sample_sound import SampleSound


class Hearing(QObject):
    """One stretch at a time; the player may be taken away by somebody else at any moment."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, player: Player, tasks: TaskScope, ffmpeg: str, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._tasks = tasks
        self._ffmpeg = ffmpeg
        self._sound: SampleSound | None = None
        self._began = False
        self._start = 0
        self._work: asyncio.Task[None] | None = None
        player.changed.connect(self._look)

    @property
    def wanted(self) -> bool:
        """Whether something of ours sounds, or will in a moment."""
        return self._sound is not None

    @property
    def position(self) -> int | None:
        """The place in the edit that is heard now; None while nothing sounds."""
        if self._sound is None or not self._player.plays(self._sound):
            return None
        return self._start + min(self._player.position, self._sound.length)

    def play(self, edit: SampleEdit, span: Span, sources: Sources) -> None:
        """Play a stretch of an edit; what played before ends."""
        self.stop()
        part = edit.keeping(span)
        if not part.length:
            return
        sound = SampleSound(part)
        self._sound, self._began, self._start = sound, False, span.start
        self._work = self._tasks.start(self._play(sound, dict(sources)))
        self.changed.emit()

    def stop(self) -> None:
        """Be silent, if it is ours that sounds."""
        sound, self._sound = self._sound, None
        if self._work is not None:
            self._work.cancel()
            self._work = None
        if sound is not None:
            if self._player.plays(sound):
                self._player.stop()
            self.changed.emit()

    async def _play(self, sound: SampleSound, sources: Sources) -> None:
        loop = asyncio.get_running_loop()

        def begin() -> None:  # in the thread
            loop.call_soon_threadsafe(self._begin, sound)

        def fill(cancelled: Callable[[], bool]) -> None:
            sound.fill(sources, self._ffmpeg, begin, cancelled)

        try:
            await stoppable(fill)
        except StudioError as error:
            if isValid(self):
                self.failed.emit(error)
                if self._sound is sound:
                    self._work = None
                    self.stop()

    def _begin(self, sound: SampleSound) -> None:
        if isValid(self) and self._sound is sound:
            self._began = True
            self._player.play(sound)
            self.changed.emit()

    def _look(self) -> None:
        """Notice the end, and that something else plays."""
        if self._sound is not None and self._began and not self._player.plays(self._sound):
            self.stop()
