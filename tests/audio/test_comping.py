"""Takes are cut where they are quiet and joined without a click, to the sample as long as asked."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.comping import FADE, WITHIN, joined, lossless, quietest_near
from studio.audio.decode import ingest
from studio.model.span import SAMPLE_RATE, Span
from tests.audio.sounds import noise, tone


def with_pause(length: int, pause: Span, *, seed: int = 1) -> NDArray[np.float32]:
    sound = noise(length, seed=seed)
    sound[pause.start : pause.end] *= np.float32(1e-3)
    return sound


def test_the_quiet_place_near_the_asked_one_is_found() -> None:
    pause = Span(40_000, 44_000)
    sound = with_pause(SAMPLE_RATE * 2, pause)
    assert quietest_near(sound, 46_000) in pause


def test_a_pause_further_away_is_left_alone() -> None:
    pause = Span(60_000, 64_000)
    sound = with_pause(SAMPLE_RATE * 2, pause)
    assert abs(quietest_near(sound, 40_000) - 40_000) <= WITHIN


def test_in_silence_the_cut_stays_where_it_was_asked_for() -> None:
    sound = np.zeros(SAMPLE_RATE, np.float32)
    assert abs(quietest_near(sound, 20_000) - 20_000) <= 48


@pytest.mark.parametrize("at", [-50, 0, 100, 47_999, 48_000, 90_000])
def test_a_place_at_or_beyond_the_ends_is_answered_within_the_sound(at: int) -> None:
    assert 0 <= quietest_near(noise(SAMPLE_RATE), at) <= SAMPLE_RATE


@pytest.mark.parametrize("length", [0, 1, 100])
def test_a_sound_too_short_to_have_a_quiet_place_is_cut_inside(length: int) -> None:
    assert 0 <= quietest_near(noise(length), 50) <= length


def test_the_whole_is_as_long_as_its_stretches_and_the_same_away_from_the_cuts() -> None:
    one, two = noise(30_000, seed=1), noise(40_000, seed=2)
    whole = joined([(one, Span(0, 20_000)), (two, Span(25_000, 40_000))])
    assert len(whole) == 35_000
    half = FADE // 2
    assert np.array_equal(whole[: 20_000 - half], one[: 20_000 - half])
    assert np.array_equal(whole[20_000 + half :], two[25_000 + half :])


def test_a_take_cut_and_joined_to_itself_is_the_same_take() -> None:
    one = noise(30_000)
    whole = joined([(one, Span(0, 12_345)), (one, Span(12_345, 30_000))])
    assert np.allclose(whole, one, atol=1e-6)


def test_a_cut_makes_no_step() -> None:
    one, two = tone(30_000, pitch=200.0), tone(30_000, pitch=200.0) * np.float32(-1.0)
    whole = joined([(one, Span(0, 15_060)), (two, Span(15_060, 30_000))])
    assert np.abs(np.diff(whole)).max() <= 1.2 * np.abs(np.diff(one)).max()


def test_where_a_take_has_nothing_more_both_edges_are_faded() -> None:
    one, two = noise(10_000, seed=1), noise(10_000, seed=2)
    whole = joined([(one, Span(0, 10_000)), (two, Span(0, 10_000))])
    assert len(whole) == 20_000
    assert abs(whole[9_999]) < 0.001 and abs(whole[10_000]) < 0.001


def test_a_part_of_a_few_samples_between_two_others_is_no_trouble() -> None:
    sounds = [noise(10_000, seed=seed) for seed in (1, 2, 3)]
    spans = [Span(0, 5_000), Span(5_000, 5_003), Span(5_003, 10_000)]
    whole = joined(list(zip(sounds, spans, strict=True)))
    assert len(whole) == 10_000 and np.isfinite(whole).all()


def test_nothing_audible_is_lost_in_keeping_it() -> None:
    sound = noise(100_000)
    kept = ingest(lossless(sound))
    assert len(kept) == len(sound)
    assert np.abs(kept - sound).max() <= 2.0**-23


def test_what_is_beyond_full_scale_is_held_there() -> None:
    kept = ingest(lossless(np.array([1.7, -1.7, 0.5] * 500, np.float32)))
    assert float(kept.max()) == pytest.approx(1.0, abs=1e-6)
    assert float(kept.min()) == -1.0
