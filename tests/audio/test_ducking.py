from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.ducking import ATTACK, BRIDGE, RELEASE, Ducking
from studio.model.span import Span

LENGTH = 400_000
spans = st.lists(
    st.builds(
        lambda start, length: Span(start, start + length),
        st.integers(-10_000, LENGTH),
        st.integers(0, 60_000),
    ),
    max_size=6,
)
cuts = st.lists(st.integers(0, LENGTH), max_size=8).map(lambda cuts: sorted({0, *cuts, LENGTH}))


@given(spans, cuts)
def test_it_is_the_same_curve_in_whatever_stretches_it_is_read(
    spoken: list[Span], cuts: list[int]
) -> None:
    ducking = Ducking(spoken, 12.0)
    pieces = [ducking.gains(a, b - a) for a, b in itertools.pairwise(cuts)]
    assert np.concatenate(pieces).tobytes() == ducking.gains(0, LENGTH).tobytes()


@given(spans)
def test_it_is_down_wherever_someone_speaks_and_never_louder_than_it_was(
    spoken: list[Span],
) -> None:
    gains = Ducking(spoken, 12.0).gains(0, LENGTH)
    low = np.float32(10 ** (-12 / 20))
    for span in spoken:
        assert (gains[max(span.start, 0) : max(span.end, 0)] == low).all()
    assert gains.max(initial=0) <= 1 and gains.min(initial=1) >= low


def test_it_goes_down_before_the_first_word_and_comes_up_after_the_last() -> None:
    gains = Ducking([Span(100_000, 150_000)], 20.0).gains(0, LENGTH)
    assert (gains[: 100_000 - ATTACK] == 1).all() and (gains[150_000 + RELEASE :] == 1).all()
    assert (np.diff(gains[100_000 - ATTACK : 100_000]) <= 0).all()
    assert (np.diff(gains[150_000 : 150_000 + RELEASE]) >= 0).all()
    assert gains[120_000] == pytest.approx(0.1)


def test_it_stays_down_in_a_short_pause_and_comes_up_in_a_long_one() -> None:
    short = Ducking([Span(50_000, 60_000), Span(60_000 + BRIDGE - 1, 150_000)], 20.0)
    assert (short.gains(50_000, 100_000) < 0.11).all()
    long = Ducking([Span(50_000, 60_000), Span(60_000 + BRIDGE, 150_000)], 20.0)
    assert long.gains(50_000, 100_000).max() == 1


def test_without_voices_nothing_is_lowered() -> None:
    assert (Ducking([], 20.0).gains(-5, 100) == 1).all()
