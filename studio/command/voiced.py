"""What came of voicing: what was billed, what failed, and what a cap left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from studio.synthesis.batch import Batch, Failure
from studio.synthesis.plan import BatchPlan
from studio.synthesis.single_lines import SingleLines


@dataclass(frozen=True, slots=True)
class Voiced:
    """The sum of one run; `cap` is the one that was reached, None where none was."""

    failures: tuple[Failure, ...] = ()
    billed_characters: int = 0
    amount: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    cap: int | None = None
    left_by_cap: int = 0

    def with_singles(self, singles: SingleLines) -> Voiced:
        """The sum with lines that were voiced one at a time."""
        cap = singles.refusal.cap if singles.refusal else None
        return replace(
            self,
            failures=(*self.failures, *singles.failures),
            billed_characters=self.billed_characters + singles.billed_characters,
            amount=_sum(self.amount, singles.amount),
            cap=self.cap if cap is None else cap,
        )

    def then(self, later: Voiced) -> Voiced:
        """The sum with what was voiced afterwards, which knows best what is still left."""
        return Voiced(
            (*self.failures, *later.failures),
            self.billed_characters + later.billed_characters,
            _sum(self.amount, later.amount),
            self.cap if later.cap is None else later.cap,
            max(self.left_by_cap, later.left_by_cap),
        )


def voiced_by(batch: Batch, failures: tuple[Failure, ...]) -> Voiced:
    """The sum of one batch, with all that failed."""
    progress = batch.progress
    return Voiced(
        failures,
        progress.billed_characters,
        _money(BatchPlan(batch.takes), progress.billed_characters),
        batch.refusal.cap if batch.refusal else None,
        progress.total - progress.done if batch.capped else 0,
    )


def _money(plan: BatchPlan, billed: int) -> Mapping[str, Decimal]:
    """About what so many characters of a plan cost, by currency."""
    planned = plan.billed_characters
    return {c: amount * billed / planned for c, amount in plan.amount.items()} if planned else {}


def _sum(first: Mapping[str, Decimal], second: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    currencies = dict.fromkeys((*first, *second))
    return {each: first.get(each, Decimal(0)) + second.get(each, Decimal(0)) for each in currencies}
