"""The meters tell what is heard: peaks of both sides, and the standard's loudness."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.loudness import QUIETEST
from studio.audio.metering import Levels, Meter
from studio.audio.same_level import loudness_of
from studio.model.span import SAMPLE_RATE

EVER = 10**9


def measured(sound: NDArray[np.float32], block: int = 256) -> Meter:
    meter = Meter()
    for start in range(0, len(sound), block):
        meter.take_in(sound[start : start + block])
    return meter


def noise(seconds: float, level: float = 0.1) -> NDArray[np.float32]:
    count = round(seconds * SAMPLE_RATE)
    return (np.random.default_rng(3).standard_normal(count) * level).astype(np.float32)


@pytest.mark.parametrize("block", [17, 256, 4_800, 48_000])
def test_three_seconds_are_as_loud_as_the_standard_says(block: int) -> None:
    sound = noise(3.0)
    told = measured(sound, block).heard(0, EVER).short_term
    assert told == pytest.approx(loudness_of(sound), abs=0.1)


def test_a_tone_of_the_standard_measures_what_it_should() -> None:
    # EBU Tech 3341: 1 kHz on both sides at -23 dBFS (peak) is -23 LUFS.
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE)
    both = np.stack([tone, tone], axis=1).astype(np.float32)
    assert measured(both).heard(0, EVER).short_term == pytest.approx(-23.0, abs=0.1)


def test_a_mono_sound_counts_once_and_shows_on_both_sides() -> None:
    mono = noise(3.0)
    both = np.stack([mono, mono], axis=1)
    one, two = measured(mono).heard(0, EVER), measured(both).heard(0, EVER)
    assert two.short_term - one.short_term == pytest.approx(3.01, abs=0.02)
    peak = float(np.abs(mono[-48_000:]).max())
    assert one.left == one.right == two.left == pytest.approx(peak)


def test_peaks_are_those_of_the_stretch_that_was_heard() -> None:
    sound = np.zeros((9_600, 2), np.float32)
    sound[2_000, 0], sound[7_000, 1] = 0.5, -0.75
    meter = measured(sound)
    first, second = meter.heard(0, 4_800), meter.heard(4_800, 9_600)
    assert (first.left, first.right) == (0.5, 0.0)
    assert (second.left, second.right) == (0.0, 0.75)


def test_silence_is_silent_and_the_loudness_goes_on_in_the_next_run() -> None:
    assert measured(np.zeros(96_000, np.float32)).heard(0, EVER) == Levels()
    before = measured(noise(3.0))
    after = Meter(before)
    assert after.heard(0, EVER).short_term == QUIETEST
    after.take_in(noise(0.2))
    loud = before.heard(0, EVER).short_term
    assert after.heard(0, EVER).short_term == pytest.approx(loud, abs=0.5)
