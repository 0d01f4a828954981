"""An answer on its way to the client: whole, cut off, dripping, or held back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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


class Delivery:
    """Sends one answer; `before_end` is called when all but its last byte is sent.

    Who has the whole answer may ask again at once: by then the first request must not be counted
    any more.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, clock: Clock) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._clock = clock

    async def send(self, reply: Reply, before_end: Callable[[], None]) -> None:
        """Send an answer the way it says."""
        if reply.hold and reply.hold_at < 0:
            await reply.hold.wait()
        if reply.cut_at is not None and reply.cut_at < 0:
            before_end()
            await self._cut()
            return
        body = reply.body if reply.cut_at is None else reply.body[: reply.cut_at]
        if not body:
            before_end()
        status, headers = reply.status, _headers(reply)
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._pour_held(body[:-1], reply)
        before_end()
        await self._part(body[-1:], more=reply.cut_at is not None)
        if reply.cut_at is not None:
            await self._cut()

    async def _pour_held(self, body: bytes, reply: Reply) -> None:
        if reply.hold is None or reply.hold_at < 0:
            await self._pour(body, reply)
            return
        await self._pour(body[: reply.hold_at], reply)
        await reply.hold.wait()
        await self._pour(body[reply.hold_at :], reply)

    async def _pour(self, body: bytes, reply: Reply) -> None:
        size, pause = reply.drip or (PIECE, 0.0)
        for start in range(0, len(body), size):
            await self._part(body[start : start + size], more=True)
            await self._clock.pass_time(pause)

    async def _part(self, part: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": part, "more_body": more})

    async def _cut(self) -> None:
        """Close the connection under the client and wait until that is done."""
        self._scope["state"]["transport"].close()
        while (await self._receive())["type"] != "http.disconnect":
            pass


def _headers(reply: Reply) -> list[tuple[bytes, bytes]]:
    headers = {"content-type": reply.content_type} if reply.content_type else {}
    if not reply.chunked:
        headers["content-length"] = str(len(reply.body))
    headers |= {name.lower(): value for name, value in reply.headers.items()}
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
