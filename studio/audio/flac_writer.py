"""FLAC files of 16 or 24 bits from the same blocks as the WAV files."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.soundfiles import BLOCK, REFUSALS, new_flac
from studio.errors import AudioError, AudioProblem


class FlacWriter:
    """A new FLAC file of a known length; what is left out between two writes is silence.

    Every method may raise OSError, or AudioError (ENCODER) when the encoder gives up.
    """

    def __init__(
        self, path: Path, length: int, *, rate: int, bit_depth: int, channels: int = 1
    ) -> None:
        self._path = path
        self._channels = channels
        self._length = length
        self._written = 0
        self._shift = 32 - bit_depth
        self._sink = _Sink(path)
        try:
            self._file = new_flac(self._sink, rate=rate, bit_depth=bit_depth, channels=channels)
        except REFUSALS as error:
            self._sink.close()
            raise self._cause(error) from error

    def write(self, start: int, samples: NDArray[np.int32]) -> None:
        """Put samples, whole numbers of the file's bit depth, at a place after all before.

        They are (frames), or (frames, channels).
        """
        self._fill(start)
        self._add(np.left_shift(samples, self._shift))

    def finish(self) -> None:
        """Write the silence after the last sample and bring everything to the disk."""
        self._fill(self._length)
        try:
            self._file.close()
        except REFUSALS as error:
            raise self._cause(error) from error
        if self._sink.trouble:
            raise self._sink.trouble
        self._sink.flush()
        os.fsync(self._sink.fileno())

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        if not self._sink.closed:
            self._sink.give_up()
            # The file is being thrown away, or `finish` has closed it.
            with contextlib.suppress(*REFUSALS):
                self._file.close()
            self._sink.close()

    def _fill(self, end: int) -> None:
        silence = np.zeros(BLOCK if self._channels == 1 else (BLOCK, self._channels), np.int32)
        while self._written < end:
            self._add(silence[: min(BLOCK, end - self._written)])

    def _add(self, samples: NDArray[np.int32]) -> None:
        try:
            self._file.write(samples)
        except REFUSALS as error:
            raise self._cause(error) from error
        if self._sink.trouble:
            raise self._sink.trouble
        self._written += len(samples)

    def _cause(self, error: BaseException) -> Exception:
        """What the system said about the file, else what the encoder said."""
        if self._sink.trouble:
            return self._sink.trouble
        return AudioError(AudioProblem.ENCODER, str(self._path), str(error))


class _Sink(io.FileIO):
    """A file that keeps the first error: none can pass through the encoder's callback."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "x+")
        self.trouble: OSError | None = None
        self._abandoned = False

    def write(self, data: bytes, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] -- the encoder gives bytes
        """Write all, or remember why not and say that nothing was written."""
        if self._abandoned:
            return len(data)
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[super().write(rest) :]
        except OSError as error:
            self.trouble = self.trouble or error
            return 0
        return len(data)

    def give_up(self) -> None:
        """Swallow all that is still to come."""
        self._abandoned = True
