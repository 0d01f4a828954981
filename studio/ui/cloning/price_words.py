"""What clones cost and what happens with them, told before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from studio.engines.speech import Price
from studio.engines.voice_orders import CloneRules, Fee, FeeDue
from studio.ui.money import money
from studio.ui.own_voices.price_words import fee_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cloning", text)


def price_of_clones(prices: Sequence[Price], fee: Fee | None) -> str:
    """What so many clones cost, in a few words; says so where nothing is billed."""
    parts: list[str] = []
    if characters := sum(price.billed_characters for price in prices):
        now = _tr("{n} characters now").format(n=f"{characters:,}")
        if characters == 1:
            now = _tr("1 character now")
        parts.append(f"{now}{_about(prices)}")
    if fee is not None:
        parts.append(_fee_words(fee, len(prices)))
    return ", ".join(parts) or _tr("nothing is billed")


def _fee_words(fee: Fee, voices: int) -> str:
    amount = fee_words(fee.price) or _tr("a fee")
    if voices > 1 and fee.price and fee.price.amount:
        together = fee_words(replace(fee.price, amount=fee.price.amount * voices))
        amount = _tr("{amount} ({sum} together)").format(amount=amount, sum=together)
    if fee.due is FeeDue.AT_ONCE:
        one, many = _tr("{amount} at once"), _tr("{amount} at once for each")
    else:
        one, many = _tr("{amount} with its first line"), _tr("{amount} with the first line of each")
    return (one if voices == 1 else many).format(amount=amount)


def _about(prices: Sequence[Price]) -> str:
    sums: dict[str, Decimal] = {}
    for price in prices:
        if price.currency and price.amount:
            sums[price.currency] = sums.get(price.currency, Decimal(0)) + price.amount
    about = _tr("about {amount} {currency}")
    told = [about.format(amount=money(sum), currency=name) for name, sum in sums.items()]
    return f" ({', '.join(told)})" if told else ""


def what_happens(rules: CloneRules, *, keeps_recordings: bool) -> str:
    """What becomes of the recordings and of the voice, in a few sentences."""
    told: list[str] = []
    if any(option.name == "keep_recordings" for option in rules.options):
        stay = _tr("The recordings are sent to the service and stay there.")
        go = _tr("The recordings are sent to the service and deleted there when the voice is made.")
        told.append(stay if keeps_recordings else go)
    else:
        told.append(_tr("The recordings are sent to the service."))
    told.append(_tr("Voices are made one after the other, each in up to a minute."))
    if rules.unused_days:
        words = _tr("The service deletes a voice that speaks no line within {n} days.")
        told.append(words.format(n=rules.unused_days))
    if rules.slots:
        words = _tr("An account has room for {n} cloned voices.")
        told.append(words.format(n=rules.slots))
    return " ".join(told)
