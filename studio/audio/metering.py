"""How loud what is heard is: peaks of each side, and loudness over three seconds (BS.1770)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.audio.loudness import QUIETEST
from studio.audio.same_level import ear_weights
from studio.model.span import samples_of_ms

GRAIN = samples_of_ms(10)
"""Samples that one peak stands for."""

KEPT = 256
"""Peaks kept: more than a device is ahead of what is heard, in small bites too."""

STEP = samples_of_ms(100)
WINDOW = 30
"""Steps of the standard's short-term loudness: three seconds."""

_RINGING = 4096
"""Samples after which the ear's filters have rung out."""

_SIZE = 16384
_OFFSET = -0.691


@dataclass(frozen=True, slots=True)
class Levels:
    """Peaks of left and right as factors of full scale, and loudness in LUFS, -70 for silence."""

    left: float = 0.0
    right: float = 0.0
    short_term: float = QUIETEST


SILENT = Levels()


class Meter:
    """Takes in what a device is given, in the device's thread; the window asks by what is heard.

    It counts from the beginning of one run; the loudness goes on from the run before.
    """

    def __init__(self, before: Meter | None = None) -> None:
        self._grains: deque[tuple[int, float, float]] = deque(maxlen=KEPT)
        self._taken = 0
        self._waiting: list[NDArray[np.float32]] = []
        self._waits = 0
        self._rung = np.zeros((2, _RINGING), np.float32)
        self._steps: deque[float] = deque(before.steps if before else (), maxlen=WINDOW)
        self._loudness: deque[tuple[int, float]] = deque(maxlen=KEPT)

    @property
    def steps(self) -> tuple[float, ...]:
        """The power of the last three seconds, each tenth by itself."""
        return tuple(self._steps)

    def take_in(self, sound: NDArray[np.float32]) -> None:
        """Measure the next samples, mono or stereo; costs some microseconds."""
        sides = sound.reshape(len(sound), -1).T
        for start in range(0, sides.shape[1], GRAIN):
            part = np.abs(sides[:, start : start + GRAIN]).max(axis=1)
            end = self._taken + min(start + GRAIN, sides.shape[1])
            self._grains.append((end, float(part[0]), float(part[-1])))
        self._taken += sides.shape[1]
        self._waiting.append(sides)
        self._waits += sides.shape[1]
        if self._waits >= STEP:
            self._weigh()

    def heard(self, since: int, until: int) -> Levels:
        """The levels of what was heard between two counts of samples, from any thread."""
        peaks = [grain for grain in tuple(self._grains) if since < grain[0] <= until + GRAIN]
        loud = [value for end, value in tuple(self._loudness) if end <= until + GRAIN]
        return Levels(
            max((left for _, left, _ in peaks), default=0.0),
            max((right for _, _, right in peaks), default=0.0),
            loud[-1] if loud else QUIETEST,
        )

    def _weigh(self) -> None:
        """Add whole steps to the three seconds."""
        most = max(len(sides) for sides in self._waiting)
        waiting = np.concatenate([_on(sides, most) for sides in self._waiting], axis=1)
        end = self._taken - waiting.shape[1]
        before = self._rung[:most]
        while waiting.shape[1] >= STEP:
            step, waiting = waiting[:, :STEP], waiting[:, STEP:]
            end += STEP
            near = np.concatenate((before, step), axis=1)
            weighted = np.fft.irfft(np.fft.rfft(near, _SIZE) * _filter(), _SIZE)
            heard = weighted[:, _RINGING : _RINGING + STEP]
            self._steps.append(float(np.square(heard).sum()) / STEP)
            self._loudness.append((end, _lufs(sum(self._steps) / WINDOW)))
            before = near[:, -_RINGING:]
        self._rung = _on(before, 2)
        self._waiting, self._waits = [waiting], waiting.shape[1]


def _on(sides: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """As many rows: a mono sound is measured as one side, so the other is empty."""
    if len(sides) == count:
        return sides
    return np.concatenate((sides, np.zeros_like(sides)))


def _lufs(power: float) -> float:
    return max(_OFFSET + 10 * float(np.log10(power)), QUIETEST) if power > 1e-8 else QUIETEST


@cache
def _filter() -> NDArray[np.complex128]:
    """The ear's filters as they ring for a moment after each sample."""
    rung = np.fft.irfft(ear_weights(_SIZE), _SIZE)
    # Without the filters' phase they ring before the sample as well: half of it is moved behind.
    rung = np.roll(rung, _RINGING // 2)[:_RINGING]
    return np.fft.rfft(rung, _SIZE)
