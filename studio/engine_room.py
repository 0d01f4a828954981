"""What the whole program shares of engines: who speaks and writes, how fast, and at what cost."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studio.casting.catalogue import Catalogue
from studio.casting.making.castable import gone_voices, own_voices
from studio.casting.making.consents import consents_of
from studio.casting.making.first_use import FeesToCome, FirstUse
from studio.delivery.consents import Consents, no_consents
from studio.engines.roster import Roster, Writers
from studio.engines.speech import Price, SpeaksLines, SpeechRequest, Voice
from studio.engines.text import WritesText
from studio.engines.web_hosts import is_loopback
from studio.errors import (
    AccountError,
    AccountFault,
    StudioError,
    VoiceLibraryError,
    WritingError,
    WritingProblem,
)
from studio.model.account import SPEAKING, Account, Service
from studio.model.project import Project
from studio.store.account_book import AccountBook
from studio.store.key_questions import KeyQuestions
from studio.store.ledger import Ledger
from studio.store.places import (
    accounts_file,
    cache_folder,
    ledger_file,
    voice_library_folder,
)
from studio.store.project_file import ProjectFile
from studio.store.voice_library import VoiceLibrary
from studio.synthesis.bill import Caps, LedgerBill
from studio.synthesis.pace import Paces
from studio.synthesis.pace_memory import read_learned, write_learned
from studio.synthesis.voice_bill import LedgerVoiceBill
from studio.writing.asking import Asker
from studio.writing.exchange_log import ExchangeLog
from studio.writing.patience import PATIENCE, Patience
from studio.writing.purse import Purse
from studio.writing.switchboard import Switchboard

Key = Callable[[], Awaitable[str]]
"""Gives the key of an account when it is first needed; raises AccountError."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What an account gives: a voice, somebody who writes, or both."""

    account: Account
    speaks: SpeaksLines | None
    writes: WritesText | None


class EngineRoom:
    """Holds the accounts, the engines they make, their paces, the bill and the voice catalogue.

    What speaks is in the roster, what writes among the `writers`; an account may be in both.

    The embedded engine is there at once, the accounts from `take_up` on; it is called again
    whenever they change. `tell` hears of what is wrong with accounts and bill, in any thread;
    `caps` says what may be billed, and the bill asks it each time.
    """

    def __init__(
        self, tell: Callable[[StudioError], None], caps: Callable[[], Caps] = Caps
    ) -> None:
        from studio.engines.offline.engine import OfflineEngine

        self._tell = tell
        self._offline = OfflineEngine()
        self._made: dict[str, _Made] = {}
        self.book = AccountBook(accounts_file(), os.environ, normal_host, tell)
        self._keys = KeyQuestions(self.book.credentials)
        self._fees = FeesToCome()
        self.roster = Roster([self._offline], first_line_fee=self._first_line_fee)
        self.writers = Writers()
        self.switchboard = Switchboard(self._at_once)
        self.paces = Paces()
        self.ledger = Ledger(ledger_file(), tell)
        self.library = VoiceLibrary(voice_library_folder())
        self.bill = LedgerBill(self.ledger, caps, spoke=self._spoke)
        self._first_use = FirstUse(self.library, self.roster, self.voice_bill(), tell)
        self._paces_file = cache_folder() / "paces.json"
        self.catalogue = Catalogue(
            self.roster,
            cache_folder() / "voices.json",
            own=self._own_voices,
            gone=self._gone_voices,
        )

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
        self._made = {account.key: self._engines(account) for account in accounts}
        voices = [made.speaks for made in self._made.values() if made.speaks]
        writers = [made.writes for made in self._made.values() if made.writes]
        for engine in (
            *self.roster.become([self._offline, *voices]),
            *self.writers.become(writers),
        ):
            await engine.aclose()  # what it speaks just now is finished all the same

    async def renew(self, account: str) -> None:
        """Make an account's engine anew: its key is another one."""
        self._made.pop(account, None)
        await self.take_up()

    def writer(self, name: str = "") -> WritesText:
        """Who writes under an account's name, the first of all without one.

        Raises WritingError: NO_WRITER, or UNKNOWN_WRITER where there are others.
        """
        found = self.writers.get(name) if name else next(iter(self.writers.values()), None)
        if found is None and self.writers:
            told = f"{name}; there are {', '.join(self.writers)}"
            raise WritingError(WritingProblem.UNKNOWN_WRITER, told)
        if found is None:
            raise WritingError(WritingProblem.NO_WRITER, name)
        return found

    def asker(
        self,
        job: str,
        file: ProjectFile,
        *,
        writer: str = "",
        model: str = "",
        limit: Decimal | None = None,
        most_tokens: int = 0,
        patience: Patience = PATIENCE,
    ) -> Asker:
        """A job's way to a model; `limit` is in the currency of its price, 0 tokens no limit.

        What is asked and answered is kept in the file and its cost in the ledger. Raises
        WritingError NO_WRITER and UNKNOWN_WRITER.
        """
        found = self.writer(writer)
        price = found.price(model)
        purse = Purse(price, limit=limit, most_tokens=most_tokens)
        log = ExchangeLog(
            file.exchanges, self.ledger, project=file.project.id, price=price, tell=self._tell
        )
        return Asker(
            found,
            purse,
            log,
            job=job,
            model=model,
            patience=patience,
            switchboard=self.switchboard,
        )

    def voice_bill(self) -> LedgerVoiceBill:
        """The bill of a new run of making voices, under the caps of runs and days."""
        return LedgerVoiceBill(self.bill, self.ledger, lambda: self.library.now)

    def hear_first_uses(self, noted: Callable[[], object]) -> None:
        """Have this called, in any thread, when a voice of one's own spoke for the first time."""
        self._first_use.noted = noted

    def _own_voices(self) -> tuple[Voice, ...]:
        """What the library has to cast; a library that cannot be read is told of. Blocking."""
        try:
            self._fees.look(self.library)
            return own_voices(self.library)
        except VoiceLibraryError as error:
            self._tell(error)
            return ()

    def _gone_voices(self) -> dict[tuple[str, str], str]:
        """What voices were called that are there no more. Blocking."""
        try:
            return gone_voices(self.library)
        except VoiceLibraryError:
            return {}  # told of when the others were read

    def _spoke(self, request: SpeechRequest) -> None:
        self._fees.spoke(request)
        self._first_use.spoke(request)

    def _first_line_fee(self, request: SpeechRequest) -> Price | None:
        return self._fees.of(request, self.roster)

    def consents(self, project: Project) -> Consents:
        """Tells who allowed the voices of a project's takes; a damaged library is told of.

        Blocking.
        """
        try:
            return consents_of(project, self.library)
        except VoiceLibraryError as error:
            self._tell(error)
            return no_consents

    async def aclose(self) -> None:
        """Close every engine, and keep what was learned of their paces and what they billed."""
        await self.roster.aclose()
        await self.writers.aclose()
        await asyncio.to_thread(self.ledger.close)
        learned = self.paces.learned()
        if learned:
            await asyncio.to_thread(write_learned, self._paces_file, learned)

    def _at_once(self, account: str) -> int:
        """The requests an account may have in flight, 0 where nobody said.

        A model on this machine answers one after the other anyway.
        """
        made = self._made.get(account)
        if made is None:
            return 0
        return made.account.in_flight or int(is_loopback(made.account.host))

    def _engines(self, account: Account) -> _Made:
        """The engines of an account: those there are when nothing of it changed."""
        known = self._made.get(account.key)
        if known and known.account == account:
            return known

        async def key() -> str:
            return await self._keys.secret(account.key)

        speaks = engine_of(account, key) if account.service in SPEAKING else None
        return _Made(account, speaks, writer_of(account, key))


def engine_of(account: Account, key: Key) -> SpeaksLines:
    """The voice of an account; nothing is opened before it is used. Raises AccountError."""
    match account.service:
        case Service.MINIMAX:
            from studio.engines.minimax.engine import MiniMaxEngine

            return MiniMaxEngine(account, key)
        case Service.USEAPI:
            from studio.engines.useapi.engine import UseApiEngine

            return UseApiEngine(account, key)
        case Service.CHAT:
            told = f"{account.service} has no voices"
            raise AccountError(AccountFault.UNKNOWN_SERVICE, account.key, told)


def writer_of(account: Account, key: Key) -> WritesText | None:
    """Who writes for an account, None where its service has no text models."""
    match account.service:
        case Service.MINIMAX:
            from studio.engines.minimax.writing import MiniMaxWriter

            return MiniMaxWriter(account, key)
        case Service.CHAT:
            from studio.engines.chat.writer import ChatWriter

            return ChatWriter(account, key)
        case Service.USEAPI:
            return None


def tried_by(account: Account, key: Key) -> SpeaksLines | WritesText:
    """What an account is tried with: its voice, or else who writes for it."""
    if account.service in SPEAKING:
        return engine_of(account, key)
    writer = writer_of(account, key)
    assert writer is not None
    return writer


def normal_host(service: Service, written: str) -> str:
    """The host of a service from what a person typed, by its own rules; raises AccountError."""
    from studio.engines.chat import hosts as chat
    from studio.engines.minimax import hosts as minimax
    from studio.engines.useapi import hosts as useapi

    rules = {Service.MINIMAX: minimax, Service.USEAPI: useapi, Service.CHAT: chat}
    return rules[service].host_of(written)


def known_hosts(service: Service) -> Mapping[str, str]:
    """The addresses a service is known to have, the usual one first, with what they are for."""
    from studio.engines.chat import hosts as chat
    from studio.engines.minimax import hosts as minimax
    from studio.engines.useapi import hosts as useapi

    return {Service.MINIMAX: minimax, Service.USEAPI: useapi, Service.CHAT: chat}[service].KNOWN
