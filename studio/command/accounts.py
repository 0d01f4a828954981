"""`understudy accounts`: adding, listing, trying and removing accounts, and what they cost."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.command.counting import counted
from studio.engine_room import EngineRoom
from studio.engines.speech import ChecksAccount, SpeaksLines
from studio.engines.text import ChecksForTokens, Tokens, WritesText
from studio.errors import (
    AccountError,
    AccountFault,
    LedgerError,
    StudioError,
)
from studio.model.account import KEYLESS, Account, Service
from studio.store.account_book import AccountBook, no_account_of
from studio.store.credentials import cleaned, keyring_state
from studio.store.ledger import Ledger, Spent, month_span
from studio.store.places import ledger_file
from studio.wording import USEAPI_WARNING, verdict

LONGEST_KEY = 1 << 16


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of trying an account; without an error it was let in."""

    account: str
    words: str
    error: StudioError | None = None


def add(book: AccountBook, account: Account, *, accepted: bool) -> Account:
    """Add an account, asking for what is missing; raises AccountError before it asks in vain."""
    account = book.check(account)
    if account.service is Service.CHAT:
        return _add_chat(book, account)
    require_keyring(account)
    if account.service is Service.USEAPI:
        _accept_terms(account, accepted=accepted)
    return book.add(account, cleaned(asked_key(account), account.key))


async def tried(accounts: Sequence[Account], room: EngineRoom) -> tuple[Verdict, ...]:
    """Ask each service whether it lets the account in, for nothing where it can.

    Closes the room.
    """
    try:
        await room.take_up()
        return await verdicts(accounts, {**room.writers, **room.roster})
    finally:
        await room.aclose()


async def verdicts(
    accounts: Sequence[Account], engines: Mapping[str, SpeaksLines | WritesText]
) -> tuple[Verdict, ...]:
    """What each account's service says, one after the other."""
    return tuple([await _tried(account, engines.get(account.key)) for account in accounts])


def chosen(book: AccountBook, names: Sequence[str]) -> tuple[Account, ...]:
    """The accounts named, or all; raises AccountError for one there is not, or for none at all."""
    if names:
        return tuple(book.called(name) for name in names)
    found = book.accounts()
    if not found:
        raise no_account_of(Service.MINIMAX)
    return found


def billed(month: str | None, tell: Callable[[LedgerError], None]) -> tuple[Spent, ...]:
    """What was billed in a month, or ever. Blocking."""
    since, until = month_span(month) if month else (None, None)
    return Ledger(ledger_file(), tell).spent(since=since, until=until)


async def _tried(account: Account, engine: SpeaksLines | WritesText | None) -> Verdict:
    if not isinstance(engine, ChecksAccount):
        return Verdict(account.key, "cannot be tried", AccountError(AccountFault.UNKNOWN_SERVICE))
    try:
        await engine.check()
    except StudioError as error:
        return Verdict(account.key, verdict(error), error)
    cost = engine.check_cost if isinstance(engine, ChecksForTokens) else Tokens()
    billed = cost.read + cost.written
    return Verdict(
        account.key, verdict(None) + (f", for {counted(billed, 'token')}" if billed else "")
    )


def _add_chat(book: AccountBook, account: Account) -> Account:
    """Add an account that may be without a key, which then needs no keyring."""
    key = asked_key(account)
    if key.strip():
        return book.add(account, cleaned(key, account.key))
    return book.add(replace(account, options={**account.options, "key": KEYLESS}), "")


def _accept_terms(account: Account, *, accepted: bool) -> None:
    sys.stderr.write(f"{USEAPI_WARNING}\n")
    if accepted:
        return
    if sys.stdin.isatty():
        sys.stderr.write("Type yes to accept this: ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() == "yes":
            return
    raise AccountError(AccountFault.TERMS, account.key, "nothing was added")


def require_keyring(account: Account) -> None:
    """Raise AccountError where a key could not be kept, so that none is asked for in vain."""
    state = keyring_state()
    if not state.works:
        raise AccountError(AccountFault.NO_KEYRING, account.key, state.why_not)


def asked_key(account: Account) -> str:
    """The key from whoever sits at the terminal, or from what is piped in."""
    none = ", empty for none" if account.service is Service.CHAT else ""
    try:
        if sys.stdin.isatty():
            return getpass.getpass(f"Key of {account.key}{none}: ", stream=sys.stderr)
        return sys.stdin.read(LONGEST_KEY)
    except EOFError:
        return ""
    except UnicodeDecodeError:
        told = "what was given is no text"
        raise AccountError(AccountFault.BAD_VALUE, account.key, told) from None
