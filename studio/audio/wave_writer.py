"""WAV files of 16 or 24 bits, written where sound is; silence stays a hole in the file."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PCM = 1
_RIFF_LIMIT = 0xFFFF_FFFF
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class WaveWriter:
    """A new WAV file (RF64 above 4 GiB) of a known length; what is not written is silence.

    Every method may raise OSError. `length` and `block`, the most given to one `write`, count
    samples of each channel. `facts` are chunks that stand before the samples.
    """

    def __init__(
        self,
        path: Path,
        length: int,
        *,
        rate: int,
        bit_depth: int,
        block: int,
        channels: int = 1,
        facts: bytes = b"",
    ) -> None:
        header = wave_header(length, rate=rate, bit_depth=bit_depth, channels=channels, facts=facts)
        self._width = bit_depth // 8 * channels
        self._first = len(header)
        self._packer = _Packer(block * channels, bit_depth)
        self._handle = os.open(path, _FLAGS, 0o666)
        self._open = True
        try:
            size = self._first + length * self._width
            os.truncate(self._handle, size + size % 2)
            _put(self._handle, memoryview(header), 0)
        except BaseException:
            self.close()
            raise

    def write(self, start: int, samples: NDArray[np.int32]) -> None:
        """Put samples, whole numbers of the file's bit depth, at a place in the file.

        They are (frames), or (frames, channels).
        """
        packed = self._packer.pack(samples.reshape(-1))
        _put(self._handle, packed, self._first + start * self._width)

    def finish(self) -> None:
        """Bring everything to the disk."""
        os.fsync(self._handle)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        if self._open:
            self._open = False
            os.close(self._handle)


def wave_header(
    length: int, *, rate: int, bit_depth: int, channels: int = 1, facts: bytes = b""
) -> bytes:
    """Everything before the samples: RIFF, or RF64 where a size needs more than 32 bits.

    `facts` are whole chunks of an even length.
    """
    width = bit_depth // 8 * channels
    data = length * width
    numbers = (16, _PCM, channels, rate, rate * width, width, bit_depth)
    form = struct.pack("<4sIHHIIHH", b"fmt ", *numbers) + facts
    riff = 4 + len(form) + 8 + data + data % 2
    if riff <= _RIFF_LIMIT:
        return b"".join(
            (
                struct.pack("<4sI4s", b"RIFF", riff, b"WAVE"),
                form,
                struct.pack("<4sI", b"data", data),
            )
        )
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, riff + 36, data, length, 0)
    return b"".join(
        (
            struct.pack("<4sI4s", b"RF64", _RIFF_LIMIT, b"WAVE"),
            sizes,
            form,
            struct.pack("<4sI", b"data", _RIFF_LIMIT),
        )
    )


class _Packer:
    """Whole numbers as the bytes of a file, in one buffer that is used again and again."""

    def __init__(self, block: int, bit_depth: int) -> None:
        width = bit_depth // 8
        self._width = width
        # One byte more: the last of the four-byte stores reaches over the end.
        self._bytes = np.zeros(block * width + 1, np.uint8)
        kind = "<i2" if width == 2 else "<i4"
        self._slots: NDArray[np.signedinteger] = np.ndarray(
            (block,), kind, self._bytes, strides=(width,)
        )

    def pack(self, samples: NDArray[np.int32]) -> memoryview:
        """The bytes, good until the next call.

        24 bits are stored as overlapping numbers of 32, each next one over the top byte of the
        one before: an order of magnitude faster than picking bytes.
        """
        self._slots[: len(samples)] = samples
        return self._bytes.data[: len(samples) * self._width]


def _put(handle: int, data: memoryview, position: int) -> None:
    """Write all of the data at a position; Windows has no pwrite."""
    while data:
        if hasattr(os, "pwrite"):
            written = os.pwrite(handle, data, position)
        else:
            os.lseek(handle, position, os.SEEK_SET)
            written = os.write(handle, data)
        data = data[written:]
        position += written
