"""Music that steps back while someone speaks: a curve known beforehand, at every place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from studio.model.span import Span, samples_of_ms

ATTACK = samples_of_ms(250)
"""Samples in which it steps back, before the first word."""

RELEASE = samples_of_ms(900)
"""Samples in which it comes up again, after the last one."""

BRIDGE = samples_of_ms(1_200)
"""Pauses shorter than this are kept low: it would only come up to go down again."""


class Ducking:
    """The level of a bed under the voices in these stretches, `decibels` lower while they speak."""

    def __init__(self, spoken: Iterable[Span], decibels: float) -> None:
        runs = _bridged(spoken)
        self._starts = [run.start for run in runs]
        self._ends = [run.end for run in runs]
        self._low = np.float32(10.0 ** (-decibels / 20.0))
        self._down = _ramp(ATTACK, decibels)
        self._up = _ramp(RELEASE, decibels)[::-1].copy()

    def gains(self, start: int, frames: int) -> NDArray[np.float32]:
        """The factor of each sample from a place on; the same in whatever stretches it is read."""
        gains = np.ones(frames, np.float32)
        end = start + frames
        first = bisect_right(self._ends, start - RELEASE)
        last = bisect_left(self._starts, end + ATTACK)
        for from_, to in zip(self._starts[first:last], self._ends[first:last], strict=True):
            _lower(gains, start, from_ - ATTACK, self._down)
            _lower(gains, start, to, self._up)
            gains[max(from_ - start, 0) : max(to - start, 0)] = self._low
        return gains


def _bridged(spoken: Iterable[Span]) -> list[Span]:
    """The stretches by time, those with little between them as one."""
    runs: list[Span] = []
    for span in sorted(spoken):
        if runs and span.start - runs[-1].end < BRIDGE:
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return runs


def _ramp(length: int, decibels: float) -> NDArray[np.float32]:
    share = (np.arange(length) + 0.5) / length
    soft = share * share * (3.0 - 2.0 * share)
    return (10.0 ** (-decibels * soft / 20.0)).astype(np.float32)


def _lower(gains: NDArray[np.float32], start: int, place: int, ramp: NDArray[np.float32]) -> None:
    """Go no higher than a ramp that begins at a place."""
    first = max(place, start)
    last = min(place + len(ramp), start + len(gains))
    if first < last:
        part = gains[first - start : last - start]
        np.minimum(part, ramp[first - place : last - place], out=part)
