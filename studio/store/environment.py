"""Accounts given by environment variables, for machines that have no keyring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.model.account import KEYLESS, Account, Service

ENVIRONMENT = "environment"
"""The name of such an account; no account in the list may have it."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The environment variables of one service: key, host, and options by their names.

    `key_needed`: without a key there is no account, whatever else is set.
    """

    key: str
    host: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    key_needed: bool = True


VARIABLES: Mapping[Service, Variables] = {
    Service.MINIMAX: Variables(
        "MINIMAX_API_KEY", "MINIMAX_API_HOST", {"group_id": "MINIMAX_GROUP_ID"}
    ),
    Service.USEAPI: Variables("USEAPI_TOKEN", "USEAPI_API_HOST"),
    Service.CHAT: Variables(
        "CHAT_API_KEY", "CHAT_API_HOST", {"model": "CHAT_MODEL"}, key_needed=False
    ),
}


def environment_accounts(environ: Mapping[str, str]) -> tuple[Account, ...]:
    """The account of each service that the environment has one of; hosts as they are written."""
    accounts: list[Account] = []
    for service, names in VARIABLES.items():
        key, host = (environ.get(name, "").strip() for name in (names.key, names.host))
        if not key and (names.key_needed or not host):
            continue
        options = {option: environ.get(name, "").strip() for option, name in names.options.items()}
        filled = {option: value for option, value in options.items() if value}
        if not key:
            filled["key"] = KEYLESS
        accounts.append(Account(service, ENVIRONMENT, host, options=filled))
    return tuple(accounts)


def variable_of(account_key: str) -> str:
    """The variable that holds the key of an environment account; empty for any other account."""
    service, _, name = account_key.partition("/")
    if name != ENVIRONMENT or service not in VARIABLES:
        return ""
    return VARIABLES[Service(service)].key
