"""Whether the phrases of a sample are spoken at two pitches far apart, as by a man and a woman."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.audio.checking.spectra import FRAME, STEP, spectra_of
from studio.audio.speech_levels import Levels
from studio.model.span import Span

APART = 1.45
"""How many times the pitch of the lower voices the higher ones have, at least."""

LEAST_SHARE, FEWEST_PHRASES = 0.2, 2
"""What either has at least: of the voiced time, and of the phrases."""

_GAP = 1.2
"""How far apart the nearest phrases of the two are: a lively voice has phrases between."""

_PAUSE_S = 0.15
_FEWEST_VOICED, _LEAST_VOICED = 8, 0.35
"""Frames of a phrase, and their share of the loud ones, below which its pitch is chance."""

_LOUD, _UNDER_LOUD = 0.95, 10**-2.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    pitch: float
    frames: int


class PitchMeter:
    """Takes a mono sound at the project rate in blocks; keeps power and pitch of its frames."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._powers: list[NDArray[np.float32]] = []
        self._pitches: list[NDArray[np.float32]] = []

    def take_in(self, samples: NDArray[np.float32]) -> None:
        """The next samples."""
        joined = np.concatenate((self._rest, samples))
        frames = (len(joined) - FRAME) // STEP + 1
        if frames > 0:
            powers, pitches = spectra_of(joined[: (frames - 1) * STEP + FRAME])
            self._powers.append(powers)
            self._pitches.append(pitches)
            joined = joined[frames * STEP :]
        self._rest = joined.copy()

    def two_pitches(self, levels: Levels) -> tuple[float, float] | None:
        """The pitches in Hz of two groups of phrases, None where there are not clearly two.

        `levels` are those of the same sound.
        """
        if not self._powers:
            return None
        powers, pitches = np.concatenate(self._powers), np.concatenate(self._pitches)
        return _two_groups(_phrases(powers, pitches, levels))


def _phrases(
    powers: NDArray[np.float32], pitches: NDArray[np.float32], levels: Levels
) -> list[_Phrase]:
    """What is said between pauses, with the pitch in its middle; none where that is chance."""
    loud = powers > np.quantile(powers, _LOUD) * _UNDER_LOUD
    middles = np.arange(len(powers)) * STEP + FRAME // 2
    found: list[_Phrase] = []
    pauses = levels.pauses(least_s=_PAUSE_S)
    for before, after in pairwise((Span(0, 0), *pauses, Span(levels.length, levels.length))):
        first, last = np.searchsorted(middles, (before.end, after.start))
        heard = pitches[first:last][loud[first:last]]
        voiced = heard[heard > 0]
        if len(voiced) >= max(_FEWEST_VOICED, _LEAST_VOICED * len(heard)):
            found.append(_Phrase(float(np.median(voiced)), len(voiced)))
    return found


def _two_groups(phrases: list[_Phrase]) -> tuple[float, float] | None:
    """The phrases parted where the nearest of both sides are furthest apart."""
    ordered = sorted(phrases, key=lambda phrase: phrase.pitch)
    whole, best, found = sum(phrase.frames for phrase in ordered), _GAP, None
    for cut in range(FEWEST_PHRASES, len(ordered) - FEWEST_PHRASES + 1):
        low, high = ordered[:cut], ordered[cut:]
        share = sum(phrase.frames for phrase in low) / whole
        gap = high[0].pitch / low[-1].pitch
        pitches = _mean(low), _mean(high)
        enough = LEAST_SHARE <= share <= 1 - LEAST_SHARE
        if enough and gap >= best and pitches[1] >= APART * pitches[0]:
            best, found = gap, pitches
    return found


def _mean(phrases: list[_Phrase]) -> float:
    """The pitch of several phrases, each counted by how long it is voiced."""
    logs = np.log([phrase.pitch for phrase in phrases])
    return float(np.exp(np.average(logs, weights=[phrase.frames for phrase in phrases])))
