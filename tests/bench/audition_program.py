"""Plays auditions that arrive as told and prints what was measured, one line of JSON each.

`device` is `sink` (the system's sound device) or `double` (one that takes its first bite when it
is started, as the real one does). A time is in milliseconds from the moment the first bytes came.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from studio.audio.arriving import FIRST_BITE, ArrivingSound
from studio.audio.output import output_for
from studio.audio.playback import Source
from studio.bridge import run
from studio.model.sound_format import SoundFormat
from studio.transport import Transport
from tests.audio.sounds import encoded, noise
from tests.test_transport import HeardOutput

ROUNDS = 20
THINKS_S = 0.3
"""Seconds until the service sends its first bytes."""

LEVEL = 0.2


@dataclass(frozen=True)
class Case:
    """Pieces with the seconds before each, in a format."""

    name: str
    expected: SoundFormat
    pieces: Sequence[tuple[float, bytes]]


class BitingDevice(HeardOutput):
    """Takes its first bite when it is started."""

    def start(self, source: Source, at: int) -> None:
        super().start(source, at)
        self.play_on(FIRST_BITE)


class Timed:
    """A sound that notes when its first sample was read; `start` and `heard` are moments."""

    def __init__(self, sound: ArrivingSound) -> None:
        self.sound = sound
        self.came = self.taken = 0.0

    @property
    def length(self) -> int:
        return self.sound.length

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        samples = self.sound.read(start, frames)
        if not self.taken and samples.any():
            self.taken = time.perf_counter()
        return samples

    async def coming(self, case: Case) -> AsyncIterator[bytes]:
        await asyncio.sleep(THINKS_S)
        for pause, piece in case.pieces:
            await asyncio.sleep(pause)
            self.came = self.came or time.perf_counter()
            yield piece


def cases() -> list[Case]:
    """What a service may send: much, little, MP3, and by a network that stutters."""
    rate = 44_100
    sound = np.clip(noise(rate, level=LEVEL), -1, 1)
    data = (sound * 32767).astype("<i2").tobytes()
    mp3 = encoded(noise(32_000, level=LEVEL), rate=32_000, container="MP3")
    second = [(0.0, data)]
    by_40_ms = _cut(data, rate * 2 // 25, [0.01])
    uneven = _cut(data + data, rate * 2 // 10, [0.02, 0.2, 0.01, 0.15])
    return [
        Case("a second at once", SoundFormat("pcm", rate), second),
        Case("40 ms every 10 ms", SoundFormat("pcm", rate), by_40_ms),
        Case("100 ms every 10 to 200 ms", SoundFormat("pcm", rate), uneven),
        Case("MP3, 2,000 bytes every 10 ms", SoundFormat(), _cut(mp3, 2_000, [0.01])),
    ]


def _cut(data: bytes, size: int, pauses: Sequence[float]) -> list[tuple[float, bytes]]:
    starts = range(0, len(data), size)
    return [(pauses[n % len(pauses)], data[s : s + size]) for n, s in enumerate(starts)]


async def audition(transport: Transport, case: Case) -> tuple[float, int]:
    """Play one: milliseconds until its first sample was taken, and how often it rested."""
    timed = Timed(ArrivingSound(case.expected))
    transport.load(timed)
    transport.play(at=0)
    await timed.sound.take_in(timed.coming(case), lambda: transport.play(at=0))
    while not timed.taken:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.1)
    transport.pause()
    return 1000 * (timed.taken - timed.came), timed.sound.interruptions


def main(device: str) -> int:
    """Measure every case through a device."""

    async def measured(asked_to_close: asyncio.Event) -> int:
        del asked_to_close
        transport = Transport(output_for if device == "sink" else BitingDevice)
        for case in cases():
            figures = [await audition(transport, case) for _ in range(ROUNDS)]
            taken, rests = zip(*figures, strict=True)
            print(json.dumps({"name": case.name, "ms": taken, "rests": rests}), flush=True)
        transport.close()
        return 0

    return run(QCoreApplication([]), measured)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
