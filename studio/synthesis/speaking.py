"""One line at its engine: in the pace of the account, again where that is free, never blindly."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from studio.engines.speech import FindsSpeech, SpeaksByTicket, SpeaksLines, Speech
from studio.errors import (
    AccountError,
    AccountFault,
    AccountStopped,
    CapReached,
    EngineBusy,
    EngineUnreachable,
    NoConnection,
    OutcomeUnknown,
    StudioError,
)
from studio.store.jobs import Jobs
from studio.synthesis.batch import Batch
from studio.synthesis.bill import Reservation
from studio.synthesis.finishing import to_the_end
from studio.synthesis.pace import PaceKeeper, Paces
from studio.synthesis.patience import Patience, Tries
from studio.synthesis.plan import Engines, PlannedTake

IN_A_ROW = 4
"""Faults of an account, with no answer between them, that are no chance any more."""


@dataclass(slots=True, eq=False)
class Attempt:
    """The way of one line through its engine.

    `ticket` is an order's whose sound only has to be fetched, `sent_at` when it was sent before
    without an answer (seconds since 1970, 0.0 if never). While it is `sent` the service may bill
    it, so it is not broken off; once `abandoned` nothing more is sent for it. What is `held`
    counts against the caps.
    """

    planned: PlannedTake
    job: str
    batch: Batch
    ticket: str = ""
    sent_at: float = 0.0
    sent: bool = False
    abandoned: bool = False
    held: Reservation | None = None


class Speaking:
    """Asks engines for lines; jobs are written before anything is sent that may be billed."""

    def __init__(
        self,
        engines: Engines,
        paces: Paces,
        jobs: Jobs,
        *,
        clock: Callable[[], float],
        patience: Patience,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._engines = engines
        self._paces = paces
        self._jobs = jobs
        self._clock = clock
        self._patience = patience
        self._sleep = sleep
        self._dice = random.Random()
        self._unwritten: dict[tuple[str, int], str] = {}
        self._faults: dict[PaceKeeper, int] = {}

    async def speak(self, attempt: Attempt, began: Callable[[], None]) -> Speech:
        """The sound of a line; raises a StudioError when it cannot be had.

        `began` is called each time it is the line's turn.
        """
        planned = attempt.planned
        tries = Tries(self._patience, self._clock, self._dice)
        again = False
        while True:
            engine = self._engine(planned.request.engine)
            keeper = self._paces.keeper(engine.name, planned.request.model, engine.pace)
            try:
                return await self._in_turn(attempt, engine, keeper, began, first=again)
            except CapReached:
                await to_the_end(asyncio.to_thread(self._not_sent, attempt))
                raise
            except EngineUnreachable as error:
                await to_the_end(asyncio.to_thread(self._not_sent, attempt))
                wait = self._wait_after(error, attempt, keeper, tries)
            again = True
            await self._sleep(wait)

    def goes_on(self, attempt: Attempt) -> bool:
        """Whether a line was sent before, so that it is only fetched, or looked for first."""
        engine = self._engines.get(attempt.planned.request.engine)
        return bool(attempt.ticket or (attempt.sent_at and isinstance(engine, FindsSpeech)))

    def _claim(self, attempt: Attempt, sent_at: float) -> None:
        """Note that a line is sent next; raises CapReached. Blocking."""
        if attempt.held is not None and not self.goes_on(attempt):
            attempt.held.sent()
        self._jobs.claim(attempt.job, sent_at=sent_at)

    def _not_sent(self, attempt: Attempt) -> None:
        """A line that was to be sent was not, or surely not billed: it waits again. Blocking."""
        self._jobs.put_back(attempt.job, sent_at=attempt.sent_at)
        if attempt.held is not None and not self.goes_on(attempt):
            attempt.held.returned()

    def _send_after_all(self, attempt: Attempt) -> None:
        """What was looked for was never spoken: it is sent anew; raises CapReached. Blocking."""
        if attempt.held is not None:
            attempt.held.returned()
            attempt.held.sent()

    async def _before_sending(self, attempt: Attempt, work: Callable[[], None]) -> None:
        """Do what comes right before sending; when it is cancelled meanwhile, it was not sent."""
        try:
            await to_the_end(asyncio.to_thread(work))
        except asyncio.CancelledError:
            await to_the_end(asyncio.to_thread(self._not_sent, attempt))
            raise

    def _engine(self, name: str) -> SpeaksLines:
        """The engine of a request; raises AccountError when its account was removed meanwhile."""
        engine = self._engines.get(name)
        if engine is None:
            raise AccountError(AccountFault.UNKNOWN_ACCOUNT, name, name)
        return engine

    def _wait_after(
        self, error: EngineUnreachable, attempt: Attempt, keeper: PaceKeeper, tries: Tries
    ) -> float:
        """Seconds until the next try; raises the error when there is none."""
        if attempt.abandoned:
            raise error
        wait = tries.wait_after(error)
        if isinstance(error, NoConnection):
            attempt.batch.waits_for_network()
            keeper.hold(wait)
        else:
            tries.reached()
            if not isinstance(error, EngineBusy):
                self._hold_a_faulty(keeper)
        return wait

    def _hold_a_faulty(self, keeper: PaceKeeper) -> None:
        """A service that fails line after line is left alone for longer and longer."""
        faults = self._faults[keeper] = self._faults.get(keeper, 0) + 1
        waits = self._patience.row_waits
        if faults >= IN_A_ROW:
            keeper.hold(waits[min(faults - IN_A_ROW, len(waits) - 1)])

    async def _in_turn(
        self,
        attempt: Attempt,
        engine: SpeaksLines,
        keeper: PaceKeeper,
        began: Callable[[], None],
        *,
        first: bool,
    ) -> Speech:
        async with keeper.place(first=first) as place:
            attempt.batch.refuse_stopped(attempt.planned)
            bills = attempt.planned.price.billed_characters > 0
            sent_at = attempt.sent_at or (time.time() if bills else 0.0)
            await self._before_sending(attempt, lambda: self._claim(attempt, sent_at))
            began()
            attempt.sent = bills
            try:
                speech = await self._asked(attempt, engine, sent_at)
            except EngineBusy as busy:
                place.rate_limited(busy.retry_after)
                raise
            except (AccountStopped, AccountError) as stop:
                attempt.batch.stop(attempt.planned, stop)
                raise
            finally:
                attempt.sent = False
            place.answered()
            self._faults.pop(keeper, None)
            attempt.batch.reached()
            return speech

    async def _asked(self, attempt: Attempt, engine: SpeaksLines, sent_at: float) -> Speech:
        """What the engine gives: looked for first where the line was sent before."""
        planned = attempt.planned
        if attempt.sent_at and isinstance(engine, FindsSpeech):
            found = await engine.find(planned.request, attempt.sent_at)
            if found:
                return found
            attempt.sent_at = 0.0
            await self._before_sending(attempt, lambda: self._send_after_all(attempt))
        try:
            if isinstance(engine, SpeaksByTicket) and engine.takes_orders(planned.request):
                return await self._by_ticket(attempt, engine)
            return await engine.speak(planned.request)
        except OutcomeUnknown as lost:
            if isinstance(engine, FindsSpeech) and not attempt.ticket:
                attempt.sent_at = sent_at  # until it is looked for, however often that fails
                return await self._looked_for(engine, attempt, lost)
            raise

    async def _by_ticket(self, attempt: Attempt, engine: SpeaksByTicket) -> Speech:
        request = attempt.planned.request
        wish = (request.fingerprint, request.variation)
        attempt.ticket = attempt.ticket or self._unwritten.get(wish, "")
        if not attempt.ticket:
            attempt.ticket = self._unwritten[wish] = await engine.order(request)
        if wish in self._unwritten:
            with suppress(StudioError):  # a full disk: it is fetched all the same
                await asyncio.to_thread(self._jobs.ordered, attempt.job, attempt.ticket)
                del self._unwritten[wish]
        attempt.sent = False  # the ticket is kept: it can be fetched another time
        return await engine.collect(request, attempt.ticket)

    async def _looked_for(
        self, engine: FindsSpeech, attempt: Attempt, lost: OutcomeUnknown
    ) -> Speech:
        """The sound of a line whose answer was lost; none is as good as a line never sent."""
        for wait in self._patience.looks:
            await self._sleep(wait)
            found = await engine.find(attempt.planned.request, attempt.sent_at)
            if found:
                return found
        attempt.sent_at = 0.0
        raise EngineUnreachable(lost.engine, lost.detail) from lost
