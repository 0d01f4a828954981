"""Frames of pictures: every sample lies in one frame, at the slowed rates too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.formats.exchange.frames import FRAME_RATES, FrameRate

RATES = st.sampled_from(list(FRAME_RATES.values()))


@given(RATES, st.integers(0, 48_000 * 36_000))
def test_a_sample_lies_between_the_beginnings_of_its_frame_and_the_next(
    rate: FrameRate, sample: int
) -> None:
    frame = rate.frame_of(sample)
    assert rate.first_sample(frame) <= sample < rate.first_sample(frame + 1)


@given(RATES, st.integers(0, 10**6))
def test_a_frame_begins_in_itself(rate: FrameRate, frame: int) -> None:
    assert rate.frame_of(rate.first_sample(frame)) == frame


@pytest.mark.parametrize(
    ("name", "timebase", "slowed"), [("25", 25, False), ("29.97", 30, True), ("23.976", 24, True)]
)
def test_rates_are_counted_by_their_whole_number(name: str, timebase: int, slowed: bool) -> None:
    assert (FRAME_RATES[name].timebase, FRAME_RATES[name].slowed) == (timebase, slowed)
