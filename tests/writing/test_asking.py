"""One job's way to a model: records as they come, the end of it all, retries, and hanging up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from decimal import Decimal

import pytest

from studio.engines.chat.writer import ChatWriter
from studio.engines.text import Ending, WritesText
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    OutcomeUnknown,
    TooMuchAtOnce,
    WritingError,
    WritingProblem,
)
from studio.model.account import KEYLESS, Account, Service
from studio.writing.answer import LONGEST_KEPT, estimate_of
from studio.writing.asking import LONGEST_PLAIN, LONGEST_PROSE, Asker
from studio.writing.purse import Purse
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import TRANSLATION
from studio.writing.scanning.skipped import SkippedKind
from studio.writing.switchboard import Switchboard
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import error_object, finishing
from tests.services.writing import Written, chunk
from tests.services.wrongs import cut, cut_in_body, dripping, http, stalled
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


async def test_records_come_with_their_text_as_it_grows(
    service: MinimaxService | ChatService,
) -> None:
    async with an_asker(service) as asker:
        found = await all_of(asker, a_request())
    assert records_in(found) == WHOLE
    ghosts = [each.text for each in found if isinstance(each, Ghost)]
    assert ghosts and all(
        "Warte.".startswith(text) or "Guten Abend.".startswith(text) for text in ghosts
    )
    open_at_the_end = [each for each in found if each is None or isinstance(each, Ghost)][-1]
    assert open_at_the_end is None, "no text is left open"
    ended = end_of(found)
    assert ended.ending is Ending.WHOLE and ended.error is None and not ended.prose
    assert ended.tokens.read and ended.tokens == asker.purse.spent


async def test_what_a_model_says_beside_the_records_is_told(chat_service: ChatService) -> None:
    chat_service.writes(lambda prompt: f"Sure, here you are:\n{ROWS}" + '{"id":"c3","t":"Ha')
    async with an_asker(chat_service) as asker:
        ended = end_of(await all_of(asker))
    assert ended.prose == "Sure, here you are:"
    assert ended.skipped == {SkippedKind.PROSE: 1, SkippedKind.CUT: 1}


async def test_a_plain_reply_comes_whole(service: MinimaxService | ChatService) -> None:
    service.writes(lambda prompt: Written(prompt.said.upper(), "Louder."))
    log = Kept()
    async with an_asker(service, log=log) as asker:
        told = await asker.text("translate", a_request("Wait."))
    assert (told.text, told.ending, told.error) == ("WAIT.", Ending.WHOLE, None)
    (kept,) = log.exchanges
    assert kept.reply == "WAIT." and "Wait." in kept.prompt and "Translate." in kept.prompt


async def test_a_reply_without_end_is_ended_and_kept_in_part(chat_service: ChatService) -> None:
    chat_service.writes(lambda prompt: Written("words " * 100_000, delta=5_000))
    log = Kept()
    async with an_asker(chat_service, log=log) as asker:
        told = await asker.text("t", a_request())
        ended = end_of(await all_of(asker))
    assert (len(told.text), told.ending) == (LONGEST_PLAIN, Ending.TOO_LONG)
    assert len(ended.prose) <= LONGEST_PROSE and ended.ending is Ending.WHOLE
    assert [len(each.reply) for each in log.exchanges] == [LONGEST_PLAIN + 5_000, LONGEST_KEPT]
    assert log.exchanges[0].ending == "too long" and log.exchanges[0].written


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
async def test_an_answer_that_was_cut_off_keeps_what_came(
    service: MinimaxService | ChatService, share: float
) -> None:
    service.faults.next(cut_in_body(share))
    log = Kept()
    async with an_asker(service, log=log) as asker:
        found = await all_of(asker)
    ended = end_of(found)
    came = records_in(found)
    assert came == WHOLE[: len(came)]
    assert ended.ending is None and isinstance(ended.error, OutcomeUnknown)
    assert len(service.requests) == 1, "what may be on the bill is not asked for again"
    assert asker.purse.spent.read and asker.purse.requests == 1
    assert log.exchanges[0].ending.startswith("OutcomeUnknown")


async def test_an_answer_of_which_nothing_came_may_be_on_the_bill(
    service: MinimaxService | ChatService,
) -> None:
    service.faults.next(cut(billed=True))
    async with an_asker(service) as asker:
        found = await all_of(asker)
    assert found == [end_of(found)] and end_of(found).ending is None
    assert asker.purse.spent.read and len(service.requests) == 1


async def test_what_never_began_is_asked_for_again(service: MinimaxService | ChatService) -> None:
    service.faults.next(http(429, retry_after=0), times=2)
    async with an_asker(service) as asker:
        assert records_in(await all_of(asker)) == WHOLE
    assert len(service.requests) == 3 and asker.purse.requests == 1


async def test_patience_has_an_end(service: MinimaxService | ChatService) -> None:
    service.faults.always(http(429, retry_after=10_000))
    log = Kept()
    async with an_asker(service, log=log) as asker:
        with pytest.raises(EngineBusy):
            await all_of(asker)
    assert not asker.purse.requests
    (kept,) = log.exchanges
    assert kept.ending.startswith("EngineBusy") and not kept.read


async def test_no_is_no(service: MinimaxService | ChatService) -> None:
    service.faults.next(http(401, content={"error": {"message": "bad key"}}))
    async with an_asker(service) as asker:
        with pytest.raises(AccountStopped) as stopped:
            await all_of(asker)
    assert stopped.value.problem is AccountProblem.KEY
    assert len(service.requests) == 1 and not asker.purse.requests


async def test_too_much_is_for_the_caller_to_halve(chat_service: ChatService) -> None:
    chat_service.text.context = 20
    async with an_asker(chat_service) as asker:
        with pytest.raises(TooMuchAtOnce):
            await all_of(asker, a_request("word " * 90))


async def test_records_before_a_no_are_handed_on(chat_service: ChatService) -> None:
    chat_service.writes(lambda prompt: Written(ROWS, delta=30))
    chat_service.faults.next(error_object("flagged by moderation", after=3, code=403))
    log, found = Kept(), Heard()
    async with an_asker(chat_service, log=log) as asker:
        with pytest.raises(EngineRefused):
            await found.hear(asker)
    assert records_in(found.all) == WHOLE[:2]
    assert log.exchanges[0].ending.startswith("EngineRefused") and log.exchanges[0].written


async def test_a_service_that_fails_in_the_middle_cuts_its_answer_off(
    chat_service: ChatService,
) -> None:
    chat_service.writes(lambda prompt: Written(ROWS, delta=30))
    chat_service.faults.next(error_object("overloaded", after=3, code=529))
    async with an_asker(chat_service) as asker:
        found = await all_of(asker)
    assert records_in(found) == WHOLE[:2] and end_of(found).ending is None
    assert len(chat_service.requests) == 1


@pytest.mark.parametrize(
    ("reason", "ending"), [("length", Ending.TOO_LONG), ("content_filter", Ending.REFUSED)]
)
async def test_how_an_answer_ended_is_told(
    chat_service: ChatService, reason: str, ending: Ending
) -> None:
    chat_service.writes(lambda prompt: ROWS)
    chat_service.faults.next(finishing(reason))
    async with an_asker(chat_service) as asker:
        assert end_of(await all_of(asker)).ending is ending


async def test_a_key_that_is_not_there_costs_nothing() -> None:
    async def no_key() -> str:
        raise AccountError(AccountFault.NO_KEY, "chat/main")

    writer = ChatWriter(Account(Service.CHAT, "main", "http://127.0.0.1:9"), no_key)
    log, purse = Kept(), Purse(A_PRICE)
    with pytest.raises(AccountError):
        await all_of(Asker(writer, purse, log, job="j1", model="m"))
    assert not purse.requests and log.exchanges[0].ending == "AccountError"
    await writer.aclose()


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


DOCUMENTS = (
    ROWS,
    '```json\n[{"id": "a1",\n "t": "Où \\"es-tu\\"? 你终于来了 🎬"},\n{"id":"b2","t":"x"}]\n```',
    '{"a1": "Ja 💭", "b2": "Nein, \\u4f60 nicht.",}',
)


@pytest.mark.parametrize("document", DOCUMENTS)
async def test_however_an_answer_is_cut_into_pieces_its_records_are_the_same(
    service: MinimaxService | ChatService, document: str
) -> None:
    async with an_asker(service) as asker:
        service.writes(lambda prompt: Written(document, delta=1000))
        whole = records_in(await all_of(asker))
        assert len(whole) >= 2
        for delta, pieces in ((1, 10_000), (3, 400), (7, 100), (11, 37)):
            service.faults.next(dripping(pieces, seconds=0.0))
            service.writes(lambda prompt, delta=delta: Written(document, delta=delta))
            assert records_in(await all_of(asker)) == whole, delta


@pytest.mark.parametrize("document", DOCUMENTS)
async def test_wherever_an_answer_is_cut_off_nothing_false_comes_of_it(
    chat_service: ChatService, document: str
) -> None:
    chat_service.writes(lambda prompt: Written(document, delta=13))
    async with an_asker(chat_service) as asker:
        whole = records_in(await all_of(asker))
        for share in range(0, 100, 2):
            chat_service.faults.next(cut_in_body(share / 100))
            found = await all_of(asker)
            sure = [each for each in found if isinstance(each, Record) and not each.mends]
            assert [dict(each.fields) for each in sure] == whole[: len(sure)], share
            assert end_of(found).ending in (None, Ending.WHOLE)


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
        while await reader.read(1 << 16):
            pass
        hung_up.set()
        writer.close()

    async def no_key() -> str:
        raise AssertionError("a keyless account is asked for a key")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    options = {"key": KEYLESS, "model": "m"}
    account = Account(Service.CHAT, "main", f"http://127.0.0.1:{port}", options=options)
    writer = ChatWriter(account, no_key)
    try:
        yield writer, hung_up
    finally:
        await writer.aclose()
        server.close()
