from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.peaks import COARSE, FINE, FULL_SCALE, Peaks, peaks_of
from studio.errors import AudioError
from tests.audio.sounds import noise


@given(st.integers(0, 20_000))
def test_each_pair_holds_the_lowest_and_highest_sample_of_its_stretch(length: int) -> None:
    samples = noise(length, seed=length, level=0.9)
    peaks = peaks_of(samples)
    for step, level in ((FINE, peaks.fine), (COARSE, peaks.coarse)):
        stretches = [samples[at : at + step] for at in range(0, length, step)]
        expected = [(part.min(), part.max()) for part in stretches]
        assert level.shape == (len(expected), 2)
        assert np.abs(level - np.reshape(expected, (-1, 2)) * FULL_SCALE).max(initial=0) <= 0.51


@pytest.mark.parametrize("length", [0, 1, FINE, 12_345])
def test_peaks_are_the_same_after_being_kept(length: int) -> None:
    peaks = peaks_of(noise(length))
    again = Peaks.from_bytes(peaks.to_bytes())
    assert again.length == length
    assert (again.fine == peaks.fine).all() and (again.coarse == peaks.coarse).all()


@given(
    st.binary(max_size=64) | st.integers(0, 60).map(lambda n: peaks_of(noise(3_000)).to_bytes()[:n])
)
def test_bytes_that_are_no_peaks_are_refused(data: bytes) -> None:
    with pytest.raises(AudioError):
        Peaks.from_bytes(data)


@given(
    st.integers(1, 50_000), st.integers(-20_000, 60_000), st.integers(1, 60_000), st.integers(1, 90)
)
def test_a_window_shows_every_peak_and_nothing_outside(
    length: int, start: int, span: int, width: int
) -> None:
    samples = noise(length, seed=length, level=0.8)
    outline = peaks_of(samples).window(start, start + span, width)
    assert outline.shape == (width, 2)
    inside = samples[max(start, 0) : max(start + span, 0)]
    if len(inside) and span >= width:
        assert outline[:, 1].max() >= inside.max() - 1e-4
        assert outline[:, 0].min() <= inside.min() + 1e-4
    for column in range(width):
        first = start + column * span // width
        if first >= length or start + (column + 1) * span // width <= 0:
            assert not outline[column].any()


def test_a_click_is_seen_in_the_column_where_it_is() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[24_000] = 1.0
    outline = peaks_of(samples).window(0, 48_000, 100)
    assert outline[:, 1].argmax() in (49, 50)
    assert np.count_nonzero(outline[:, 1]) <= 2


def test_what_exceeds_full_scale_is_drawn_at_full_scale() -> None:
    assert peaks_of(np.full(FINE, 3.0, np.float32)).fine.tolist() == [[FULL_SCALE, FULL_SCALE]]
