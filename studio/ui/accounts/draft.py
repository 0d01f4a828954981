"""An account as it stands in the form: looked over, tried, added, saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, runtime_checkable

from studio.engines.speech import ChecksAccount
from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.accounts import checked
from studio.store.credentials import cleaned
from studio.ui.accounts.office import Office

UNNAMED = "new"
"""What an account that has no name yet is called while it is tried."""


class Spot(StrEnum):
    """The parts of the form that something can be wrong with."""

    NAME = "name"
    HOST = "host"
    KEY = "key"
    GROUP_ID = "group_id"
    ACCOUNT = "account"
    TERMS = "terms"
    MODEL = "model"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed; without a `secret` the key that is kept already stays."""

    account: Account
    secret: str = field(default="", repr=False)
    new: bool = False
    this_run_only: bool = False
    accepted: bool = False

    @property
    def key_wanted(self) -> bool:
        """Whether there must be a key in the draft."""
        return bool(self.secret) or (self.new and not self.account.keyless)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot stay as it is, and where it stands."""

    spot: Spot
    error: AccountError


@runtime_checkable
class _ListsModels(Protocol):
    """Who writes, as far as it is asked here."""

    async def known_models(self) -> tuple[str, ...]: ...


class DraftRefused(Exception):
    """A draft that is no account yet, with everything that is wrong with it."""

    def __init__(self, wrongs: tuple[Wrong, ...]) -> None:
        super().__init__(", ".join(wrong.spot for wrong in wrongs))
        self.wrongs = wrongs


def keep(office: Office, draft: Draft) -> Account:
    """Add the account, or save its changes; raises DraftRefused, AccountError. Blocking."""
    account = _looked_over(office, draft)
    book = office.book
    if draft.new:
        return book.add(account, draft.secret, this_run_only=draft.this_run_only)
    if draft.secret:
        hold = book.credentials.hold if draft.this_run_only else book.credentials.keep
        hold(account.key, draft.secret)
    book.replace(account.key, account)
    return account


async def try_out(office: Office, draft: Draft) -> tuple[str, ...]:
    """Ask the service whether it lets the account in as it was typed; nothing is billed.

    Gives the models that a chat service lists. Raises DraftRefused, AccountError, or the
    VoiceError that the service gives.
    """
    if draft.new and draft.account.service is Service.USEAPI and not draft.accepted:
        terms = AccountError(AccountFault.TERMS, draft.account.key)
        raise DraftRefused((Wrong(Spot.TERMS, terms),))
    spot, host = Spot.HOST, ""
    try:
        host = office.normal_host(draft.account.service, draft.account.host)
        spot = Spot.KEY
        typed = cleaned(draft.secret) if draft.key_wanted else ""
    except AccountError as error:
        raise DraftRefused((Wrong(spot, error),)) from error
    account = replace(draft.account, name=draft.account.name or UNNAMED, host=host)

    async def key() -> str:
        if typed:
            return typed
        return await asyncio.to_thread(office.book.credentials.secret, account.key)

    engine = office.engine(account, key)
    try:
        if not isinstance(engine, ChecksAccount):
            raise AccountError(AccountFault.UNKNOWN_SERVICE, account.key, account.service)
        await engine.check()
        if account.service is Service.CHAT and isinstance(engine, _ListsModels):
            return await engine.known_models()
        return ()
    finally:
        await engine.aclose()


def spot_of(error: AccountError) -> Spot:
    """The part of the form that an error is about."""
    if error.fault is AccountFault.BAD_VALUE:
        spoken = {name.replace("_", " "): Spot(name) for name in _WORDS}
        found = (spot for words, spot in spoken.items() if error.detail.startswith(words))
        return next(found, Spot.FORM)
    return _SPOTS.get(error.fault, Spot.FORM)


_WORDS = (Spot.GROUP_ID, Spot.ACCOUNT, Spot.MODEL)
"""The parts in which anything may be typed."""

_SPOTS = {
    AccountFault.NAME_TAKEN: Spot.NAME,
    AccountFault.BAD_NAME: Spot.NAME,
    AccountFault.BAD_HOST: Spot.HOST,
    AccountFault.INSECURE_HOST: Spot.HOST,
    AccountFault.EMPTY_KEY: Spot.KEY,
    AccountFault.NO_KEY: Spot.KEY,
    AccountFault.NO_KEYRING: Spot.KEY,
    AccountFault.KEYRING_REFUSED: Spot.KEY,
    AccountFault.TERMS: Spot.TERMS,
}


def _looked_over(office: Office, draft: Draft) -> Account:
    """The account with its host as the service writes it; raises DraftRefused."""
    wrongs: list[Wrong] = []
    account = draft.account

    def attempt(spot: Spot | None, what: Callable[[], object]) -> None:
        try:
            what()
        except AccountError as error:
            wrongs.append(Wrong(spot or spot_of(error), error))

    without_host = replace(account, host="")  # the host is looked at by itself
    check = office.book.check if draft.new else checked
    attempt(None, lambda: check(without_host))
    attempt(Spot.HOST, lambda: office.normal_host(account.service, account.host))
    if draft.key_wanted:
        attempt(Spot.KEY, lambda: cleaned(draft.secret))
    if draft.new and account.service is Service.USEAPI and not draft.accepted:
        wrongs.append(Wrong(Spot.TERMS, AccountError(AccountFault.TERMS, account.key)))
    once = tuple({wrong.spot: wrong for wrong in wrongs}.values())
    if once:
        raise DraftRefused(once)
    return replace(account, host=office.normal_host(account.service, account.host))
