"""The calls of MiniMax's speech interface, each with its content checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from studio.engines.minimax.digits import LARGE, digits_in
from studio.engines.minimax.envelope import (
    Complaint,
    Content,
    complaint_of,
    content_of,
    error_of,
    table,
    whole_number,
)
from studio.engines.minimax.order import Body
from studio.engines.minimax.sound import SoundDamaged, from_hex
from studio.engines.web import Web
from studio.engines.web_call import Answer, Call
from studio.engines.web_events import events
from studio.engines.web_redaction import trace_from
from studio.engines.web_upload import Upload
from studio.errors import EngineUnreachable, OutcomeUnknown, VoiceError

T = TypeVar("T")

SPEAK = "/v1/t2a_v2"
ORDER = "/v1/t2a_async_v2"
LOOK = "/v1/query/t2a_async_query_v2"
FILE = "/v1/files/retrieve"
VOICES = "/v1/get_voice"
UPLOAD = "/v1/files/upload"
FILES = "/v1/files/list"
DELETE_FILE = "/v1/files/delete"
CLONE = "/v1/voice_clone"
DESIGN = "/v1/voice_design"
DELETE_VOICE = "/v1/delete_voice"

TRIES = 3
"""How often something is asked that costs nothing."""

_LONG_LINE = 1000
"""Characters from which on the service is given more time."""


class Complained(Exception):
    """The service said no; what it complains about, and the studio's error for it."""

    def __init__(self, complaint: Complaint, error: VoiceError) -> None:
        super().__init__(complaint.code)
        self.complaint = complaint
        self.error = error


class Client:
    """The interface over one account's connections; `group_id` goes along only when there is one.

    Raises VoiceError and AccountError everywhere, and Complained where work is ordered.
    """

    def __init__(self, web: Web, *, group_id: str = "") -> None:
        self.web = web
        self._group = {"GroupId": group_id} if group_id else {}

    async def work(self, path: str, body: Body, *, bills: bool = True) -> Content:
        """Order something, once, which may be billed; raises Complained."""
        call = self._call("POST", path, body=body, bills=bills)
        return await self._content(await self.web.ask(call), bills=bills)

    async def look(
        self, method: str, path: str, *, body: Body | None = None, **query: str
    ) -> Content:
        """Ask something that costs nothing, up to three times."""
        return await self.patiently(lambda: self._looked(method, path, body, query))

    async def upload(self, upload: Upload) -> Content:
        """Send a file, once."""
        call = Call("POST", UPLOAD, query=self._group, upload=upload)
        try:
            return await self._content(await self.web.ask(call), bills=False)
        except Complained as complained:
            raise complained.error from complained

    async def patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Try up to three times what costs nothing."""
        for turn in range(1, TRIES):
            try:
                return await ask()
            except EngineUnreachable as error:
                named = getattr(error, "retry_after", None)
                usual = self.web.patience.between_tries_s * 2 ** (turn - 1)
                await asyncio.sleep(usual if named is None else min(named, 10 * usual))
        return await ask()

    async def pieces(
        self, body: Body, told: Callable[[Content], None]
    ) -> AsyncGenerator[bytes, None]:
        """The pieces of a stream in order; raises Complained.

        The last event, which `told` is called with, may repeat the whole sound; it is dropped. A
        stream without its last event was cut, which raises OutcomeUnknown.
        """
        call = self._call("POST", SPEAK, body=body, bills=True)
        begun = False
        async with (
            self.web.listen(call) as listening,
            aclosing(events(listening.pieces)) as coming,
        ):
            head = listening.head
            async for event in coming:
                answer = Answer(head.status, head.headers, event)
                content = await self._content(answer, bills=True, begun=begun)
                data = table(content, "data")
                last = data.get("status") == 2
                piece = b"" if last and begun else await self._piece(data)
                if last:
                    told(content)
                if piece:
                    begun = True
                    yield piece
                if last:
                    break
            else:
                raise self._cut_off(head, begun=begun)
        if not begun:
            raise OutcomeUnknown(self.web.engine, "the stream held no sound")

    def _cut_off(self, head: Answer, *, begun: bool) -> VoiceError:
        """A stream that ended early; without any event it may be no stream but an error."""
        if not begun and head.status >= 400:
            complaint = complaint_of(head, None) or Complaint(0)
            return error_of(self.web.engine, head, complaint, bills=True, safe=self.web.safe)
        return OutcomeUnknown(self.web.engine, "the stream ended too early")

    async def _piece(self, data: Content) -> bytes:
        digits = digits_in(data)
        try:
            large = isinstance(digits, memoryview)
            return await asyncio.to_thread(from_hex, digits) if large else from_hex(digits)
        except SoundDamaged as damage:
            raise OutcomeUnknown(self.web.engine, str(damage)) from damage

    def trace(self, content: Content) -> str:
        """The service's own number of a call, for its support; empty when it does not say."""
        return trace_from(content.get("trace_id"), self.web.safe)

    async def _looked(
        self, method: str, path: str, body: Body | None, query: dict[str, str]
    ) -> Content:
        call = self._call(method, path, body=body, query=query)
        try:
            return await self._content(await self.web.ask(call), bills=False)
        except Complained as complained:
            raise complained.error from complained

    async def _content(self, answer: Answer, *, bills: bool, begun: bool = False) -> Content:
        """The content of a yes; raises Complained. Reading megabytes leaves the loop alone."""
        small = len(answer.body) < LARGE
        content = content_of(answer) if small else await asyncio.to_thread(content_of, answer)
        complaint = complaint_of(answer, content)
        if complaint is None:
            return {"trace_id": answer.headers.get("trace-id", ""), **(content or {})}
        error = error_of(self.web.engine, answer, complaint, bills=bills, safe=self.web.safe)
        if begun and isinstance(error, EngineUnreachable):
            # What was heard so far may be on the bill.
            error = OutcomeUnknown(self.web.engine, error.detail)
        raise Complained(complaint, error)

    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Body | None = None,
        query: dict[str, str] | None = None,
        bills: bool = False,
    ) -> Call:
        patience = self.web.patience
        long = len(str((body or {}).get("text", ""))) > _LONG_LINE
        read_s = patience.long_read_s if long else patience.read_s
        return Call(
            method,
            path,
            query={**self._group, **(query or {})},
            json=body,
            bills=bills,
            read_s=read_s,
        )


def billed(content: Content) -> int:
    """The characters the service says it billed; 0 when it does not say."""
    return whole_number(table(content, "extra_info").get("usage_characters"))
