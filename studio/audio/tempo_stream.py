"""What is played faster or slower at the same pitch, block by block, and where it belongs.

Short windows of the sound are laid over each other (WSOLA). Each is looked for within 4.5 ms of
the place it belongs to, counted from the beginning, so nothing drifts and nothing is late: what is
heard is never further than that from where the playhead says it is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.audio.course import as_stereo
from studio.model.span import samples_of_ms

WINDOW = samples_of_ms(20)
HOP = WINDOW // 2
REACH = 216
"""How far a window may lie from its place: 4.5 ms, together a period of a voice of 110 Hz."""

EAGER = samples_of_ms(1)
"""What goes on as it began comes early where sound is slowed down; it is put back by this."""

_SIZE = 2048
"""Of the transforms that hold a hop of sound and all places it is compared at."""

_SHAPE = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
_NOTHING = 1e-6

Travelled = Callable[[int, int], NDArray[np.float32]]
"""Gives samples of the way from a place on, before its beginning too: `read(start, frames)`."""


class TempoStream:
    """Reads a way at a tempo, from its beginning on, one block after another."""

    def __init__(self, read: Travelled, tempo: float) -> None:
        self._read = read
        self._tempo = tempo
        self._frame = -1
        self._expected: NDArray[np.float32] | None = None
        self._tail: NDArray[np.float32] | None = None
        self._left = np.zeros(0, np.float32)

    def take(self, frames: int) -> NDArray[np.float32]:
        """The next samples."""
        while len(self._left) < frames:
            found = self._next_hop()
            if found is not None:
                self._left = _after(self._left, found)
        given, self._left = self._left[:frames], self._left[frames:]
        return given

    def _next_hop(self) -> NDArray[np.float32] | None:
        """One hop of sound; None for the window that only rises to the first one."""
        middle = (self._frame * HOP + HOP) * self._tempo
        start = round(middle) - HOP - round(EAGER * max(1 / self._tempo - 1, 0))
        near = self._read(start - REACH, WINDOW + HOP + 2 * REACH)
        found = REACH
        if self._expected is not None:
            found = _best(_mono(near), self._expected)
        self._expected = _mono(near)[found + HOP : found + WINDOW].copy()
        shape = _SHAPE if near.ndim == 1 else _SHAPE[:, np.newaxis]
        window = near[found : found + WINDOW] * shape
        hop = None if self._tail is None else _laid_over(self._tail, window[:HOP])
        self._tail = window[HOP:]
        self._frame += 1
        return hop


def _best(near: NDArray[np.float32], expected: NDArray[np.float32]) -> int:
    """Where within reach the sound goes on most as it was expected to."""
    choices = 2 * REACH + 1
    here = near[: HOP + choices - 1]
    likeness = np.fft.irfft(
        np.fft.rfft(here, _SIZE) * np.conj(np.fft.rfft(expected, _SIZE)), _SIZE
    )[:choices]
    power = np.concatenate(([0.0], np.cumsum(np.square(here, dtype=np.float64))))
    loud = power[HOP : HOP + choices] - power[:choices]
    if loud.max() < _NOTHING or not expected.any():
        return REACH
    return int(np.argmax(likeness / np.sqrt(np.maximum(loud, _NOTHING))))


def _mono(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    return sound if sound.ndim == 1 else sound.sum(axis=1)


def _laid_over(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    if one.ndim != other.ndim:
        return as_stereo(one) + as_stereo(other)
    return one + other


def _after(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(one):
        return other
    if one.ndim != other.ndim:
        one, other = as_stereo(one), as_stereo(other)
    return np.concatenate((one, other))
