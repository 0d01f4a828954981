"""Wrapped ids: who and which account stand in front of the number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRAPPED = re.compile(r"user:(\d+)-minimax:([\w-]+)-(file|audio|voice):(\d+)")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One id: user, account, kind ("file", "audio", "voice") and number."""

    user: str
    account: str
    kind: str
    number: str

    def __str__(self) -> str:
        return f"user:{self.user}-minimax:{self.account}-{self.kind}:{self.number}"


def unwrapped(text: object) -> Wrapped | None:
    """The parts of an id, None when it is none."""
    found = _WRAPPED.fullmatch(text) if isinstance(text, str) else None
    return Wrapped(*found.groups()) if found else None
