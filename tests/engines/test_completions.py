"""Answers in the chat-completions dialect: however they are cut, the same words come out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from studio.engines.completions import Objection, answered, pieces_of
from studio.engines.completions_asking import Manners, asks_too_much, body_of
from studio.engines.completions_reading import tokens_of
from studio.engines.completions_thinking import Growing, ThinkTags, WholeCharacters
from studio.engines.text import Ending, Message, TextPiece, TextRequest, Tokens
from studio.engines.web import Listening, Web
from studio.engines.web_call import Answer
from studio.errors import EngineBusy, EngineUnreachable, OutcomeUnknown
from tests.services.writing import Written, chunk, deltas, message

SAID = '{"k":"line","x":"«Où es-tu?» 你终于来了 🎬"}\n'
THOUGHT = "Wer spricht? 林夏 💭 <b>"
USAGE = {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16}
DONE = b"data: [DONE]\n\n"


def on_the_wire(*events: dict[str, Any], end: bytes = DONE) -> bytes:
    lines = []
    for event in events:
        try:
            lines.append(json.dumps(event, ensure_ascii=False).encode())
        except UnicodeEncodeError:
            lines.append(json.dumps(event).encode())
    return b"".join(b"data: " + line + b"\n\n" for line in lines) + end


def said(*texts: str) -> list[dict[str, Any]]:
    return [chunk("m", {"content": text}) for text in texts]


FINISH = chunk("m", {}, "stop")
COUNT = {"choices": [], "usage": USAGE}
TAGGED = f"<think>{THOUGHT}</think>\n\n{SAID}"
HALVES = deltas(SAID, Written(SAID, delta=SAID.index("🎬") + 1, halves=True))
STREAMS = {
    "plain": on_the_wire(*said("", SAID[:9], SAID[9:]), FINISH, COUNT),
    "without end": on_the_wire(*said(SAID[:20], SAID[20:]), FINISH, COUNT, end=b""),
    "count with the finish": on_the_wire(*said(SAID), FINISH | {"usage": USAGE}),
    "tags": on_the_wire(*said(*(TAGGED[at : at + 9] for at in range(0, len(TAGGED), 9))), FINISH),
    "its own field": on_the_wire(
        chunk("m", {"reasoning_content": THOUGHT[:5], "content": None}),
        chunk("m", {"reasoning_content": THOUGHT[5:]}),
        *said(SAID), FINISH, COUNT,
    ),
    "another field": on_the_wire(
        chunk("m", {"reasoning": THOUGHT, "content": ""}), *said(SAID), FINISH, COUNT
    ),
    "growing": on_the_wire(
        *(
            chunk("m", {"reasoning_details": [{"text": THOUGHT[:end]}]})
            for end in (4, 9, len(THOUGHT))
        ),
        *said(SAID), FINISH, COUNT,
    ),
    "halves": on_the_wire(*said(*HALVES), FINISH, COUNT),
    "all again": on_the_wire(
        *said(SAID[:8], SAID[8:]), FINISH, message("m", {"content": SAID}, "stop", usage=USAGE)
    ),
    "all again but with its end only there": on_the_wire(
        *said(SAID[:8]), message("m", {"content": SAID}, "stop", usage=USAGE)
    ),
    "parts": on_the_wire(
        chunk("m", {"content": [{"type": "text", "text": SAID}]}), FINISH, COUNT
    ),
    "no stream": json.dumps(message("m", {"content": SAID}, "stop", usage=USAGE)).encode(),
    "noise": b"\xef\xbb\xbf: hello\r\n\r\nevent: ping\r\ndata: \r\n\r\n"
    + on_the_wire(*said(SAID), FINISH, COUNT).replace(b"\n\n", b"\r\n\r\n: here\r\n\r\n"),
    "no blank lines": on_the_wire(*said(SAID[:9], SAID[9:]), FINISH, COUNT).replace(
        b"\n\n", b"\n"
    ),
    "no reason": on_the_wire(*said(SAID), COUNT),
}  # fmt: skip


async def _sent(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _objection(answer: Answer, content: dict[str, Any] | None) -> Objection | None:
    if content is None:
        return Objection(OutcomeUnknown("chat/main", "the answer is damaged"))
    return Objection(EngineBusy("chat/main", "busy")) if content.get("error") else None


async def read(*pieces: bytes, status: int = 200) -> list[TextPiece]:
    head = Answer(status, {"content-type": "text/event-stream"})
    coming = pieces_of("chat/main", Listening(head, _sent(pieces)), _objection)
    async with aclosing(coming):
        return [piece async for piece in coming]


@asynccontextmanager
async def an_endless_server() -> AsyncIterator[tuple[Web, asyncio.Event, asyncio.Event]]:
    """One delta and then nothing: who speaks to it, that it stalls, and that somebody hung up."""
    stalls, hung_up = asyncio.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        writer.write(head + on_the_wire(*said("One"), end=b""))
        await writer.drain()
        stalls.set()
        while await reader.read(1 << 16):
            pass
        hung_up.set()
        writer.close()

    async def key() -> str:
        return "sk-1234567890"

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    web = Web("chat/main", f"http://127.0.0.1:{port}", key)
    try:
        yield web, stalls, hung_up
    finally:
        await web.aclose()
        server.close()


def asked(web: Web) -> AsyncGenerator[TextPiece, None]:
    body = body_of(ASKED, "m")
    return answered(web, "/v1/c", body, manners=Manners(), objection=_objection)


async def test_closing_an_answer_hangs_up() -> None:
    async with an_endless_server() as (web, _, hung_up):
        async with aclosing(asked(web)) as pieces:
            assert (await anext(pieces)).text == "One"
        await hung_up.wait()


async def test_cancelling_whoever_reads_hangs_up() -> None:
    async with an_endless_server() as (web, stalls, hung_up):

        async def listen() -> None:
            async with aclosing(asked(web)) as pieces:
                async for _ in pieces:
                    pass

        listening = asyncio.ensure_future(listen())
        await stalls.wait()
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        await hung_up.wait()


def joined(pieces: Sequence[TextPiece]) -> tuple[str, str]:
    return "".join(p.text for p in pieces), "".join(p.thinking for p in pieces)


@pytest.mark.parametrize("name", STREAMS)
async def test_a_stream_cut_anywhere_says_the_same(name: str) -> None:
    stream = STREAMS[name]
    whole = await read(stream)
    text, thinking = joined(whole)
    assert text == SAID
    assert thinking in ("", THOUGHT)
    assert whole[-1].ending is Ending.WHOLE and whole[-1].tokens in (None, Tokens(9, 7))
    assert all(piece.ending is None for piece in whole[:-1])
    for at in range(1, len(stream)):
        cut = await read(stream[:at], stream[at:])
        assert cut == whole, at
    assert await read(*(bytes([byte]) for byte in stream)) == whole


@pytest.mark.parametrize("name", ["tags", "its own field", "another field", "growing"])
async def test_thinking_is_told_from_the_answer(name: str) -> None:
    assert joined(await read(STREAMS[name])) == (SAID, THOUGHT)


@pytest.mark.parametrize(
    ("reason", "ending"),
    [
        ("length", Ending.TOO_LONG),
        ("max_tokens", Ending.TOO_LONG),
        ("content_filter", Ending.REFUSED),
        ("tool_calls", Ending.WHOLE),
        ("eos", Ending.WHOLE),
    ],
)
async def test_a_reason_to_end_is_an_ending(reason: str, ending: Ending) -> None:
    pieces = await read(on_the_wire(*said(SAID), chunk("m", {}, reason)))
    assert pieces[-1].ending is ending and joined(pieces)[0] == SAID


@pytest.mark.parametrize(
    "event",
    [
        chunk("m", {"refusal": "I cannot."}, "stop"),
        chunk("m", {}, "stop", output_sensitive=True),
        message("m", {"content": "", "refusal": "I cannot."}, "stop"),
    ],
    ids=["delta", "flag", "message"],
)
async def test_a_refusal_is_no_whole_answer(event: dict[str, Any]) -> None:
    assert (await read(on_the_wire(event)))[-1].ending is Ending.REFUSED


@pytest.mark.parametrize(
    "stream",
    [
        on_the_wire(*said(SAID), end=b""),
        on_the_wire(*said(SAID), end=b'data: {"choices":[{"del'),
        on_the_wire(*said(SAID), {"error": {"message": "x"}}),
        on_the_wire(*said(SAID), chunk("m", {}, "error")),
        on_the_wire(),
        b"",
        b'{"choices":[{"message":{"content":"Hal',
    ],
)
async def test_what_was_cut_off_is_an_open_question(stream: bytes) -> None:
    with pytest.raises(Exception) as failed:
        await read(stream)
    error = getattr(failed.value, "objection", None)
    assert type(error.error if error else failed.value) is OutcomeUnknown


async def test_a_web_page_is_no_answer() -> None:
    for page in (b"<!DOCTYPE html><p>Sign in", b"\n<html>\n<body>data: x"):
        with pytest.raises(EngineUnreachable):
            await read(page)


async def test_an_answer_may_be_empty_when_it_says_so() -> None:
    assert await read(on_the_wire(FINISH)) == [TextPiece(ending=Ending.WHOLE)]


@pytest.mark.parametrize("size", range(1, 12))
def test_tags_are_found_wherever_they_are_cut(size: int) -> None:
    whole = "a < b <thin <think>x <THINK> y</think>\n\n c <thinking>z</thinking>d <"
    tags, parts = ThinkTags(), list[tuple[str, str]]()
    for at in range(0, len(whole), size):
        parts.append(tags.take(whole[at : at + size]))
    parts.append(tags.rest())
    assert "".join(text for text, _ in parts) == "a < b <thin c d <"
    assert "".join(thought for _, thought in parts) == "x  yz"


def test_thinking_may_grow_or_come_in_pieces() -> None:
    grown, pieces = Growing(), Growing()
    assert [grown.take(each) for each in ("ab", "abcd", "abcdef")] == ["ab", "cd", "ef"]
    assert [pieces.take(each) for each in ("ab", "cd", "cdef")] == ["ab", "cd", "cdef"]


def test_half_a_character_alone_is_replaced() -> None:
    characters = WholeCharacters()
    parts = [characters.take("a\ud83c"), characters.take("\udfac"), characters.take("b\ud83c")]
    assert "".join(parts) == "a🎬b" and characters.rest() == "\ufffd"
    assert characters.take("\udfacx") == "\ufffdx"


def test_tokens_are_counted_however_they_are_told() -> None:
    told = {
        "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 20,
        "completion_tokens_details": {"reasoning_tokens": 5},
        "prompt_tokens_details": {"cached_tokens": 4},
    }  # fmt: skip
    assert tokens_of(told) == Tokens(10, 10, 5, 4)
    assert tokens_of({"prompt_tokens": None, "total_tokens": "x"}) == Tokens()


ASKED = TextRequest("Translate.", (Message("user", "One."), Message("assistant", "Eins.")))


def test_a_field_that_a_model_lacks_is_left_out_from_then_on() -> None:
    manners = Manners()
    body = body_of(ASKED, "m") | {"temperature": 0.2, "max_tokens": 9}
    assert manners.shaped(body) == body
    assert not manners.learn(body, "the text is bad")
    assert manners.learn(body, "temperature is not supported. Also: stream_options")
    assert manners.learn(body, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.")
    shaped = manners.shaped(body)
    assert set(shaped) == {"model", "messages", "stream", "max_completion_tokens"}
    assert manners.learn(shaped, "max_completion_tokens is too large")
    assert set(manners.shaped(body)) == {"model", "messages", "stream"}
    assert not manners.learn(manners.shaped(body), "temperature")
    other = body | {"model": "n"}
    assert manners.shaped(other) == other


def test_instructions_go_to_the_user_where_there_is_no_system() -> None:
    manners, body = Manners(), body_of(ASKED, "m")
    assert manners.learn(body, "invalid params, invalid message role: system (2013)")
    first, second = manners.shaped(body)["messages"]
    assert first == {"role": "user", "content": "Translate.\n\nOne."}
    assert second["role"] == "assistant"
    assert not manners.learn(manners.shaped(body), "invalid message role: system")


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 8192 tokens.",
        "invalid params, context window exceeds limit (2013)",
        "the request exceeds the available context size",
        "Input is too long for requested model.",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ],
)
def test_a_complaint_about_length_is_known(words: str) -> None:
    assert asks_too_much(words)
    assert not asks_too_much("Unsupported parameter: 'max_tokens'")
    assert not asks_too_much("max_tokens is too large: 9000")
