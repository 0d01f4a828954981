"""A server that sends exactly the bytes a test gives it, in the test's own loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Send = Callable[[bytes], None]


@dataclass
class RawServer:
    """What it answers, in turn and the last one again, and what it was asked.

    `held`: it answers nothing and keeps the connection until the test is over.
    """

    answers: list[bytes]
    port: int = 0
    scheme: str = "http"
    asked: list[bytes] = field(default_factory=list)
    held: bool = False

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def answer(self) -> bytes:
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def an_answer(body: bytes = b"{}", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; the connection ends with it. `Content_Length="9"` may lie."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n".encode() + body


@asynccontextmanager
async def a_server(
    *answers: bytes, held: bool = False, context: ssl.SSLContext | None = None
) -> AsyncIterator[RawServer]:
    """Serve on loopback for the time of a test."""
    server = RawServer(list(answers), held=held, scheme="https" if context else "http")
    end = asyncio.Event()
    before = asyncio.all_tasks()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server.asked.append(await _request(reader))
            if server.held:
                await end.wait()
            else:
                writer.write(server.answer())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        end.set()
        listening.close()
        ending = asyncio.all_tasks() - before
        if ending:
            await asyncio.wait(ending, timeout=30)


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Head and body of one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
