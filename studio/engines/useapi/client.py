"""The calls to useapi: one prefix, one token, answers read by one table."""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from studio.engines.useapi.answers import Content, Reader
from studio.engines.useapi.ids import shortened
from studio.engines.web import Web
from studio.engines.web_call import Answer, Call
from studio.engines.web_upload import Upload
from studio.errors import EngineBusy, EngineUnreachable

PREFIX = "/v1/minimax/"
TRIES = 3
LOOK_S = 30.0
"""Seconds a question that costs nothing may take."""


class Client:
    """Asks useapi for one account; paths are those behind the prefix.

    Everything raises what Web raises, and Closed or Missing where a path or a thing is not there.
    """

    def __init__(self, web: Web) -> None:
        self.web = web
        self.reader = Reader(web.engine, self.safe)
        self.ahead_s = 0.0
        """How much the service's clock is ahead of this machine's, as its last answer said."""

    @property
    def engine(self) -> str:
        """The name errors carry."""
        return self.web.engine

    def safe(self, words: str) -> str:
        """The service's words without the token, the user's number and the account's name."""
        return self.web.safe(shortened(words))

    async def get(
        self, path: str, query: Mapping[str, str] | None = None, *, thing: bool = False
    ) -> Content:
        """Look something up, in up to three tries, for it costs nothing.

        `thing`: the path names one thing, which may be Missing.
        """
        call = Call("GET", PREFIX + path, query=query or {}, read_s=LOOK_S)
        for turn in range(1, TRIES):
            try:
                return self.reader.content(await self._asked(call), thing=thing)
            except EngineBusy:
                raise
            except EngineUnreachable:
                await asyncio.sleep(self.web.patience.between_tries_s * 2 ** (turn - 1))
        return self.reader.content(await self._asked(call), thing=thing)

    async def post(
        self, path: str, body: Mapping[str, Any], *, bills: bool = False, read_s: float = 0.0
    ) -> Content:
        """Send fields once; see `Call` for `bills` and `read_s`."""
        answer = await self.answer(path, body, bills=bills, read_s=read_s)
        return self.reader.content(answer, bills=bills)

    async def answer(
        self, path: str, body: Mapping[str, Any], *, bills: bool, read_s: float
    ) -> Answer:
        """Send fields once and get the answer as it came, not looked at."""
        return await self.web.ask(
            Call("POST", PREFIX + path, json=dict(body), bills=bills, read_s=read_s)
        )

    async def upload(
        self, path: str, upload: Upload, query: Mapping[str, str], *, read_s: float
    ) -> Content:
        """Send a recording, once."""
        call = Call("POST", PREFIX + path, query=query, upload=upload, read_s=read_s)
        return self.reader.content(await self.web.ask(call))

    async def _asked(self, call: Call) -> Answer:
        answer = await self.web.ask(call)
        with suppress(ValueError, TypeError, OverflowError):
            date = email.utils.parsedate_to_datetime(answer.headers.get("date", ""))
            self.ahead_s = date.timestamp() - time.time()
        return answer

    async def delete(self, path: str) -> Content:
        """Take one thing away, which may be Missing."""
        answer = await self.web.ask(Call("DELETE", PREFIX + path, read_s=LOOK_S))
        return self.reader.content(answer, thing=True)


def id_path(id: str) -> str:
    """An id as a part of a path, byte for byte."""
    return quote(id, safe=":")
