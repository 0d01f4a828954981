"""Files of bare samples beside no project: written once, then mapped into memory.

A file holds a header of 64 bytes and the samples, float32, little-endian, channel by channel
within each frame.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from studio.model.span import SAMPLE_RATE

_HEADER = struct.Struct("<8s4xIQ40x")
_MAGIC = {1: b"TAKE-F32", 2: b"BEDS-F32"}
_DRAFT_AGE = 86_400.0


def mapped(path: Path, channels: int = 1) -> NDArray[np.float32] | None:
    """The samples of a whole file, marked as used now; None for any other.

    One axis for one channel, else (frames, channels); only to be read.
    """
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            header = file.read(_HEADER.size)
            if len(header) < _HEADER.size:
                return None
            magic, rate, frames = _HEADER.unpack(header)
            expected = _HEADER.size + 4 * channels * frames
            if (magic, rate) != (_MAGIC[channels], SAMPLE_RATE) or not frames or size != expected:
                return None
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with contextlib.suppress(OSError):
            os.utime(path)
    except OSError:
        return None
    samples = np.frombuffer(pages, "<f4", offset=_HEADER.size)
    return samples if channels == 1 else samples.reshape(-1, channels)


class SampleFile:
    """A file on its way: written block by block, there under its name only once it is whole.

    Used in a `with`; every method raises OSError.
    """

    def __init__(self, path: Path, channels: int = 1) -> None:
        self._path = path
        self._channels = channels
        self._frames = 0
        handle, self._draft = tempfile.mkstemp(".draft", dir=path.parent)
        self._file = open(handle, "wb")  # noqa: SIM115 -- closed by finish or __exit__

    def __enter__(self) -> Self:
        self._file.write(bytes(_HEADER.size))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            os.unlink(self._draft)

    def write(self, samples: NDArray[np.float32]) -> None:
        """Add samples, (frames) or (frames, channels)."""
        self._file.write(np.ascontiguousarray(samples, "<f4").data)
        self._frames += len(samples)

    def finish(self) -> None:
        """Write how many there are, and give it its name."""
        self._file.seek(0)
        self._file.write(_HEADER.pack(_MAGIC[self._channels], SAMPLE_RATE, self._frames))
        self._file.close()
        os.replace(self._draft, self._path)


def prepare(folder: Path, budget: int) -> None:
    """Make the folder, and remove the longest unused files above the budget of bytes.

    Drafts of processes that died go, too. A folder that cannot be used is no error.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _prune(folder, budget)


def _prune(folder: Path, budget: int) -> None:
    kept: list[tuple[float, int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat()
            if entry.name.endswith(".f32"):
                kept.append((status.st_mtime, status.st_size, entry.path))
            elif entry.name.endswith(".draft") and status.st_mtime < time.time() - _DRAFT_AGE:
                os.unlink(entry.path)
    excess = sum(size for _, size, _ in kept) - budget
    for _, size, path in sorted(kept):
        if excess <= 0:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            excess -= size
