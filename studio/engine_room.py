"""What the whole program shares of engines: who can speak, how fast, and what it has cost."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping

from studio.casting.catalogue import Catalogue
from studio.engines.roster import Roster
from studio.engines.speech import SpeaksLines
from studio.errors import StudioError
from studio.model.account import Account, Service
from studio.store.account_book import AccountBook
from studio.store.ledger import Ledger
from studio.store.places import accounts_file, cache_folder, ledger_file
from studio.synthesis.bill import LedgerBill
from studio.synthesis.pace import Paces
from studio.synthesis.pace_memory import read_learned, write_learned

Key = Callable[[], Awaitable[str]]
"""Gives the key of an account when it is first needed; raises AccountError."""


class EngineRoom:
    """Holds the accounts, the engines they make, their paces, the bill and the voice catalogue.

    The embedded engine is there at once, the accounts from `take_up` on; it is called again
    whenever they change. `tell` hears of what is wrong with accounts and bill, in any thread.
    """

    def __init__(self, tell: Callable[[StudioError], None]) -> None:
        from studio.engines.offline.engine import OfflineEngine

        self._offline = OfflineEngine()
        self._made: dict[str, tuple[Account, SpeaksLines]] = {}
        self.book = AccountBook(accounts_file(), os.environ, normal_host, tell)
        self.roster = Roster([self._offline])
        self._retired: list[SpeaksLines] = []  # they may still be speaking lines that are billed
        self.paces = Paces()
        self.ledger = Ledger(ledger_file(), tell)
        self.bill = LedgerBill(self.ledger)
        self._paces_file = cache_folder() / "paces.json"
        self.catalogue = Catalogue(self.roster, cache_folder() / "voices.json")

    async def begin(self) -> None:
        """Have what needs no network: the accounts, and the voices as they were heard last."""
        await self.catalogue.load()
        await self.take_up()
        await self.catalogue.refresh(here=True)

    async def take_up(self) -> None:
        """Have an engine for each account there is now; one that did not change is kept."""
        if not self._made:
            self.paces.remember(await asyncio.to_thread(read_learned, self._paces_file))
        accounts = await asyncio.to_thread(self.book.accounts)
        self._made = {account.key: (account, self._engine(account)) for account in accounts}
        engines = [engine for _, engine in self._made.values()]
        self._retired += self.roster.become([self._offline, *engines])

    async def renew(self, account: str) -> None:
        """Make an account's engine anew: its key is another one."""
        self._made.pop(account, None)
        await self.take_up()

    async def aclose(self) -> None:
        """Close every engine, and keep what was learned of their paces."""
        for engine in self._retired:
            await engine.aclose()
        await self.roster.aclose()
        learned = self.paces.learned()
        if learned:
            await asyncio.to_thread(write_learned, self._paces_file, learned)

    def _engine(self, account: Account) -> SpeaksLines:
        """The engine of an account: the one there is when nothing of it changed."""
        known = self._made.get(account.key)
        if known and known[0] == account:
            return known[1]

        async def key() -> str:
            return await asyncio.to_thread(self.book.credentials.secret, account.key)

        return engine_of(account, key)


def engine_of(account: Account, key: Key) -> SpeaksLines:
    """The engine of an account; nothing is opened before it is used."""
    if account.service is Service.MINIMAX:
        from studio.engines.minimax.engine import MiniMaxEngine

        return MiniMaxEngine(account, key)
    from studio.engines.useapi.engine import UseApiEngine

    return UseApiEngine(account, key)


def normal_host(service: Service, written: str) -> str:
    """The host of a service from what a person typed, by its own rules; raises AccountError."""
    from studio.engines.minimax import hosts as minimax
    from studio.engines.useapi import hosts as useapi

    return (minimax if service is Service.MINIMAX else useapi).host_of(written)


def known_hosts(service: Service) -> Mapping[str, str]:
    """The addresses a service is known to have, the usual one first, with what they are for."""
    from studio.engines.minimax import hosts as minimax
    from studio.engines.useapi import hosts as useapi

    return (minimax if service is Service.MINIMAX else useapi).KNOWN
