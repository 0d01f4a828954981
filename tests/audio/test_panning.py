from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.panning import pan_gains


def test_the_middle_is_as_loud_on_both_sides_as_it_was_alone() -> None:
    assert pan_gains(0.0) == (1.0, 1.0)


@pytest.mark.parametrize("pan", [1.0, 2.0])
def test_at_an_end_the_other_side_is_silent(pan: float) -> None:
    assert pan_gains(pan) == (0.0, 1.0)
    assert pan_gains(-pan) == (1.0, 0.0)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_further_to_one_side_is_never_louder_on_the_other(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert pan_gains(more)[0] <= pan_gains(less)[0]
    assert pan_gains(more)[1] >= pan_gains(less)[1]
    assert max(pan_gains(one)) == 1.0
