"""The bill of voices being made: words they say at once under the caps, and their fees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.store.ledger import Billing, BillingKind, Ledger
from studio.store.voice_library_entry import OwnVoice
from studio.synthesis.bill import Bill, Occasion, Reservation, Wanted


class HeldPreview:
    """The price of what one voice says when it is made."""

    def __init__(self, reservation: Reservation | None) -> None:
        self._reservation = reservation

    def sent(self) -> None:
        """It is asked for next; raises CapReached."""
        if self._reservation is not None:
            self._reservation.sent()

    def billed(self, price: Price, trace: str) -> None:
        """So much was billed, nothing where nothing was."""
        if self._reservation is not None:
            self._reservation.billed(Speech(b"", price.billed_characters, trace=trace))

    def failed(self, error: BaseException) -> None:
        """Nothing came of it; after a lost answer it stays perhaps billed."""
        if self._reservation is not None:
            self._reservation.failed(error)


class LedgerVoiceBill:
    """One run of making voices, in the person's ledger and under the same caps as lines."""

    def __init__(self, bill: Bill, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._bill = bill
        self._run = bill.run()
        self._ledger = ledger
        self._clock = clock

    def hold(self, voice: OwnVoice, price: Price, *, earlier: bool = False) -> HeldPreview:
        """Hold what the first words of a voice will cost; raises CapReached."""
        if not price.billed_characters:
            return HeldPreview(None)
        language = voice.languages[0] if voice.languages else ""
        # The library's id stands for the voice: the service's may not be known yet.
        request = SpeechRequest(voice.account, voice.model, voice.id, language, voice.preview_text)
        wanted = Wanted(request, price, Occasion(BillingKind.PREVIEW, language=language))
        return HeldPreview(self._bill.reserve(wanted, self._run, earlier=earlier))

    def fee(self, voice: OwnVoice, price: Price) -> None:
        """Note the fee of a voice, once."""
        self._ledger.record(fee_of(voice, price, at=self._clock()))


def fee_of(voice: OwnVoice, price: Price, *, at: float) -> Billing:
    """The fee as the ledger has it; the same voice's fee is the same row."""
    billing = Billing(
        at, voice.account, 0, kind=BillingKind.VOICE, amount=price.amount, currency=price.currency
    )
    return replace(billing, id=f"fee {voice.id}")
