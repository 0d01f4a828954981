"""A whole recording passed through once: its outline for drawing and its levels, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.media_facts import MediaFacts
from studio.audio.peaks import FINE, Peaks, peaks_of, peaks_of_pairs
from studio.audio.soundfiles import Resampler
from studio.audio.speech_levels import LevelMeter, Levels
from studio.audio.stretch import WHOLE_MIX, Listening, stretch_of, track_of
from studio.model.span import SAMPLE_RATE

_TELL_EVERY = SAMPLE_RATE * 10


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What is drawn and judged of a recording; positions at the project rate."""

    peaks: Peaks
    levels: Levels

    @property
    def length(self) -> int:
        """Samples at the project rate."""
        return self.peaks.length


class Surveyor:
    """Takes a mono sound at the project rate in blocks; keeps outline and levels."""

    def __init__(self) -> None:
        self._pairs: list[NDArray[np.int16]] = []
        self._rest = np.zeros(0, np.float32)
        self._meter = LevelMeter()
        self.length = 0

    def take_in(self, samples: NDArray[np.float32]) -> None:
        """The next samples."""
        self._meter.take_in(samples)
        self.length += len(samples)
        joined = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(joined) // FINE * FINE
        self._rest = joined[whole:].copy()
        if whole:
            self._pairs.append(peaks_of(joined[:whole]).fine)

    def survey(self) -> Survey:
        """What was found so far."""
        parts = [*self._pairs, *([peaks_of(self._rest).fine] if len(self._rest) else [])]
        pairs = np.concatenate(parts) if parts else np.zeros((0, 2), np.int16)
        return Survey(peaks_of_pairs(self.length, pairs), self._meter.levels())


def survey_of(
    path: Path,
    facts: MediaFacts,
    *,
    listening: Listening = WHOLE_MIX,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
    told: Callable[[Survey], None] | None = None,
) -> Survey:
    """Pass through a whole file; raises AudioError, and CancelledError. Blocking, minutes if long.

    `told` hears of what is known so far, some hundred times at most: a waveform can grow.
    """
    rate = track_of(facts, listening, str(path)).rate
    resampler, surveyor = Resampler(rate, SAMPLE_RATE), Surveyor()
    every = max(_TELL_EVERY, round(facts.seconds * SAMPLE_RATE / 100))
    next_told = every
    length = round(facts.seconds * rate) + rate
    for block in stretch_of(
        path, facts, 0, length, listening=listening, ffmpeg=ffmpeg, cancelled=cancelled
    ):
        surveyor.take_in(resampler.resample(block.samples))
        if told and surveyor.length >= next_told:
            next_told = surveyor.length + every
            told(surveyor.survey())
    surveyor.take_in(resampler.resample(np.zeros(0, np.float32), last=True))
    return surveyor.survey()
