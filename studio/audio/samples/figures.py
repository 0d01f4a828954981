"""An edited sample in figures: how long, how loud, how clean and how wide it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.audio.bandwidth import BandwidthMeter
from studio.audio.loudness import QUIETEST, measure
from studio.audio.samples.rendering import Tally
from studio.audio.samples.two_pitches import PitchMeter
from studio.audio.soundfiles import REFUSALS, Resampler, SoundReader
from studio.audio.speech_levels import QUIET_DB, LevelMeter
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a sample; levels in decibels of full scale.

    `over_noise_db` is how far the speech is above the background, an estimate. Shares are 0 to 1,
    `silence_share` is that of pauses of a second and more. `two_pitches` in Hz and `alone`, what
    of the speech only the left and only the right channel has, are there where two voices speak.
    """

    seconds: float
    lufs: float
    peak_db: float
    speech_db: float
    noise_db: float
    longest_silence_s: float
    silence_share: float
    highest_hz: float
    clipped_share: float = 0.0
    over_full_scale: int = 0
    missing_s: float = 0.0
    size: int = 0
    two_pitches: tuple[float, float] | None = None
    alone: tuple[float, float] | None = None

    @property
    def over_noise_db(self) -> float:
        """Signal to noise."""
        return self.speech_db - self.noise_db

    @property
    def silent(self) -> bool:
        """Whether nothing can be heard."""
        return self.speech_db <= QUIET_DB or self.lufs <= QUIETEST


def figures_of(
    wave: Path,
    tally: Tally | None = None,
    *,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Figures:
    """Measure a mono WAV file; `tally` is what was met when it was rendered.

    Raises AudioError, and CancelledError. Blocking; a minute of sound takes half a second.
    """
    levels, bandwidth, pitches, peak, length = LevelMeter(), BandwidthMeter(), PitchMeter(), 0.0, 0
    try:
        with closing(SoundReader(wave)) as reader:
            rate = reader.rate
            resampler = Resampler(rate, SAMPLE_RATE)
            for block in reader.blocks():
                length += len(block)
                peak = max(peak, float(np.abs(block[:, 0]).max()))
                at_rate = resampler.resample(block[:, 0])
                levels.take_in(at_rate)
                bandwidth.take_in(at_rate)
                pitches.take_in(at_rate)
    except REFUSALS as error:
        raise AudioError(AudioProblem.UNDECODABLE, str(wave), str(error)) from error
    found = levels.levels()
    silences = found.pauses(least_s=1.0) if length else ()
    loudness = measure(wave, ffmpeg, cancelled=cancelled) if length else None
    tally = tally or Tally()
    return Figures(
        seconds=length / rate,
        lufs=loudness.integrated_lufs if loudness else QUIETEST,
        peak_db=20 * float(np.log10(peak)) if peak else float("-inf"),
        speech_db=found.speech_db,
        noise_db=found.noise_db,
        longest_silence_s=max((each.length for each in silences), default=0) / SAMPLE_RATE,
        silence_share=sum(each.length for each in silences) / max(found.length, 1),
        highest_hz=min(bandwidth.highest_hz, rate / 2),
        clipped_share=tally.clipped_share,
        over_full_scale=tally.saturation.count,
        missing_s=tally.missing / rate,
        size=wave.stat().st_size,
        two_pitches=pitches.two_pitches(found),
    )
