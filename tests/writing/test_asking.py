"""One job's way to a model: records as they come, the end of it all, retries, and hanging up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import aclosing

import pytest

from studio.engines.text import Ending
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    OutcomeUnknown,
    TooMuchAtOnce,
)
from studio.writing.scanning.records import Ghost
from studio.writing.scanning.shapes import TRANSLATION
from studio.writing.scanning.skipped import SkippedKind
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import error_object
from tests.services.writing import Written
from tests.services.wrongs import cut, cut_in_body, http
from tests.writing.asking_at_work import (
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
    refusal = error_object("no such thing", after=3, code="invalid_request_error")
    chat_service.faults.next(refusal)
    found = []
    async with an_asker(chat_service) as asker:
        try:
            async with aclosing(asker.records("t", a_request(), TRANSLATION)) as coming:
                async for each in coming:
                    found.append(each)
        except EngineRefused:
            pass
        else:
            assert end_of(found).ending is None
    assert records_in(found) == WHOLE[: len(records_in(found))] and records_in(found)
