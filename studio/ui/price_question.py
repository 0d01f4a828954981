"""What a batch will cost, asked before anything is billed; lines in doubt are asked for by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.synthesis.plan import BatchPlan, PlannedTake
from studio.synthesis.pricing import Priced
from studio.ui.counting import counted
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.money import money_words
from studio.ui.prompts import Choice, Prompter


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voicing", text)


async def agreed(
    plan: BatchPlan,
    prompter: Prompter | None,
    cap: int | None = None,
    fees: FirstLineFees | None = None,
) -> tuple[PlannedTake, ...]:
    """The takes a person agrees to; what costs nothing is not asked about.

    A single line is asked about only where the fee of its voice falls due, unless `fees` knows
    that it was agreed to. `cap` is the most characters that may be billed now, None without
    limit. Without a prompter, lines in doubt are left out.
    """
    if prompter is None:
        return plan.takes
    if not _worth_asking(plan):
        one_by_one = fees is None or await fees.agreed(_priced(plan.takes))
        return plan.takes if one_by_one else ()
    answer = await prompter.ask(_tr("Voice lines"), _question(plan, cap), _choices(plan))
    takes = {"voice": plan.takes, "all": (*plan.takes, *plan.unsure)}.get(answer, ())
    if fees is not None:
        fees.note(_priced(takes))
    return takes


def _priced(takes: Sequence[PlannedTake]) -> Sequence[Priced]:
    return [(take.request, take.price) for take in takes]


def _worth_asking(plan: BatchPlan) -> bool:
    if plan.unsure:
        return True
    return len(plan.takes) > 1 and plan.billed_characters > 0


def _question(plan: BatchPlan, cap: int | None) -> str:
    told = [_paid(plan.takes)] if plan.takes else []
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
        told.append(_paid(plan.unsure))
    told += _limited((*plan.takes, *plan.unsure), cap)
    return "\n\n".join(told)


def _paid(takes: Sequence[PlannedTake]) -> str:
    """Who is paid how much: a line for each account and model."""
    payees: dict[tuple[str, str], list[PlannedTake]] = {}
    for take in takes:
        payees.setdefault((take.request.engine, take.request.model), []).append(take)
    told: list[str] = []
    for (account, model), theirs in payees.items():
        name = f"{account} ({model})" if model else account
        told.append(f"{name}: {price_words(theirs)}")
    if len(told) > 1:
        told.append(_tr("Together: {price}").format(price=price_words(takes)))
    return "\n".join(told)


def _limited(takes: Sequence[PlannedTake], cap: int | None) -> list[str]:
    """That a cap leaves lines out, where it does; counted as the booth admits them."""
    if cap is None or BatchPlan(tuple(takes)).billed_characters <= cap:
        return []
    left, lines = cap, 0
    for take in takes:
        if take.price.billed_characters <= left:
            left -= take.price.billed_characters
            lines += 1
    told = _tr(
        "The cap of {n} characters lets about {lines} of them be voiced. "
        "It is set in Accounts, under Usage and limits."
    )
    return [told.format(n=f"{cap:,}", lines=lines)]


def _choices(plan: BatchPlan) -> Sequence[Choice]:
    cancel = Choice("cancel", _tr("Cancel"), proposed=bool(plan.unsure), leaves=True)
    if not plan.unsure:
        return Choice("voice", _tr("Voice"), proposed=True), cancel
    again = _tr("Voice all ({price})") if plan.takes else _tr("Voice these again ({price})")
    price = price_words((*plan.takes, *plan.unsure))
    everything = Choice("all", again.format(price=price))
    if not plan.takes:
        return everything, cancel
    return Choice("voice", _tr("Only the others")), everything, cancel


def price_words(takes: Sequence[PlannedTake]) -> str:
    """How many lines, how many characters as they are billed, and about how much money."""
    plan = BatchPlan(tuple(takes))
    lines = counted(len(takes), _tr("1 line"), _tr("{n} lines"))
    parts = [lines, _tr("{n} characters").format(n=f"{plan.billed_characters:,}")]
    return ", ".join((*parts, *money_words(_priced(takes))))
