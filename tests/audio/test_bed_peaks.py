"""The outline of a bed: both sides in one, exact at every length."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.bed_peaks import peaks_of_bed
from studio.audio.peaks import FINE, peaks_of


@pytest.mark.parametrize("length", [0, 1, FINE, FINE + 1, FINE * 5000 + 17])
def test_one_side_alone_has_the_outline_of_a_mono_sound(length: int) -> None:
    sound = np.random.default_rng(1).uniform(-0.9, 0.9, length).astype(np.float32)
    found, expected = peaks_of_bed(np.column_stack((sound, sound))), peaks_of(sound)
    assert found.length == length
    assert np.array_equal(found.fine, expected.fine)


def test_the_louder_side_is_seen() -> None:
    left, right = np.full(FINE, 0.5, np.float32), np.full(FINE, -0.25, np.float32)
    peaks = peaks_of_bed(np.column_stack((left, right)))
    assert peaks.fine.tolist() == [[-8192, 16384]]
