"""What a batch will cost, asked before anything is billed; lines in doubt are asked for by name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from studio.synthesis.plan import BatchPlan, PlannedTake
from studio.ui.counting import counted
from studio.ui.prompts import Choice, Prompter


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voicing", text)


async def agreed(plan: BatchPlan, prompter: Prompter | None) -> tuple[PlannedTake, ...]:
    """The takes a person agrees to; what costs nothing, and a single line, is not asked about.

    Without a prompter, lines in doubt are left out.
    """
    if prompter is None or not _worth_asking(plan):
        return plan.takes
    answer = await prompter.ask(_tr("Voice lines"), _question(plan), _choices(plan))
    return {"voice": plan.takes, "all": (*plan.takes, *plan.unsure)}.get(answer, ())


def _worth_asking(plan: BatchPlan) -> bool:
    if plan.unsure:
        return True
    return len(plan.takes) > 1 and plan.billed_characters > 0


def _question(plan: BatchPlan) -> str:
    told = [price_words(plan.takes)] if plan.takes else []
    if plan.unsure:
        one = _tr(
            "The answer to 1 line was lost on the way. The service may have billed it; "
            "voicing it again may cost it twice."
        )
        many = _tr(
            "The answers to {n} lines were lost on the way. The service may have billed them; "
            "voicing them again may cost them twice."
        )
        told.append(counted(len(plan.unsure), one, many))
    return "\n\n".join(told)


def _choices(plan: BatchPlan) -> Sequence[Choice]:
    cancel = Choice("cancel", _tr("Cancel"), leaves=True)
    if not plan.unsure:
        return Choice("voice", _tr("Voice"), proposed=True), cancel
    again = _tr("Voice these again") if not plan.takes else _tr("Voice all")
    everything = Choice("all", again, proposed=not plan.takes)
    if not plan.takes:
        return everything, cancel
    return Choice("voice", _tr("Only the others"), proposed=True), everything, cancel


def price_words(takes: Sequence[PlannedTake]) -> str:
    """How many lines, how many characters as they are billed, and about how much money."""
    plan = BatchPlan(tuple(takes))
    lines = counted(len(takes), _tr("1 line"), _tr("{n} lines"))
    parts = [lines, _tr("{n} characters").format(n=f"{plan.billed_characters:,}")]
    parts += [
        _tr("about {amount} {currency}").format(amount=money(amount), currency=currency)
        for currency, amount in plan.amount.items()
    ]
    return ", ".join(parts)


def money(amount: Decimal) -> str:
    """Two places, or two digits that say something where it is less than a cent."""
    if amount >= Decimal("0.01"):
        return f"{amount:.2f}"
    return f"{amount:.2g}"
