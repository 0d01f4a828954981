"""The transport through a PulseAudio null sink: click to sound, playhead and sound, underruns.

`python -m tests.bench.transport MINUTES` plays that long with both cores half loaded; the bench
plays half a minute. An ear at the sink's monitor hears what was played; it tells the time of what
it hears by the earliest of its chunks, which no busy machine can make early.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.model.span import SAMPLE_RATE
from tests.audio.null_sink import EAR, NoServer, missing, null_sink
from tests.bench.figures import Figure, at_most, stated
from tests.bench.transport_program import EVERY, RAMP

ROOT = Path(__file__).parents[2]
ROUNDS = 30
SPEEDS = (0.5, 1.0, 2.0)
LISTENED_S = 12.0
SHORT_S = 30.0
SETTLING = SAMPLE_RATE
"""Samples at the beginning in which the server's own sink wakes up."""

EXACT_MS, USUAL_MS = 4, 20
"""Lengths of a server's blocks: short ones tell the time, usual ones are not late."""

BURN = """import time
while True:
    end = time.perf_counter() + 0.01
    while time.perf_counter() < end:
        pass
    time.sleep(0.01)
"""


def run() -> list[Figure]:
    """The figures of the transport; takes about two minutes, none without PulseAudio."""
    return figures(SHORT_S)


def figures(steady_s: float) -> list[Figure]:
    """The same with so many seconds under load."""
    if missing():
        return []
    with tempfile.TemporaryDirectory() as folder:
        around = {**os.environ, "XDG_RUNTIME_DIR": folder, "HOME": folder}
        try:
            with null_sink(Path(folder)):
                with awake(around, EXACT_MS):
                    found = clicks(around)
                    for speed in SPEEDS:
                        found += playhead(around, speed)
                with awake(around, USUAL_MS), half_loaded():
                    found += steady(around, steady_s)
                return found
        except NoServer:
            return []


def clicks(around: Mapping[str, str]) -> list[Figure]:
    """From a wish to the first sample that the device's thread takes."""
    taken = [json.loads(line) for line in played(around, "clicks", str(ROUNDS)).splitlines()]
    name = "click to the first sample of a made take"
    return [
        at_most(f"{name}, median", statistics.median(taken), 30, "ms"),
        at_most(f"{name}, worst of {ROUNDS}", max(taken), 30, "ms"),
    ]


def playhead(around: Mapping[str, str], speed: float) -> list[Figure]:
    """How far the playhead is from each beep when that is heard."""
    with listening(around, EXACT_MS) as ear:
        told = json.loads(played(around, "beeps", str(speed), str(LISTENED_S)))
    times, places = np.array(told, float).T
    apart: list[float] = []
    for moment in ear.beginnings():
        if times[0] < moment < times[-1]:
            place = float(np.interp(moment, times, places))
            beep = round(place / EVERY) * EVERY
            apart.append((place - beep) / speed * 1000 / SAMPLE_RATE)
    name = f"playhead after the sound at speed {speed:g}"
    return [
        stated(f"{name}: beeps heard", len(apart)),
        at_most(f"{name}, median, either way", abs(statistics.median(apart)), 10, "ms"),
        stated(f"{name}, earliest", min(apart), "ms"),
        stated(f"{name}, latest", max(apart), "ms"),
    ]


def steady(around: Mapping[str, str], seconds: float) -> list[Figure]:
    """Gaps and jumps in a ramp, heard with both cores half loaded."""
    with listening(around, USUAL_MS) as ear:
        played(around, "steady", str(seconds))
    heard, breaks = ear.ramp()
    return [
        stated("under load: heard", heard / SAMPLE_RATE, "s"),
        at_most("under load: underruns", breaks, 0),
    ]


class Ear:
    """What the sink's monitor gives, and when."""

    def __init__(self, around: Mapping[str, str], latency: int) -> None:
        self.process = subprocess.Popen(
            [*EAR, f"--latency-msec={latency}"], stdout=subprocess.PIPE, env=dict(around)
        )
        self._chunks: list[bytes] = []
        self._arrived: list[tuple[int, float]] = []
        self._thread = threading.Thread(target=self._hear)
        self._thread.start()

    def _hear(self) -> None:
        assert self.process.stdout
        count = 0
        while chunk := os.read(self.process.stdout.fileno(), 65_536):
            self._chunks.append(chunk)
            count += len(chunk)
            self._arrived.append((count // 4, time.monotonic()))

    def stop(self) -> None:
        """Hear no more."""
        self.process.terminate()
        self.process.wait()
        self._thread.join()

    def samples(self) -> NDArray[np.float32]:
        """Everything heard."""
        data = b"".join(self._chunks)
        return np.frombuffer(data[: len(data) // 4 * 4], np.float32)

    def beginnings(self) -> list[float]:
        """When each beep began, by the monotonic clock."""
        loud = np.abs(self.samples()) > 0.1
        edges = np.flatnonzero(loud[1:] & ~loud[:-1]) + 1
        counts, moments = np.array(self._arrived, float).T
        begun = np.array([e for e in edges if not loud[max(e - SAMPLE_RATE // 10, 0) : e].any()])
        found: list[float] = []
        for edge in begun:
            near = np.abs(counts - edge) < 2 * SAMPLE_RATE
            found.append(float((moments - counts / SAMPLE_RATE)[near].min() + edge / SAMPLE_RATE))
        return found

    def ramp(self) -> tuple[int, int]:
        """How many samples of the ramp were heard, and how often it broke off."""
        sound = self.samples()
        sounding = np.flatnonzero(sound > 0)
        part = sound[sounding[0] + SETTLING : sounding[-1] + 1]
        numbers = np.rint(part * RAMP * 2).astype(np.int64) - 1
        steps = np.diff(numbers) % RAMP
        breaks = np.flatnonzero(steps != 1)
        apart = np.count_nonzero(np.diff(breaks) > EVERY // 100)
        return len(part), int(apart + 1 if len(breaks) else 0)


@contextmanager
def listening(around: Mapping[str, str], latency: int) -> Iterator[Ear]:
    """An ear at the monitor."""
    ear = Ear(around, latency)
    try:
        yield ear
    finally:
        ear.stop()


@contextmanager
def running(*commands: list[str], around: Mapping[str, str]) -> Iterator[None]:
    """Programs that run meanwhile."""
    started = [subprocess.Popen(command, env=dict(around)) for command in commands]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def awake(around: Mapping[str, str], latency: int) -> AbstractContextManager[None]:
    """Keep the sink from sleeping, and its blocks short."""
    return running(["pacat", "--raw", f"--latency-msec={latency}", "/dev/zero"], around=around)


def half_loaded() -> AbstractContextManager[None]:
    """Burn half of every core."""
    cores = os.cpu_count() or 2
    return running(*[[sys.executable, "-c", BURN]] * cores, around=os.environ)


def played(around: Mapping[str, str], *task: str) -> str:
    """Run the program that plays."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.transport_program", *task],
        cwd=ROOT,
        env={**around, "QT_LOGGING_RULES": "qt.multimedia.*=false"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    for figure in figures(float(sys.argv[1]) * 60 if sys.argv[1:] else SHORT_S):
        print(figure, flush=True)
