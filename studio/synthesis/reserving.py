"""Characters held against the caps from before a line is sent until it is known what was billed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from threading import Lock

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.errors import CapReached, OutcomeUnknown, StudioError
from studio.store.ledger import Billing, BillingKind, Ledger, Limit, midnight_before


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a line was spoken for; ids are empty where they do not apply."""

    kind: BillingKind
    project: str = ""
    line: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that may be sent: what is asked for, its price, and what it is for."""

    request: SpeechRequest
    price: Price
    occasion: Occasion


class Run:
    """What one run may still be billed, at most `cap` characters, None without limit."""

    def __init__(self, cap: int | None = None) -> None:
        self.cap = cap
        self._taken = 0
        self._turn = Lock()

    def take(self, characters: int) -> None:
        """Hold so many; raises CapReached."""
        with self._turn:
            if self.cap is not None and characters and self._taken + characters > self.cap:
                raise CapReached(self.cap, max(self.cap - self._taken, 0), characters)
            self._taken += characters

    def give_back(self, characters: int) -> None:
        """So many of what is held were not billed; less than none where more were."""
        with self._turn:
            self._taken -= characters


class Day:
    """What may still be billed before midnight, by all projects and all programs together.

    What waits to be sent is held in memory, for all projects of this program. What is sent stands
    in the ledger first, and the cap is looked at again in the same write. So two programs at once
    do not pass it; only while the ledger cannot be written each knows no more than its own, and
    they may pass it by what the other has sent. Blocking; from any thread.
    """

    def __init__(
        self,
        ledger: Ledger,
        cap: Callable[[], int],
        clock: Callable[[], float],
        spoke: Callable[[SpeechRequest], None] = lambda request: None,
    ) -> None:
        """`cap` is in characters, 0 without limit; `spoke` hears of each line that was billed."""
        self.ledger = ledger
        self.spoke = spoke
        self.clock = clock
        self._cap = cap
        self._waiting = 0
        self._turn = Lock()

    def counted(self) -> int:
        """The characters that were billed today, may have been, or are about to be."""
        with self._turn:
            return self.ledger.characters_since(midnight_before(self.clock())) + self._waiting

    def take(self, characters: int) -> None:
        """Hold so many for a line that waits to be sent; raises CapReached."""
        with self._turn:
            cap = self._cap()
            if cap and characters:
                since = midnight_before(self.clock())
                counted = self.ledger.characters_since(since) + self._waiting
                self._refuse_beyond(cap, counted, characters)
            self._waiting += characters

    def give_back(self, characters: int) -> None:
        """A line that waited is sent no more."""
        with self._turn:
            self._waiting -= characters

    def send(self, perhaps: Billing, waited: int) -> None:
        """Note a line that is about to be sent, and waited with so many; raises CapReached."""
        with self._turn:
            cap = self._cap()
            limit = Limit(midnight_before(self.clock()), cap or None)
            others = self.ledger.hold(perhaps, limit)
            if cap:
                self._refuse_beyond(cap, others, perhaps.characters)
            self._waiting -= waited

    def _refuse_beyond(self, cap: int, counted: int, characters: int) -> None:
        if counted + characters > cap:
            raise CapReached(cap, max(cap - counted, 0), characters)


class Reservation:
    """The characters of one line: held, then sent, then billed or given back.

    What was sent and never settled stays on the ledger as perhaps billed and goes on counting,
    also when the program is killed. Blocking; every call but the first of `billed` and `end` does
    nothing more.
    """

    def __init__(self, wanted: Wanted, run: Run, day: Day | None, *, earlier: bool = False) -> None:
        """Hold the price of a line; raises CapReached.

        What was sent `earlier` is only fetched or looked for: no cap holds that back.
        """
        self._wanted, self._run, self._day = wanted, run, day
        self._characters = wanted.price.billed_characters
        self._in_run = self._waiting = 0
        self._sent = self._over = False
        self._perhaps = self._billing(self._characters)
        if earlier:
            self._take_up()
        else:
            self._take()

    def sent(self) -> None:
        """It is sent next; raises CapReached, and it must not be."""
        if not self._in_run:
            self._take()
        if self._day is None or not self._characters:
            return
        self._perhaps = replace(self._perhaps, at=self._day.clock())
        self._day.send(self._perhaps, self._waiting)
        self._sent, self._waiting = True, 0

    def returned(self) -> None:
        """The service surely billed nothing this time; the line waits to be sent again."""
        if self._day is None or not self._sent or self._over:
            return
        self._sent = False
        self._day.give_back(-self._characters)
        self._waiting = self._characters
        self._day.ledger.withdraw(self._perhaps.id)

    def billed(self, speech: Speech) -> int:
        """So much was billed; never raises. Returns how much of what was held is given back.

        The same synthesis, known by its account and its trace, is counted once.
        """
        if not speech.billed_characters:
            self.returned()
            return self.end()
        if self._over:
            return 0
        self._over = True
        if self._day is not None:
            billing = self._billing(speech.billed_characters, speech.trace)
            self._day.ledger.record(billing, instead_of=self._perhaps.id if self._sent else "")
            self._wait_no_more()
            self._day.spoke(self._wanted.request)
        given_back = self._in_run - speech.billed_characters if self._in_run else 0
        self._run.give_back(given_back)
        return given_back

    def failed(self, error: BaseException) -> int:
        """Nothing came of it; what is not known to be free stays perhaps billed. As `billed`."""
        if isinstance(error, OutcomeUnknown):
            told = Speech(b"", error.billed_characters)
            return self.billed(told) if told.billed_characters else self.end()
        if isinstance(error, StudioError):
            self.returned()
        return self.end()

    def end(self) -> int:
        """Give back what was not sent; returns how much. What was sent stays perhaps billed."""
        if self._over:
            return 0
        self._over = True
        self._wait_no_more()
        if self._sent:
            return 0
        self._run.give_back(self._in_run)
        return self._in_run

    def _take(self) -> None:
        self._run.take(self._characters)
        if self._day is not None and self._characters and not (self._sent or self._waiting):
            try:
                self._day.take(self._characters)
            except CapReached:
                self._run.give_back(self._characters)
                raise
            self._waiting = self._characters
        self._in_run = self._characters

    def _take_up(self) -> None:
        """Go on with what an earlier run, perhaps of another program, noted when it was sent."""
        if self._day is None or not self._characters:
            return
        id = self._day.ledger.in_doubt(self._perhaps)
        if id:
            self._perhaps, self._sent = replace(self._perhaps, id=id), True

    def _wait_no_more(self) -> None:
        if self._day is not None and self._waiting:
            self._day.give_back(self._waiting)
            self._waiting = 0

    def _billing(self, characters: int, trace: str | None = None) -> Billing:
        """A row of the ledger: billed with a trace, or perhaps billed without."""
        request, price, occasion = self._wanted.request, self._wanted.price, self._wanted.occasion
        billing = Billing(
            at=self._day.clock() if self._day else 0.0,
            account=request.engine,
            characters=characters,
            model=request.model,
            kind=BillingKind.PERHAPS if trace is None else occasion.kind,
            project=occasion.project,
            line=occasion.line,
            language=occasion.language,
            amount=_amount(price, characters),
            currency=price.currency,
            trace=f"{request.fingerprint} {request.variation}" if trace is None else trace,
        )
        if not trace:
            return billing
        # With the words, for a gateway may give the same number to all its calls.
        return replace(billing, id=f"{request.engine} {trace} {request.fingerprint}")


def _amount(price: Price, billed_characters: int) -> Decimal:
    if not price.billed_characters:
        return Decimal(0)
    return price.amount * billed_characters / price.billed_characters
