"""How loud a sound is moment by moment, and what that tells: speech, pauses, background noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.model.span import SAMPLE_RATE, Span

MOMENT = SAMPLE_RATE // 100
"""Samples at the project rate of one moment: ten milliseconds."""

SILENCE_DB = -120.0
"""The level of digital silence, and of everything below it."""

QUIET_DB = -60.0
"""What is below this is a pause wherever it stands; decibels of full scale."""

_FLOOR_SHARE = 0.08
_OVER_FLOOR_DB = 8.0
_UNDER_SPEECH_DB = 22.0
_LOUD_SHARE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The level of each ten milliseconds (root of the mean square) in decibels of full scale."""

    moments: NDArray[np.float32]

    @property
    def length(self) -> int:
        """Samples at the project rate, in whole moments."""
        return len(self.moments) * MOMENT

    @property
    def noise_db(self) -> float:
        """The level of the background: of the quietest twelfth of what is not digital silence.

        An estimate: where nobody ever pauses it is the quietest speech.
        """
        sounding = self.moments[self.moments > SILENCE_DB]
        return _quantile(sounding, _FLOOR_SHARE)

    @property
    def speech_db(self) -> float:
        """The mean level of what is clearly louder than the background."""
        loud = self.moments[self.moments >= max(self._high - _UNDER_SPEECH_DB, QUIET_DB)]
        if not len(loud):
            return SILENCE_DB
        return float(10 * np.log10(np.mean(10 ** (loud.astype(np.float64) / 10))))

    @property
    def _high(self) -> float:
        """A level that is reached in a tenth of the time that is not a pause."""
        return _quantile(self.moments[self.moments > QUIET_DB], _LOUD_SHARE)

    @property
    def threshold_db(self) -> float:
        """What is below this is a pause: over the background, and well under the speech."""
        speech = self._high - _UNDER_SPEECH_DB
        return max(min(max(self.noise_db + _OVER_FLOOR_DB, speech), self._high - 6.0), QUIET_DB)

    def pauses(self, *, least_s: float, threshold_db: float | None = None) -> tuple[Span, ...]:
        """The stretches of at least so many seconds below the threshold, in order."""
        limit = self.threshold_db if threshold_db is None else threshold_db
        quiet = np.concatenate(([False], self.moments < limit, [False]))
        edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
        least = max(round(least_s * SAMPLE_RATE / MOMENT), 1)
        return tuple(
            Span(int(start) * MOMENT, int(end) * MOMENT)
            for start, end in edges
            if end - start >= least
        )

    def quietest_in(self, span: Span) -> int:
        """The sample in the middle of the quietest 60 milliseconds of a stretch."""
        first, last = span.start // MOMENT, max(-(-span.end // MOMENT), span.start // MOMENT + 1)
        power = 10 ** (self.moments[first:last].astype(np.float64) / 10)
        if len(power) < 6:
            return (span.start + span.end) // 2
        sums = np.convolve(power, np.ones(6), "valid")
        return (first + int(np.argmin(sums)) + 3) * MOMENT


class LevelMeter:
    """Takes a mono sound at the project rate in blocks of any length; keeps only its levels."""

    def __init__(self) -> None:
        self._levels: list[NDArray[np.float32]] = []
        self._rest = np.zeros(0, np.float32)

    def take_in(self, samples: NDArray[np.float32]) -> None:
        """The next samples."""
        joined = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(joined) // MOMENT * MOMENT
        self._rest = joined[whole:].copy()
        if whole:
            self._levels.append(_levels(joined[:whole].reshape(-1, MOMENT)))

    def levels(self) -> Levels:
        """The levels of all that was taken in; an unfinished moment counts as one."""
        parts = list(self._levels)
        if len(self._rest):
            parts.append(_levels(self._rest.reshape(1, -1)))
        return Levels(np.concatenate(parts) if parts else np.zeros(0, np.float32))


def levels_of(blocks: Iterable[NDArray[np.float32]]) -> Levels:
    """The levels of a sound at the project rate that comes in blocks."""
    meter = LevelMeter()
    for block in blocks:
        meter.take_in(block)
    return meter.levels()


def joined_levels(parts: Sequence[NDArray[np.float32]]) -> Levels:
    """The levels of several sounds one after the other."""
    return Levels(np.concatenate(parts) if parts else np.zeros(0, np.float32))


def _levels(moments: NDArray[np.float32]) -> NDArray[np.float32]:
    power = np.einsum("ij,ij->i", moments, moments, dtype=np.float64) / moments.shape[1]
    levels = 10 * np.log10(np.maximum(power, 10 ** (SILENCE_DB / 10)))
    return levels.astype(np.float32)


def _quantile(levels: NDArray[np.float32], share: float) -> float:
    return float(np.quantile(levels, share)) if len(levels) else SILENCE_DB
