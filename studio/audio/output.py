"""The loudspeaker: Qt's audio sink in a thread of its own.

A busy window is not heard, and the window never waits for a sound server that stands still.
"""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import dataclass, replace
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QIODevice, QMetaObject, QObject, Qt, QThread, QTimer, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio
from shiboken6 import delete

from studio.audio.playback import PlaysBlocks, Source
from studio.audio.sound_server import ServerState, server_state
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

CHANNELS = 2
FRAME = CHANNELS * 4
"""Bytes of one frame: two channels of 32-bit float."""

BUFFER_MS = 150
"""What is given ahead of what is heard: a machine with too much to do is late by some of it."""

BEHIND = SAMPLE_RATE // 200
"""Samples by which what left the buffer is heard later; measured with PulseAudio at an ear."""

LOOK_MS = 10
STALL_S = 0.5
"""Seconds without progress after which the device counts as lost: a dead server sends no word."""

WAKING_S = 3.0
"""The same until two buffers were played: a sleeping device takes its first bite and wakes up."""

LOOKS_UNTIL_COUNT = 50
"""Looks at the place after which it is seen whether the device is there: servers move a sound."""

ENDING_S = 1.0
"""Seconds the end of the process leaves a closed loudspeaker to let go of its device."""

ANOTHER_SERVER = "the sound server was started anew; start Understudy again to hear"

_THREAD = "loudspeaker"


@dataclass(frozen=True, slots=True)
class OutputDevice:
    """A sound device one can choose."""

    id: str
    name: str


def output_devices() -> tuple[OutputDevice, ...]:
    """The devices there are now. Blocking: it asks the sound server."""
    return tuple(
        OutputDevice(_id_of(device), device.description())
        for device in QMediaDevices.audioOutputs()
    )


def _id_of(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def output_for(device_id: str = "") -> PlaysBlocks:
    """The chosen device, the system's when it is not there; it is looked for when it plays."""
    return SpeakerOutput(device_id)


def held_by_device() -> bool:
    """Whether a closed loudspeaker cannot let go, as its server stands still. Blocking."""
    speakers = [thread for thread in threading.enumerate() if thread.name == _THREAD]
    for thread in speakers:
        thread.join(ENDING_S)
    return any(thread.is_alive() for thread in speakers)


def _named(device_id: str) -> QAudioDevice:
    """The device of this id, a null one when it is not there."""
    for device in QMediaDevices.audioOutputs():
        if device_id and _id_of(device) == device_id:
            return device
    return QAudioDevice()


def _device(device_id: str) -> QAudioDevice:
    named = _named(device_id)
    return QMediaDevices.defaultAudioOutput() if named.isNull() else named


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """What is to be played."""

    source: Source
    at: int
    same_device: bool = False
    """Whether it must be the device that was lost."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """How many samples of a run were heard by a moment of the monotonic clock, or what went wrong.

    The run is named because another one may have been asked for since.
    """

    run: _Wanted | None = None
    samples: int = 0
    moment: float = 0.0
    trouble: AudioError | None = None


class SpeakerOutput:
    """Plays through one device; the thread of the sink asks the source for samples.

    A server that stands still may hold that thread as long as it likes: it alone touches the
    device, and the process ends without it.
    """

    def __init__(self, device_id: str) -> None:
        made: SimpleQueue[_SinkHost] = SimpleQueue()
        self._thread = threading.Thread(
            target=_serve, args=(device_id, made), name=_THREAD, daemon=True
        )
        self._thread.start()
        self._host = made.get()
        self._run: _Wanted | None = None
        self._position = 0
        self._asked = 0.0

    @property
    def playing(self) -> bool:
        """Whether it was started and not stopped."""
        return self._run is not None

    @property
    def position(self) -> int:
        """The sample that is heard now, between the device's reports told by the clock.

        It never goes back: the clock may have run ahead of a report.
        """
        heard = self._host.heard
        if self._run is not None and heard.run is self._run and heard.samples:
            since = time.monotonic() - heard.moment
            ahead = min(round(since * SAMPLE_RATE), BUFFER_MS * SAMPLE_RATE // 1000)
            self._position = max(self._position, self._run.at + heard.samples + ahead - BEHIND)
        return self._position

    @property
    def trouble(self) -> AudioError | None:
        """Why the device is silent, once it is."""
        heard = self._host.heard
        if heard.run is self._run:
            return heard.trouble
        late = self._run is not None and time.monotonic() - self._asked > WAKING_S
        return AudioError(AudioProblem.DEVICE_LOST) if late else None

    def start(self, source: Source, at: int) -> None:
        """Play from a sample on."""
        self._want(_Wanted(source, at))

    def look_again(self, source: Source, at: int) -> None:
        """Play on the device that was chosen, once it is there again; the system's may be any."""
        self._want(_Wanted(source, at, same_device=True))

    def stop(self) -> None:
        """Be silent at once."""
        if self._run is not None:
            self._position, self._run = self.position, None
            self._host.wanted = None
            self._call("end")

    def close(self) -> None:
        """Let the thread end, whenever it can; nothing can be played afterwards."""
        self.stop()
        self._call("leave")
        atexit.register(self._thread.join, ENDING_S)

    def _want(self, run: _Wanted) -> None:
        self._run, self._position, self._asked = run, run.at, time.monotonic()
        self._host.wanted = run
        self._call("begin")

    def _call(self, slot: str) -> None:
        QMetaObject.invokeMethod(self._host, slot, Qt.ConnectionType.QueuedConnection)


def _serve(device_id: str, made: SimpleQueue[_SinkHost]) -> None:
    """The life of the loudspeaker's thread.

    Its objects belong to the thread: what belongs to Python is deleted by the thread that ends
    the process, which would then wait for the device in its turn.
    """
    thread = QThread.currentThread()
    thread.setPriority(QThread.Priority.TimeCriticalPriority)
    loop = QEventLoop(thread)
    host = _SinkHost(device_id, thread)
    host.destroyed.connect(loop.quit)
    made.put(host)
    loop.exec()
    delete(loop)


class _SinkHost(QObject):
    """Lives in the loudspeaker's thread and owns the sink; other threads only read its facts."""

    def __init__(self, device_id: str, thread: QThread) -> None:
        super().__init__(thread)
        self._device_id = device_id
        self._device = QAudioDevice()
        self._sink: QAudioSink | None = None
        self._feed: _Feed | None = None
        self._look: QTimer | None = None
        self._run: _Wanted | None = None
        self._moved = 0.0
        self._looks = 0
        self._chosen = False
        self.wanted: _Wanted | None = None
        self.heard = _Heard()

    @Slot()
    def begin(self) -> None:
        """Play what is wanted now, which may be more than was wanted when this was called."""
        wanted = self.wanted
        if wanted is self._run:
            return
        self.end()
        if wanted is None:
            return
        if (state := server_state()) is not ServerState.THERE:
            why = ANOTHER_SERVER if state is ServerState.ANOTHER else ""
            self._run = wanted
            self.heard = _Heard(wanted, trouble=AudioError(AudioProblem.NO_DEVICE, detail=why))
            return
        if self._device.isNull():
            look = _named if wanted.same_device and self._chosen else _device
            self._device = look(self._device_id)
            if not wanted.same_device:
                self._chosen = bool(self._device_id) and _id_of(self._device) == self._device_id
        self._run = wanted
        if self._device.isNull():
            self.heard = _Heard(wanted, trouble=AudioError(AudioProblem.NO_DEVICE))
            return
        self._feed = _Feed(wanted, self)
        self._sink = QAudioSink(self._device, _format(), self)
        self._sink.setBufferSize(SAMPLE_RATE * BUFFER_MS // 1000 * FRAME)
        self._sink.start(self._feed)
        self.heard, self._moved = _Heard(wanted), time.monotonic()
        if self._look is None:
            self._look = QTimer(self)
            self._look.setTimerType(Qt.TimerType.PreciseTimer)
            self._look.setInterval(LOOK_MS)
            self._look.timeout.connect(self._watch)
        self._look.start()
        self._watch()

    @Slot()
    def end(self) -> None:
        """Stop and let go of the sink.

        Qt deletes it without Python's lock, which `reset` would hold while the server thinks.
        """
        self._run = None
        if self._look is not None:
            self._look.stop()
        for part in (self._sink, self._feed):
            if part is not None:
                part.deleteLater()
        self._sink = self._feed = None

    @Slot()
    def leave(self) -> None:
        """Stop, and when the sink is gone end the thread this runs in."""
        self.end()
        self.deleteLater()

    def _watch(self) -> None:
        """Note how much was heard; a device that stands still for long is lost."""
        if self._sink is None or self.heard.trouble is not None:
            return
        samples = self._sink.processedUSecs() * SAMPLE_RATE // 1_000_000
        now = time.monotonic()
        awake = samples > 2 * BUFFER_MS * SAMPLE_RATE // 1000
        if samples != self.heard.samples:
            self.heard, self._moved = _Heard(self._run, samples, now), now
        elif self._sink.error() == QtAudio.Error.OpenError:
            self._fail(AudioProblem.NO_DEVICE)
        elif now - self._moved > (STALL_S if awake else WAKING_S):
            self._fail(AudioProblem.DEVICE_LOST)
        self._looks += 1
        if self._chosen and self._looks % LOOKS_UNTIL_COUNT == 0 and self._unplugged():
            self._fail(AudioProblem.DEVICE_LOST)

    def _unplugged(self) -> bool:
        """Whether the chosen device is gone; a server goes on with another one by itself."""
        return _named(self._device_id).isNull()

    def _fail(self, problem: AudioProblem) -> None:
        trouble = AudioError(problem, self._device.description())
        self.heard = replace(self.heard, trouble=trouble)
        self._device = QAudioDevice()  # the next run looks for it anew


class _Feed(QIODevice):
    """What the sink reads: the source's samples, mono ones the same on both channels."""

    def __init__(self, wanted: _Wanted, parent: QObject) -> None:
        super().__init__(parent)
        self._source = wanted.source
        self._next = wanted.at
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def bytesAvailable(self) -> int:
        """More than is ever asked for at once: a source has no end. Without it Qt never reads."""
        return SAMPLE_RATE * FRAME

    def isSequential(self) -> bool:
        """It cannot be rewound."""
        return True

    def readData(self, maxlen: int) -> bytes:
        """The next samples, as many as fit."""
        frames = min(maxlen // FRAME, SAMPLE_RATE)
        if frames <= 0:
            return b""
        sound = self._source(self._next, frames)
        self._next += frames
        return _stereo(sound)

    def writeData(self, data: bytes | bytearray | memoryview[int], length: int) -> int:
        """Nothing is written to a source."""
        del data, length
        return -1


def _stereo(sound: NDArray[np.float32]) -> bytes:
    """The samples of both sides in turn, held within full scale; mono ones twice."""
    held = np.clip(sound, -1.0, 1.0).astype(np.float32, copy=False)
    return (np.repeat(held, CHANNELS) if held.ndim == 1 else held).tobytes()


def _format() -> QAudioFormat:
    sound = QAudioFormat()
    sound.setSampleRate(SAMPLE_RATE)
    sound.setChannelCount(CHANNELS)
    sound.setSampleFormat(QAudioFormat.SampleFormat.Float)
    return sound
