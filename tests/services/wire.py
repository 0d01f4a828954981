"""An answer on its way to the client: whole, cut off, dripping, or held back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Receive, Scope, Send

from tests.services.clock import Clock
from tests.services.hold import Hold

PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. Positions are in bytes of the body; `cut_at` -1 cuts before the headers."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    chunked: bool = False
    cut_at: int | None = None
    drip: tuple[int, float] | None = None
    """So many bytes at a time, and the service's seconds between them."""
    hold: Hold | None = None
    hold_at: int = -1
    """Where the hold begins: -1 is before the headers."""


def as_json(content: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(body, status, headers=named)


async def deliver(reply: Reply, scope: Scope, receive: Receive, send: Send, clock: Clock) -> None:
    """Send an answer the way it says."""
    if reply.hold and reply.hold_at < 0:
        await reply.hold.wait()
    if reply.cut_at is not None and reply.cut_at < 0:
        await _cut(scope, receive)
        return
    await send({"type": "http.response.start", "status": reply.status, "headers": _headers(reply)})
    body = reply.body if reply.cut_at is None else reply.body[: reply.cut_at]
    held_back = len(body) if reply.hold is None or reply.hold_at < 0 else reply.hold_at
    await _pour(body[:held_back], reply, send, clock)
    if reply.hold and reply.hold_at >= 0:
        await reply.hold.wait()
        await _pour(body[held_back:], reply, send, clock)
    if reply.cut_at is None:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    else:
        await _cut(scope, receive)


async def _pour(body: bytes, reply: Reply, send: Send, clock: Clock) -> None:
    size, pause = reply.drip or (PIECE, 0.0)
    for start in range(0, len(body), size):
        part = body[start : start + size]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        await clock.pass_time(pause)


def _headers(reply: Reply) -> list[tuple[bytes, bytes]]:
    headers = {"content-type": reply.content_type} if reply.content_type else {}
    if not reply.chunked:
        headers["content-length"] = str(len(reply.body))
    headers |= {name.lower(): value for name, value in reply.headers.items()}
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def _cut(scope: Scope, receive: Receive) -> None:
    """Close the connection under the client and wait until that is done."""
    scope["state"]["transport"].close()
    while (await receive())["type"] != "http.disconnect":
        pass
