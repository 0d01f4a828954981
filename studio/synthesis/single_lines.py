"""Lines voiced one at a time, as whoever tries out words and speeds needs it."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from studio.document import Document
from studio.errors import CapReached
from studio.model.line import Line
from studio.model.take import Take
from studio.synthesis.batch import Batch, Failure
from studio.synthesis.bill import Run
from studio.synthesis.booth import Booth
from studio.synthesis.finishing import to_the_end
from studio.synthesis.plan import Engines, TakeState, planned, state_of
from studio.synthesis.status import LineStatus


class SingleLines:
    """One run of the booth in which each line is a batch; the cap is for all of them together.

    `failures` are those of lines whose last try failed.
    """

    def __init__(
        self,
        document: Document,
        booth: Booth,
        engines: Engines,
        status: LineStatus,
        *,
        run: Run | None = None,
    ) -> None:
        self._document = document
        self._booth = booth
        self._engines = engines
        self._status = status
        self._run = run or Run()
        self._failures: dict[tuple[str, str], Failure] = {}
        self.made = 0
        self.billed_characters = 0
        self.amount: dict[str, Decimal] = {}
        self.refusal: CapReached | None = None

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The lines that got no take, and why."""
        return tuple(self._failures.values())

    async def take(self, line: Line, language: str) -> Take | None:
        """The take that says a line as it is now; made where there is none, and then chosen.

        None for a line that cannot be voiced, that is in doubt, or that a cap keeps out.
        """
        project, unsure = self._document.project, self._status.unsure
        found = await asyncio.to_thread(state_of, project, line, language, self._engines, unsure)
        if found.state is TakeState.READY:
            return found.take
        if found.request is None or found.state is TakeState.UNSURE:
            return None
        batch = self._booth.batch([planned(line, language, found.request, self._engines)])
        batch.run = self._run
        try:
            await self._booth.work(batch)
        except asyncio.CancelledError:
            await to_the_end(self._booth.withdraw(batch))
            raise
        self._note(batch, line, language)
        fingerprint = found.request.fingerprint
        takes = self._document.project.takes.of(line.id, language)
        return next((take for take in reversed(takes) if take.fingerprint == fingerprint), None)

    def _note(self, batch: Batch, line: Line, language: str) -> None:
        progress = batch.progress
        self.made += progress.made
        self.billed_characters += progress.billed_characters
        self.refusal = batch.refusal or self.refusal
        self._failures.pop((line.id, language), None)
        self._failures.update({(each.line, each.language): each for each in batch.failures})
        price = batch.takes[0].price
        if progress.billed_characters and price.amount:
            billed = price.amount * progress.billed_characters / price.billed_characters
            self.amount[price.currency] = self.amount.get(price.currency, Decimal(0)) + billed
