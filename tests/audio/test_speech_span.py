"""The silence before and after what is said is not speech."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.peaks import FINE, Peaks, peaks_of
from studio.audio.speech_span import speech_span
from studio.model.span import SAMPLE_RATE, Span


def a_tone(seconds: float, level: float) -> NDArray[np.float32]:
    at = np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32)
    return (level * np.sin(at * 0.05)).astype(np.float32)


def silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


@pytest.mark.parametrize("level", [1.0, 0.3, 0.02])
def test_silence_before_and_after_is_left_out_and_pauses_are_not(level: float) -> None:
    said = [a_tone(0.5, level), silence(0.4), a_tone(0.3, level)]
    sound = np.concatenate([silence(0.25), *said, silence(0.6)])
    span = speech_span(peaks_of(sound))
    assert span.start == pytest.approx(0.25 * SAMPLE_RATE, abs=FINE)
    assert span.end == pytest.approx(1.45 * SAMPLE_RATE, abs=FINE)


def test_a_hiss_far_under_the_voice_is_silence() -> None:
    hiss = np.random.default_rng(7).normal(0, 0.002, SAMPLE_RATE).astype(np.float32)
    sound = np.concatenate([hiss, a_tone(1.0, 0.8), hiss])
    assert speech_span(peaks_of(sound)).length == pytest.approx(SAMPLE_RATE, abs=2 * FINE)


def test_silence_and_no_sound_at_all_are_empty() -> None:
    assert speech_span(peaks_of(silence(1.0))) == Span(0, 0)
    assert speech_span(peaks_of(silence(0.0))) == Span(0, 0)


def test_a_sound_that_ends_aloud_ends_with_its_last_sample() -> None:
    sound = a_tone(0.1, 0.5)[:-7]
    kept = Peaks.from_bytes(peaks_of(sound).to_bytes())
    assert speech_span(kept) == Span(0, len(sound))
