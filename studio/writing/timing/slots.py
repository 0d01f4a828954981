"""The time a line has in its picture, and whether its words fit in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.span import Span
from studio.model.span import seconds as seconds_of

TARGET = 0.92
"""Share of a slot to aim at: what models write runs long."""

_LEAST, _MOST = 0.85, 1.10
_SHORT_SLOT, _SLACK = 1.2, 0.25
_GAP, _SILENCE = 0.5, 1.5
_SPEED_CAP = 1.25


class Verdict(StrEnum):
    """How a line's length compares with its slot."""

    SHORT = "short"
    FITS = "fits"
    LONG = "long"
    MUCH_TOO_LONG = "much too long"


@dataclass(frozen=True, slots=True)
class Budget:
    """The seconds of a slot: what to aim at, what will do, and what may not be passed.

    `limit` reaches into the free time after the slot. A longer line can be read faster up to
    `utmost`; past it, it needs other words.
    """

    slot: float
    target: float
    least: float
    most: float
    limit: float

    @property
    def utmost(self) -> float:
        """What still ends within the limit when it is read as fast as is bearable."""
        return max(self.limit, self.most) * _SPEED_CAP

    @property
    def enough(self) -> float:
        """Up to so many seconds nothing has to be done: then the next one may speak.

        In a very short slot a little more does no harm.
        """
        return max(self.limit, self.most) if self.slot < _SHORT_SLOT else self.limit


@dataclass(frozen=True, slots=True)
class Fit:
    """A line against its budget; `measured` seconds come from a take, the others are estimated.

    `ratio` is seconds to slot, `over` how many seconds it goes past what will do, 0 for none.
    """

    verdict: Verdict
    seconds: float
    measured: bool
    ratio: float
    over: float


def budget_of(slot: float, gap: float) -> Budget:
    """The budget of a slot with so many seconds after it in which nobody speaks.

    Of a gap half a second is used, a long one up to a second and a half.
    """
    free = _SILENCE if gap >= _SILENCE else min(max(gap, 0.0), _GAP)
    slack = _SLACK if slot < _SHORT_SLOT else 0.0
    least = min(_LEAST * slot, slot - slack)
    most = max(_MOST * slot, slot + slack)
    return Budget(slot, TARGET * slot, max(0.0, least), most, slot + free)


def budgets_of(lines: Sequence[Line]) -> Mapping[LineId, Budget]:
    """The budgets of all spoken lines of an episode that have a slot."""
    return budgets_in((line.id, line.slot) for line in lines if line.spoken and line.slot)


def budgets_in(spans: Iterable[tuple[LineId, Span]]) -> Mapping[LineId, Budget]:
    """The budgets of lines that have these spans on one time line."""
    slots = sorted(spans, key=lambda pair: pair[1])
    found: dict[LineId, Budget] = {}
    starts = [slot.start for _, slot in slots]
    latest = 0  # where speech ends that began before
    for at, (line, slot) in enumerate(slots):
        after = bisect_left(starts, slot.end)
        others = max((each.end for _, each in slots[at + 1 : after]), default=0)
        free = seconds_of(starts[after] - slot.end) if after < len(starts) else _SILENCE
        spoken_into = max(latest, others) > slot.end
        found[line] = budget_of(seconds_of(slot.length), 0.0 if spoken_into else free)
        latest = max(latest, slot.end)
    return found


def fit_of(budget: Budget, estimated: float, measured: float | None = None) -> Fit:
    """How a line fits; a measured length, where there is one, beats the estimate."""
    seconds = estimated if measured is None else measured
    will_do = max(budget.most, budget.limit)
    if seconds < budget.least:
        verdict = Verdict.SHORT
    elif seconds <= will_do:
        verdict = Verdict.FITS
    else:
        verdict = Verdict.LONG if seconds <= budget.utmost else Verdict.MUCH_TOO_LONG
    ratio = seconds / budget.slot if budget.slot > 0 else 0.0
    return Fit(verdict, seconds, measured is not None, ratio, max(0.0, seconds - will_do))
