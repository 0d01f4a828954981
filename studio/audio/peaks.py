"""The outline of a sound for drawing: lowest and highest sample of short stretches."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.errors import AudioError, AudioProblem

FINE = 256
"""Samples per pair of the finer level."""

COARSE = 4096
"""Samples per pair of the coarser level."""

FULL_SCALE = 32767

_HEADER = struct.Struct("<4sHHQ")
_MAGIC = b"PEAK"
_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Pairs (lowest, highest) as int16 of full scale: `fine` per 256 samples, `coarse` per 4096.

    `length` is in samples; the last pair of a level may stand for fewer.
    """

    length: int
    fine: NDArray[np.int16]
    coarse: NDArray[np.int16]

    def to_bytes(self) -> bytes:
        """The peaks to keep; the coarse level follows from the fine one and is left out."""
        return _HEADER.pack(_MAGIC, _VERSION, FINE, self.length) + self.fine.astype("<i2").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Peaks:
        """The peaks that were kept; raises AudioError when these bytes are none of ours."""
        if len(data) < _HEADER.size:
            raise AudioError(AudioProblem.UNDECODABLE, detail="peaks")
        magic, version, step, length = _HEADER.unpack_from(data)
        pairs = -(-length // FINE)
        if (magic, version, step) != (_MAGIC, _VERSION, FINE):
            raise AudioError(AudioProblem.UNDECODABLE, detail="peaks")
        if len(data) != _HEADER.size + 4 * pairs:
            raise AudioError(AudioProblem.UNDECODABLE, detail="peaks")
        fine = np.frombuffer(data, "<i2", offset=_HEADER.size).astype(np.int16).reshape(pairs, 2)
        return cls(length, fine, _coarser(fine))

    def window(self, start: int, end: int, width: int) -> NDArray[np.float32]:
        """The outline of samples [start, end) in `width` columns: (width, 2) of -1.0 to 1.0.

        Takes the level that fits the zoom; columns outside the sound are zero.
        """
        outline = np.zeros((width, 2), np.float32)
        step = COARSE if end - start >= COARSE * width else FINE
        level = self.coarse if step == COARSE else self.fine
        edges = start + np.arange(width + 1, dtype=np.int64) * (end - start) // max(width, 1)
        inside = np.flatnonzero((edges[1:] > 0) & (edges[:-1] < self.length))
        if end <= start or not len(inside):
            return outline
        first = np.clip(edges[inside] // step, 0, len(level) - 1)
        last = np.clip(-(-edges[inside + 1] // step), first + 1, len(level))
        bounds = np.column_stack((first, last)).ravel()
        padded = np.concatenate((level, level[-1:]))
        outline[inside, 0] = np.minimum.reduceat(padded[:, 0], bounds)[::2]
        outline[inside, 1] = np.maximum.reduceat(padded[:, 1], bounds)[::2]
        outline /= FULL_SCALE
        return outline


def peaks_of(samples: NDArray[np.float32]) -> Peaks:
    """The peaks of a mono sound; what exceeds full scale is drawn at full scale."""
    whole = len(samples) // FINE
    rows = samples[: whole * FINE].reshape(whole, FINE)
    pairs = np.empty((-(-len(samples) // FINE), 2), np.float32)
    rows.min(axis=1, out=pairs[:whole, 0])
    rows.max(axis=1, out=pairs[:whole, 1])
    if whole < len(pairs):
        rest = samples[whole * FINE :]
        pairs[whole] = rest.min(), rest.max()
    np.clip(pairs, -1.0, 1.0, out=pairs)
    fine = np.rint(pairs * FULL_SCALE).astype(np.int16)
    return Peaks(len(samples), fine, _coarser(fine))


def peaks_of_pairs(length: int, fine: NDArray[np.int16]) -> Peaks:
    """The peaks of a sound so many samples long whose finer level is known already."""
    return Peaks(length, fine, _coarser(fine))


def _coarser(fine: NDArray[np.int16]) -> NDArray[np.int16]:
    if not len(fine):
        return fine
    first = np.arange(0, len(fine), COARSE // FINE)
    lowest = np.minimum.reduceat(fine[:, 0], first)
    return np.column_stack((lowest, np.maximum.reduceat(fine[:, 1], first)))
