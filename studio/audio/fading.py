"""How sounds begin and end: without a click, and with the fades that were drawn.

Everything here depends on the place inside the sound alone, so it may be done in any stretches.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.model.span import samples_of_ms

EDGE = samples_of_ms(2)
"""Samples of the fade at an edge that would click."""

NEAR_ZERO = 2.0**-10
"""A sound that begins or ends below this level (-60 dB) needs no fade at that edge."""

_RISE = (0.5 - 0.5 * np.cos(np.pi * (np.arange(EDGE) + 0.5) / EDGE)).astype(np.float32)
_FALL = _RISE[::-1].copy()


def rise(sound: NDArray[np.float32], first: int) -> None:
    """Take the click off the beginning, in place; the last axis of `sound` begins at `first`."""
    if first < EDGE:
        faded = min(EDGE - first, sound.shape[-1])
        sound[..., :faded] *= _RISE[first : first + faded]


def fall(sound: NDArray[np.float32], first: int, length: int) -> None:
    """Take the click off the end of a sound of this length, in place."""
    tail, last = length - EDGE, first + sound.shape[-1]
    if last > tail:
        begin = max(first, tail)
        sound[..., begin - first :] *= _FALL[begin - tail : last - tail]


def fade_in(sound: NDArray[np.float32], first: int, samples: int) -> None:
    """Let it come up over so many samples, in place."""
    faded = min(samples - first, sound.shape[-1])
    if faded > 0:
        sound[..., :faded] *= _curve(np.arange(first, first + faded), samples)


def fade_out(sound: NDArray[np.float32], first: int, length: int, samples: int) -> None:
    """Let a sound of this length go down over its last so many samples, in place."""
    begin = max(first, length - samples)
    last: int = first + sound.shape[-1]
    if last > begin:
        sound[..., begin - first :] *= _curve(np.arange(length - last, length - begin), samples)[
            ::-1
        ]


def _curve(steps: NDArray[np.int64], samples: int) -> NDArray[np.float32]:
    """From silent to full; plain arithmetic, which is exact for each place by itself."""
    share = (steps + 0.5) / samples
    return (share * share * (3.0 - 2.0 * share)).astype(np.float32)
