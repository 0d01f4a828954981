"""All that can go wrong with an answer: the words of a test's plan of faults."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.services.faults import Content, Fault
from tests.services.hold import Hold
from tests.services.wire import Reply, as_json

HTML = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass(frozen=True, eq=False, slots=True)
class Stall(Fault):
    """A request that is kept back until the test says `release`."""

    gate: Hold = field(default_factory=Hold)

    def release(self) -> None:
        """Let it go on."""
        self.gate.release()

    async def arrived(self, count: int = 1) -> None:
        """Wait until so many requests are kept back; raises TimeoutError."""
        await self.gate.arrived(count)

    def wait_for_arrival(self, count: int = 1) -> None:
        """The same for a test without a loop."""
        self.gate.wait_for_arrival(count)


# Instead of the work.


def base_resp(code: int, message: str = "", *, audio: str | None = None) -> Fault:
    """MiniMax's way to fail: HTTP 200 and a code, with placeholder audio (hex) if wished."""
    data = None if audio is None else {"audio": audio, "status": 2}
    envelope = {"status_code": code, "status_msg": message or f"fault {code}"}
    content = {"data": data, "trace_id": "fault", "base_resp": envelope}
    return Fault(f"base_resp {code}", lambda other: as_json(content), billed=False)


def http(
    status: int,
    *,
    content: Mapping[str, Any] | None = None,
    html: str | None = None,
    text: str | None = None,
    retry_after: str | int | None = None,
    billed: bool = False,
) -> Fault:
    """Any HTTP status with JSON, HTML, text or nothing as its body.

    `billed` does the work all the same: a 504 whose job is in the list afterwards.
    """
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if content is not None:
        reply = replace(as_json(content, status), headers=headers)
    elif html is not None:
        page = HTML.format(html).encode()
        reply = Reply(page, status, "text/html; charset=utf-8", headers)
    else:
        kind = "" if text is None else "text/plain; charset=utf-8"
        reply = Reply((text or "").encode(), status, kind, headers)
    return Fault(f"http {status}", lambda other: reply, billed=billed)


def useapi_error(status: int, text: str, *, billed: bool = False) -> Fault:
    """useapi's way to fail: a status, and the same as `code` in the body."""
    return http(status, content={"error": text, "code": status}, billed=billed)


def redirect(path: str = "/elsewhere", *, status: int = 307) -> Fault:
    """Send the client to another host; a key that comes along is a violation."""
    return Fault(
        f"redirect {status}",
        lambda other: Reply(b"", status, "", {"Location": other + path}),
        billed=False,
    )


def cut(*, billed: bool = False) -> Fault:
    """Close the connection before the first byte of the answer."""
    if not billed:
        return Fault("cut", lambda other: Reply(cut_at=-1), billed=False)
    return Fault("cut, billed", reply=lambda reply: replace(reply, cut_at=-1))


def cut_upload(at: int = 1 << 16) -> Fault:
    """Close the connection when so many bytes of the request's body came."""
    return Fault(f"upload cut at {at}", billed=False, upload_at=at)


# The work is done; its answer is cut, slow, or late.


def cut_in_body(share: float = 0.5, *, billed: bool = True) -> Fault:
    """Close the connection when a part of the body was sent."""
    return Fault(
        f"cut at {share:.0%}",
        billed=billed,
        reply=lambda reply: replace(reply, cut_at=int(len(reply.body) * share)),
    )


def dripping(pieces: int = 20, seconds: float = 0.05) -> Fault:
    """The body in so many pieces, with so many of the service's seconds between."""

    def drip(reply: Reply) -> Reply:
        return replace(reply, drip=(max(1, len(reply.body) // pieces), seconds))

    return Fault("dripping", reply=drip)


def stalled(*, after_work: bool = False, at: int | None = None) -> Stall:
    """Keep the request back until `release`.

    Before the work, or when it is done and billed, or after `at` bytes of the body.
    """
    gate = Hold()
    if at is None and not after_work:
        return Stall("stalled", hold=gate, gate=gate)
    where = -1 if at is None else at
    return Stall("stalled", reply=lambda reply: replace(reply, hold=gate, hold_at=where), gate=gate)


# The work is done; its answer is not what it should be.


def null_data() -> Fault:
    """Success, but without data."""
    return Fault("null data", content=lambda content: content | {"data": None})


def odd_hex() -> Fault:
    """One digit is missing at the end."""
    return Fault("odd hex", digits=lambda digits: digits[:-1])


def bad_hex() -> Fault:
    """A letter among the digits that is none."""
    return Fault("bad hex", digits=lambda digits: "zz" + digits[2:])


def truncated_audio(share: float = 0.5) -> Fault:
    """The end of the sound is missing; the stated length is that of the whole."""
    return Fault("truncated audio", audio=lambda data: data[: int(len(data) * share)])


def other_audio(data: bytes) -> Fault:
    """Any bytes in place of the sound."""
    return Fault("other audio", audio=lambda _: data)


def other_format(format: str = "mp3") -> Fault:
    """Sound of another format than was asked for."""
    return Fault(f"{format} instead", encoding=lambda asked: replace(asked, format=format))


def wrong_content_type(kind: str = "text/html") -> Fault:
    """The right body under a wrong name."""
    return Fault("wrong type", reply=lambda reply: replace(reply, content_type=kind))


def changed(**fields: Any) -> Fault:
    """The answer's JSON with other fields, such as `input_sensitive=True`."""
    return Fault("changed", content=lambda content: content | fields)


def without(*fields: str) -> Fault:
    """The answer's JSON without some fields."""

    def strip(content: Content) -> Content:
        return {name: value for name, value in content.items() if name not in fields}

    return Fault("without " + " ".join(fields), content=strip)


def broken_json() -> Fault:
    """JSON that ends too early, in an answer that is complete for HTTP."""
    return Fault("broken json", reply=lambda reply: replace(reply, body=reply.body[:-7]))


def empty_body() -> Fault:
    """The right status with nothing behind it."""
    return Fault("empty body", reply=lambda reply: replace(reply, body=b""))


def gzip_bomb(megabytes: int = 20) -> Fault:
    """A small compressed body that unpacks to a large one."""

    def pack(reply: Reply) -> Reply:
        bomb = gzip.compress(json.dumps({"padding": " " * (megabytes << 20)}).encode())
        return replace(reply, body=bomb, headers={**reply.headers, "Content-Encoding": "gzip"})

    return Fault("gzip bomb", reply=pack)


# Streams.


def no_end() -> Fault:
    """A stream without its last event."""
    return Fault("no end", events=lambda events: events[:-1])


def error_in_stream(code: int, message: str = "", *, after: int = 1) -> Fault:
    """Some pieces, then an event with an error, then nothing."""
    error = {
        "trace_id": "fault",
        "base_resp": {"status_code": code, "status_msg": message or f"fault {code}"},
    }
    return Fault(f"stream {code}", events=lambda events: events[:-1][:after] + [error])
