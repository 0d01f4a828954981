"""Sounds that play alone: single takes, recordings, and auditions while they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from studio.audio.arriving import ArrivingSound
from studio.audio.metering import Levels
from studio.audio.mixdown import Mixdown, Part
from studio.bridge import TaskScope
from studio.transport import Transport

HEARING_MS = 50


class Solo(QObject):
    """One sound at a time through a transport of its own; the newest is the one that is heard."""

    def __init__(self, transport: Transport, tasks: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._transport = transport
        self._tasks = tasks
        self._alone: NDArray[np.float32] | None = None
        self._auditioning: asyncio.Task[None] | None = None
        self._hearing = QTimer(self)
        self._hearing.setInterval(HEARING_MS)
        self._hearing.timeout.connect(self._hear)

    @property
    def playing(self) -> bool:
        """Whether a sound is heard."""
        return self._transport.playing

    def levels(self) -> Levels:
        """How loud what was heard since the last question is."""
        return self._transport.levels()

    def play(self, samples: NDArray[np.float32], *, at: int, gain: float) -> None:
        """Play a sound, mono at the project rate, from a sample of it."""
        self._alone = samples
        self._transport.load(Mixdown([Part(0, samples, gain, "alone")], len(samples)))
        self._transport.play(at=at)
        self._hearing.start()

    def place_in(self, samples: NDArray[np.float32]) -> int | None:
        """The sample that is heard of a sound, None when it does not play."""
        if self._alone is not samples or not self._transport.playing:
            return None
        return self._transport.position

    def play_arriving(
        self, sound: ArrivingSound, pieces: AsyncIterator[bytes]
    ) -> asyncio.Task[None]:
        """Play a sound while it arrives, in the place of the one before; ends when all is there."""
        if self._auditioning is not None:
            self._auditioning.cancel()
        self._alone = None
        self._transport.load(sound)
        self._transport.play(at=0)  # a sleeping device wakes up while the service thinks
        self._hearing.start()
        self._auditioning = self._tasks.start(sound.take_in(pieces, lambda: self._begin(sound)))
        self._auditioning.add_done_callback(lambda task: self._taken_in(sound, task))
        return self._auditioning

    def pause(self) -> None:
        """Be silent."""
        self._hearing.stop()
        self._transport.pause()

    def _hear(self) -> None:
        """Let a sound come to its end."""
        self._transport.poll()
        if not self._transport.playing:
            self._hearing.stop()

    def _begin(self, sound: ArrivingSound) -> None:
        """Start the device again: it takes its first samples at once, a running one by and by."""
        if self._transport.plays(sound):
            self._transport.play(at=0)

    def _taken_in(self, sound: ArrivingSound, task: asyncio.Task[None]) -> None:
        if self._auditioning is task:
            self._auditioning = None
        if task.cancelled() and self._transport.plays(sound):
            self._transport.pause()
