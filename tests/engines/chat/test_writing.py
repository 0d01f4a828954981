"""Any chat service: with a key or without, models, accents, and every way to fail."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from studio.engines.chat.hosts import KNOWN, host_of
from studio.engines.chat.writer import ChatWriter
from studio.engines.completions import Waiting
from studio.engines.speech import ChecksAccount
from studio.engines.text import ChecksForTokens, Ending, TextPrice, Thinking, Tokens
from studio.engines.web_call import Patience
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    NoSuchModel,
    OutcomeUnknown,
    TooMuchAtOnce,
    VoiceError,
)
from studio.model.account import KEYLESS, Account, Service
from tests.engines.text_at_work import a_text_request, refused, text_of, thinking_of, written
from tests.services.chat.service import KEY, ChatService
from tests.services.faults import Fault
from tests.services.fixtures import obeyed
from tests.services.text_wrongs import (
    cumulative_thinking,
    error_object,
    finishing,
    noise,
    repeated_message,
    unfinished,
)
from tests.services.writing import Written
from tests.services.wrongs import cut, cut_in_body, dripping, empty_body, http, no_end, stalled

LINE = "«Guten Abend.» 晚上好 🎬"
NO_PAUSES = Patience(between_tries_s=0)


@pytest.fixture
def service(chat_service: ChatService) -> ChatService:
    return chat_service


@pytest.fixture
def locked() -> Iterator[ChatService]:
    """A service that wants a key."""
    with obeyed(ChatService(key=KEY)) as service:
        yield service


async def _no_key() -> str:
    raise AssertionError("a keyless account is asked for a key")


@asynccontextmanager
async def a_writer(
    service: ChatService, *, key: str = "", waiting: Waiting | None = None, model: str = ""
) -> AsyncIterator[ChatWriter]:
    known = key or service.key

    async def ask_key() -> str:
        return known

    options = {"model": model} | ({} if known else {"key": KEYLESS})
    account = Account(Service.CHAT, "main", service.base_url, options=options)
    writer = ChatWriter(account, ask_key if known else _no_key, patience=NO_PAUSES, waiting=waiting)
    try:
        yield writer
    finally:
        await writer.aclose()


def bodies(service: ChatService) -> list[dict[str, Any]]:
    return [asked.json for asked in service.requests if asked.method == "POST"]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("", "https://api.openai.com/v1"),
        ("openai.com", "https://api.openai.com/v1"),
        ("127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://localhost:1234/v1/", "http://localhost:1234/v1"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("https://chat.example/v1/chat/completions?x=1", "https://chat.example/v1"),
        ("https://chat.example/v1/models", "https://chat.example/v1"),
        ("chat.example/base/v2", "https://chat.example/base/v2"),
        (" http://[::1]:8080 ", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_understood_however_it_is_written(written: str, host: str) -> None:
    assert host_of(written) == host
    assert host_of(host) == host


def test_known_addresses_are_written_as_they_are_used() -> None:
    assert [host_of(host) for host in KNOWN] == [*KNOWN]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("http://chat.example/v1", AccountFault.INSECURE_HOST),
        ("http://192.168.1.5:11434/v1", AccountFault.INSECURE_HOST),
        ("ftp://chat.example", AccountFault.BAD_HOST),
        ("https://user:pass@chat.example", AccountFault.BAD_HOST),
        ("https://chat.example/a b", AccountFault.BAD_HOST),
    ],
)
def test_an_address_that_cannot_be_is_refused(written: str, fault: AccountFault) -> None:
    with pytest.raises(AccountError) as failed:
        host_of(written)
    assert failed.value.fault is fault and "pass" not in failed.value.detail


async def test_a_service_without_a_key_is_sent_none(service: ChatService) -> None:
    service.writes(lambda prompt: LINE)
    async with a_writer(service) as writer:
        pieces = await written(writer)
        assert isinstance(writer, ChecksAccount) and isinstance(writer, ChecksForTokens)
        assert writer.name == "chat/main" and writer.price() == TextPrice()
    assert text_of(pieces) == LINE and pieces[-1].ending is Ending.WHOLE
    (billed,) = service.bill
    assert pieces[-1].tokens == Tokens(billed.read, billed.written)


async def test_a_key_goes_along_where_there_is_one(locked: ChatService) -> None:
    async with a_writer(locked) as writer:
        assert text_of(await written(writer)) == "You said: Good evening."
    async with a_writer(locked, key="sk-wrong-1234") as writer:
        error = await refused(writer, a_text_request(model="small-model"))
        assert isinstance(error, AccountStopped) and error.problem is AccountProblem.KEY
        with pytest.raises(AccountStopped):
            await writer.check()


async def test_the_model_is_the_one_asked_for_or_the_accounts_or_the_first(
    service: ChatService,
) -> None:
    async with a_writer(service) as writer:
        assert writer.models == () and await writer.known_models() == service.models
        for model in ("", "", "large-model"):
            await written(writer, a_text_request(model=model))
    async with a_writer(service, model="large-model") as writer:
        assert writer.models == ("large-model",)
        await written(writer)
    models = [body["model"] for body in bodies(service)]
    assert models == ["small-model", "small-model", "large-model", "large-model"]
    assert len(service.asked("/models")) == 2


async def test_without_a_list_the_account_has_to_name_a_model(service: ChatService) -> None:
    service.models = None
    async with a_writer(service) as writer:
        assert await writer.known_models() == ()
        assert "name one in the account" in (await refused(writer)).detail
        assert text_of(await written(writer, a_text_request(model="any")))


async def test_a_model_that_is_not_there_is_told_with_those_that_are(service: ChatService) -> None:
    async with a_writer(service, model="larg-model") as writer:
        error = await refused(writer)
    assert isinstance(error, NoSuchModel) and error.known == ("large-model", "small-model")


@pytest.mark.parametrize("model", ["", "small-model"])
@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_of_web_pages_is_told_with_its_address(
    service: ChatService, status: int, model: str
) -> None:
    service.faults.always(http(status, html="Not here"))
    async with a_writer(service, model=model) as writer:
        error = await refused(writer)
    assert isinstance(error, AccountStopped) and error.problem is AccountProblem.WRONG_ADDRESS
    assert "no chat service is at this address" in error.detail
    assert service.base_url in error.detail


async def test_a_check_is_free_where_a_list_proves_something(
    service: ChatService, locked: ChatService
) -> None:
    for each in (service, locked):
        async with a_writer(each) as writer:
            await writer.check()
            assert writer.check_cost == Tokens()
        assert not len(each.bill)


async def test_a_check_without_a_list_costs_a_token(service: ChatService) -> None:
    service.models = None
    async with a_writer(service, model="any") as writer:
        await writer.check()
        assert writer.check_cost.written == 1 == len(service.bill)
    assert service.bill.tokens == writer.check_cost.read + writer.check_cost.written


async def test_a_list_for_everybody_proves_no_key(locked: ChatService) -> None:
    locked.lists_for_all = True
    async with a_writer(locked) as writer:
        await writer.check()
        assert writer.check_cost.written == 1
    async with a_writer(locked, key="sk-wrong-1234") as writer:
        with pytest.raises(AccountStopped):
            await writer.check()


@pytest.mark.parametrize(
    ("thinking", "effort", "longest"),
    [(Thinking.NONE, "none", 100), (Thinking.SOME, "low", 8292), (Thinking.MUCH, "high", 32868)],
)
async def test_a_model_is_told_how_much_to_think(
    service: ChatService, thinking: Thinking, effort: str, longest: int
) -> None:
    service.writes(lambda prompt: Written(LINE, "Hm. 林夏"))
    request = a_text_request(thinking=thinking, longest_answer=100)
    async with a_writer(service) as writer:
        pieces = await written(writer, request)
    assert (text_of(pieces), thinking_of(pieces)) == (LINE, "Hm. 林夏")
    (body,) = bodies(service)
    assert (body["reasoning_effort"], body["max_tokens"]) == (effort, longest)


async def test_what_a_server_lacks_is_sent_once(service: ChatService) -> None:
    service.text.lacks = {"temperature", "reasoning_effort", "stream_options", "max_tokens"}
    service.text.takes_system = False
    async with a_writer(service) as writer:
        for _ in range(2):
            pieces = await written(writer, a_text_request(longest_answer=50))
            assert text_of(pieces) == "You said: Translate.\n\nGood evening."
            assert pieces[-1].tokens is None
    assert len(bodies(service)) == 7
    assert set(bodies(service)[-1]) == {"model", "messages", "stream", "max_completion_tokens"}


async def test_more_text_than_a_model_reads_is_told_apart(service: ChatService) -> None:
    service.text.context = 50
    async with a_writer(service) as writer:
        assert type(await refused(writer, a_text_request("word " * 200))) is TooMuchAtOnce
        assert text_of(await written(writer))


@pytest.mark.parametrize(
    "fault",
    [noise(), repeated_message(), dripping(60, 0), cumulative_thinking(), no_end(),
     unfinished(done=True)],
    ids=repr,
)  # fmt: skip
async def test_an_answer_that_is_only_odd_is_taken(service: ChatService, fault: Fault) -> None:
    service.writes(lambda prompt: Written(LINE, "Let me see. 林夏", delta=3))
    service.faults.next(fault)
    async with a_writer(service) as writer:
        pieces = await written(writer)
    assert (text_of(pieces), thinking_of(pieces)) == (LINE, "Let me see. 林夏")
    assert pieces[-1].ending is Ending.WHOLE


async def test_a_server_that_cannot_stream_is_heard_all_the_same(service: ChatService) -> None:
    service.text.streams = False
    service.writes(lambda prompt: Written(LINE, "Hm."))
    async with a_writer(service) as writer:
        pieces = await written(writer)
    assert (text_of(pieces), thinking_of(pieces)) == (LINE, "Hm.")


async def test_reasons_to_end_are_told(service: ChatService) -> None:
    async with a_writer(service) as writer:
        for reason, ending in (("length", Ending.TOO_LONG), ("content_filter", Ending.REFUSED)):
            service.faults.next(finishing(reason))
            assert (await written(writer))[-1].ending is ending


def an_error(words: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": words, **more}}


FAILURES: dict[str, tuple[Fault, type[VoiceError]]] = {
    "400": (http(400, content=an_error("bad request")), EngineRefused),
    "400 in a list": (http(400, text='[{"error":{"message":"no","code":400}}]'), EngineRefused),
    "400 for the key": (http(400, content=an_error("Incorrect API key")), AccountStopped),
    "400 for length": (http(400, content={"error": "prompt is too long"}), TooMuchAtOnce),
    "401": (http(401, text="who are you"), AccountStopped),
    "402": (http(402, content=an_error("Insufficient Balance")), AccountStopped),
    "403": (http(403), AccountStopped),
    "403 for the words": (http(403, content=an_error("flagged by moderation")), EngineRefused),
    "404": (http(404, text="404 page not found"), AccountStopped),
    "404 for the model": (http(404, content={"error": "model 'x' not found"}), NoSuchModel),
    "405": (http(405), AccountStopped),
    "413": (http(413), TooMuchAtOnce),
    "422": (http(422, content={"detail": [{"msg": "bad value", "loc": ["x"]}]}), EngineRefused),
    "429": (http(429, retry_after=3), EngineBusy),
    "429 for money": (
        http(429, content=an_error("quota", code="insufficient_quota")), AccountStopped
    ),
    "500": (http(500, content=an_error("oh")), EngineUnreachable),
    "502": (http(502, html="Bad gateway"), EngineUnreachable),
    "503": (http(503), EngineBusy),
    "504": (http(504), OutcomeUnknown),
    "529": (http(529, content=an_error("overloaded")), EngineBusy),
    "200 with an error": (http(200, content=an_error("failed")), EngineUnreachable),
    "200 and busy": (http(200, content=an_error("slow down", code=429)), EngineBusy),
    "200 with a page": (http(200, html="Sign in"), EngineUnreachable),
    "old style": (
        http(400, content={"object": "error", "message": "no", "code": 400}), EngineRefused
    ),
    "cut": (cut(billed=True), OutcomeUnknown),
    "cut in the body": (cut_in_body(), OutcomeUnknown),
    "empty": (empty_body(), OutcomeUnknown),
    "unfinished": (unfinished(), OutcomeUnknown),
    "error in the stream": (error_object("oops", after=3), OutcomeUnknown),
    "busy in the stream": (error_object("rate limit", after=3, code=429), OutcomeUnknown),
    "error first": (error_object("rate limit reached", after=0), EngineBusy),
    "broken off": (finishing("error"), OutcomeUnknown),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
async def test_each_failure_is_the_right_error_and_is_asked_once(
    service: ChatService, name: str
) -> None:
    fault, kind = FAILURES[name]
    service.faults.next(fault)
    async with a_writer(service, model="small-model") as writer:
        assert type(await refused(writer)) is kind
    assert len(bodies(service)) == 1


async def test_busy_says_when_to_come_back_and_then_all_is_well(service: ChatService) -> None:
    service.faults.next(http(429, retry_after=7))
    async with a_writer(service) as writer:
        busy = await refused(writer)
        assert isinstance(busy, EngineBusy) and busy.retry_after == 7
        assert text_of(await written(writer))


async def test_a_stalled_model_is_given_up(service: ChatService) -> None:
    held = service.faults.next(stalled(at=400))
    async with a_writer(service, model="small-model", waiting=Waiting(between_s=0.05)) as writer:
        assert type(await refused(writer)) is OutcomeUnknown
    held.release()


async def test_the_end_of_a_connection_after_the_ending_costs_only_the_count(
    service: ChatService,
) -> None:
    service.faults.next(cut_in_body(0.9))
    async with a_writer(service, model="small-model") as writer:
        pieces = await written(writer)
    assert text_of(pieces) == "You said: Good evening." and pieces[-1].ending is Ending.WHOLE
    assert pieces[-1].tokens is None


async def test_a_service_that_is_not_there_was_not_billed() -> None:
    with ChatService() as gone:
        url = gone.base_url
    account = Account(Service.CHAT, "main", url, options={"key": KEYLESS, "model": "m"})
    writer = ChatWriter(account, _no_key, patience=NO_PAUSES)
    assert isinstance(await refused(writer), EngineUnreachable)
    with pytest.raises(EngineUnreachable):
        await writer.check()
    await writer.aclose()


async def test_the_key_is_in_no_error_and_no_log(
    locked: ChatService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"you sent Bearer {KEY} and {KEY}"
    told: list[str] = []
    async with a_writer(locked, model="small-model") as writer:
        for fault in (
            http(401, text=echo),
            http(400, content=an_error(echo)),
            http(500, content={"error": echo}),
            error_object(echo, after=2),
            cut_in_body(),
        ):
            locked.faults.next(fault)
            error = await refused(writer)
            told += [repr(error), error.detail, *traceback.format_exception(error)]
        told.append(repr(vars(writer)))
    assert KEY not in "".join(told) + caplog.text and "…" in "".join(told)
