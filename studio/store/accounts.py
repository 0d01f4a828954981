"""The list of accounts: what there is, in which order, and what may be in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from studio.errors import AccountError, AccountFault
from studio.model.account import KEYLESS, NAME, Account, Service
from studio.store.environment import ENVIRONMENT, variable_of

MOST_PER_MINUTE = 100_000
MOST_IN_FLIGHT = 100
OPTIONS: Mapping[Service, Mapping[str, tuple[str, ...]]] = {
    Service.MINIMAX: {
        "group_id": (),
        "format": ("wav", "flac", "mp3"),
        "subtitles": ("on", "off"),
        "text_path": ("completions", "native"),
    },
    Service.USEAPI: {"dialect": ("auto", "speech", "audio", "off"), "account": ()},
    Service.CHAT: {"model": (), "key": (KEYLESS,)},
}
"""The options of each service and what they may be; nothing named means any words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One account of the file; `others` are keys this studio does not know, kept as they were.

    An entry that cannot be used has no account, and all of it is in `others`.
    """

    account: Account | None
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class AccountList:
    """The accounts in their order; the first of a service is the one its bare name means."""

    entries: tuple[Entry, ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def of_accounts(cls, accounts: Iterable[Account]) -> AccountList:
        """The list of these accounts and nothing else."""
        return cls(tuple(Entry(account) for account in accounts))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that can be used."""
        return tuple(entry.account for entry in self.entries if entry.account)

    def of(self, service: Service) -> tuple[Account, ...]:
        """The accounts of one service, its default first."""
        return tuple(account for account in self.accounts if account.service is service)

    def called(self, name: str) -> Account:
        """The account of this key, or of this name where only one has it; raises AccountError."""
        named = [a for a in self.accounts if a.key == name]
        named = named or [a for a in self.accounts if a.name == name]
        if len(named) == 1:
            return named[0]
        fault = AccountFault.UNKNOWN_ACCOUNT
        if named:
            keys = " or ".join(account.key for account in named)
            raise AccountError(fault, name, f"{name} may be {keys}")
        raise AccountError(fault, name, name)

    def adding(self, account: Account) -> AccountList:
        """The list with one more account at its end; raises AccountError."""
        account = checked(account)
        self._refuse_taken(account.key)
        return replace(self, entries=(*self.entries, Entry(account)))

    def replacing(self, key: str, account: Account) -> AccountList:
        """The list with an account changed; a new name's key has to be moved along.

        Raises AccountError.
        """
        place, account = self._place(key), checked(account)
        if account.key != key:
            self._refuse_taken(account.key)
        changed = Entry(account, self.entries[place].others)
        return replace(self, entries=_with(self.entries, place, changed))

    def without(self, key: str) -> AccountList:
        """The list without an account; raises AccountError when it is not there."""
        place = self._place(key)
        return replace(self, entries=self.entries[:place] + self.entries[place + 1 :])

    def with_first(self, key: str) -> AccountList:
        """The list with an account as the first, so the default, of its service."""
        place = self._place(key)
        rest = self.entries[:place] + self.entries[place + 1 :]
        return replace(self, entries=(self.entries[place], *rest))

    def _place(self, key: str) -> int:
        for place, entry in enumerate(self.entries):
            if entry.account and entry.account.key == key:
                return place
        if variable := variable_of(key):
            raise AccountError(AccountFault.FROM_ENVIRONMENT, key, variable)
        raise AccountError(AccountFault.UNKNOWN_ACCOUNT, key, key)

    def _refuse_taken(self, key: str) -> None:
        if any(account.key == key for account in self.accounts):
            raise AccountError(AccountFault.NAME_TAKEN, key, key)


def checked(account: Account) -> Account:
    """The account without empty options; raises AccountError for what no account may have."""
    if not NAME.fullmatch(account.name) or account.name == ENVIRONMENT:
        raise AccountError(AccountFault.BAD_NAME, account.key, account.name)
    for name, most in (("per_minute", MOST_PER_MINUTE), ("in_flight", MOST_IN_FLIGHT)):
        if not 0 <= getattr(account, name) <= most:
            told = f"{_spoken(name)} must be 0 to {most}"
            raise AccountError(AccountFault.BAD_VALUE, account.key, told)
    known = OPTIONS.get(account.service, {})
    for name, value in account.options.items():
        choices = known.get(name, ())
        if (choices and value not in (*choices, "")) or not value.isprintable():
            told = f"{_spoken(name)} cannot be “{value}”"
            raise AccountError(AccountFault.BAD_VALUE, account.key, told)
    filled = {name: value for name, value in account.options.items() if value}
    return replace(account, options=filled)


def _with(entries: tuple[Entry, ...], place: int, entry: Entry) -> tuple[Entry, ...]:
    return (*entries[:place], entry, *entries[place + 1 :])


def _spoken(name: str) -> str:
    return name.replace("_", " ")
