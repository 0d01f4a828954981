"""Short sounds made equally loud: measured as a broadcaster would, and nothing clipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from studio.audio.loudness import measure
from studio.audio.same_level import CEILING, USUAL, at_same_level, loudness_of
from studio.model.span import SAMPLE_RATE


def a_voice(
    seconds: float, *, pitch: float, level: float, pauses: bool = False
) -> NDArray[np.float32]:
    """A buzz of many overtones that swells like syllables, some noise in it."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * pitch * n * time) / n for n in range(1, 20))
    noise = np.random.default_rng(round(pitch)).normal(0, 0.2, len(time))
    sound = (buzz + noise) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)) * level
    if pauses:
        sound[len(sound) // 3 : len(sound) * 2 // 3] = 0
    return sound.astype(np.float32)


VOICES = (
    a_voice(4.0, pitch=90, level=0.02),
    a_voice(3.0, pitch=230, level=0.3),
    a_voice(6.0, pitch=140, level=0.1, pauses=True),
    a_voice(2.0, pitch=400, level=0.005),
)


def as_ffmpeg_hears(sound: NDArray[np.float32], folder: Path) -> float:
    file = folder / "sound.wav"
    soundfile.write(file, sound, SAMPLE_RATE, subtype="FLOAT")
    return measure(file).integrated_lufs


def test_a_loudness_is_the_one_that_broadcasters_measure(tmp_path: Path) -> None:
    for voice in VOICES:
        assert loudness_of(voice) == pytest.approx(as_ffmpeg_hears(voice, tmp_path), abs=0.2)


def test_all_are_equally_loud_by_ffmpegs_measure(tmp_path: Path) -> None:
    level = [as_ffmpeg_hears(sound, tmp_path) for sound in at_same_level(VOICES)]
    assert max(level) - min(level) < 0.5
    assert max(level) <= USUAL + 0.3


def test_words_shorter_than_a_block_are_as_loud_as_sentences() -> None:
    short = a_voice(0.25, pitch=180, level=0.01)
    one, other = at_same_level([short, VOICES[1]])
    assert loudness_of(one) == pytest.approx(loudness_of(other), abs=0.1)


def test_nothing_clips_and_one_peak_takes_all_down_with_it() -> None:
    click = VOICES[0].copy()
    click[SAMPLE_RATE] = 1.0  # a smack of the lips, far over the voice
    sounds = at_same_level([click, VOICES[1]])
    assert max(float(np.abs(sound).max()) for sound in sounds) <= CEILING + 1e-4
    assert loudness_of(sounds[0]) == pytest.approx(loudness_of(sounds[1]), abs=0.1)
    assert loudness_of(sounds[0]) < USUAL


def test_silence_stays_silent() -> None:
    silence = np.zeros(SAMPLE_RATE, np.float32)
    nothing, loud, empty = at_same_level([silence, VOICES[1], silence[:0]])
    assert not nothing.any() and not len(empty)
    assert loudness_of(loud) == pytest.approx(USUAL, abs=0.1)
