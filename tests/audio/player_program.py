"""Plays through the device for test_output.

Tasks: `play`, `stereo` or `arrive` FILE, `unplug`, `outlive`, `lose`, `seek`, `silent`, `freeze`,
`frozen`.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from studio.app import ended
from studio.audio.arriving import ArrivingSound
from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.output import output_for
from studio.audio.panning import pan_gains
from studio.bridge import run
from studio.model.sound_format import SoundFormat
from studio.model.span import SAMPLE_RATE
from studio.transport import Transport


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def noise(seconds: float) -> np.ndarray:
    """Speech-like: noise in syllables, the same each time."""
    count = round(seconds * SAMPLE_RATE)
    shape = np.abs(np.sin(np.arange(count) * 2 * np.pi * 2.5 / SAMPLE_RATE))
    return (np.random.default_rng(7).standard_normal(count) * 0.1 * shape).astype(np.float32)


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Run Qt's loop until something is so; whether it came to be in time."""
    app = QCoreApplication.instance()
    assert app
    limit = time.monotonic() + seconds
    timer = QTimer()
    timer.timeout.connect(lambda: app.quit() if done() or time.monotonic() > limit else None)
    timer.start(5)
    app.exec()
    return done()


def seek(transport: Transport) -> int:
    """Go back and forth and print how many places were told that could not be heard."""
    wrong = 0

    def looked(place: int) -> bool:
        nonlocal wrong, last
        transport.poll()
        wrong += not (last <= transport.position < place + 48_000 and transport.playing)
        last = transport.position
        return last > place + 14_400

    for place in (0, 1_200_000, 96_000, 1_400_000):
        transport.seek(place)
        last = place
        if not until(lambda place=place: looked(place), 10):
            say(f"stuck at {transport.position}")
    say(f"wrong {wrong}")
    transport.close()
    return 0


def unplug(transport: Transport) -> int:
    """Play while the only device goes and comes back; says what was told, and what went on."""
    told: list[object] = []
    transport.listen(told.append)

    def look(done: Callable[[], bool]) -> bool:
        def polled() -> bool:
            transport.poll()
            return done()

        return until(polled, 20)

    look(lambda: transport.position > 9600)
    say("playing")
    look(lambda: bool(told))
    before = transport.position
    went_on = look(lambda: transport.position > before + 4800)
    say("lost" if told and went_on else "stuck")
    look(lambda: len(told) > 1)
    before = transport.position
    went_on = look(lambda: transport.position > before + 4800)
    say("back" if told[1:] == [None] and went_on and transport.playing else f"away {told}")
    transport.close()
    return 0


def outlive(transport: Transport) -> int:
    """Play while the server dies, and press play twice before another one is there."""
    told: list[object] = []
    transport.listen(told.append)

    def look(done: Callable[[], bool], seconds: float = 20) -> bool:
        def polled() -> bool:
            transport.poll()
            return done()

        return until(polled, seconds)

    look(lambda: transport.position > 9600)
    say("playing")
    look(lambda: bool(told))
    for _ in range(2):
        transport.pause()
        transport.play()
        before = transport.position
        look(lambda before=before: transport.position > before + 4800, 5)
    say("lost")
    sys.stdin.readline()  # another server is there
    for _ in range(2):
        transport.pause()
        transport.play()
        before = transport.position
        look(lambda before=before: transport.position > before + 96_000, 10)
    say("going on" if transport.playing else "still")
    transport.close()
    return 0


def close_in_the_cold(transport: Transport) -> int:
    """Close while the server stands still; says whether this thread could have painted on."""
    until(lambda: transport.position > 9600, 10)
    say("playing")
    sys.stdin.readline()  # the test has stopped the server
    transport.close()
    say("closed")
    sys.stdin.readline()
    return 0


def arrive(file: str) -> int:
    """Play a sound that comes in odd pieces, and save what it came to."""
    transport, sound = Transport(output_for), ArrivingSound(SoundFormat("pcm", 44_100))
    # A server loses the first and last milliseconds of a stream: silence, in speech as here.
    silence = bytes(8820)
    data = silence + (noise(1.5) * 32767).astype("<i2").tobytes() + silence

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 1001):
            yield data[start : start + 1001]
            await asyncio.sleep(0)

    async def played(asked_to_close: asyncio.Event) -> int:
        transport.load(sound)
        transport.play(at=0)
        await sound.take_in(pieces(), lambda: transport.play(at=0))
        np.save(file, sound.samples)
        while transport.playing:
            await asyncio.sleep(0.005)
            transport.poll()
        transport.close()
        return 0

    return run(QCoreApplication([]), played)


def main(task: str, file: str = "") -> int:
    """Do one task; the exit code is 0 when it went as it should."""
    if task == "arrive":
        return arrive(file)
    QCoreApplication([])
    transport = Transport(output_for)
    sound = noise(1.5 if task in ("play", "stereo") else 30.0)
    parts = [Part(4800, sound, 0.8, "ADA")]
    strips = {"ADA": Strip(pan_gains(-0.6 if task == "stereo" else 0.0))}
    mixdown = Mixdown(parts, len(sound) + 9600, strips=strips)
    transport.load(mixdown)
    transport.play()

    def stopped() -> bool:
        transport.poll()
        return not transport.playing

    if task in ("play", "stereo"):
        np.save(file, mixdown.read(0, mixdown.length))
        ended = until(stopped, 20)
        transport.close()
        return 0 if ended else 1
    if task in ("lose", "frozen", "silent"):
        troubles: list[object] = []
        transport.listen(troubles.append)
        if task == "lose":
            until(lambda: transport.position > 9600, 10)
            say("playing")

        def lost() -> bool:
            transport.poll()
            return bool(troubles)

        say("lost" if until(lost, 10) else "unnoticed")
    if task == "seek":
        return seek(transport)
    if task == "unplug":
        return unplug(transport)
    if task == "outlive":
        return outlive(transport)
    if task == "freeze":
        return close_in_the_cold(transport)
    before = transport.position
    moving = until(lambda: transport.position > before + 2400, 5)
    say("moving" if moving else "still")
    transport.close()
    return 0


if __name__ == "__main__":
    sys.exit(ended(main(*sys.argv[1:])))
