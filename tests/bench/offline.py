"""Offline speech in a batch, pipes and processes included, against real time."""

from __future__ import annotations

import asyncio
import io
import statistics
import time
import wave
from dataclasses import dataclass

from studio.engines.offline.engine import OfflineEngine
from studio.engines.speech import Reading, SpeechRequest
from tests.bench.figures import Figure, at_least, stated

VOICES = ("narrator", "man", "woman", "girl", "whisper", "machine")
LINES = 200
WORDS = {
    "en": "The ferry leaves at midnight; cabin {number} is yours, and nobody asks for your name.",
    "zh": "渡船在午夜离开，{number}号舱是你的，没有人会问你的名字。",
}


@dataclass(frozen=True, slots=True)
class _Measured:
    first_s: float
    batch_s: float
    spoken_s: float
    one_by_one_s: tuple[float, ...]


def run() -> list[Figure]:
    """A batch of 200 lines per language, as the booth asks for it, and the wait for one line."""
    figures: list[Figure] = []
    for language in WORDS:
        measured = asyncio.run(_measured(language))
        ratio = measured.spoken_s / measured.batch_s
        alone = statistics.median(measured.one_by_one_s) * 1000
        figures += [
            at_least(f"{language}: batch of {LINES} lines, times real time", ratio, 50, "x"),
            stated(f"{language}: one line of 5 s, asked alone, median", alone, "ms"),
            stated(f"{language}: first line, start of the synthesizer", measured.first_s, "s"),
        ]
    return figures


async def _measured(language: str) -> _Measured:
    engine = OfflineEngine()
    requests = [_request(engine, language, number) for number in range(LINES)]
    begun = time.perf_counter()
    await engine.speak(requests[0])
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    spoken = await asyncio.gather(*map(engine.speak, requests))
    batch = time.perf_counter() - begun
    alone = [await _timed(engine, request) for request in requests[:30]]
    await engine.aclose()
    return _Measured(first, batch, sum(_seconds(speech.data) for speech in spoken), tuple(alone))


def _request(engine: OfflineEngine, language: str, number: int) -> SpeechRequest:
    text = WORDS[language].format(number=number)
    return engine.prepare(Reading(text, language, VOICES[number % len(VOICES)]))


async def _timed(engine: OfflineEngine, request: SpeechRequest) -> float:
    begun = time.perf_counter()
    await engine.speak(request)
    return time.perf_counter() - begun


def _seconds(data: bytes) -> float:
    with wave.open(io.BytesIO(data)) as file:
        return file.getnframes() / file.getframerate()
