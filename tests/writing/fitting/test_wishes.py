"""The size that words should get always leads away from the size they have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.writing.fitting.wishes import Gauge, size_wanted
from studio.writing.timing.length import Lengths, Manner
from studio.writing.timing.units import counted
from tests.writing.fitting.stage import SENTENCE

UNITS = counted(SENTENCE, "de").units


def test_the_window_is_the_share_of_the_size_and_two_units_each_way() -> None:
    size = size_wanted(SENTENCE, "de", 0.5)
    assert (size.least, size.most) == (int(UNITS / 2) - 2, -(-int(UNITS) // 2) + 2)


def test_a_second_try_asks_for_less() -> None:
    first, second = (size_wanted(SENTENCE, "de", 0.6, again=again) for again in (False, True))
    assert second.least <= first.least and second.most <= first.most


@given(st.text(max_size=60), st.floats(0.05, 3.0), st.booleans())
def test_a_size_can_always_be_had(words: str, share: float, again: bool) -> None:
    size, units = size_wanted(words, "de", share, again=again), counted(words, "de").units
    assert 1 <= size.least <= size.most
    if share < 1 and units > 1:
        assert size.most < units
    if share > 1:
        assert size.least > units


def test_what_was_heard_tells_how_other_words_will_sound() -> None:
    gauge = Gauge(Lengths(), Manner("offline", "", "man", "de"))
    before = gauge.seconds(SENTENCE)
    after = gauge.measured(SENTENCE, 1.3 * before)
    assert after.seconds(SENTENCE) == pytest.approx(1.3 * before)
    assert after.seconds("Gut.") == pytest.approx(1.3 * gauge.seconds("Gut."))
