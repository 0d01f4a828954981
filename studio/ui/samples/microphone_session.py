"""One recording from a microphone: begun, paused, gone on with, used or thrown away."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from studio.audio.recorder import Meter, Recorder
from studio.casting.making.bench import in_thread
from studio.errors import AudioError
from studio.ui.samples.unfinished_recordings import finished, new_recording
from studio.ui.sound_loading import load_sound

if TYPE_CHECKING:
    from studio.audio.input import Microphone

POLL_MS = 40


class State(StrEnum):
    """What a session is at; a lost one has something recorded and no microphone."""

    RESTING = "resting"
    STARTING = "starting"
    RECORDING = "recording"
    PAUSED = "paused"
    LOST = "lost"
    ENDING = "ending"


class _Gate:
    """Lets through what is heard, in the thread of the device, while it is open."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.open = True

    def takes(self, block: NDArray[np.float32]) -> None:
        if self.open:
            self._recorder.take_in(block)


class MicrophoneSession(QObject):
    """Owns microphone and file while something is recorded; the file is on disk all the time."""

    changed = Signal()
    """The state is another one, or there is trouble."""
    measured = Signal()
    """The meter may tell something else."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._microphone: Microphone | None = None
        self._recorder: Recorder | None = None
        self._gate: _Gate | None = None
        self._turn = asyncio.Lock()
        self.state = State.RESTING
        self.trouble: AudioError | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def meter(self) -> Meter:
        """What was heard so far."""
        return self._recorder.meter if self._recorder else Meter()

    @property
    def under_way(self) -> bool:
        """Whether there is a recording that is neither used nor thrown away."""
        return self.state is not State.RESTING

    async def begin(self, device: str, name: str) -> None:
        """Record from a device, the system's when it is not there."""
        async with self._turn:
            if self.state is not State.RESTING:
                return
            self._be(State.STARTING)
            await load_sound()
            try:
                self._recorder = await in_thread(
                    lambda: Recorder(new_recording(self._folder, name))
                )
                self._gate = _Gate(self._recorder)
                self._microphone = await in_thread(lambda: _microphone(device))
                await self._listen()
            except AudioError as error:
                await self._let_go(keep=False)
                self._be(State.RESTING, error)

    def pause(self) -> None:
        """Record nothing until told to go on."""
        if self._gate is not None and self.state is State.RECORDING:
            self._gate.open = False
            self._be(State.PAUSED)

    async def go_on(self) -> None:
        """Record again after a pause, or after the microphone was lost."""
        async with self._turn:
            if self._gate is None or self._microphone is None:
                return
            if self.state is State.PAUSED:
                self._gate.open = True
                self._be(State.RECORDING)
            elif self.state is State.LOST:
                await self._listen()

    async def finish(self) -> Path | None:
        """End it; the file that is whole then, None when nothing was recorded."""
        async with self._turn:
            return await self._end(keep=True)

    async def throw_away(self) -> None:
        """End it and leave nothing."""
        async with self._turn:
            await self._end(keep=False)

    async def leave(self) -> None:
        """Let go of microphone and file, which is found again as unfinished."""
        async with self._turn:
            if self.state is not State.RESTING:
                self._be(State.ENDING)
                await self._let_go(keep=True)
                self._be(State.RESTING)

    async def _listen(self) -> None:
        microphone, gate = self._microphone, self._gate
        if microphone is not None and gate is not None:
            gate.open = True
            await in_thread(lambda: microphone.start(gate.takes))
            self._poll.start()
            self._be(State.RECORDING)

    async def _end(self, *, keep: bool) -> Path | None:
        if self.state is State.RESTING:
            return None
        self._be(State.ENDING, self.trouble)
        heard = bool(self.meter.length)
        path = await self._let_go(keep=keep and heard)
        found = await in_thread(lambda: finished(path)) if path is not None else None
        self._be(State.RESTING, self.trouble)
        return found

    async def _let_go(self, *, keep: bool) -> Path | None:
        """End microphone and file; what could not be written is told."""
        self._poll.stop()
        microphone, self._microphone = self._microphone, None
        recorder, self._recorder = self._recorder, None
        self._gate = None
        if microphone is not None:
            await in_thread(microphone.close)
        if recorder is None:
            return None
        try:
            await in_thread(recorder.stop)
        except AudioError as error:
            self.trouble = error
        if not keep:
            await in_thread(lambda: recorder.path.unlink(missing_ok=True))
            return None
        return recorder.path

    def _look(self) -> None:
        """See how loud it is, and whether all is well."""
        microphone, recorder = self._microphone, self._recorder
        if microphone is None or recorder is None:
            return
        self.measured.emit()
        trouble = microphone.trouble or recorder.trouble
        if trouble is None or self.state not in (State.RECORDING, State.PAUSED):
            return
        self._poll.stop()
        self._be(State.LOST, trouble)

    def _be(self, state: State, trouble: AudioError | None = None) -> None:
        self.state, self.trouble = state, trouble
        self.changed.emit()


def _microphone(device: str) -> Microphone:
    """A microphone; its module is loaded here, not in the thread of the window."""
    from studio.audio.input import Microphone

    return Microphone(device)


def microphones() -> tuple[tuple[str, str], ...]:
    """Ids and names of the microphones there are now. Blocking."""
    from studio.audio.input import input_devices

    return tuple((device.id, device.name) for device in input_devices())
