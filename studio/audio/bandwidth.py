"""Up to which pitch a recording has any sound: a telephone ends below 4 kHz."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.model.span import SAMPLE_RATE

TELEPHONE_HZ = 5_000.0
"""A voice recorded with less than this sounds like one on the telephone."""

_SIZE = 2048
_STEP = SAMPLE_RATE / _SIZE
_LOWEST_HZ = 100.0
_SMOOTH = 9
_UNDER_LOUDEST_DB = 65.0
_AUDIBLE = 1e-6


class BandwidthMeter:
    """Takes a mono sound at the project rate in blocks; keeps one mean spectrum."""

    def __init__(self) -> None:
        self._power = np.zeros(_SIZE // 2 + 1)
        self._window = np.hanning(_SIZE).astype(np.float32)
        self._rest = np.zeros(0, np.float32)

    def take_in(self, samples: NDArray[np.float32]) -> None:
        """The next samples."""
        joined = np.concatenate((self._rest, samples))
        whole = len(joined) // _SIZE * _SIZE
        self._rest = joined[whole:]
        frames = joined[:whole].reshape(-1, _SIZE)
        frames = frames[np.einsum("ij,ij->i", frames, frames) > _AUDIBLE * _SIZE]
        for first in range(0, len(frames), 64):
            spectrum = np.fft.rfft(frames[first : first + 64] * self._window)
            self._power += (np.abs(spectrum) ** 2).sum(axis=0)

    @property
    def highest_hz(self) -> float:
        """The pitch above which all is 65 dB and more under the loudest; 0 for silence."""
        power = np.convolve(self._power, np.ones(_SMOOTH) / _SMOOTH, "same")
        power[: round(_LOWEST_HZ / _STEP)] = 0.0
        loudest = float(power.max())
        if loudest <= 0.0:
            return 0.0
        found = np.flatnonzero(power > loudest * 10 ** (-_UNDER_LOUDEST_DB / 10))
        return float(found[-1] * _STEP)
