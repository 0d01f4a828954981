"""An asker over a loopback service, its log, and what it hands on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from studio.engines.chat.writer import ChatWriter
from studio.engines.minimax.writing import MiniMaxWriter
from studio.engines.text import Message, TextPrice, TextRequest, WritesText
from studio.engines.web_call import Patience as WebPatience
from studio.model.account import KEYLESS, Account, Service
from studio.store.exchanges import Exchange
from studio.writing.asking import Asker, Ended
from studio.writing.patience import Patience
from studio.writing.purse import Purse
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import TRANSLATION, Shape
from tests.services.chat.service import ChatService
from tests.services.minimax.service import MinimaxService

NO_WAITS = Patience((0.0, 0.0, 0.0), (0.0,), (0.0,))
NO_PAUSES = WebPatience(between_tries_s=0)
A_PRICE = TextPrice(Decimal(2), Decimal(8), "USD")
ROWS = '{"id":"a1","t":"Warte."}\n{"id":"b2","t":"Guten Abend."}\n{"k":"end","count":2}\n'


@dataclass(slots=True)
class Kept:
    """A log in memory."""

    exchanges: list[Exchange] = field(default_factory=list[Exchange])

    async def begin(self, exchange: Exchange) -> None:
        pass

    async def keep(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)


def a_request(said: str = "Good evening.", **other: Any) -> TextRequest:
    return TextRequest("Translate.", (Message("user", said),), temperature=0.3, **other)


@asynccontextmanager
async def a_writer(service: ChatService | MinimaxService) -> AsyncIterator[WritesText]:
    """Who writes for the first account of a service."""

    async def key() -> str:
        return service.key

    writer: WritesText
    if isinstance(service, MinimaxService):
        account = Account(Service.MINIMAX, "main", service.url)
        writer = MiniMaxWriter(account, key, patience=NO_PAUSES)
    else:
        options = {"model": "small-model"} | ({} if service.key else {"key": KEYLESS})
        account = Account(Service.CHAT, "main", service.base_url, options=options)
        writer = ChatWriter(account, key, patience=NO_PAUSES)
    try:
        yield writer
    finally:
        await writer.aclose()


@asynccontextmanager
async def an_asker(
    service: ChatService | MinimaxService,
    *,
    purse: Purse | None = None,
    log: Kept | None = None,
    **other: Any,
) -> AsyncIterator[Asker]:
    """An asker without a limit that never waits long."""
    async with a_writer(service) as writer:
        yield Asker(
            writer,
            purse or Purse(A_PRICE),
            log or Kept(),
            job="j1",
            **{"patience": NO_WAITS, **other},
        )


async def all_of(
    asker: Asker, request: TextRequest | None = None, shape: Shape = TRANSLATION
) -> list[Record | Ghost | Ended | None]:
    """Everything an answer gives."""
    async with aclosing(asker.records("translate", request or a_request(), shape)) as coming:
        return [each async for each in coming]


def records_in(found: Sequence[object]) -> list[dict[str, Any]]:
    return [dict(each.fields) for each in found if isinstance(each, Record)]


def end_of(found: Sequence[object]) -> Ended:
    *before, last = found
    assert isinstance(last, Ended) and not any(isinstance(each, Ended) for each in before)
    return last
