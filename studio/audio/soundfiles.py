"""The libraries soundfile and soxr, narrowed to what is used: neither comes with types."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs] -- ships none
import soxr  # pyright: ignore[reportMissingTypeStubs] -- ships none
from numpy.typing import NDArray

BLOCK = 65_536
"""Frames per read or write; Vorbis crashes the process on writes of some millions."""

REFUSALS = (RuntimeError, ValueError, TypeError, AssertionError, OSError, MemoryError)
"""What soundfile raises for a file it cannot make sense of."""

_soundfile = cast(Any, soundfile)
_soxr = cast(Any, soxr)


class SoundReader:
    """A sound file in memory or on disk, read in blocks; any call may raise one of REFUSALS.

    `length`, in frames, is what the header claims; a foreign file may claim anything.
    """

    def __init__(self, source: bytes | Path) -> None:
        opened = _TolerantBytes(source) if isinstance(source, bytes) else source
        self._file = _soundfile.SoundFile(opened)
        self.rate: int = self._file.samplerate
        self.channels: int = self._file.channels
        self.length: int = self._file.frames

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The sound in blocks (frames, channels), each fresh; the header's length is ignored."""
        while True:
            block: NDArray[np.float32] = self._file.read(BLOCK, dtype="float32", always_2d=True)
            if not len(block):
                return
            yield block

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class WritesSamples(Protocol):
    """An open sound file of whole numbers."""

    def write(self, data: NDArray[np.int32]) -> None:
        """Add samples, whole numbers of 32 bits of which the file keeps the upper ones.

        They are (frames), or (frames, channels).
        """
        ...

    def close(self) -> None:
        """Write what is left."""
        ...


def new_flac(target: BinaryIO, *, rate: int, bit_depth: int, channels: int = 1) -> WritesSamples:
    """A FLAC file to write to; it and its methods may raise one of REFUSALS."""
    subtype = f"PCM_{bit_depth}"
    return cast(
        WritesSamples,
        _soundfile.SoundFile(target, "w", rate, channels, subtype=subtype, format="FLAC"),
    )


def resample(samples: NDArray[np.float32], rate: int, target_rate: int) -> NDArray[np.float32]:
    """A whole mono sound at another rate."""
    if rate == target_rate:
        return samples
    resampled = _soxr.resample(samples, rate, target_rate, quality="HQ")
    return np.ascontiguousarray(resampled, np.float32)


class Resampler:
    """Brings a sound to another rate while it comes; cuts in between leave no trace.

    Mono sounds have one axis, those of several channels are (frames, channels).
    """

    def __init__(self, rate: int, target_rate: int, channels: int = 1) -> None:
        self._stream: Any = None
        if rate != target_rate:
            self._stream = _soxr.ResampleStream(rate, target_rate, channels, "float32", "HQ")

    def resample(self, samples: NDArray[np.float32], *, last: bool = False) -> NDArray[np.float32]:
        """What is ready after these samples, some 20 ms behind them; all of it with `last`."""
        if self._stream is None:
            return samples
        return np.ascontiguousarray(self._stream.resample_chunk(samples, last), np.float32)


class _TolerantBytes(io.BytesIO):
    """Bytes that answer a senseless seek with a failure code instead of an exception.

    A damaged header makes libsndfile ask for positions before the beginning; an exception
    cannot pass through its callback and would only be printed.
    """

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(offset, whence)
        except (ValueError, OverflowError):
            return -1
