"""Keeps what a job asks and is answered: in the project's log, and in the person's ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from studio.engines.text import TextPrice, Tokens
from studio.errors import ProjectFileError, StudioError
from studio.store.exchanges import Exchange, Exchanges
from studio.store.ledger import Ledger
from studio.store.ledger_rows import Billing, BillingKind
from studio.writing.tokens import money_for


class ExchangeLog:
    """Writes in a worker thread, and each exchange to its end even if the job is stopped.

    A disk that takes nothing stops no job: `tell` hears of it once, in any thread.
    """

    def __init__(
        self,
        exchanges: Exchanges,
        ledger: Ledger,
        *,
        project: str,
        price: TextPrice,
        tell: Callable[[StudioError], None],
    ) -> None:
        self._exchanges = exchanges
        self._ledger = ledger
        self._project = project
        self._price = price
        self._tell = tell
        self._told = False

    async def keep(self, exchange: Exchange) -> None:
        """Keep one; when this returns it is on the disk, if the disk takes it."""
        writing = asyncio.get_running_loop().run_in_executor(None, self._keep, exchange)
        await asyncio.shield(writing)  # else one that still waits for a thread would be dropped

    def _keep(self, exchange: Exchange) -> None:
        if exchange.read or exchange.written:
            self._ledger.record(self._billing(exchange))
        try:
            self._exchanges.add(exchange)
        except ProjectFileError as error:
            if not self._told:
                self._told = True
                self._tell(error)

    def _billing(self, exchange: Exchange) -> Billing:
        return Billing(
            exchange.at,
            exchange.account,
            0,
            exchange.model,
            BillingKind.WRITING,
            self._project,
            amount=money_for(Tokens(exchange.read, exchange.written), self._price),
            currency=self._price.currency,
            tokens=exchange.read + exchange.written,
        )
