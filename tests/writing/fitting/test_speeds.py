"""How fast a passage is read: enough to fit, near the others of its speaker, never too fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.ids import CharacterId, LineId
from studio.writing.fitting.speeds import SLOWEST, SceneSpeeds, factor_for, speed_to_fit
from studio.writing.timing.slots import budget_of

CAP = 1.25


def test_a_passage_is_read_so_fast_that_it_fills_its_slot() -> None:
    assert speed_to_fit(4.4, 0.0, budget_of(4.0, 0.0), (), CAP) == pytest.approx(1.1)


def test_it_keeps_near_the_others_where_the_gap_allows_it() -> None:
    budget = budget_of(4.0, 0.5)
    assert speed_to_fit(4.6, 0.0, budget, (1.0, 1.02), CAP) == pytest.approx(1.08)
    assert speed_to_fit(4.6, 0.0, budget_of(4.0, 0.0), (1.0,), CAP) == pytest.approx(1.15)


def test_what_is_read_anew_is_brought_up_to_the_faster_others() -> None:
    assert speed_to_fit(4.2, 0.0, budget_of(4.0, 0.0), (1.2,), CAP) == pytest.approx(1.12)
    assert speed_to_fit(4.1, 0.0, budget_of(4.0, 0.0), (1.5,), CAP) <= 4.1 / 3.4 + 0.01


def test_pauses_take_their_time_at_any_speed() -> None:
    assert speed_to_fit(3.3, 1.0, budget_of(4.0, 0.0), (), CAP) == pytest.approx(1.1)
    assert speed_to_fit(1.0, 5.0, budget_of(4.0, 0.0), (), CAP) == CAP
    assert factor_for(1.0, 2.0, 2.0) == float("inf")


@given(
    st.floats(0.0, 60.0),
    st.floats(0.0, 5.0),
    st.floats(0.05, 60.0),
    st.floats(0.0, 5.0),
    st.lists(st.floats(0.9, 1.3), max_size=4),
)
def test_no_speed_is_beyond_what_is_bearable(
    natural: float, pauses: float, slot: float, gap: float, others: list[float]
) -> None:
    speed = speed_to_fit(natural, pauses, budget_of(slot, gap), others, CAP)
    assert SLOWEST <= speed <= CAP + 1e-9
    assert speed == pytest.approx(round(speed, 2))


def test_a_passage_is_not_measured_by_itself() -> None:
    speeds, mara = SceneSpeeds(), CharacterId("mara")
    speeds.note(mara, LineId("a"), 1.1)
    speeds.note(mara, LineId("a"), 1.2)
    speeds.note(mara, LineId("b"), 1.0)
    assert list(speeds.of(mara, LineId("a"))) == [1.0]
    assert list(speeds.of(mara, LineId("c"))) == [1.2, 1.0]
    assert list(speeds.of(None, LineId("c"))) == []
