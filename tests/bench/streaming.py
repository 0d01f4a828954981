"""An audition by streaming against a bare loop of httpx that reads the same and throws it away.

The service runs in another process and sends a minute of bare samples in events of 8 kB, once ten
times as fast as it sounds, as services do, and once as fast as it can, which no service does. The
two readers take turns; the medians count. The time to the first piece begins when its first bytes
have come from the socket.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

import httpx

from studio.engines import web
from studio.engines.minimax.client import SPEAK
from studio.engines.minimax.engine import MiniMaxEngine
from studio.engines.minimax.order import order_in_pieces
from studio.engines.speech import Reading, SpeechRequest
from studio.model.account import Account, Service
from tests.bench.figures import Figure, at_most, stated
from tests.bench.service_child import ServiceChild, Terms, a_service

ROUNDS = 9
SECONDS = 60
VOICE = "English_expressive_narrator"
TEXT = "The ferry leaves at midnight, and nobody on the quay asks you why. " * 15
"""A minute of sound: 60 ms for each of a thousand characters."""
EVENT = 16_600
"""Bytes of an event: 128 ms of sound in hex digits."""
LIMIT = 1.10


@dataclass
class Times:
    """Seconds of whole streams, on the wall and on the processor, and until their first piece."""

    wall: list[float]
    worked: list[float]
    first: list[float]


def run() -> list[Figure]:
    """The figures; takes about two minutes."""
    figures: list[Figure] = []
    for name, terms in (
        ("10 x real time", Terms(drip=(EVENT, 0.0128))),
        ("as fast as it can", Terms()),
    ):
        with a_service(terms) as service:
            bare, ours = asyncio.run(_compared(service))
        figures += _figures(name, bare, ours, paced=terms.drip is not None)
    return figures


def _figures(name: str, bare: Times, ours: Times, *, paced: bool) -> list[Figure]:
    middle = statistics.median
    ratio = middle(ours.wall) / middle(bare.wall)
    whole = f"stream {name}: whole stream, bare loop = 1"
    cpu = (middle(ours.worked) - middle(bare.worked)) / SECONDS
    return [
        at_most(whole, ratio, LIMIT) if paced else stated(whole, ratio),
        stated(f"stream {name}: whole stream by the bare loop", middle(bare.wall), "s"),
        stated(f"stream {name}: more CPU than the bare loop, of real time", 1000 * cpu, "ms/s"),
        at_most(f"stream {name}: first bytes to first piece", 1000 * middle(ours.first), 5, "ms"),
    ]


async def _compared(service: ServiceChild) -> tuple[Times, Times]:
    """Both readers by turns, after one of each that does not count."""

    async def key() -> str:
        return service.key

    engine = MiniMaxEngine(Account(Service.MINIMAX, "main", service.url), key)
    request = engine.prepare(Reading(TEXT, "en", VOICE))
    bare, ours = Times([], [], []), Times([], [], [])
    async with httpx.AsyncClient(base_url=service.url, trust_env=False) as client:
        for turn in range(ROUNDS + 1):
            for times, read in (
                (bare, lambda: _thrown_away(client, service.key, request)),
                (ours, lambda: _heard(engine, request)),
            ):
                measured = await _timed(read)
                if turn:
                    times.wall.append(measured[0])
                    times.worked.append(measured[1])
                    times.first.append(measured[2])
    await engine.aclose()
    return bare, ours


async def _timed(read: Callable[[], Awaitable[float]]) -> tuple[float, float, float]:
    begun, worked = time.perf_counter(), time.process_time()
    first = await read()
    return time.perf_counter() - begun, time.process_time() - worked, first


async def _thrown_away(client: httpx.AsyncClient, key: str, request: SpeechRequest) -> float:
    body, headers = order_in_pieces(request), {"Authorization": f"Bearer {key}"}
    async with client.stream("POST", SPEAK, json=body, headers=headers) as response:
        assert response.status_code == 200
        async for _ in response.aiter_raw():
            pass
    return 0.0


async def _heard(engine: MiniMaxEngine, request: SpeechRequest) -> float:
    """Read the stream as an audition does; the seconds from its first bytes to the first piece."""
    arrived: list[float] = []
    usual = web.pieces_of

    async def watched(response: httpx.Response, *, largest: int) -> AsyncGenerator[bytes]:
        async with aclosing(usual(response, largest=largest)) as pieces:
            async for piece in pieces:
                arrived.append(time.perf_counter())
                yield piece

    web.pieces_of = watched
    first = 0.0
    length = 0
    try:
        async with aclosing(engine.speak_stream(request, lambda speech: None)) as pieces:
            async for piece in pieces:
                first = first or time.perf_counter() - arrived[0]
                length += len(piece)
    finally:
        web.pieces_of = usual
    assert length > SECONDS * 60_000
    return first


if __name__ == "__main__":
    for figure in run():
        print(figure)
