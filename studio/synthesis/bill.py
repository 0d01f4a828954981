"""Where what a service billed is written down, and what one run may still come to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.store.ledger import Billing, BillingKind, Ledger, midnight_before


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a line was spoken for; ids are empty where they do not apply."""

    kind: BillingKind
    project: str = ""
    line: str = ""
    language: str = ""


class Bill(Protocol):
    """Keeps what was billed; blocking, called in worker threads."""

    def spoken(
        self, request: SpeechRequest, price: Price, speech: Speech, occasion: Occasion
    ) -> None:
        """Note what was billed for a line; never raises, for the line is kept in any case.

        The same synthesis, known by its account and its trace, is counted once.
        """
        ...

    def billed_today(self) -> int:
        """The characters billed since the last midnight, to all accounts."""
        ...


class NoBill:
    """For engines that bill nothing."""

    def spoken(
        self, request: SpeechRequest, price: Price, speech: Speech, occasion: Occasion
    ) -> None:
        """Nothing to note."""

    def billed_today(self) -> int:
        """Nothing."""
        return 0


class LedgerBill:
    """Keeps the bill in the person's ledger."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._clock = clock

    def spoken(
        self, request: SpeechRequest, price: Price, speech: Speech, occasion: Occasion
    ) -> None:
        """Note what was billed, in money by the price that was told before."""
        if not speech.billed_characters:
            return
        billing = Billing(
            at=self._clock(),
            account=request.engine,
            characters=speech.billed_characters,
            model=request.model,
            kind=occasion.kind,
            project=occasion.project,
            line=occasion.line,
            language=occasion.language,
            amount=_amount(price, speech.billed_characters),
            currency=price.currency,
            trace=speech.trace,
        )
        if speech.trace:
            # With the words, for a gateway may give the same number to all its calls.
            id = f"{request.engine} {speech.trace} {request.fingerprint}"
            billing = replace(billing, id=id)
        self._ledger.record(billing)

    def billed_today(self) -> int:
        """The characters billed since the last midnight of the local day."""
        return self._ledger.characters_since(midnight_before(self._clock()))


@dataclass(frozen=True, slots=True)
class Caps:
    """The most characters that may be billed in a run and in a day, 0 without limit."""

    per_run: int = 0
    per_day: int = 0

    def allowed(self, billed_today: int) -> int | None:
        """The most one run may be billed now, None without limit."""
        limits = [self.per_run] if self.per_run else []
        if self.per_day:
            limits.append(max(self.per_day - billed_today, 0))
        return min(limits, default=None)


def _amount(price: Price, billed_characters: int) -> Decimal:
    if not price.billed_characters:
        return Decimal(0)
    return price.amount * billed_characters / price.billed_characters
