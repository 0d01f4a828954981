"""Which generation of the interface answers, and which of several accounts speaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from studio.engines.useapi import dialects
from studio.engines.useapi.accounts import WebAccount, accounts_of, first_usable
from studio.engines.useapi.answers import Closed, Missing
from studio.engines.useapi.client import Client
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.ids import account_in
from studio.errors import AccountProblem, AccountStopped, EngineRefused, VoiceError

REMEMBERED_S = 24 * 3600.0

OF_ONE_ACCOUNT = frozenset(
    {
        AccountProblem.BALANCE,
        AccountProblem.PLAN_SPENT,
        AccountProblem.NOT_VERIFIED,
        AccountProblem.NO_SUBSCRIPTION,
        AccountProblem.SUSPENDED,
    }
)
"""What may be wrong with one MiniMax account while the others behind the token speak."""


class Access:
    """What is known of one token; found out when first needed and remembered for a day.

    `dialect` and `account` are the options of the studio's account. A generation is tried with
    one look at its voices, which costs nothing, and never with a line.
    """

    def __init__(
        self, client: Client, *, dialect: str, account: str, clock: Callable[[], float]
    ) -> None:
        self._client = client
        self._option = dialect
        self._named = account
        self._clock = clock
        self._answered_at: float | None = None
        self._known: tuple[WebAccount, ...] | None = None
        self._known_at = 0.0
        self._passed_over: set[str] = set()
        self._asking = asyncio.Lock()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Dialect]:
        """The generation to speak to, as soon as it has answered; raises what `guarded` does."""
        async with self.guarded():
            async with self._asking:
                await self._prove()
            yield dialects.meant(self._option)

    @asynccontextmanager
    async def guarded(self) -> AsyncGenerator[None]:
        """Make a dead path or a missing thing, asked for within, an error of the studio.

        Raises AccountStopped when the account is switched off.
        """
        if self._option == dialects.OFF:
            raise self._stopped("it is switched off in the account", AccountProblem.CLOSED)
        try:
            yield
        except Closed as closed:
            raise await self._closed(str(closed)) from closed
        except Missing as missing:
            raise self._missing(str(missing)) from missing
        except AccountStopped:
            self._known = None
            raise

    async def accounts(self, *, fresh: bool = False) -> tuple[WebAccount, ...]:
        """The accounts behind the token; raises VoiceError, Closed."""
        if fresh or self._known is None or self._is_old(self._known_at):
            self._known = await accounts_of(self._client)
            self._known_at = self._clock()
        return self._known

    async def account(self, id: str = "") -> str:
        """The account a request must name, empty when there is only one; that of an id goes first.

        Raises AccountStopped when none can speak.
        """
        if owner := account_in(id):
            return owner
        if self._named:
            return self._named
        known = await self.accounts()
        found = first_usable(known, self._passed_over)
        if found is None:
            raise self._none_of(known)
        return found.name if len(known) > 1 else ""

    async def candidates(self) -> tuple[str, ...]:
        """The accounts something new may be made on; an empty name is the only one there is.

        Raises AccountStopped when none can speak.
        """
        if self._named:
            return (self._named,)
        known = await self.accounts()
        usable = [each.name for each in known if each.usable and each.name not in self._passed_over]
        if not usable:
            raise self._none_of(known)
        return tuple(usable) if len(known) > 1 else ("",)

    async def account_query(self) -> dict[str, str]:
        """The same as a part of a query."""
        account = await self.account()
        return {"account": account} if account else {}

    async def look_at_account(self) -> None:
        """Ask anew for the accounts; raises AccountStopped when the one to speak with cannot."""
        known = await self.accounts(fresh=True)
        if self._named:
            known = tuple(each for each in known if each.name == self._named)
            if not known:
                detail = "this account is not configured at useapi.net"
                raise self._stopped(detail, AccountProblem.SUSPENDED)
        if first_usable(known) is None:
            raise self._none_of(known)

    def forget(self) -> None:
        """Find everything out anew."""
        self._answered_at, self._known = None, None
        self._passed_over.clear()

    async def pass_over(self, account: str, voice: str, stop: AccountStopped) -> None:
        """Speak with another account from now on, as this one of several says no.

        Raises the stop when that leaves none, or when the account was named by a person. A voice
        that belongs to the account has no other: then only its lines are refused.
        """
        if stop.problem not in OF_ONE_ACCOUNT:
            raise stop
        if account_in(voice):
            if await self._speaks_without({account}):
                detail = f"the account that this voice belongs to says no: {stop.detail}"
                raise EngineRefused(stop.engine, detail) from stop
            raise stop
        if not account or account == self._named:
            raise stop
        self._passed_over.add(account)
        if not await self._speaks_without(self._passed_over):
            self._passed_over.clear()  # somebody may mend one of them
            self._known = None
            raise stop

    async def _speaks_without(self, accounts: set[str]) -> bool:
        """Whether lines whose voice belongs to none of these accounts can be spoken."""
        if self._named:
            return self._named not in accounts
        try:
            return first_usable(await self.accounts(), accounts) is not None
        except (VoiceError, Closed, Missing):
            return False

    async def _prove(self) -> None:
        if self._answered_at is not None and not self._is_old(self._answered_at):
            return
        query = {"page_size": "1", **await self.account_query()}
        await self._client.get(dialects.meant(self._option).path("voices"), query)
        self._answered_at = self._clock()

    async def _closed(self, words: str) -> AccountStopped:
        """A dead path: is it this generation alone, or is nothing of useapi at this address?"""
        self._answered_at = None
        name = dialects.meant(self._option).name
        try:
            await self.accounts(fresh=True)
        except Closed:
            detail = f"nothing of useapi.net answers at {self._client.web.host}"
            return self._stopped(detail, AccountProblem.WRONG_ADDRESS)
        except (VoiceError, Missing):
            pass  # it is there, whatever is wrong with it: what was asked for is gone all the same
        detail = f"{name}/… is closed: {words}"
        return self._stopped(self._client.safe(detail), AccountProblem.CLOSED)

    def _missing(self, words: str) -> VoiceError:
        if "account" in words.lower():
            return self._stopped(f"{words} (404)", AccountProblem.SUSPENDED)
        return EngineRefused(self._client.engine, f"{words} (404)")

    def _none_of(self, known: tuple[WebAccount, ...]) -> AccountStopped:
        pending = [each.error for each in known if each.error]
        if pending:
            return self._stopped(f"pending error: {pending[0]}", AccountProblem.SUSPENDED)
        if not known:
            detail = "no account is configured at useapi.net"
            return self._stopped(detail, AccountProblem.SUSPENDED)
        detail = "no configured account has an audio subscription"
        return self._stopped(detail, AccountProblem.NO_SUBSCRIPTION)

    def _stopped(self, detail: str, problem: AccountProblem) -> AccountStopped:
        return AccountStopped(self._client.engine, detail, problem)

    def _is_old(self, at: float) -> bool:
        return self._clock() - at > REMEMBERED_S
