"""A recording is passed through once: its outline, its levels, its pauses, its highest pitch."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.bandwidth import BandwidthMeter
from studio.audio.media_facts import facts_of
from studio.audio.peaks import peaks_of
from studio.audio.soundfiles import resample
from studio.audio.speech_levels import MOMENT, SILENCE_DB, levels_of
from studio.audio.survey import Survey, Surveyor, survey_of
from studio.model.span import Span
from tests.audio.media_files import speech, wave
from tests.audio.sounds import noise, tone

SECOND = 48_000


def highest_of(samples: np.ndarray) -> float:
    meter = BandwidthMeter()
    for first in range(0, len(samples), 10_000):
        meter.take_in(samples[first : first + 10_000])
    return meter.highest_hz


def test_a_survey_draws_what_the_whole_sound_draws(tmp_path: Path) -> None:
    samples = speech(7.3)
    path = wave(tmp_path / "voice.wav", samples)
    found = survey_of(path, facts_of(path))
    expected = peaks_of(samples)
    assert found.length == len(samples)
    assert np.abs(found.peaks.fine.astype(int) - expected.fine).max() <= 1
    assert np.abs(found.peaks.coarse.astype(int) - expected.coarse).max() <= 1


@given(st.lists(st.integers(0, 3000), max_size=20))
def test_outline_and_levels_are_the_same_however_the_sound_comes(sizes: list[int]) -> None:
    samples = noise(sum(sizes))
    surveyor, at = Surveyor(), 0
    for size in sizes:
        surveyor.take_in(samples[at : at + size])
        at += size
    found = surveyor.survey()
    assert np.array_equal(found.peaks.fine, peaks_of(samples).fine)
    assert np.allclose(found.levels.moments, levels_of([samples]).moments)


def test_the_outline_grows_while_the_recording_is_read(tmp_path: Path) -> None:
    path = wave(tmp_path / "voice.wav", speech(45))
    grown: list[Survey] = []
    whole = survey_of(path, facts_of(path), told=grown.append)
    lengths = [survey.length for survey in grown]
    assert lengths == sorted(set(lengths)) and 1 <= len(lengths) <= 100
    assert whole.length == 45 * SECOND


def test_a_survey_can_be_cancelled(tmp_path: Path) -> None:
    path = wave(tmp_path / "voice.wav", speech(5))
    with pytest.raises(CancelledError):
        survey_of(path, facts_of(path), cancelled=lambda: True)


@pytest.mark.parametrize("noise_db", [-70.0, -50.0, -40.0])
def test_the_level_of_the_background_is_found_under_speech(noise_db: float) -> None:
    at = np.arange(30 * SECOND)
    gate = (at % (3 * SECOND) < 2.4 * SECOND) * np.abs(np.sin(at * 2 * np.pi * 2.1 / SECOND)) ** 2
    rng = np.random.default_rng(3)
    voice = 0.1 * gate * rng.standard_normal(len(at))
    background = 10 ** (noise_db / 20) * rng.standard_normal(len(at))
    levels = levels_of([(voice + background).astype(np.float32)])
    assert levels.noise_db == pytest.approx(noise_db, abs=2.0)
    assert levels.speech_db == pytest.approx(-23.0, abs=4.0)


def test_digital_silence_between_words_is_no_background() -> None:
    samples = speech(9)
    samples[2 * SECOND : 6 * SECOND] = 0.0
    assert levels_of([samples]).noise_db > SILENCE_DB + 20


def test_pauses_are_found_where_nobody_speaks() -> None:
    pauses = levels_of([speech(9)]).pauses(least_s=0.4)
    assert len(pauses) == 3
    for number, pause in enumerate(pauses):
        assert abs(pause.start - (3 * number + 2.4) * SECOND) < 0.15 * SECOND
        assert abs(pause.end - (3 * number + 3) * SECOND) < 0.15 * SECOND


def test_a_silent_sound_is_one_pause_and_an_empty_one_has_none() -> None:
    silent = levels_of([np.zeros(SECOND, np.float32)])
    assert silent.pauses(least_s=0.1) == (Span(0, SECOND),)
    assert silent.speech_db == silent.noise_db == SILENCE_DB
    assert levels_of([]).pauses(least_s=0.1) == ()


def test_steady_speech_without_a_pause_is_not_taken_for_silence() -> None:
    assert levels_of([tone(5 * SECOND)]).pauses(least_s=0.1) == ()


def test_the_quietest_moment_is_found() -> None:
    samples = noise(SECOND)
    samples[20_000:24_000] *= 0.1
    place = levels_of([samples]).quietest_in(Span(0, SECOND))
    assert 20_000 - MOMENT <= place <= 24_000 + MOMENT


@pytest.mark.parametrize("rate", [8_000, 16_000, 24_000])
def test_the_highest_pitch_tells_the_rate_a_voice_was_recorded_with(rate: int) -> None:
    upsampled = resample(speech(5, rate=rate), rate, SECOND)
    assert highest_of(upsampled) == pytest.approx(rate / 2, rel=0.08)


def test_silence_has_no_highest_pitch() -> None:
    assert highest_of(np.zeros(SECOND, np.float32)) == 0.0
