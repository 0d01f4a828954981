"""Hanging up, waiting for one's turn, and the limit of a job."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, suppress
from decimal import Decimal

import pytest

from studio.engines.chat.writer import ChatWriter
from studio.engines.text import Ending, WritesText
from studio.errors import WritingError, WritingProblem
from studio.model.account import KEYLESS, Account, Service
from studio.writing.answer import estimate_of
from studio.writing.asking import Asker
from studio.writing.purse import Purse
from studio.writing.scanning.shapes import TRANSLATION
from studio.writing.switchboard import Switchboard
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.minimax.service import MinimaxService
from tests.services.writing import Written, chunk
from tests.services.wrongs import stalled
from tests.writing.asking_at_work import (
    A_PRICE,
    ROWS,
    Kept,
    a_request,
    all_of,
    an_asker,
    end_of,
    records_in,
)

WHOLE = [
    {"id": "a1", "t": "Warte."},
    {"id": "b2", "t": "Guten Abend."},
    {"k": "end", "count": 2},
]


@pytest.fixture(params=["minimax", "chat"])
def service(request: pytest.FixtureRequest) -> Iterator[MinimaxService | ChatService]:
    with obeyed(MinimaxService() if request.param == "minimax" else ChatService()) as service:
        service.writes(lambda prompt: Written(ROWS, 'Hm: {"id":"a1","t":"Nein"}', delta=3))
        yield service


async def test_cancelling_does_not_wait_for_the_service(
    service: MinimaxService | ChatService,
) -> None:
    stall = service.faults.next(stalled(at=400))
    log, purse, found = Kept(), Purse(A_PRICE), Heard()
    async with an_asker(service, purse=purse, log=log) as asker:
        asking = asyncio.ensure_future(found.hear(asker))
        await stall.arrived()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert service.in_flight == 1, "the service would go on for ever"
        assert purse.requests == 1 and purse.spent.read, "what was sent may be on the bill"
        assert log.exchanges[0].ending == "stopped"
        stall.release()
        assert records_in(await all_of(asker)) == WHOLE, "the account is free again"


@pytest.mark.parametrize("how", ["cancel", "close"])
async def test_the_connection_ends_with_whoever_reads(how: str) -> None:
    async with an_endless_server() as (writer, hung_up):
        asker = Asker(writer, Purse(A_PRICE), Kept(), job="j1")
        begun = asyncio.Event()

        async def read() -> None:
            async with aclosing(asker.records("t", a_request(), TRANSLATION)) as coming:
                async for _ in coming:
                    begun.set()
                    if how == "close":
                        return

        reading = asyncio.ensure_future(read())
        await begun.wait()
        if how == "cancel":
            reading.cancel()
        await asyncio.wait([reading])
        await hung_up.wait()


async def test_no_more_than_the_account_takes_are_in_flight(
    service: MinimaxService | ChatService,
) -> None:
    stall = service.faults.always(stalled())
    async with an_asker(service, switchboard=Switchboard(lambda account: 2)) as asker:
        asking = [asyncio.ensure_future(all_of(asker)) for _ in range(6)]
        await stall.arrived(2)
        asking[0].cancel()  # one in flight, and below one that waits for its turn
        asking[4].cancel()
        stall.release()
        found = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in found].count(asyncio.CancelledError) == 2
    assert sum(records_in(each) == WHOLE for each in found if isinstance(each, list)) == 4
    service.wait_until_idle()
    # The one that was cancelled is still in flight at the service, which did not notice.
    assert service.most_in_flight <= 3 and len(service.requests) == 5


async def test_a_job_stops_at_its_limit(service: MinimaxService | ChatService) -> None:
    purse = Purse(A_PRICE, most_tokens=200)
    async with an_asker(service, purse=purse) as asker:
        with pytest.raises(WritingError) as stopped:
            while True:
                await all_of(asker, a_request(longest_answer=60))
    assert stopped.value.problem is WritingProblem.LIMIT
    assert purse.spent.read + purse.spent.written <= 200
    assert len(service.requests) == purse.requests > 0


async def test_near_the_limit_less_is_asked_for(chat_service: ChatService) -> None:
    async with an_asker(chat_service, purse=Purse(A_PRICE, most_tokens=100)) as asker:
        await all_of(asker, a_request(longest_answer=300))
    (asked,) = chat_service.requests
    assert asked.json["max_tokens"] < 100


async def test_what_a_model_thinks_counts_against_the_limit(chat_service: ChatService) -> None:
    chat_service.writes(lambda prompt: Written("Ja.", "Hm. " * 300))
    purse = Purse(A_PRICE, most_tokens=1000)
    async with an_asker(chat_service, purse=purse) as asker:
        with pytest.raises(WritingError):
            while True:
                await asker.text("t", a_request(longest_answer=400))
    assert purse.spent.thinking and purse.spent.read + purse.spent.written <= 1000


async def test_requests_at_once_do_not_pass_the_limit_together(
    service: MinimaxService | ChatService,
) -> None:
    purse = Purse(A_PRICE, limit=Decimal("0.001"))
    async with an_asker(service, purse=purse, switchboard=Switchboard(lambda _: 8)) as asker:
        requests = [all_of(asker, a_request(longest_answer=80)) for _ in range(8)]
        found = await asyncio.gather(*requests, return_exceptions=True)
    stopped = [each for each in found if isinstance(each, WritingError)]
    assert stopped and len(stopped) < 8 and purse.amount <= Decimal("0.001")


async def test_what_a_service_tells_of_tokens_makes_the_next_guess_better(
    chat_service: ChatService,
) -> None:
    board = Switchboard()
    said = "word " * 400
    async with an_asker(chat_service, switchboard=board) as asker:
        for _ in range(12):
            await asker.text("t", a_request(said))
        guess = estimate_of(a_request(said))
        better = board.measured("chat/main", "small-model", guess)
    (told,) = {entry.read for entry in chat_service.bill.entries}
    assert abs(better - told) < abs(guess - told)


async def _no_key() -> str:
    raise AssertionError("a keyless account is asked for a key")


class Heard:
    """What came before whoever listens was interrupted."""

    def __init__(self) -> None:
        self.all: list[object] = []

    async def hear(self, asker: Asker) -> None:
        async with aclosing(asker.records("t", a_request(), TRANSLATION)) as coming:
            async for each in coming:
                self.all += [each]


@asynccontextmanager
async def an_endless_server() -> AsyncIterator[tuple[WritesText, asyncio.Event]]:
    """Half a row and then nothing: who asks it, and that somebody hung up."""
    hung_up = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        event = json.dumps(chunk("m", {"content": '{"id":"a1","t":"Wa'}))
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        writer.write(f"{head}data: {event}\n\n".encode())
        await writer.drain()
        with suppress(ConnectionError):
            while await reader.read(1 << 16):
                pass
        hung_up.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    options = {"key": KEYLESS, "model": "m"}
    account = Account(Service.CHAT, "main", f"http://127.0.0.1:{port}", options=options)
    writer = ChatWriter(account, _no_key)
    try:
        yield writer, hung_up
    finally:
        await writer.aclose()
        server.close()


ENDLESS = "".join(f'{{"id":"a{n}","t":"Line {n} of many."}}\n' for n in range(9999))


async def test_an_answer_that_does_not_end_where_it_should_is_ended(
    chat_service: ChatService,
) -> None:
    chat_service.text.knows_length = False
    chat_service.writes(lambda prompt: Written(ENDLESS, delta=40))
    async with an_asker(chat_service) as asker:
        found = await all_of(asker, a_request(longest_answer=200))
    assert end_of(found).ending is Ending.TOO_LONG
    assert 10 < len(records_in(found)) < 60


async def test_thinking_without_end_does_not_pass_the_limit(
    chat_service: ChatService,
) -> None:
    chat_service.text.knows_length = False
    chat_service.writes(lambda prompt: Written(ROWS, "Let me think. " * 9000, delta=40))
    purse = Purse(A_PRICE, most_tokens=1000)
    async with an_asker(chat_service, purse=purse) as asker:
        found = await all_of(asker, a_request(longest_answer=200))
        assert end_of(found).ending is Ending.TOO_LONG
        assert purse.spent.read + purse.spent.written < 1100
        with pytest.raises(WritingError) as caught:
            await all_of(asker, a_request(longest_answer=200))
    assert caught.value.problem is WritingProblem.LIMIT
