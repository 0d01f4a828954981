"""The MiniMax accounts behind a token: which of them can speak, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from studio.engines.useapi.answers import Content, inner, number_of, rows_of, text_of
from studio.engines.useapi.client import Client

WARN_S = 3 * 86_400
"""An account's session ends after thirty days; so long before that it is worth a warning."""


@dataclass(frozen=True, slots=True)
class WebAccount:
    """One account there; `error` is what is pending, `expires_at` in seconds since 1970."""

    name: str
    speaks: bool
    error: str = ""
    expires_at: float | None = None

    @property
    def usable(self) -> bool:
        """Whether lines may be sent to it."""
        return self.speaks and not self.error

    def expires_soon(self, now: float) -> bool:
        """Whether its session ends within three days, or has ended."""
        return self.expires_at is not None and self.expires_at - now < WARN_S


@dataclass(frozen=True, slots=True)
class Plan:
    """What an account's plan tells; credits are None where it does not say."""

    name: str
    credits: float | None


async def accounts_of(client: Client) -> tuple[WebAccount, ...]:
    """The accounts configured for the token; raises VoiceError, Closed."""
    found = await client.get("accounts")
    records = [(name, cast(Content, record)) for name, record in found.items() if _is_one(record)]
    return tuple(_account(client, name, record) for name, record in records)


async def plan_of(client: Client, account: str) -> Plan:
    """The plan of an account, empty for the only one; raises VoiceError, Closed, Missing."""
    found = await client.get("features", {"account": account} if account else None)
    return Plan(text_of(found, "memberName"), number_of(found, "totalCredits"))


async def running_on(client: Client, account: str) -> int:
    """How many speech jobs of an account, empty for all, run; raises VoiceError, Closed."""
    found = await client.get("scheduler/available")
    shown = rows_of(found, "available")
    wanted = [row for row in shown if not account or text_of(row, "account") == account]
    return sum(int(number_of(row, "executingAudio") or 0) for row in wanted)


def first_usable(accounts: Iterable[WebAccount], but: Iterable[str] = ()) -> WebAccount | None:
    """The account to speak with, None when there is none besides those named."""
    passed_over = set(but)
    return next((a for a in accounts if a.usable and a.name not in passed_over), None)


def _is_one(record: object) -> bool:
    return isinstance(record, dict)


def _account(client: Client, name: str, record: Content) -> WebAccount:
    return WebAccount(
        name,
        record.get("supportAudio") is True,
        client.safe(str(record.get("error") or "")),
        _expiry(inner(record, "jwt")),
    )


def _expiry(session: Content) -> float | None:
    """When a session ends: milliseconds, a date, or the seconds of the token itself."""
    milliseconds = number_of(session, "exp_Expire")
    if milliseconds is not None:
        return milliseconds / 1000
    try:
        date = datetime.fromisoformat(text_of(session, "exp_Expire"))
    except ValueError:
        return number_of(session, "exp")
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
