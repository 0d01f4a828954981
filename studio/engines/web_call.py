"""One request to a service and its answer, as plain values."""

from __future__ import annotations

import email.utils
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.engines.web_upload import Upload

LARGEST = 256 << 20
"""Bytes of an answer: twenty minutes of plain samples, in hex digits."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds the studio waits: for a connection, an answer, a long one, and between two tries."""

    connect_s: float = 10.0
    read_s: float = 120.0
    long_read_s: float = 600.0
    between_tries_s: float = 1.0
    between_looks_s: float = 3.0


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `bills`: paid work may be done for it, so a lost answer is an open question.

    `read_s` is how long the service may be silent, 0 for the usual time; `largest` is in bytes of
    the answer. The body is `json` or an `upload`.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    json: Any = None
    upload: Upload | None = field(default=None, repr=False)
    bills: bool = False
    read_s: float = 0.0
    largest: int = LARGEST


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever the status but a redirect; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes | bytearray = field(default=b"", repr=False)

    @property
    def content_type(self) -> str:
        """Without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def retry_after(self) -> float | None:
        """Seconds the service asked to wait, None when it did not say."""
        return retry_after(self.headers.get("retry-after", ""), time.time())

    @property
    def text(self) -> str:
        """The body as words; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8", "replace")


def retry_after(header: str, now: float) -> float | None:
    """Seconds from a `Retry-After` header, a number or a date; at most an hour, None if neither."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 0.0), 3600.0) if math.isfinite(seconds) else None
