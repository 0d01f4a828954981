"""Sums of money in words, with the fees that fall due with the first lines of voices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from studio.synthesis.pricing import Priced, cost_of, fees_of, voice_key


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voicing", text)


def money(amount: Decimal) -> str:
    """Two places, or two digits that say something where it is less than a cent."""
    if amount >= Decimal("0.01"):
        return f"{amount:.2f}"
    return f"{amount:.2g}"


def money_words(priced: Sequence[Priced]) -> tuple[str, ...]:
    """About how much money, by currency, and how much of it is fees; empty for none."""
    about = _tr("about {amount} {currency}")
    told = [about.format(amount=money(sum_), currency=c) for c, sum_ in cost_of(priced).items()]
    return (*told, *fee_words(priced))


def fee_words(priced: Sequence[Priced]) -> tuple[str, ...]:
    """The fees that fall due, by currency; empty for none."""
    voices = len({voice_key(request) for request, price in priced if price.fee})
    one = _tr("{amount} {currency} of it for the first line of this voice")
    many = _tr("{amount} {currency} of it for the first lines of {n} voices")
    words = one if voices == 1 else many
    return tuple(
        words.format(amount=money(fee), currency=currency, n=voices)
        for currency, fee in fees_of(priced).items()
    )
