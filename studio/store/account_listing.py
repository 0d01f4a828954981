"""The accounts as they may be shown: each with its masked key, or with why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.account_book import AccountBook
from studio.store.credentials import masked


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as it is listed; `first` is the default of its service.

    `key` is masked. Without it `problem` says why, or the key was not looked for yet, or the
    account is keyless.
    """

    account: Account
    first: bool
    key: str = ""
    problem: AccountError | None = None


def without_keys(accounts: Iterable[Account]) -> tuple[Listed, ...]:
    """The accounts before their keys are looked for."""
    found: list[Listed] = []
    services: set[Service] = set()
    for account in accounts:
        found.append(Listed(account, account.service not in services))
        services.add(account.service)
    return tuple(found)


def listed(book: AccountBook) -> tuple[Listed, ...]:
    """Every account with its masked key. Blocking.

    A keyring that refuses one key is not asked for the others: each would wait as long.
    """
    found: list[Listed] = []
    refusal: AccountError | None = None
    for each in without_keys(book.accounts()):
        key, problem = "", refusal
        if refusal is None and not each.account.keyless:
            try:
                key = masked(book.credentials.secret(each.account.key))
            except AccountError as error:
                problem = error
                refusal = error if error.fault is AccountFault.KEYRING_REFUSED else None
        problem = None if each.account.keyless else problem
        found.append(Listed(each.account, each.first, key, problem))
    return tuple(found)
