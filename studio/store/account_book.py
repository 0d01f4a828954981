"""The accounts of this machine with their keys: list, keyring and environment as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.accounts import AccountList
from studio.store.accounts_file import change, load
from studio.store.credentials import Credentials
from studio.store.environment import environment_accounts, variable_of


class AccountBook:
    """What accounts there are, and what may be done with them; raises AccountError. Blocking.

    `normal_host` is the services' own rule for addresses; `tell` hears once of a file that
    cannot be used, or only in part.
    """

    def __init__(
        self,
        path: Path,
        environ: Mapping[str, str],
        normal_host: Callable[[Service, str], str],
        tell: Callable[[AccountError], None],
    ) -> None:
        self.credentials = Credentials(environ)
        self._path = path
        self._environ = environ
        self._normal_host = normal_host
        self._tell = tell
        self._told: set[str] = set()

    def accounts(self) -> tuple[Account, ...]:
        """Every account, the default of each service first: that of the environment, if any.

        One whose host cannot be used is told and left out: its key would go astray.
        """
        listed, error = load(self._path)
        self._say(error)
        found: list[Account] = []
        for account in (*environment_accounts(self._environ), *listed.accounts):
            try:
                found.append(self._with_host(account))
            except AccountError as error:
                self._say(error)
        return tuple(found)

    def called(self, name: str) -> Account:
        """The account of this key, or of this name where only one has it."""
        return AccountList.of_accounts(self.accounts()).called(name)

    def check(self, account: Account, *, instead_of: str = "") -> Account:
        """The account as it could be added, or kept in place of one; nothing is changed."""
        account, listed = self._with_host(account), load(self._path)[0]
        if not instead_of:
            return listed.adding(account).accounts[-1]
        return listed.replacing(instead_of, account).called(account.key)

    def add(self, account: Account, secret: str, *, this_run_only: bool = False) -> Account:
        """Add an account at the end of the list, and keep its key; with both or with neither.

        A keyless account is added without.
        """
        account = self._with_host(account)
        self._change(lambda accounts: accounts.adding(account))
        if account.keyless:
            return account
        try:
            keep = self.credentials.hold if this_run_only else self.credentials.keep
            keep(account.key, secret)
        except BaseException:  # Ctrl-C too: an account without its key helps nobody
            with suppress(AccountError):
                self._change(lambda accounts: accounts.without(account.key))
            raise
        return account

    def replace(self, key: str, account: Account) -> None:
        """Change an account; under a new name its key goes along.

        Castings that name the old one do not find it any more.
        """
        account = self._with_host(account)
        if account.key != key:
            load(self._path)[0].replacing(key, account)
            if not account.keyless:
                self.credentials.copy(key, account.key)
        self._change(lambda accounts: accounts.replacing(key, account))
        # Last, so that the account has its key whenever this breaks off.
        if account.key != key and not account.keyless:
            with suppress(AccountError):
                self.credentials.forget(key)

    def make_first(self, key: str) -> None:
        """Make an account the default of its service."""
        self._change(lambda accounts: accounts.with_first(key))

    def remove(self, key: str) -> None:
        """Remove an account and its key."""
        listed = load(self._path)[0]
        listed.without(key)
        if not listed.called(key).keyless:
            self.credentials.forget(key)
        self._change(lambda accounts: accounts.without(key))

    def _change(self, wish: Callable[[AccountList], AccountList]) -> None:
        _, error = change(self._path, wish)
        self._say(error)

    def _with_host(self, account: Account) -> Account:
        """The account with its host as the service writes it; an empty one stays empty."""
        if not account.host:
            return account
        try:
            return replace(account, host=self._normal_host(account.service, account.host))
        except AccountError as error:
            raise AccountError(error.fault, account.key, f"{account.key}: {error.detail}") from None

    def _say(self, error: AccountError | None) -> None:
        if error and error.detail not in self._told:
            self._told.add(error.detail)
            self._tell(error)


def is_from_environment(account: Account) -> bool:
    """Whether an account comes from environment variables, and so is never written down."""
    return bool(variable_of(account.key))


def no_account_of(service: str) -> AccountError:
    """The error for a service that nobody has an account of; its detail names the variable."""
    variable = variable_of(f"{service}/environment")
    return AccountError(AccountFault.NO_ACCOUNT, service, variable)
