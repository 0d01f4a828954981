"""MiniMax's text models: both paths, thinking, endings, what it costs, and every way to fail."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from studio.engines.completions import Waiting
from studio.engines.minimax.text_models import MODELS
from studio.engines.minimax.writing import MiniMaxWriter
from studio.engines.text import Ending, TextPrice, Thinking, Tokens
from studio.engines.web_call import Patience
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
    TooMuchAtOnce,
    VoiceError,
)
from tests.engines.minimax.at_work import NO_PAUSES, an_account
from tests.engines.text_at_work import a_text_request, refused, text_of, thinking_of, written
from tests.services.faults import Fault
from tests.services.minimax.accounts import Account
from tests.services.minimax.service import MinimaxService
from tests.services.text_wrongs import error_object, finishing, noise, repeated_message, unfinished
from tests.services.writing import Prompt, Written
from tests.services.wrongs import (
    base_resp,
    broken_json,
    cut,
    cut_in_body,
    dripping,
    empty_body,
    error_in_stream,
    http,
    no_end,
    redirect,
    stalled,
    wrong_content_type,
)

PATHS = ("completions", "native")
LINE = "«Guten Abend.» 晚上好 🎬"


@asynccontextmanager
async def a_writer(
    service: MinimaxService | str,
    *,
    key: str = "",
    patience: Patience = NO_PAUSES,
    waiting: Waiting | None = None,
    **options: str,
) -> AsyncIterator[MiniMaxWriter]:
    host = service if isinstance(service, str) else service.url
    known = key or ("sk-none" if isinstance(service, str) else service.key)

    async def ask_key() -> str:
        return known

    account = an_account(host, **options)
    writer = MiniMaxWriter(account, ask_key, patience=patience, waiting=waiting or Waiting())
    try:
        yield writer
    finally:
        await writer.aclose()


def bodies(service: MinimaxService) -> list[dict[str, Any]]:
    return [asked.json for asked in service.requests if asked.method == "POST"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", ["", *MODELS[:-2]])
async def test_every_model_answers_on_both_paths(
    service: MinimaxService, path: str, model: str
) -> None:
    def translated(prompt: Prompt) -> str:
        assert (prompt.system, prompt.said) == ("Translate.", "Good evening.")
        return LINE

    service.writes(translated)
    async with a_writer(service, text_path=path) as writer:
        pieces = await written(writer, a_text_request(model=model))
    assert text_of(pieces) == LINE and len(pieces) > 2
    assert pieces[-1].ending is Ending.WHOLE
    (billed,) = service.bill
    assert pieces[-1].tokens == Tokens(billed.read, billed.written)
    assert billed.model == (model or "MiniMax-M3")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", ["MiniMax-M3", "MiniMax-M3.1-Flash-Preview", "MiniMax-M2.7"])
@pytest.mark.parametrize("thinking", Thinking)
async def test_thinking_never_gets_into_the_answer(
    service: MinimaxService, path: str, model: str, thinking: Thinking
) -> None:
    service.writes(lambda prompt: Written(LINE, "Which language? 德语。", delta=3))
    request = a_text_request(model=model, thinking=thinking)
    async with a_writer(service, text_path=path) as writer:
        pieces = await written(writer, request)
    assert text_of(pieces) == LINE
    told_not_to = model == "MiniMax-M3" and thinking is Thinking.NONE and path == "completions"
    assert thinking_of(pieces) == ("" if told_not_to else "Which language? 德语。")
    tokens = pieces[-1].tokens
    assert tokens and bool(tokens.thinking) is not told_not_to
    assert tokens.written > tokens.thinking


@pytest.mark.parametrize(
    ("path", "asked", "sent"),
    [("completions", 0, 0), ("completions", 3, 2), ("native", 0, 0.01), ("native", 1.4, 1)],
)
async def test_the_temperature_stays_within_what_the_path_takes(
    service: MinimaxService, path: str, asked: float, sent: float
) -> None:
    async with a_writer(service, text_path=path) as writer:
        await written(writer, a_text_request(temperature=asked))
    assert bodies(service)[0]["temperature"] == sent


@pytest.mark.parametrize(
    ("model", "wanted", "thinking", "sent"),
    [
        ("MiniMax-M3", 0, Thinking.NONE, 131_072),
        ("MiniMax-M3", 500, Thinking.NONE, 500),
        ("MiniMax-M3", 500, Thinking.SOME, 16_884),
        ("MiniMax-M2.7", 0, Thinking.NONE, 65_536),
        ("MiniMax-M2.7", 500, Thinking.NONE, 16_884),
        ("MiniMax-M2.7", 900_000, Thinking.NONE, 204_800),
    ],
)
async def test_a_longest_answer_leaves_room_for_thinking(
    service: MinimaxService, model: str, wanted: int, thinking: Thinking, sent: int
) -> None:
    request = a_text_request(model=model, longest_answer=wanted, thinking=thinking)
    async with a_writer(service) as writer:
        await written(writer, request)
    assert bodies(service)[0]["max_completion_tokens"] == sent


@pytest.mark.parametrize("path", PATHS)
async def test_an_answer_that_is_too_long_says_so(service: MinimaxService, path: str) -> None:
    service.writes(lambda prompt: "ab" * 200)
    async with a_writer(service, text_path=path) as writer:
        pieces = await written(writer, a_text_request(longest_answer=20))
    assert pieces[-1].ending is Ending.TOO_LONG and text_of(pieces) == "ab" * 40


@pytest.mark.parametrize("path", PATHS)
async def test_a_service_that_takes_no_instructions_gets_them_with_the_first_words(
    service: MinimaxService, path: str
) -> None:
    service.chat.text.takes_system = False
    service.writes(lambda prompt: prompt.said)
    async with a_writer(service, text_path=path) as writer:
        for _ in range(2):
            assert text_of(await written(writer)) == "Translate.\n\nGood evening."
    assert len(bodies(service)) == 3 and len(service.bill) == 2


@pytest.mark.parametrize("path", PATHS)
async def test_a_field_that_a_model_lacks_is_sent_once(service: MinimaxService, path: str) -> None:
    service.chat.text.lacks = {"temperature", "stream_options"}
    async with a_writer(service, text_path=path) as writer:
        for _ in range(2):
            pieces = await written(writer)
            assert text_of(pieces) == "You said: Good evening." and pieces[-1].ending
    sent = bodies(service)
    assert len(sent) == 4 and "temperature" not in sent[-1]
    assert "max_completion_tokens" in sent[-1]


async def test_too_many_tokens_wished_for_are_wished_for_once(service: MinimaxService) -> None:
    service.faults.next(base_resp(1039))
    async with a_writer(service) as writer:
        assert (await written(writer))[-1].ending is Ending.WHOLE
        service.faults.next(base_resp(1039))
        assert type(await refused(writer)) is EngineBusy
    assert ["max_completion_tokens" in body for body in bodies(service)] == [True, False, False]


@pytest.mark.parametrize("path", PATHS)
async def test_more_text_than_the_model_reads_is_told_apart(
    service: MinimaxService, path: str
) -> None:
    service.chat.text.context = 50
    async with a_writer(service, text_path=path) as writer:
        assert type(await refused(writer, a_text_request("word " * 200))) is TooMuchAtOnce
        service.faults.next(http(413))
        assert type(await refused(writer)) is TooMuchAtOnce
        assert text_of(await written(writer))
    assert len(service.bill) == 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "fault", [noise(), repeated_message(), dripping(50, 0), wrong_content_type()], ids=repr
)
async def test_an_answer_that_is_only_odd_is_taken(
    service: MinimaxService, path: str, fault: Fault
) -> None:
    service.writes(lambda prompt: LINE)
    service.faults.next(fault)
    async with a_writer(service, text_path=path) as writer:
        assert text_of(await written(writer)) == LINE


@pytest.mark.parametrize("path", PATHS)
async def test_a_plain_answer_in_place_of_a_stream_is_taken(
    service: MinimaxService, path: str
) -> None:
    service.chat.text.streams = False
    service.writes(lambda prompt: Written(LINE, "Hm."))
    async with a_writer(service, text_path=path) as writer:
        pieces = await written(writer, a_text_request(model="MiniMax-M2.7"))
    assert (text_of(pieces), thinking_of(pieces)) == (LINE, "Hm.")
    assert pieces[-1].ending is Ending.WHOLE and pieces[-1].tokens


FAILURES: dict[str, tuple[Fault, type[VoiceError]]] = {
    "1000": (base_resp(1000), EngineUnreachable),
    "1002": (base_resp(1002), EngineBusy),
    "1008": (base_resp(1008), AccountStopped),
    "1026": (base_resp(1026), EngineRefused),
    "2013": (base_resp(2013, "messages are empty"), EngineRefused),
    "2049": (base_resp(2049), AccountStopped),
    "2061": (base_resp(2061), AccountStopped),
    "400": (http(400, content={"error": {"message": "bad (2013)"}}), EngineRefused),
    "401": (http(401, content={"error": {"message": "login fail (1004)"}}), AccountStopped),
    "402": (http(402, text="no money"), AccountStopped),
    "404": (http(404, text="404 page not found"), AccountStopped),
    "429": (http(429, retry_after=3), EngineBusy),
    "500": (http(500, content={"error": {"message": "balance (1008)"}}), AccountStopped),
    "502": (http(502, html="Bad gateway"), OutcomeUnknown),
    "503": (http(503), EngineBusy),
    "504": (http(504, billed=True), OutcomeUnknown),
    "a page": (http(200, html="Sign in"), EngineUnreachable),
    "redirect": (redirect(), AccountStopped),
    "cut": (cut(billed=True), OutcomeUnknown),
    "cut in the body": (cut_in_body(), OutcomeUnknown),
    "empty": (empty_body(), OutcomeUnknown),
    "broken": (broken_json(), OutcomeUnknown),
    "unfinished": (unfinished(), OutcomeUnknown),
    "error in the stream": (error_in_stream(1000, after=2), OutcomeUnknown),
    "busy in the stream": (error_object("slow down (1002)", after=2), OutcomeUnknown),
    "money in the stream": (error_in_stream(1008, after=2), AccountStopped),
    "offence in the stream": (error_in_stream(1027, after=2), EngineRefused),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", FAILURES)
async def test_each_failure_is_the_right_error_and_is_asked_once(
    service: MinimaxService, path: str, name: str
) -> None:
    fault, kind = FAILURES[name]
    if (name, path) == ("broken", "native"):
        fault = unfinished()  # what is broken there is only the answer told twice
    service.faults.next(fault)
    async with a_writer(service, text_path=path) as writer:
        assert type(await refused(writer)) is kind
    assert len(service.requests) == 1


async def test_busy_says_when_to_come_back_and_then_all_is_well(service: MinimaxService) -> None:
    service.faults.next(http(429, retry_after=7))
    async with a_writer(service) as writer:
        busy = await refused(writer)
        assert isinstance(busy, EngineBusy) and busy.retry_after == 7
        assert text_of(await written(writer)) == "You said: Good evening."


@pytest.mark.parametrize(
    ("reason", "ending"), [("content_filter", Ending.REFUSED), ("length", Ending.TOO_LONG)]
)
async def test_the_reason_to_end_is_told(
    service: MinimaxService, reason: str, ending: Ending
) -> None:
    service.faults.next(finishing(reason))
    async with a_writer(service) as writer:
        assert (await written(writer))[-1].ending is ending


async def test_an_answer_without_its_last_event_is_no_whole_one(service: MinimaxService) -> None:
    service.faults.next(no_end())
    async with a_writer(service) as writer:
        assert type(await refused(writer)) is OutcomeUnknown


async def test_silence_is_given_up(service: MinimaxService) -> None:
    for fault, waiting in (
        (stalled(after_work=True), Waiting(first_s=0.05)),
        (stalled(at=0), Waiting(first_s=0.05)),
        (stalled(at=700), Waiting(between_s=0.05)),
        (stalled(at=700), Waiting(whole_s=0.3)),
    ):
        held = service.faults.next(fault)
        async with a_writer(service, waiting=waiting) as writer:
            assert type(await refused(writer)) is OutcomeUnknown
        held.release()


async def test_who_stops_listening_is_not_held_up(service: MinimaxService) -> None:
    held = service.faults.next(stalled(at=700))
    async with a_writer(service) as writer:
        listening = asyncio.ensure_future(written(writer))
        await held.arrived()
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
    held.release()


async def test_the_models_are_listed_for_nothing(service: MinimaxService) -> None:
    async with a_writer(service) as writer:
        assert set(await writer.known_models()) < set(writer.models)
        assert writer.models[0] == "MiniMax-M3"
        assert {"MiniMax-M1", "MiniMax-Text-01"} <= set(writer.models)
        service.faults.next(http(502), times=2, path="models")
        await writer.check()
    assert not len(service.bill)


async def test_a_wrong_key_says_that_the_region_may_be_wrong(service: MinimaxService) -> None:
    service.accounts.add(Account("sk-elsewhere", elsewhere=True))
    for key in ("sk-unknown-1234", "sk-elsewhere"):
        for path in PATHS:
            async with a_writer(service, key=key, text_path=path) as writer:
                with pytest.raises(AccountStopped, match="region") as stopped:
                    await writer.check()
                assert stopped.value.problem is AccountProblem.KEY
                error = await refused(writer)
                assert isinstance(error, AccountStopped) and "region" in error.detail
                assert key not in error.detail


async def test_a_group_goes_along_where_there_is_one(service: MinimaxService) -> None:
    service.accounts.first.group_id = "1876"
    async with a_writer(service, group_id="1876") as writer:
        assert text_of(await written(writer)) and await writer.known_models()
    assert {asked.query for asked in service.requests} == {"GroupId=1876"}


async def test_the_key_is_in_no_error_and_no_log(
    service: MinimaxService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"you sent Bearer {service.key} and {service.key}"
    told: list[str] = []
    async with a_writer(service) as writer:
        for fault in (
            base_resp(2013, echo),
            http(401, text=echo),
            http(400, content={"error": {"message": echo}}),
            error_object(echo, after=2),
            error_in_stream(1027, echo, after=2),
            cut_in_body(),
        ):
            service.faults.next(fault)
            error = await refused(writer)
            told += [repr(error), error.detail, *traceback.format_exception(error)]
        told.append(repr(vars(writer)))
    assert service.key not in "".join(told) + caplog.text and "…" in "".join(told)


def test_prices_are_those_of_the_list() -> None:
    async def no_key() -> str:
        raise AssertionError("a price needs no key")

    writer = MiniMaxWriter(an_account(), no_key)
    assert writer.price() == TextPrice(Decimal("0.30"), Decimal("1.20"), "USD")
    assert writer.price("MiniMax-M2.7-highspeed").written == Decimal("2.40")
    assert writer.price("MiniMax-M2").currency == "USD"
    for unknown in ("MiniMax-M1", "other"):
        assert writer.price(unknown) == TextPrice()
    assert MiniMaxWriter(an_account("https://api.minimaxi.com"), no_key).price() == TextPrice()
