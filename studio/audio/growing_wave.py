"""A WAV file that grows while somebody records, and can be read whatever ended the program."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.wave_writer import wave_header
from studio.model.span import SAMPLE_RATE

WIDTH = 3
"""Bytes of a sample: 24 bits."""

_HEADER = len(wave_header(0, rate=SAMPLE_RATE, bit_depth=8 * WIDTH))
_LONGEST = (0xFFFF_FFFF - _HEADER) // WIDTH
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class GrowingWave:
    """A new mono file of 24 bits at the project rate; every method may raise OSError.

    Its header is right whenever `sync` returned; in between it tells of less than there is.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, _FLAGS, 0o600), "r+b")
        self.length = 0
        try:
            self._file.write(wave_header(0, rate=SAMPLE_RATE, bit_depth=8 * WIDTH))
            self.sync()
        except BaseException:
            self._file.close()
            raise

    def add(self, samples: NDArray[np.float32]) -> None:
        """More samples, held within full scale."""
        samples = samples[: _LONGEST - self.length]
        whole = np.rint(np.clip(samples, -1.0, 1.0) * 0x7F_FFFF).astype("<i4")
        self._file.write(whole.view(np.uint8).reshape(-1, 4)[:, :WIDTH].tobytes())
        self.length += len(samples)

    def sync(self) -> None:
        """Bring all to the disk, with a header that tells of all."""
        self._file.seek(0)
        self._file.write(wave_header(self.length, rate=SAMPLE_RATE, bit_depth=8 * WIDTH))
        self._file.seek(0, os.SEEK_END)
        if self.length % 2:  # chunks are of even length; the next samples take its place
            self._file.write(b"\0")
            self._file.flush()
            self._file.seek(-1, os.SEEK_END)
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def mended(path: Path) -> bool:
    """Have the header of a recording tell of all that is in the file; whether that was needed.

    A file that is none of ours is left as it is. Raises OSError. Nobody may be recording to it.
    """
    with path.open("r+b") as file:
        head = file.read(_HEADER)
        size = os.fstat(file.fileno()).st_size
        if not _is_ours(head):
            return False
        length = (size - _HEADER) // WIDTH
        told = struct.unpack("<I", head[-4:])[0] // WIDTH
        if length <= told:
            return False
        end = _HEADER + length * WIDTH
        file.truncate(end)
        if length * WIDTH % 2:
            file.seek(end)
            file.write(b"\0")
        file.seek(0)
        file.write(wave_header(length, rate=SAMPLE_RATE, bit_depth=8 * WIDTH))
        file.flush()
        os.fsync(file.fileno())
    return True


def unfinished(folder: Path) -> tuple[Path, ...]:
    """The recordings in a folder that hold more than their header tells, oldest first.

    What is being recorded just now is among them. Blocking.
    """
    found = [path for path in _files(folder) if _holds_more(path)]
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime))


def _files(folder: Path) -> Iterable[Path]:
    return folder.glob("*.wav") if folder.is_dir() else ()


def _holds_more(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head, size = file.read(_HEADER), os.fstat(file.fileno()).st_size
    except OSError:
        return False
    if not _is_ours(head):
        return False
    return (size - _HEADER) // WIDTH > struct.unpack("<I", head[-4:])[0] // WIDTH


def _is_ours(head: bytes) -> bool:
    """Whether these bytes begin a recording of this kind, whatever length they tell."""
    empty = wave_header(0, rate=SAMPLE_RATE, bit_depth=8 * WIDTH)
    return len(head) == _HEADER and head[:4] == empty[:4] and head[8:-4] == empty[8:-4]
