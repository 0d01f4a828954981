"""Several short sounds made equally loud, by the ear's measure (ITU-R BS.1770), none clipping."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.audio.loudness import QUIETEST
from studio.model.span import SAMPLE_RATE

Samples = NDArray[np.float32]
"""Mono, at the project rate."""

USUAL = -20.0
"""LUFS that sounds get, less where the peak of one of them would not allow it."""

CEILING = 0.9
"""The largest sample after the gain, where full scale is 1."""

_BLOCK, _STEP = SAMPLE_RATE * 2 // 5, SAMPLE_RATE // 10
_RELATIVE_GATE = -10.0
_OFFSET = -0.691
_RINGING = SAMPLE_RATE // 5
"""Silence after a sound, so that the end of it does not wrap around into its beginning."""

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""The two filters of the standard for 48 kHz: what is below and what is above, by powers of 1/z."""


def loudness_of(samples: Samples) -> float:
    """The gated loudness of a mono sound at the project rate in LUFS, -70 for silence.

    Pauses do not count. One too short for the standard's blocks of 0.4 s is measured whole.
    """
    if not len(samples):
        return QUIETEST
    power = _weighted(samples) ** 2
    sums = np.concatenate(([0.0], np.cumsum(power)))
    block = min(_BLOCK, len(samples))
    starts = np.arange(0, len(samples) - block + 1, _STEP)
    blocks = (sums[starts + block] - sums[starts]) / block
    loud = blocks[blocks > _power(QUIETEST)]
    if not len(loud):
        return QUIETEST
    loud = loud[loud > loud.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return _lufs(float(loud.mean()))


def gains_for_same_level(sounds: Sequence[Samples]) -> tuple[float, ...]:
    """A factor for each sound after which all are equally loud and none clips; 1 for silence."""
    return gains_of([(loudness_of(sound), float(np.abs(sound).max(initial=0))) for sound in sounds])


def gains_of(measured: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The same by what was measured of them: loudness in LUFS and largest sample of each."""
    room = [
        loudness + 20 * float(np.log10(CEILING / peak))
        for loudness, peak in measured
        if loudness > QUIETEST
    ]
    level = min([USUAL, *room])
    return tuple(
        10 ** ((level - loudness) / 20) if loudness > QUIETEST else 1.0 for loudness, _ in measured
    )


def at_same_level(sounds: Sequence[Samples]) -> tuple[Samples, ...]:
    """The sounds with those gains."""
    gains = gains_for_same_level(sounds)
    return tuple(sound * np.float32(gain) for sound, gain in zip(sounds, gains, strict=True))


def ear_weights(size: int) -> NDArray[np.float64]:
    """By what the ear weighs each frequency of a spectrum of so many samples."""
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones(len(turn))
    for above, below in (_SHELF, _HIGH_PASS):
        over = above[0] + above[1] * turn + above[2] * turn**2
        under = below[0] + below[1] * turn + below[2] * turn**2
        response *= np.abs(over / under)
    return response


def _weighted(samples: Samples) -> NDArray[np.float64]:
    """The sound as the ear weighs it; the filters' phase, which changes no power, is left out."""
    size = 1 << (len(samples) + _RINGING - 1).bit_length()
    spectrum = np.fft.rfft(samples.astype(np.float64), size)
    return np.fft.irfft(spectrum * ear_weights(size), size)[: len(samples)]


def _lufs(power: float) -> float:
    return _OFFSET + 10 * float(np.log10(power))


def _power(lufs: float) -> float:
    return 10 ** ((lufs - _OFFSET) / 10)
