"""One job's way to a model: records as they come, how it ends, and what is asked for again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from studio.engines.chat.writer import ChatWriter
from studio.engines.text import Ending
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    NoConnection,
    OutcomeUnknown,
    TooMuchAtOnce,
)
from studio.model.account import KEYLESS, Account, Service
from studio.writing.answer import LONGEST_KEPT
from studio.writing.asking import LONGEST_PLAIN, LONGEST_PROSE, Asker
from studio.writing.patience import Patience
from studio.writing.purse import Purse
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import TRANSLATION
from studio.writing.scanning.skipped import SkippedKind
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import error_object, finishing
from tests.services.writing import Written
from tests.services.wrongs import cut, cut_in_body, dripping, http
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


async def test_a_service_out_of_order_is_asked_again_a_few_times(
    chat_service: ChatService,
) -> None:
    chat_service.writes(lambda prompt: ROWS)
    chat_service.faults.next(http(500, text="oops"), times=3)
    async with an_asker(chat_service) as asker:
        assert records_in(await all_of(asker)) == WHOLE
        chat_service.faults.always(http(500, text="oops"))
        with pytest.raises(EngineUnreachable):
            await all_of(asker)
    assert len(chat_service.requests) == 8 and asker.purse.requests == 1


async def test_an_address_where_nobody_answers_is_given_up() -> None:
    with socket.socket() as nobody:  # bound, and never listening
        nobody.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        account = Account(Service.CHAT, "main", host, options={"key": KEYLESS, "model": "m"})
        writer = ChatWriter(account, _no_key)
        patience = Patience(connection_waits=(0.0,), away_s=0.0)
        asker = Asker(writer, Purse(A_PRICE), Kept(), job="j1", patience=patience)
        with pytest.raises(NoConnection):
            await all_of(asker)
        await writer.aclose()


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
