"""Plays through the device for the bench of the transport and prints what happened, as JSON.

`clicks ROUNDS`: milliseconds from a wish to the first sample that the device takes.
`beeps SPEED SECONDS`: beeps twice a second; the playhead with the time, many times a second.
`steady SECONDS`: a ramp that shows every sample that is missing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QTimer

from studio.audio.mixdown import Mixdown, Part
from studio.audio.output import output_for
from studio.model.span import SAMPLE_RATE
from studio.transport import Transport

BEEP = SAMPLE_RATE // 50
EVERY = SAMPLE_RATE // 2
RAMP = 4_096


class Timed:
    """A mixdown that notes when its first sample was taken."""

    def __init__(self, sound: Mixdown) -> None:
        self._sound = sound
        self.taken = 0.0

    @property
    def length(self) -> int:
        return self._sound.length

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        found = self._sound.read(start, frames)
        self.taken = self.taken or time.perf_counter()
        return found


class Ramp:
    """Samples that tell their own number: what the device plays without a gap goes up by one."""

    def __init__(self, seconds: float) -> None:
        self.length = round(seconds * SAMPLE_RATE)

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        places = np.arange(start, start + frames)
        return ((places % RAMP + 1) / (RAMP * 2)).astype(np.float32)


def beeps(seconds: float) -> NDArray[np.float32]:
    """A beep of 20 ms twice a second that begins at once."""
    sound = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    beep = 0.5 * np.sin(2 * np.pi * 1_000 * np.arange(BEEP) / SAMPLE_RATE)
    for start in range(EVERY, len(sound) - BEEP, EVERY):
        sound[start : start + BEEP] = beep
    return sound


def turning(look: Callable[[], bool]) -> None:
    """Turn Qt's loop, as the window does, until there is enough."""
    application = QCoreApplication.instance()
    assert application
    timer = QTimer()
    timer.setInterval(4)
    timer.timeout.connect(lambda: application.quit() if look() else None)
    timer.start()
    application.exec()


def clicks(rounds: int) -> None:
    """Play from many places, as if lines were clicked."""
    transport = Transport(output_for)
    mix = Mixdown([Part(0, beeps(60), 1.0, "ADA")], 60 * SAMPLE_RATE)
    for number in range(rounds + 1):
        timed = Timed(mix)
        transport.load(timed)
        wished = time.perf_counter()
        transport.play(at=number * SAMPLE_RATE)
        turning(lambda timed=timed: bool(timed.taken))
        if number:  # the first one opens the device
            print(json.dumps(1000 * (timed.taken - wished)), flush=True)
        until = time.monotonic() + 0.15
        turning(lambda until=until: time.monotonic() > until)
        transport.pause()
    transport.close()


def told(speed: float, seconds: float) -> None:
    """Tell the time and the playhead while it plays."""
    transport = Transport(output_for)
    sound = beeps(seconds * speed)
    transport.load(Mixdown([Part(0, sound, 1.0, "ADA")], len(sound)))
    transport.set_speed(speed)
    transport.play()
    found: list[tuple[float, int]] = []

    def look() -> bool:
        transport.poll()
        found.append((time.monotonic(), transport.position))
        return not transport.playing

    turning(look)
    transport.close()
    print(json.dumps(found), flush=True)


def steady(seconds: float) -> None:
    """Play the ramp to its end."""
    transport = Transport(output_for)
    transport.load(Ramp(seconds))
    transport.play()

    def look() -> bool:
        transport.poll()
        return not transport.playing

    turning(look)
    transport.close()
    print(json.dumps(True), flush=True)


def main(task: str, *arguments: str) -> int:
    """Do one task."""
    QCoreApplication([])
    if task == "clicks":
        clicks(int(arguments[0]))
    elif task == "beeps":
        told(float(arguments[0]), float(arguments[1]))
    else:
        steady(float(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
