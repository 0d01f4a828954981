"""The microphone: Qt's audio source in a thread of its own, as blocks of samples.

The window never waits for a sound server that stands still, and a busy window loses nothing.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QIODevice, QMetaObject, QObject, Qt, QThread, QTimer, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio
from shiboken6 import delete

from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

Takes = Callable[[NDArray[np.float32]], None]
"""Gets the next mono samples at the project rate, in the thread of the device: it must not wait."""

LOOK_MS = 50
STALL_S = 3.0
"""Seconds without a sample after which the device counts as lost."""

WAKING_S = 8.0
"""The same until the first sample: some microphones wake slowly, or ask their owner first."""

ENDING_S = 1.0
"""Seconds that `stop` waits for the device's thread: a dead server may hold it."""

BUFFER_MS = 200
_THREAD = "microphone"


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A microphone one can choose."""

    id: str
    name: str


def input_devices() -> tuple[InputDevice, ...]:
    """The microphones there are now. Blocking: it asks the sound server."""
    return tuple(
        InputDevice(_id_of(device), device.description()) for device in QMediaDevices.audioInputs()
    )


def _id_of(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _device(device_id: str) -> QAudioDevice:
    for device in QMediaDevices.audioInputs():
        if device_id and _id_of(device) == device_id:
            return device
    return QMediaDevices.defaultAudioInput()


class Microphone:
    """Gives what one device hears, the system's when the chosen one is not there.

    `trouble` is asked now and then: a device that is missing or gives nothing more is told there.
    """

    def __init__(self, device_id: str = "") -> None:
        made: SimpleQueue[_SourceHost] = SimpleQueue()
        self._thread = threading.Thread(
            target=_serve, args=(device_id, made), name=_THREAD, daemon=True
        )
        self._thread.start()
        self._host = made.get()
        self._asked = 0.0
        self._running = False

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._running

    @property
    def trouble(self) -> AudioError | None:
        """Why nothing comes, once it is so."""
        if not self._running:
            return None
        if self._host.trouble:
            return self._host.trouble
        heard = self._host.heard_at
        silent = time.monotonic() - max(heard, self._asked)
        if silent > (STALL_S if heard >= self._asked else WAKING_S):
            return AudioError(AudioProblem.MICROPHONE_LOST)
        return None

    def start(self, takes: Takes) -> None:
        """Give all that is heard from now on to `takes`."""
        self.stop()
        self._running, self._asked = True, time.monotonic()
        self._host.takes = takes
        self._call("begin")

    def stop(self) -> None:
        """Give nothing more: when this returns, `takes` is not called again.

        What the device still holds is given first, unless its server stands still. Blocking: some
        milliseconds, a second with a dead server.
        """
        if self._running:
            self._running = False
            self._host.ended.clear()
            self._call("end")
            self._host.ended.wait(ENDING_S)
            self._host.takes = None

    def close(self) -> None:
        """Let the thread end, whenever it can; nothing can be recorded afterwards."""
        self.stop()
        self._call("leave")
        atexit.register(self._thread.join, ENDING_S)

    def _call(self, slot: str) -> None:
        QMetaObject.invokeMethod(self._host, slot, Qt.ConnectionType.QueuedConnection)


def _serve(device_id: str, made: SimpleQueue[_SourceHost]) -> None:
    """The life of the microphone's thread; its objects belong to it alone."""
    thread = QThread.currentThread()
    thread.setPriority(QThread.Priority.TimeCriticalPriority)
    loop = QEventLoop(thread)
    host = _SourceHost(device_id, thread)
    host.destroyed.connect(loop.quit)
    made.put(host)
    loop.exec()
    delete(loop)


class _SourceHost(QObject):
    """Lives in the microphone's thread and owns the source; others only read its facts."""

    def __init__(self, device_id: str, thread: QThread) -> None:
        super().__init__(thread)
        self._device_id = device_id
        self._device = QAudioDevice()
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._look: QTimer | None = None
        self._rest = b""
        self.takes: Takes | None = None
        self.heard_at = 0.0
        self.trouble: AudioError | None = None
        self.ended = threading.Event()

    @Slot()
    def begin(self) -> None:
        """Listen."""
        self._drop()
        self.trouble, self._rest = None, b""
        self._device = _device(self._device_id)
        if self._device.isNull():
            self.trouble = AudioError(AudioProblem.NO_MICROPHONE)
            return
        self._source = QAudioSource(self._device, _format(), self)
        self._source.setBufferSize(SAMPLE_RATE * BUFFER_MS // 1000 * 4)
        self._stream = self._source.start()
        if self._look is None:
            self._look = QTimer(self)
            self._look.setTimerType(Qt.TimerType.PreciseTimer)
            self._look.setInterval(LOOK_MS)
            self._look.timeout.connect(self._watch)
        self._look.start()
        self._watch()

    @Slot()
    def end(self) -> None:
        """Give what is left and let go of the source."""
        self._fetch()
        self._drop()
        self.ended.set()

    @Slot()
    def leave(self) -> None:
        """Stop, and when the source is gone end the thread this runs in."""
        self._drop()
        self.deleteLater()

    def _drop(self) -> None:
        if self._look is not None:
            self._look.stop()
        self._stream = None
        if self._source is not None:
            self._source.deleteLater()
        self._source = None

    def _watch(self) -> None:
        """Fetch what was heard; the platforms differ in when they tell that there is something."""
        self._fetch()
        if self._source is None or self.trouble is not None:
            return
        error = self._source.error()
        if error == QtAudio.Error.OpenError:
            name = self._device.description()
            self.trouble = AudioError(AudioProblem.NO_MICROPHONE, detail=name)
        elif error in (QtAudio.Error.IOError, QtAudio.Error.FatalError):
            name = self._device.description()
            self.trouble = AudioError(AudioProblem.MICROPHONE_LOST, detail=name)

    def _fetch(self) -> None:
        takes = self.takes  # another thread may take it away meanwhile
        if self._stream is None or takes is None:
            return
        data = self._rest + bytes(self._stream.readAll().data())
        whole = len(data) & ~3
        self._rest = data[whole:]
        if whole:
            self.heard_at = time.monotonic()
            takes(np.frombuffer(data[:whole], np.float32))


def _format() -> QAudioFormat:
    sound = QAudioFormat()
    sound.setSampleRate(SAMPLE_RATE)
    sound.setChannelCount(1)
    sound.setSampleFormat(QAudioFormat.SampleFormat.Float)
    return sound
