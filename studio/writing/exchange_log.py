"""Keeps what a job asks and is answered: in the project's log, and in the person's ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

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
        self._over: set[str] = set()
        self._turn = Lock()

    async def begin(self, exchange: Exchange) -> None:
        """Count one that is about to be asked; `keep` puts in its place what it came to."""
        await asyncio.to_thread(self._begin, exchange)

    async def keep(self, exchange: Exchange) -> None:
        """Keep one; when this returns it is on the disk, if the disk takes it."""
        writing = asyncio.get_running_loop().run_in_executor(None, self._keep, exchange)
        await asyncio.shield(writing)  # else one that still waits for a thread would be dropped

    def _begin(self, exchange: Exchange) -> None:
        with self._turn:
            if exchange.id not in self._over:  # a job that was stopped at once is quicker
                held = replace(self._billing(exchange), id=_held_id(exchange))
                self._ledger.record(held)

    def _keep(self, exchange: Exchange) -> None:
        with self._turn:
            self._over.add(exchange.id)
            if exchange.read or exchange.written:
                self._ledger.record(self._billing(exchange), instead_of=_held_id(exchange))
            else:
                self._ledger.withdraw(_held_id(exchange))
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


def _held_id(exchange: Exchange) -> str:
    return f"{exchange.id} {exchange.at}"
