"""Wrapped ids, `user:4711-minimax:first-voice:226…`: whose they are, and what of them is shown.

An id is sent as it came, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRAPPED = re.compile(r"user:(\d+)-minimax:([^\s\"'<>:,;]+)-(file|audio|voice):([\w-]+)")
_PRIVATE = re.compile(
    r"(?i)([\"']?(?:token|jwt|url|searchParams|deviceID|device_id)[\"']?\s*[:=]\s*)"
    r"(?:\"[^\"]*\"|'[^']*'|[^\s,;}\"']+)"
)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The parts of an id: user, account there, kind ("file", "audio" or "voice") and number."""

    user: str
    account: str
    kind: str
    number: str


def unwrapped(id: str) -> Wrapped | None:
    """The parts of an id, None for a bare one."""
    found = _WRAPPED.fullmatch(id)
    return Wrapped(*found.groups()) if found else None


def account_in(id: str) -> str:
    """The account an id belongs to, empty for a bare one."""
    parts = unwrapped(id)
    return parts.account if parts else ""


def number_of(id: str) -> str:
    """The number alone, with which the same thing is known in both dialects."""
    parts = unwrapped(id)
    return parts.number if parts else id


def shortened(words: str) -> str:
    """Words without what ids and account records tell of a person: `voice …1234`."""
    words = _WRAPPED.sub(lambda found: f"{found[3]} …{found[4][-_SHOWN:]}", words)
    return _PRIVATE.sub(r"\1…", words)
