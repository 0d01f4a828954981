"""Stretches of several takes as one sound: cut where it is quiet, joined by short crossfades."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.audio.soundfiles import BLOCK, REFUSALS, new_flac
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE, Span, samples_of_ms

Samples = NDArray[np.float32]
"""Mono, at the project rate."""

WITHIN = samples_of_ms(150)
"""How far from the place that was asked for a quieter one is looked for."""

FADE = samples_of_ms(12)
"""Samples of a crossfade, half of them before the cut."""

BIT_DEPTH = 24

_HOP = samples_of_ms(1)
_QUIET_FOR = 20
"""Milliseconds that are quiet together at a cut."""

_FAINT = 1e-9
"""Power, -90 dB, below which one place is as quiet as another: then the nearest one is taken."""

_EDGE = samples_of_ms(2)
_LEAST_FADE = samples_of_ms(1)


def quietest_near(samples: Samples, at: int, *, within: int = WITHIN) -> int:
    """The sample in the middle of the quietest 20 ms near a place, the nearest of equals."""
    at = min(max(at, 0), len(samples))
    half = _QUIET_FOR // 2 * _HOP
    first = max(at - within - half, 0)
    stretch = samples[first : at + within + half].astype(np.float64)
    hops = len(stretch) // _HOP
    if hops < _QUIET_FOR:
        return at
    power = (stretch[: hops * _HOP].reshape(hops, _HOP) ** 2).mean(axis=1)
    smooth = np.convolve(power, np.ones(_QUIET_FOR) / _QUIET_FOR, "valid")
    places = first + half + np.arange(len(smooth)) * _HOP
    quiet = places[smooth <= max(float(smooth.min()) * 1.01, _FAINT)]
    return int(quiet[np.argmin(np.abs(quiet - at))])


def joined(stretches: Sequence[tuple[Samples, Span]]) -> Samples:
    """The stretches one after the other, exactly as long as they are together.

    Around each cut both sounds go on for some milliseconds while one turns into the other; where
    one of them has nothing more to go on with, both edges are faded instead.
    """
    whole = np.concatenate([samples[span.start : span.end] for samples, span in stretches])
    whole = whole.astype(np.float32, copy=True)
    at = 0
    for before, after in pairwise(stretches):
        at += before[1].length
        _smooth(whole, at, before, after)
    return whole


def lossless(samples: Samples) -> bytes:
    """The sound as a FLAC file of 24 bits; raises AudioError. Beyond full scale it is held."""
    scaled = np.clip(np.rint(samples.astype(np.float64) * 2**23), -(2**23), 2**23 - 1)
    whole = np.left_shift(scaled.astype(np.int32), 32 - BIT_DEPTH)
    sink = io.BytesIO()
    try:
        file = new_flac(sink, rate=SAMPLE_RATE, bit_depth=BIT_DEPTH)
        for start in range(0, len(whole), BLOCK):
            file.write(whole[start : start + BLOCK])
        file.close()
    except REFUSALS as error:
        raise AudioError(AudioProblem.ENCODER, "FLAC", str(error)) from error
    return sink.getvalue()


def _smooth(
    whole: Samples, at: int, before: tuple[Samples, Span], after: tuple[Samples, Span]
) -> None:
    """Fade from one stretch to the next around the cut, in place."""
    (first, ending), (second, beginning) = before, after
    more = min(len(first) - ending.end, beginning.start, FADE // 2)
    half = min(more, ending.length // 2, beginning.length // 2)
    if half < _LEAST_FADE:
        _fade_edges(whole, at, min(_EDGE, ending.length // 2, beginning.length // 2))
        return
    rise = _rise(2 * half)
    old = first[ending.end - half : ending.end + half]
    new = second[beginning.start - half : beginning.start + half]
    whole[at - half : at + half] = old * rise[::-1] + new * rise


def _fade_edges(whole: Samples, at: int, length: int) -> None:
    rise = _rise(length)
    whole[at - length : at] *= rise[::-1]
    whole[at : at + length] *= rise


def _rise(length: int) -> Samples:
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / max(length, 1))).astype(
        np.float32
    )
