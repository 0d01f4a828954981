"""What a request will cost, with the fee that falls due with the first line of its voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol, runtime_checkable

from studio.engines.speech import Price, SpeaksLines, SpeechRequest
from studio.model.account import service_of

Priced = tuple[SpeechRequest, Price]


@runtime_checkable
class KnowsFirstLineFees(Protocol):
    """Engines of which some have voices whose fee falls due with their first line."""

    def first_line_fee(self, request: SpeechRequest) -> Price | None:
        """What falls due with this request besides its own price, None for nothing."""
        ...


def price_of(request: SpeechRequest, engines: Mapping[str, SpeaksLines]) -> Price:
    """What a request costs; the one place that adds the fee. Pure and quick."""
    price = engines[request.engine].price(request)
    fee = engines.first_line_fee(request) if isinstance(engines, KnowsFirstLineFees) else None
    if fee is None or not fee.amount:
        return price
    return replace(price, fee=fee.amount, currency=price.currency or fee.currency)


def voice_key(request: SpeechRequest) -> tuple[str, str]:
    """The service and voice of a request: whose fee falls due once."""
    return service_of(request.engine), request.voice


def fees_of(priced: Iterable[Priced]) -> Mapping[str, Decimal]:
    """The fees of all voices by currency; a voice that says several lines pays once."""
    due = {voice_key(request): price for request, price in priced if price.fee}
    sums: dict[str, Decimal] = {}
    for price in due.values():
        sums[price.currency] = sums.get(price.currency, Decimal(0)) + price.fee
    return sums


def cost_of(priced: Sequence[Priced]) -> Mapping[str, Decimal]:
    """All money by currency: for the characters, and fees."""
    sums: dict[str, Decimal] = {}
    for _, price in priced:
        if price.amount:
            sums[price.currency] = sums.get(price.currency, Decimal(0)) + price.amount
    for currency, fee in fees_of(priced).items():
        sums[currency] = sums.get(currency, Decimal(0)) + fee
    return sums
