"""From the sound of a take to the figures that are judged; some 400 times faster than it plays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.audio.checking.spectra import loudness_of_frames, spectra_of
from studio.audio.decode import container_of, decode
from studio.audio.peaks import peaks_of
from studio.audio.soundfiles import resample
from studio.audio.speech_levels import MOMENT, SILENCE_DB, Levels, levels_of
from studio.audio.speech_span import speech_span
from studio.model.span import SAMPLE_RATE, Span, seconds
from studio.model.take_facts import TakeFacts

VERSION = 1
"""Of what is measured and how: figures of another version are not compared with these."""

OUTERMOST = round(0.012 * SAMPLE_RATE)
"""Samples at each end that are silent where nothing was cut off."""

_SLICE = SAMPLE_RATE // 400
_LEAST_PAUSE_S = 0.1
_HEARD_UNDER_DB = 25.0
_LIVELY = (0.1, 0.95)
_VOICE_UNDER_DB = 20.0
_FEWEST_VOICED, _LEAST_VOICED = 4, 0.35
"""Frames, and their share of all that are loud, below which a pitch is chance."""
_ENCODER_DELAY = 1105
"""Samples of silence before a sound that was an MP3, unless the file says how many to leave out."""


def facts_of_file(data: bytes, *, source: str = "", ffmpeg: str = "") -> TakeFacts:
    """Measure an encoded sound; raises AudioError where there is none in it. Blocking."""
    sound = decode(data, source=source, ffmpeg=ffmpeg)
    samples = resample(sound.samples, sound.rate, SAMPLE_RATE)
    return facts_of(samples, padding=round(_padding(data) * SAMPLE_RATE / sound.rate))


def facts_of(samples: NDArray[np.float32], *, padding: int = 0) -> TakeFacts:
    """Measure a mono sound at the project rate; `padding` samples before it are its encoder's."""
    levels = levels_of((samples,))
    powers, pitches = spectra_of(samples)
    speech = speech_span(peaks_of(samples))
    return TakeFacts(
        length_s=seconds(len(samples)),
        first_s=seconds(speech.start),
        last_s=seconds(speech.end),
        start_db=_outermost(samples[padding:]),
        end_db=_outermost(samples[::-1]),
        speech_db=levels.speech_db,
        loudness_lufs=loudness_of_frames(powers),
        peak=float(np.abs(samples).max(initial=0.0)),
        pause_s=_longest_pause(levels, speech),
        sounding_s=_sounding(levels),
        lively_db=_lively(powers),
        pitch_hz=_pitch(powers, pitches),
    )


def _padding(data: bytes) -> int:
    """The samples a decoder leaves before the sound."""
    head = data[:4096]
    told = b"Info" in head or b"Xing" in head
    return _ENCODER_DELAY if container_of(data) == "mp3" and not told else 0


def _outermost(samples: NDArray[np.float32]) -> float:
    """The highest level of the few milliseconds at the beginning, in decibels of full scale."""
    edge = samples[:OUTERMOST]
    whole = len(edge) // _SLICE
    if not whole:
        return SILENCE_DB
    power = (edge[: whole * _SLICE].reshape(whole, _SLICE).astype(np.float64) ** 2).mean(axis=1)
    return max(10 * float(np.log10(max(power.max(), 1e-12))), SILENCE_DB)


def _longest_pause(levels: Levels, speech: Span) -> float:
    """Silence between two sounds; what is at the ends is none."""
    pauses = levels.pauses(least_s=_LEAST_PAUSE_S)
    inside = (p.length for p in pauses if speech.start < p.start and p.end < speech.end)
    return seconds(max(inside, default=0))


def _sounding(levels: Levels) -> float:
    """The time in which something is heard, a click not stretched by the noise behind it."""
    limit = max(levels.threshold_db, levels.speech_db - _HEARD_UNDER_DB)
    return seconds(int(np.count_nonzero(levels.moments >= limit)) * MOMENT)


def _lively(powers: NDArray[np.float32]) -> float:
    """How many decibels are between the quiet and the loud moments: noise has hardly any."""
    low, high = np.quantile(powers, _LIVELY)
    return 10 * float(np.log10(max(float(high), 1e-12) / max(float(low), 1e-12)))


def _pitch(powers: NDArray[np.float32], pitches: NDArray[np.float32]) -> float:
    """The pitch in the middle of those of all voiced frames that are not faint."""
    loud = powers > powers.max(initial=0.0) * 10 ** (-_VOICE_UNDER_DB / 10)
    voiced = pitches[loud & (pitches > 0)]
    if len(voiced) < max(_FEWEST_VOICED, _LEAST_VOICED * np.count_nonzero(loud)):
        return 0.0
    return float(np.median(voiced))
