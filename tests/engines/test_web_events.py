"""Streams of events, however they are cut and written."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from studio.engines.web_events import events

STREAM = (
    b': a comment\r\n\r\ndata: {"a": "\xe4\xbd\xa0"}\n\nevent: x\ndata:{"b":2}\r\n\r\n'
    b'data: one\rdata: two\r\rid: 7\n\ndata: [DONE]\n\ndata: {"after":1}\n\n'
)
FOUND = ['{"a": "你"}'.encode(), b'{"b":2}', b"one\ntwo"]


async def read(*pieces: bytes) -> list[bytes]:
    async def coming() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return [event async for event in events(coming())]


async def test_a_stream_is_the_same_wherever_it_is_cut() -> None:
    for at in range(len(STREAM) + 1):
        assert await read(STREAM[:at], STREAM[at:]) == FOUND, at


async def test_a_stream_may_come_byte_by_byte() -> None:
    assert await read(*(STREAM[at : at + 1] for at in range(len(STREAM)))) == FOUND
    assert await read(b"", *(STREAM[at : at + 3] for at in range(0, len(STREAM), 3)), b"") == FOUND


async def test_a_line_may_have_many_megabytes() -> None:
    long = b"data: " + b"0a" * (8 << 20) + b"\n\n"
    pieces = [long[at : at + 65_536] for at in range(0, len(long), 65_536)]
    (found,) = await read(*pieces)
    assert len(found) == 16 << 20


@pytest.mark.parametrize("body", [b'{"base_resp":\n {"status_code": 1004}}', b' \n{"a":1}\n'])
async def test_an_object_in_place_of_a_stream_is_given_whole(body: bytes) -> None:
    found = await read(*(body[at : at + 1] for at in range(len(body))))
    assert [event.strip() for event in found] == [body.strip()]


async def test_the_last_event_counts_although_its_empty_line_is_missing() -> None:
    assert await read(b"data: 1\n\ndata: 2") == [b"1", b"2"]


async def test_a_mark_of_the_byte_order_is_no_part_of_the_first_line() -> None:
    assert await read(b"\xef\xbb", b"\xbfdata: 1\n\n") == [b"1"]


@pytest.mark.parametrize("body", [b"", b"\n\n", b": only\n\n", b"data: [DONE]\n\n", b"<html>"])
async def test_a_stream_without_events_is_empty(body: bytes) -> None:
    assert await read(body) == []
