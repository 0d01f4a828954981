"""The figures of a take are those of its sound: ends, pauses, level, pitch, liveliness."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from studio.audio.checking.measuring import facts_of, facts_of_file
from studio.audio.same_level import loudness_of
from studio.errors import AudioError
from studio.model.span import SAMPLE_RATE, samples_of
from studio.model.take_facts import FAINT_LUFS
from tests.audio.sounds import encoded, noise, tone

Sound = NDArray[np.float32]


def silence(duration: float) -> Sound:
    return np.zeros(samples_of(duration), np.float32)


def voice(duration: float, *, pitch: float = 120.0, level: float = 0.2) -> Sound:
    """A buzz with many harmonics, louder and softer four times a second, from and to silence."""
    time = np.arange(samples_of(duration)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 20))
    swell = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    edges = np.clip(np.minimum(time, time[::-1]) / 0.03, 0.0, 1.0)
    return (level * buzz * swell * edges).astype(np.float32)


def spoken() -> Sound:
    return np.concatenate((silence(0.1), voice(1.0), silence(0.4), voice(0.8), silence(0.2)))


def test_where_speech_begins_and_ends_and_pauses_is_measured() -> None:
    facts = facts_of(spoken())
    assert facts.length_s == pytest.approx(2.5)
    assert facts.first_s == pytest.approx(0.1, abs=0.06)
    assert facts.last_s == pytest.approx(2.3, abs=0.06)
    assert facts.pause_s == pytest.approx(0.4, abs=0.1)
    assert facts.speech_s == pytest.approx(2.2, abs=0.1)


def test_silence_around_the_speech_is_no_pause_inside() -> None:
    facts = facts_of(np.concatenate((silence(3.0), voice(1.0), silence(3.0))))
    assert facts.pause_s < 0.15


def test_a_sound_that_begins_at_once_is_told_from_one_that_comes_out_of_silence() -> None:
    whole = facts_of(spoken())
    cut = facts_of(spoken()[samples_of(0.22) :])
    assert whole.start_db < whole.speech_db - 60
    assert cut.start_db > cut.speech_db - 20
    ended = facts_of(spoken()[: samples_of(0.78)])
    assert whole.end_db < whole.speech_db - 60
    assert ended.end_db > ended.speech_db - 20


@pytest.mark.parametrize("pitch", [70.0, 120.0, 210.0, 380.0])
def test_a_voice_is_measured_at_its_pitch(pitch: float) -> None:
    assert facts_of(voice(1.5, pitch=pitch)).pitch_hz == pytest.approx(pitch, rel=0.02)


def test_noise_has_no_pitch_and_is_not_lively() -> None:
    facts = facts_of(noise(SAMPLE_RATE * 2))
    assert facts.pitch_hz == 0.0
    assert facts.lively_db < 3 < facts_of(spoken()).lively_db


@pytest.mark.parametrize("level", [0.01, 0.2])
def test_the_loudness_is_that_of_the_standard(level: float) -> None:
    sound = np.concatenate((voice(2.0, level=level), silence(1.0), voice(1.5, level=level)))
    assert facts_of(sound).loudness_lufs == pytest.approx(loudness_of(sound), abs=0.6)


@pytest.mark.parametrize("length", [1, 50, 700, 4_000])
def test_the_shortest_sounds_have_figures(length: int) -> None:
    facts = facts_of(tone(length))
    assert facts.length_s == length / SAMPLE_RATE
    assert np.isfinite(facts.loudness_lufs) and facts.pitch_hz == 0.0


def test_silence_has_figures() -> None:
    facts = facts_of(silence(1.0))
    assert facts.loudness_lufs < FAINT_LUFS
    assert (facts.sounding_s, facts.speech_s, facts.pause_s, facts.peak) == (0.0, 0.0, 0.0, 0.0)


def test_a_file_is_measured_as_its_samples_are() -> None:
    sound = spoken()
    assert facts_of_file(encoded(sound, subtype="FLOAT")) == facts_of(sound)


def test_what_an_mp3_encoder_put_before_a_sound_is_not_taken_for_silence() -> None:
    file = io.BytesIO()
    soundfile.write(file, spoken()[samples_of(0.22) :], SAMPLE_RATE, format="MP3")
    told = file.getvalue()
    tag = max(told.find(b"Info"), told.find(b"Xing"))
    assert tag > 0
    streamed = told[told.find(told[:2], tag) :]
    for data in (told, streamed):
        facts = facts_of_file(data)
        assert facts.start_db > facts.speech_db - 25


def test_bytes_that_are_no_sound_are_refused() -> None:
    with pytest.raises(AudioError):
        facts_of_file(b"nothing of the kind, but long enough to look")
