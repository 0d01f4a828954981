"""What making or keeping voices costs, in words for the window."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from studio.engines.speech import Price
from studio.engines.voice_orders import Fee, FeeDue
from studio.ui.counting import counted
from studio.ui.money import money


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


def price_words(prices: Iterable[Price], fee: Fee | None, voices: int = 1) -> str:
    """What so many voices cost, now and later, in a sentence; empty where nothing is known.

    The same sentence that the command line says before it orders.
    """
    told: list[str] = []
    known = tuple(prices)
    if characters := sum(price.billed_characters for price in known):
        one, many = _tr("1 character billed at once"), _tr("{n} characters billed at once")
        told.append(counted(characters, one, many) + _about(known))
    if fee is not None and voices:
        told.append(_fee_words(fee, voices))
    text = "; ".join(told)
    return text[:1].upper() + text[1:] + "." if text else ""


def fee_words(price: Price | None) -> str:
    """A fee as an amount, such as `1.50 USD`; empty where the price list has none."""
    if price is None or not price.amount:
        return ""
    return f"{money(price.amount)} {price.currency}".strip()


def _fee_words(fee: Fee, voices: int) -> str:
    amount = fee_words(fee.price)
    first = fee.due is FeeDue.FIRST_USE
    if voices == 1:
        due = _tr("due with its first line") if first else _tr("due at once")
        what = _tr("a fee of {amount}") if amount else _tr("a fee")
    else:
        due = _tr("due with the first line of each") if first else _tr("due at once")
        what = _tr("{n} fees of {amount} each") if amount else _tr("{n} fees")
    return f"{what.format(amount=amount, n=voices)}, {due}"


def _about(prices: Iterable[Price]) -> str:
    sums: dict[str, Decimal] = {}
    for price in prices:
        if price.currency and price.amount:
            sums[price.currency] = sums.get(price.currency, Decimal(0)) + price.amount
    about = _tr(", about {amount} {currency}")
    return "".join(
        about.format(amount=money(amount), currency=currency) for currency, amount in sums.items()
    )
