"""Answers in the chat-completions dialect, piece by piece, whoever gives them.

    async with aclosing(answered(web, call, manners, objection)) as pieces:
        async for piece in pieces: ...

What an answer costs may be on the bill as soon as it was asked for, so whatever is lost on the way
is an OutcomeUnknown. `objection` is the service's own way of saying no.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, cast

from studio.engines.completions_asking import Body, Manners
from studio.engines.completions_reading import Content, Reading
from studio.engines.text import Ending, TextPiece
from studio.engines.web import Listening, Web
from studio.engines.web_call import Answer, Call
from studio.engines.web_events import END, events
from studio.engines.web_failures import failure
from studio.errors import EngineUnreachable, OutcomeUnknown, VoiceError

_LARGEST = 64 << 20
"""Bytes of an answer; the longest one with its thinking is a tenth of that."""
_LESSONS = 6
"""How often a request may be put in other words for a model that takes less."""
_START = 64
"""Bytes of the beginning that tell a web page from an answer."""
_A_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Seconds an answer may be silent: before its first event, between two, after its ending.

    `whole_s` is for all of it.
    """

    first_s: float = 180.0
    between_s: float = 60.0
    after_s: float = 5.0
    whole_s: float = 900.0


WAITING = Waiting()


@dataclass(frozen=True, slots=True)
class Objection:
    """A no: the studio's error for it, and the words that may name a field the model lacks.

    `lesson` is empty where another request would get the same answer.
    """

    error: VoiceError
    lesson: str = ""


Object = Callable[[Answer, Content | None], Objection | None]
"""What an answer, or one event of it, objects to; None when it is a yes."""


class _Objected(Exception):
    def __init__(self, objection: Objection) -> None:
        super().__init__()
        self.objection = objection


async def answered(
    web: Web,
    path: str,
    body: Body,
    *,
    manners: Manners,
    objection: Object,
    query: dict[str, str] | None = None,
    waiting: Waiting = WAITING,
) -> AsyncGenerator[TextPiece, None]:
    """The answer to a body; asked again only where a model does not know one of its fields.

    Raises VoiceError and AccountError. Closing the generator closes the connection.
    """
    for turn in range(_LESSONS):
        sent = manners.shaped(body)
        call = Call(
            "POST",
            path,
            query=query or {},
            json=sent,
            bills=True,
            read_s=waiting.first_s,
            largest=_LARGEST,
        )
        try:
            async with (
                web.listen(call) as listening,
                aclosing(pieces_of(web.engine, listening, objection, waiting)) as pieces,
            ):
                async for piece in pieces:
                    yield piece
            return
        except _Objected as objected:
            found = objected.objection
            last = turn == _LESSONS - 1
            if not found.lesson or last or not manners.learn(sent, found.lesson):
                raise found.error from None


async def pieces_of(
    engine: str, listening: Listening, objection: Object, waiting: Waiting = WAITING
) -> AsyncGenerator[TextPiece, None]:
    """The pieces of one answer as it comes; the last has the ending."""
    head = listening.head
    if head.status >= 400:
        body = b"".join([piece async for piece in listening.pieces])
        answer = replace(head, body=body)
        refused = objection(answer, content_of(body))
        raise _Objected(refused or Objection(OutcomeUnknown(engine, f"HTTP {head.status}")))
    start, reading, told_end = bytearray(), Reading(), False
    clock = _Clock(waiting)
    noted = _noted(listening.pieces, start)
    async with aclosing(noted), aclosing(events(noted, with_end=True)) as coming:
        while not told_end and (event := await _next(engine, coming, reading, clock)) is not None:
            for part in _parts(event):
                if told_end := part == END:
                    break
                answer = replace(head, body=part)
                content = _checked(engine, answer, objection, begun=reading.begun)
                if content is not None and (piece := reading.take(content)):
                    yield piece
    if (piece := reading.rest()) is not None:
        yield piece
    yield _last(engine, reading, told_end=told_end, start=bytes(start))


def content_of(body: bytes | bytearray) -> Content | None:
    """The object that a body or an event holds, None when it holds none."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return cast("Content", found) if isinstance(found, dict) else None


def _parts(event: bytes) -> tuple[bytes, ...]:
    """The event, or each of several that a server sent without a blank line between them."""
    if b"\n" not in event or content_of(event) is not None:
        return (event,)
    return tuple(line.strip() for line in event.split(b"\n") if line.strip())


def _checked(engine: str, answer: Answer, objection: Object, *, begun: bool) -> Content | None:
    """What an event holds, None for one that is no part of the answer; raises when it objects."""
    content = content_of(answer.body)
    if content is None and not answer.body.lstrip().startswith((b"{", b"[")):
        return None
    refused = objection(answer, content)
    if refused is None:
        return content
    if begun and isinstance(refused.error, EngineUnreachable):
        # What came so far may be on the bill.
        raise OutcomeUnknown(engine, refused.error.detail) from refused.error
    if begun:
        raise refused.error
    raise _Objected(refused)


class _Clock:
    """How long the next event may take."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._now = asyncio.get_running_loop().time
        self._end = self._now() + waiting.whole_s
        self._first = True

    def left(self, *, over: bool) -> float:
        """Seconds until the next event is given up; after the ending (`over`) it is not missed."""
        waiting, first = self._waiting, self._first
        self._first = False
        allowed = waiting.first_s if first else waiting.between_s
        return max(0.0, min(waiting.after_s if over else allowed, self._end - self._now()))


async def _next(
    engine: str, coming: AsyncGenerator[bytes, None], reading: Reading, clock: _Clock
) -> bytes | None:
    """The next event, None after the last one; raises OutcomeUnknown for one that never comes."""
    over = reading.ending is not None
    try:
        async with asyncio.timeout(clock.left(over=over)):
            return await anext(coming, None)
    except (TimeoutError, OutcomeUnknown) as error:
        if over:
            return None  # all was said; only the count of tokens is lost
        if isinstance(error, TimeoutError):
            raise failure(engine, error, bills=True) from error
        raise


def _last(engine: str, reading: Reading, *, told_end: bool, start: bytes) -> TextPiece:
    """The end of an answer; raises OutcomeUnknown when it has none."""
    ending = reading.ending
    if ending is None and told_end and reading.begun:
        ending = Ending.WHOLE  # the service says that this is all, only not why
    if ending is None and _A_PAGE.match(start):
        raise EngineUnreachable(engine, "a web page came instead of the service's answer")
    if ending is None and not reading.begun:
        raise OutcomeUnknown(engine, "the answer is empty")
    if ending is None:
        raise OutcomeUnknown(engine, "the answer was cut off")
    if reading.broken_off:
        raise OutcomeUnknown(engine, "the service broke its answer off")
    return TextPiece(ending=ending, tokens=reading.tokens)


async def _noted(pieces: AsyncIterator[bytes], start: bytearray) -> AsyncGenerator[bytes, None]:
    """The same pieces; their beginning is kept."""
    async for piece in pieces:
        if len(start) < _START:
            start += piece[:_START]
        yield piece
