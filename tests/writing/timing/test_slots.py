"""A line and the time it has in its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.line import Line
from studio.model.span import Span, samples_of
from studio.writing.timing.slots import Verdict, budget_of, budgets_of, fit_of
from tests.builders import a_line


def a_slotted_line(start: float, end: float) -> Line:
    return replace(a_line(), slot=Span(samples_of(start), samples_of(end)))


def test_a_budget_aims_below_the_slot() -> None:
    budget = budget_of(4.0, 0.3)
    assert (budget.target, budget.least, budget.most) == pytest.approx((3.68, 3.4, 4.4))
    assert budget.limit == pytest.approx(4.3)


def test_a_very_short_slot_has_a_quarter_of_a_second_each_way() -> None:
    budget = budget_of(0.8, 0.0)
    assert (budget.least, budget.most) == pytest.approx((0.55, 1.05))
    assert budget_of(0.1, 0.0).least == 0


@pytest.mark.parametrize(("gap", "limit"), [(0, 2), (0.2, 2.2), (1.0, 2.5), (1.5, 3.5), (60, 3.5)])
def test_the_limit_reaches_into_the_silence_after_the_slot(gap: float, limit: float) -> None:
    assert budget_of(2.0, gap).limit == pytest.approx(limit)


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (3.3, Verdict.SHORT),
        (3.5, Verdict.FITS),
        (4.4, Verdict.FITS),
        (4.6, Verdict.LONG),
        (5.5, Verdict.LONG),
        (5.7, Verdict.MUCH_TOO_LONG),
    ],
)
def test_a_line_is_told_how_it_fits(seconds: float, verdict: Verdict) -> None:
    assert fit_of(budget_of(4.0, 0.0), seconds).verdict is verdict


def test_the_numbers_are_told_with_the_verdict() -> None:
    fit = fit_of(budget_of(4.0, 0.5), 6.0)
    assert (fit.ratio, fit.over, fit.measured) == (1.5, 1.5, False)
    assert fit_of(budget_of(4.0, 0.5), 4.0).over == 0


def test_a_measured_length_beats_the_estimate() -> None:
    fit = fit_of(budget_of(4.0, 0.0), 9.0, 4.0)
    assert (fit.verdict, fit.seconds, fit.measured) == (Verdict.FITS, 4.0, True)


def test_the_gap_of_a_line_ends_where_the_next_one_begins() -> None:
    first, second, last = (a_slotted_line(*at) for at in ((0, 2), (2.3, 4), (10, 12)))
    budgets = budgets_of([last, first, a_line(), second])
    assert [budgets[line.id].limit for line in (first, second, last)] == pytest.approx(
        [2.3, 3.2, 3.5]
    )
    assert len(budgets) == 3


def test_a_line_that_another_one_overlaps_has_no_gap() -> None:
    inner, outer = a_slotted_line(1, 2), a_slotted_line(0, 5)
    early, late = a_slotted_line(20, 22), a_slotted_line(21, 24)
    budgets = budgets_of([inner, outer, early, late])
    assert budgets[inner.id].limit == pytest.approx(2 - 1)
    assert budgets[outer.id].limit == pytest.approx(5 + 1.5)
    assert budgets[early.id].limit == pytest.approx(2)
