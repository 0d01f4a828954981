"""A sound as overlapping short spectra: one pass from which loudness and pitch are told."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from studio.audio.same_level import ear_weights
from studio.model.span import SAMPLE_RATE
from studio.model.take_facts import QUIETEST_LUFS

FRAME, STEP, SIZE = 3072, 1024, 4096
"""Samples of a frame, from one to the next, and of its transform, the rest of which is zero."""

_AT_ONCE = 512
_OFFSET = -0.691
_BLOCK = round(0.4 * SAMPLE_RATE / STEP)
_RELATIVE_GATE = -10.0

_RATE = 6_000
"""Samples per second in which a period is looked for."""

_POINTS = SIZE * _RATE // SAMPLE_RATE
_SHORTEST, _LONGEST = _RATE // 500, _RATE // 40
"""The periods of the highest and of the lowest voice."""

_VOICED = 0.55
_AS_GOOD = 0.9
_TWICE_AS_GOOD = 0.75
"""How good the double of a period has to be: a resonance rings off, a voice goes on."""


def spectra_of(samples: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The power of each frame as the ear weighs it, and its period's pitch in Hz, 0 without one."""
    padded = np.concatenate((samples, np.zeros(max(FRAME - len(samples), 0), np.float32)))
    frames = sliding_window_view(padded, FRAME)[::STEP]
    found = [_of_frames(frames[at : at + _AT_ONCE]) for at in range(0, len(frames), _AT_ONCE)]
    return (
        np.concatenate([powers for powers, _ in found]),
        np.concatenate([pitches for _, pitches in found]),
    )


def loudness_of_frames(powers: NDArray[np.float32]) -> float:
    """The gated loudness in LUFS of a sound by the powers of its frames, -70 for silence."""
    count = min(_BLOCK, len(powers))
    sums = np.concatenate(([0.0], np.cumsum(powers, dtype=np.float64)))
    blocks = (sums[count:] - sums[:-count])[:: max(_BLOCK // 4, 1)] / count
    loud = blocks[blocks > 10 ** ((QUIETEST_LUFS - _OFFSET) / 10)]
    if not len(loud):
        return QUIETEST_LUFS
    loud = loud[loud > loud.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return _OFFSET + 10 * float(np.log10(loud.mean()))


def _of_frames(frames: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    spectrum = np.fft.rfft(frames * _window(), SIZE)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32, copy=False)
    return power @ _weights(), _pitches(power)


def _pitches(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """The pitch of each frame: the shortest period that is nearly as good as the best one."""
    likeness = np.fft.irfft(power[:, : _POINTS // 2 + 1], _POINTS)[:, : _LONGEST + 2]
    whole = np.maximum(likeness[:, :1], 1e-12)
    likeness = likeness / whole / _window_likeness()
    inner = likeness[:, _SHORTEST : _LONGEST + 1]
    best = inner.max(axis=1)
    peaks = (inner >= likeness[:, _SHORTEST - 1 : _LONGEST]) & (
        inner >= likeness[:, _SHORTEST + 1 : _LONGEST + 2]
    )
    good = peaks & (inner >= _AS_GOOD * best[:, None])
    at = good.argmax(axis=1) + _SHORTEST
    rows = np.arange(len(at))
    before, here, after = (likeness[rows, at + by] for by in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0)
    pitch = _RATE / (at + np.clip(shift, -0.5, 0.5))
    double = np.minimum(2 * at, _LONGEST)
    goes_on = np.maximum(likeness[rows, double], likeness[rows, double - 1])
    goes_on = np.maximum(goes_on, likeness[rows, double + 1]) >= _TWICE_AS_GOOD * best
    voiced = (best >= _VOICED) & good.any(axis=1) & (goes_on | (2 * at > _LONGEST))
    return np.where(voiced, pitch, 0.0).astype(np.float32)


@cache
def _window() -> NDArray[np.float32]:
    return np.hanning(FRAME).astype(np.float32)


@cache
def _weights() -> NDArray[np.float32]:
    """What a frame's power at each frequency counts, so that their sum is its mean square."""
    counts = np.full(SIZE // 2 + 1, 2.0)
    counts[0] = counts[-1] = 1.0
    energy = float((_window().astype(np.float64) ** 2).sum())
    return (ear_weights(SIZE) ** 2 * counts / (SIZE * energy)).astype(np.float32)


@cache
def _window_likeness() -> NDArray[np.float32]:
    """How like itself the window is at each shift, which has to be made up for."""
    power = np.abs(np.fft.rfft(_window(), SIZE)) ** 2
    likeness = np.fft.irfft(power[: _POINTS // 2 + 1], _POINTS)[: _LONGEST + 2]
    return (likeness / likeness[0]).astype(np.float32)
