"""What the studio makes of a service on the web: answers, broken connections, secrets."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
import trustme

from studio.engines.web import Call, Patience, Web
from studio.engines.web_call import retry_after
from studio.engines.web_download import DownloadFailed
from studio.engines.web_failures import failure
from studio.engines.web_hosts import normal_host
from studio.engines.web_redaction import excerpt, redacted, trace_from
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineUnreachable,
    NoConnection,
    NoSuchHost,
    OutcomeUnknown,
)
from tests.engines.raw_server import RawServer, a_server, an_answer

KEY = "sk-very-secret-0815"
SOON = Patience(connect_s=10, between_tries_s=0)
SPEAK = Call("POST", "/v1/t2a_v2", json={"text": "Hello."}, bills=True)
LOOK = Call("GET", "/v1/voices", query={"page": "1"})


async def _key() -> str:
    return KEY


@asynccontextmanager
async def a_web(
    server: RawServer | str, key: Callable[[], Awaitable[str]] = _key
) -> AsyncIterator[Web]:
    host = server if isinstance(server, str) else server.url
    web = Web("minimax/main", host, key, patience=SOON)
    try:
        yield web
    finally:
        await web.aclose()


async def test_the_key_goes_along_and_the_answer_comes_back() -> None:
    traced = an_answer(b'{"a":1}', Trace_Id="t7")
    async with a_server(traced) as server, a_web(server) as web:
        answer = await web.ask(SPEAK)
    assert answer.body == b'{"a":1}' and answer.headers["trace-id"] == "t7"
    assert answer.content_type == "application/json"
    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/t2a_v2 HTTP/1.1")
    assert f"Authorization: Bearer {KEY}".encode() in head and body == b'{"text":"Hello."}'


async def test_nothing_is_opened_and_no_key_asked_before_the_first_request() -> None:
    asked: list[str] = []

    async def key() -> str:
        asked.append("key")
        return KEY

    async with a_server(an_answer()) as server:
        async with a_web(server, key) as web:
            assert not asked and not server.asked
            await web.ask(LOOK)
        assert asked == ["key"] and b"GET /v1/voices?page=1 " in server.asked[0]


async def test_an_account_that_was_closed_begins_nothing_more() -> None:
    async with a_server(an_answer()) as server, a_web(server) as web:
        await web.ask(LOOK)
        await web.aclose()
        for call in (LOOK, SPEAK):
            with pytest.raises(EngineUnreachable):
                await web.ask(call)
        with pytest.raises(EngineUnreachable):
            await web.download(server.url)
        assert len(server.asked) == 1


async def test_an_account_closed_while_its_key_is_looked_for_sends_nothing() -> None:
    asked, given = asyncio.Event(), asyncio.Event()

    async def key() -> str:
        asked.set()
        await given.wait()
        return KEY

    async with a_server(an_answer()) as server, a_web(server, key) as web:
        asking = asyncio.ensure_future(web.ask(SPEAK))
        await asked.wait()
        await web.aclose()
        given.set()
        with pytest.raises(EngineUnreachable):
            await asking
        assert not server.asked


async def test_work_of_several_calls_is_finished_although_its_account_is_closed() -> None:
    async with a_server(an_answer(), an_answer(b"sound")) as server, a_web(server) as web:
        async with web.working():
            await web.ask(SPEAK)
            await web.aclose()
            with pytest.raises(EngineUnreachable):
                await web.ask(SPEAK)
            assert (await web.ask(LOOK)).body == b"sound"
            assert await web.download(server.url) == b"sound"
        with pytest.raises(EngineUnreachable):
            await web.ask(LOOK)


async def test_addresses_with_their_queries_are_in_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_server(an_answer(b"sound")) as server, a_web(server) as web:
        await web.ask(Call("GET", "/v1/voices", query={"GroupId": "1876543"}))
        await web.download(f"{server.url}/media/a.wav?sig=hideme")
    assert len(server.asked) == 2
    assert "1876543" not in caplog.text and "hideme" not in caplog.text


@pytest.mark.parametrize("bills", [True, False])
async def test_a_service_that_is_not_there_is_waited_for(bills: bool) -> None:
    async with a_server(an_answer()) as server:
        pass
    async with a_web(server) as web:
        with pytest.raises(NoConnection):
            await web.ask(Call("POST", "/x", bills=bills))


@pytest.mark.parametrize("kind", [httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_what_did_not_leave_this_machine_is_no_fault_of_the_service(
    kind: type[httpx.TransportError],
) -> None:
    assert type(failure("minimax/main", kind("x"), bills=True)) is NoConnection
    assert type(failure("minimax/main", httpx.WriteError("x"), bills=True)) is EngineUnreachable


def test_a_host_that_nobody_knows_is_named() -> None:
    error = httpx.ConnectError("x", request=httpx.Request("POST", "https://banana/v1/chat"))
    error.__cause__ = socket.gaierror(socket.EAI_NONAME, "not known")
    found = failure("chat/env", error, bills=True)
    assert type(found) is NoSuchHost and "banana" in found.detail


LOST = {
    "cut before the answer": b"",
    "cut in the head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "cut in the body": an_answer(b"{}", Content_Length="900"),
    "no HTTP": b"SSH-2.0-nothing here\r\n\r\n",
    "damaged gzip": an_answer(b"no gzip", Content_Encoding="gzip"),
    "half a gzip": an_answer(gzip.compress(b"{}" * 999)[:-9], Content_Encoding="gzip"),
    "another packing": an_answer(b"{}", Content_Encoding="br"),
}


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
async def test_a_lost_answer_leaves_open_whether_it_was_billed(answer: bytes) -> None:
    async with a_server(answer) as server, a_web(server) as web:
        with pytest.raises(OutcomeUnknown):
            await web.ask(SPEAK)
        with pytest.raises(EngineUnreachable):
            await web.ask(LOOK)


async def test_an_answer_that_does_not_come_in_time_is_lost() -> None:
    async with a_server(held=True) as server, a_web(server) as web:
        with pytest.raises(OutcomeUnknown, match="in time"):
            await web.ask(Call("POST", "/x", bills=True, read_s=0.01))


async def test_a_bomb_is_not_unpacked() -> None:
    bomb = an_answer(gzip.compress(b" " * (64 << 20)), Content_Encoding="gzip")
    async with a_server(bomb) as server, a_web(server) as web:
        with pytest.raises(OutcomeUnknown, match="larger than 1 MB"):
            await web.ask(Call("POST", "/x", bills=True, largest=1 << 20))


async def test_a_packed_answer_is_unpacked() -> None:
    body = b"0123456789abcdef" * 100_000
    packed = an_answer(gzip.compress(body), Content_Encoding="gzip")
    async with a_server(packed) as server, a_web(server) as web:
        assert (await web.ask(SPEAK)).body == body


async def test_what_a_refusal_says_is_kept_although_its_end_is_missing() -> None:
    cut = an_answer(b"too many", "429 Too Many Requests", Content_Length="99", Retry_After="7")
    async with a_server(cut) as server, a_web(server) as web:
        answer = await web.ask(SPEAK)
    assert (answer.status, answer.text, answer.retry_after) == (429, "too many", 7.0)


async def test_a_redirect_names_the_other_host_and_is_not_followed() -> None:
    async with a_server(an_answer()) as other:
        there = an_answer(b"", "307 Moved", Location=f"{other.url}/v1/login?token=abc")
        async with a_server(there) as server, a_web(server) as web:
            with pytest.raises(AccountStopped) as stopped:
                await web.ask(SPEAK)
    assert stopped.value.problem is AccountProblem.WRONG_ADDRESS and not other.asked
    assert "127.0.0.1" in stopped.value.detail and "abc" not in stopped.value.detail


async def test_a_certificate_nobody_knows_is_not_trusted() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with a_server(an_answer(), context=context) as server, a_web(server) as web:
        with pytest.raises(AccountStopped) as stopped:
            await web.ask(SPEAK)
    assert stopped.value.problem is AccountProblem.NOT_TRUSTED and not server.asked


@pytest.mark.parametrize("key", ["", "with space", "with\nline", "schlüssel"])
async def test_an_impossible_key_is_not_sent_and_not_told(key: str) -> None:
    async def ask() -> str:
        return key

    async with a_server(an_answer()) as server, a_web(server, ask) as web:
        with pytest.raises(AccountStopped) as stopped:
            await web.ask(SPEAK)
    assert not server.asked and (not key or key not in stopped.value.detail)


async def test_the_key_is_in_no_error_no_name_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    for answer in LOST.values():
        async with a_server(answer) as server, a_web(server) as web:
            told.append(repr(web))
            for call in (SPEAK, LOOK):
                try:
                    await web.ask(call)
                except (OutcomeUnknown, EngineUnreachable) as error:
                    told += [repr(error), "".join(traceback.format_exception(error))]
            told.append(web.safe(f"key {KEY} in words"))
    assert KEY not in "".join(told) + caplog.text


async def test_a_cancelled_request_ends_its_connection() -> None:
    async with a_server(held=True) as server, a_web(server) as web:
        asking = asyncio.ensure_future(web.ask(SPEAK))
        while not server.asked:
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking


async def test_pieces_come_while_the_answer_is_still_being_made() -> None:
    long = an_answer(b"x" * 3_000_000, Content_Length="4000000")
    async with a_server(long) as server, a_web(server) as web, web.listen(SPEAK) as listening:
        assert listening.head.status == 200
        assert await anext(listening.pieces)


# Downloads.


async def test_a_link_is_fetched_without_the_key() -> None:
    async with a_server(an_answer(b"RIFF sound")) as server, a_web(server) as web:
        assert await web.download(f"{server.url}/media/a.wav?sig=1") == b"RIFF sound"
    assert b"authorization" not in server.asked[0].lower()


async def test_a_download_is_tried_three_times() -> None:
    bad = an_answer(b"", "502 Bad Gateway")
    async with a_server(bad, b"", an_answer(b"sound")) as server, a_web(server) as web:
        assert await web.download(server.url) == b"sound"
    async with a_server(bad) as server, a_web(server) as web:
        with pytest.raises(DownloadFailed, match="502"):
            await web.download(server.url)
        assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (an_answer(b"<!DOCTYPE html><html>", Content_Type="audio/wav"), "web page"),
        (an_answer(b""), "nothing"),
        (an_answer(b"x" * 2000), "larger"),
        (an_answer(b"", "403 Forbidden"), "403"),
    ],
)
async def test_what_is_no_sound_behind_a_link_is_refused(answer: bytes, why: str) -> None:
    async with a_server(answer) as server, a_web(server) as web:
        with pytest.raises(DownloadFailed, match=why):
            await web.download(server.url, largest=1000)


async def test_an_expired_link_is_not_tried_again() -> None:
    async with a_server(an_answer(b"", "403 Forbidden")) as server, a_web(server) as web:
        with pytest.raises(DownloadFailed) as failed:
            await web.download(server.url)
        assert failed.value.gone and len(server.asked) == 1


@pytest.mark.parametrize("link", ["", "file:///etc/passwd", "ftp://x/y", "http://", "nonsense"])
async def test_what_is_no_link_is_not_asked(link: str) -> None:
    async with a_web("http://127.0.0.1:9") as web:
        with pytest.raises(DownloadFailed, match="usable link"):
            await web.download(link)


async def test_a_service_elsewhere_cannot_send_the_studio_to_this_machine() -> None:
    async with a_server(an_answer(b"secret")) as server:
        async with a_web("https://api.example.invalid") as web:
            with pytest.raises(DownloadFailed):
                await web.download(server.url)
        assert not server.asked


# Addresses.

SITES = {"minimax.io": "api.minimax.io", "www.minimax.io": "api.minimax.io"}


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("", "https://usual.example"),
        ("  ", "https://usual.example"),
        ("api.minimax.io", "https://api.minimax.io"),
        (" HTTPS://API.minimax.io/v1/t2a_v2/?GroupId=1 ", "https://api.minimax.io"),
        ("minimax.io", "https://api.minimax.io"),
        ("https://www.minimax.io/", "https://api.minimax.io"),
        ("https://api.minimax.io:443", "https://api.minimax.io"),
        ("gateway.example:8443/x", "https://gateway.example:8443"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("http://[::1]:9", "http://[::1]:9"),
        ("https://192.168.1.7", "https://192.168.1.7"),
    ],
)
def test_an_address_is_put_right(written: str, host: str) -> None:
    assert normal_host(written, usual="https://usual.example", sites=SITES) == host


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("http://api.minimax.io", AccountFault.INSECURE_HOST),
        ("http://192.168.1.7:80", AccountFault.INSECURE_HOST),
        ("http://127.0.0.1.evil.example", AccountFault.INSECURE_HOST),
        ("ftp://api.minimax.io", AccountFault.BAD_HOST),
        ("https://me:hideme@api.minimax.io", AccountFault.BAD_HOST),
        ("https://", AccountFault.BAD_HOST),
        ("two words", AccountFault.BAD_HOST),
        ("https://x:99999999", AccountFault.BAD_HOST),
        ("https://[::1", AccountFault.BAD_HOST),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(written: str, fault: AccountFault) -> None:
    with pytest.raises(AccountError) as refusal:
        normal_host(written, usual="", account="minimax/main")
    assert refusal.value.fault is fault and refusal.value.account == "minimax/main"
    assert "hideme" not in refusal.value.detail


# Words.


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("Authorization: Bearer abc.def-123, next", "abc.def-123"),
        ("token user:1234-aBcD_efgh is wrong", "1234-aBcD_efgh"),
        ("https://x/y?a=1&token=hide%20me&b=2", "hide"),
        ("https://x/y?key=hideme", "hideme"),
        ("/v1/t2a_v2?GroupId=1876543", "1876543"),
        ("invalid key sk-api-0123456789", "0123456789"),
        ("jwt eyJhbGciOi.eyJzdWIi.c2ln", "c2ln"),
        (f"you sent {KEY}", KEY),
        ("https://s.example/a?Expires=1&Signature=hideme&OSSAccessKeyId=x", "hideme"),
    ],
)
def test_secrets_are_taken_out_of_words(written: str, secret: str) -> None:
    assert secret not in redacted(written, [KEY])


def test_an_excerpt_is_short_and_on_one_line() -> None:
    assert excerpt("two\r\n\x1b lines\ud800 ") == "two lines"
    assert len(excerpt("x" * 9999)) <= 301


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("06a-7.b_C", "06a-7.b_C"),
        (4711, "4711"),
        ("\ud800x y\n", "xy"),
        ("<b>", "b"),
        ("x" * 99, "x" * 64),
        (f"t {KEY}", "t"),
        ("k" * 80, ""),
        (None, ""),
        (True, ""),
        ({"a": 1}, ""),
    ],
)
def test_the_number_of_a_call_holds_nothing_secret_and_nothing_odd(
    found: object, kept: str
) -> None:
    assert trace_from(found, lambda words: redacted(words, [KEY, "k" * 80])) == kept


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("99999", 3600.0),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        ("soon", None),
        ("nan", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_understood(header: str, seconds: float | None) -> None:
    assert retry_after(header, 10.0) == seconds
