"""A recording in progress: blocks come in, go to disk as they come, and are told in levels."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from studio.audio.growing_wave import GrowingWave
from studio.audio.stretch import FULL_SCALE
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE

SYNC_S = 1.0
"""Seconds of sound after which the file on disk is whole again: the most that a crash costs."""

HOLD_S = 1.5
"""Seconds of sound for which the highest peak is told."""

_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Meter:
    """What a level meter shows; levels in decibels of full scale, -120 for nothing.

    `peak_db` and `mean_db` are those of the last block, `held_db` the highest peak of the last
    moments; `clipped` counts samples at full scale in the whole recording.
    """

    length: int = 0
    peak_db: float = -120.0
    mean_db: float = -120.0
    held_db: float = -120.0
    clipped: int = 0

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return self.length / SAMPLE_RATE


class Recorder:
    """Writes a new WAV file from blocks of mono samples at the project rate.

    `take_in` never waits: a thread of the recorder's own writes. What is on disk can be read
    whatever ends the program; `growing_wave.mended` finds the last second.
    """

    def __init__(self, path: Path) -> None:
        """Begin a file that is not there yet; raises AudioError (NOT_RECORDED). Blocking."""
        self.path = path
        self._blocks: SimpleQueue[NDArray[np.float32] | None] = SimpleQueue()
        self._trouble: AudioError | None = None
        self._meter = Meter()
        self._held_until = 0
        self._open = True
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._wave = GrowingWave(path)
        except OSError as error:
            raise _not_recorded(path, error) from error
        self._writer = threading.Thread(target=self._write, name="recorder", daemon=True)
        self._writer.start()

    @property
    def meter(self) -> Meter:
        """What was heard so far; may be asked from any thread."""
        return self._meter

    @property
    def trouble(self) -> AudioError | None:
        """Why the recording is not written any more, once it is so."""
        return self._trouble

    def take_in(self, block: NDArray[np.float32]) -> None:
        """The next samples; from one thread at a time. After `stop` they are dropped."""
        if not self._open or not len(block):
            return
        calm = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0).astype(np.float32)
        self._meter = self._measured(calm)
        self._blocks.put(calm)

    def stop(self) -> Path:
        """End the recording; the file is whole when this returns. May be called twice. Blocking.

        Raises AudioError (NOT_RECORDED) when not all could be written; what could is kept.
        """
        if self._open:
            self._open = False
            self._blocks.put(None)
        self._writer.join()
        if self._trouble:
            raise self._trouble
        return self.path

    def _measured(self, block: NDArray[np.float32]) -> Meter:
        before = self._meter
        length = before.length + len(block)
        peak = _decibels(float(np.abs(block).max()))
        mean = _decibels(float(np.sqrt(np.mean(np.square(block, dtype=np.float64)))))
        held = before.held_db
        if peak >= held or length > self._held_until:
            held, self._held_until = peak, length + round(HOLD_S * SAMPLE_RATE)
        clipped = before.clipped + int(np.count_nonzero(np.abs(block) >= FULL_SCALE))
        return replace(
            before, length=length, peak_db=peak, mean_db=mean, held_db=held, clipped=clipped
        )

    def _write(self) -> None:
        """The life of the writing thread: it ends with the recording."""
        every, synced = round(SYNC_S * SAMPLE_RATE), 0
        try:
            while (block := self._blocks.get()) is not None:
                if self._trouble:
                    continue
                try:
                    self._wave.add(block)
                    if self._wave.length - synced >= every:
                        self._wave.sync()
                        synced = self._wave.length
                except OSError as error:
                    self._trouble = _not_recorded(self.path, error)
            self._wave.sync()
        except OSError as error:
            self._trouble = self._trouble or _not_recorded(self.path, error)
        finally:
            self._close()

    def _close(self) -> None:
        try:
            self._wave.close()
        except OSError as error:  # a full disk is told once more when the last bytes are flushed
            self._trouble = self._trouble or _not_recorded(self.path, error)


def _decibels(level: float) -> float:
    return 20 * float(np.log10(max(level, _FLOOR)))


def _not_recorded(path: Path, error: OSError) -> AudioError:
    return AudioError(AudioProblem.NOT_RECORDED, str(path), error.strerror or str(error))
