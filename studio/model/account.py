"""Accounts: one key at one service. The key itself is in the keyring, never in a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Service(StrEnum):
    """A service that asks for an account; its engine has the same name."""

    MINIMAX = "minimax"
    USEAPI = "useapi"
    CHAT = "chat"


SPEAKING = (Service.MINIMAX, Service.USEAPI)
"""Services whose accounts give voices."""

KEYLESS = "none"
"""The option `key` of an account that has none."""

NAME = re.compile(r"[\w-]{1,40}")
"""What an account may be called: it is part of the name castings know it by."""


@dataclass(frozen=True, slots=True)
class Account:
    """How one account is reached and how fast it may be asked.

    An empty `host` is the service's usual one. `per_minute` and `in_flight` are what the plan
    allows, 0 where it is not known and has to be learned. `options` are the service's own, such
    as the group id or the dialect; one that is empty is not there.
    """

    service: Service
    name: str
    host: str = ""
    per_minute: int = 0
    in_flight: int = 0
    options: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def key(self) -> str:
        """What castings, jobs and bills know the account by: `service/name`."""
        return f"{self.service}/{self.name}"

    @property
    def keyless(self) -> bool:
        """Whether the service wants no key, as one on this machine may not."""
        return self.options.get("key") == KEYLESS


def service_of(engine: str) -> str:
    """The service of an engine's name, with or without an account: `minimax/main` → `minimax`."""
    return engine.partition("/")[0]
