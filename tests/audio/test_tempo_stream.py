"""Faster or slower, everything is heard where the playhead says it is, at its own pitch."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.course import Course
from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.tempo_stream import TempoStream
from studio.model.span import SAMPLE_RATE, Span, samples_of_ms

SPEEDS = [0.5, 0.75, 1.25, 1.5, 2.0]
TEN_MS = samples_of_ms(10)


def played(sound: NDArray[np.float32], speed: float, seconds: float) -> NDArray[np.float32]:
    mix = Mixdown([Part(0, sound, 1.0, "ADA")], len(sound))
    stream = TempoStream(Course(mix, 0).read, speed)
    blocks = [256, 4_800, 7, 960]
    found: list[NDArray[np.float32]] = []
    while sum(map(len, found)) < seconds * SAMPLE_RATE:
        found.append(stream.take(blocks[len(found) % len(blocks)]))
    return np.concatenate(found)


def syllables(places: list[int]) -> NDArray[np.float32]:
    """A voice of 110 Hz that begins sharply at each of these places, for 150 ms."""
    count = np.arange(7_200)
    voice = sum(np.sin(2 * np.pi * 110 * n * count / SAMPLE_RATE + n * n) / n for n in range(1, 20))
    shape = np.minimum(1, np.minimum(count, len(count) - count) / 96)
    sound = np.zeros(6 * SAMPLE_RATE, np.float32)
    for place in places:
        sound[place : place + len(count)] += 0.2 * voice * shape
    return sound


@pytest.mark.parametrize("speed", SPEEDS)
def test_what_begins_is_heard_within_ten_milliseconds_of_its_place(speed: float) -> None:
    places = [24_000 * n + 777 * n % 1_000 for n in range(1, 10)]
    loud = np.abs(played(syllables(places), speed, 5.5 / speed)) > 0.05
    for place in places:
        expected = round(place / speed)
        near = loud[expected - 4_800 : expected + 4_800]
        assert abs(int(np.argmax(near)) - 4_800) <= TEN_MS


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_pitch_stays(speed: float) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 220 * np.arange(6 * SAMPLE_RATE) / SAMPLE_RATE)
    heard = played(tone.astype(np.float32), speed, 2.0)[4_800:]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    peak = int(spectrum.argmax())
    assert peak * SAMPLE_RATE / len(heard) == pytest.approx(220, abs=1)
    assert spectrum[peak - 6 : peak + 7].sum() > 0.99 * spectrum.sum()


def test_silence_stays_silent_and_blocks_of_any_size_give_the_same_sound() -> None:
    assert not played(np.zeros(48_000, np.float32), 1.5, 0.5).any()
    sound = syllables([2_000, 30_000])
    mix = Mixdown([Part(0, sound, 1.0, "ADA")], len(sound))
    one, other = (TempoStream(Course(mix, 0).read, 0.75) for _ in range(2))
    whole = one.take(48_000)
    pieces = np.concatenate([other.take(size) for size in (1, 999, 20_000, 27_000)])
    assert np.array_equal(whole, pieces)


def test_a_loop_that_turns_stereo_goes_on_at_its_speed() -> None:
    sound = syllables([2_000, 30_000])
    mono = Mixdown([Part(0, sound, 1.0, "ADA")], len(sound))
    strips = {"ADA": Strip((1.0, 0.5))}
    wide = Mixdown([Part(0, sound, 1.0, "ADA")], len(sound), strips=strips)
    course = Course(mono, 0, loop=Span(0, 24_000))
    stream = TempoStream(course.read, 1.5)
    assert stream.take(4_800).shape == (4_800,)
    course.load_at_turn(wide)
    heard = stream.take(48_000)
    assert heard.shape == (48_000, 2)
    assert np.allclose(heard[-4_800:, 1], heard[-4_800:, 0] * 0.5, atol=1e-6)
