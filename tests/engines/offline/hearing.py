"""Ears for the offline engine: what was said, how long, how high, how loud, in which colour."""

from __future__ import annotations

import io
import os
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.engines.offline.engine import OfflineEngine
from studio.engines.offline.process import WORKER
from studio.engines.speech import Reading

RATE = 22_050
Samples = NDArray[np.float64]


@asynccontextmanager
async def an_engine(*command: str, patience_s: float = 20.0) -> AsyncIterator[OfflineEngine]:
    """An engine that is closed when the test is done."""
    engine = OfflineEngine(command or None, patience_s=patience_s)
    try:
        yield engine
    finally:
        await engine.aclose()


async def said(engine: OfflineEngine, reading: Reading) -> Samples:
    """The samples of a reading, full scale 1."""
    return samples_of((await engine.speak(engine.prepare(reading))).data)


def samples_of(data: bytes) -> Samples:
    """The samples of a WAV file, which must be as the engine promises."""
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        frames = file.readframes(file.getnframes())
    return np.frombuffer(frames, "<i2") / 32_768


def seconds(samples: Samples) -> float:
    return len(samples) / RATE


def level(samples: Samples) -> float:
    """Mean level of what is not silence, in dB of full scale."""
    blocks = samples[: len(samples) // 441 * 441].reshape(-1, 441)
    power = (blocks**2).mean(axis=1)
    return float(10 * np.log10(power[power > power.max() / 1000].mean()))


def pitch(samples: Samples) -> float:
    """Median pitch of the voiced parts in Hz by autocorrelation; 0 when nothing is voiced."""
    window = 2048
    loud = float(np.sqrt((samples**2).mean()))
    heard: list[float] = []
    for start in range(0, len(samples) - window, window // 2):
        part = samples[start : start + window] - samples[start : start + window].mean()
        if np.sqrt((part**2).mean()) < loud / 2:
            continue
        alike = np.fft.irfft(np.abs(np.fft.rfft(part, 2 * window)) ** 2)[:window]
        shortest, longest = RATE // 450, RATE // 50
        period = shortest + int(np.argmax(alike[shortest:longest]))
        if alike[period] > 0.45 * alike[0]:
            heard.append(RATE / period)
    return float(np.median(heard)) if len(heard) > 5 else 0.0


def colour(samples: Samples) -> NDArray[np.float64]:
    """The mean spectrum in 32 mel bands, in dB about its own mean."""
    window = 1024
    parts = np.lib.stride_tricks.sliding_window_view(samples, window)[:: window // 2]
    energy = (np.abs(np.fft.rfft(parts * np.hanning(window))) ** 2).mean(axis=0)
    places = np.fft.rfftfreq(window, 1 / RATE)
    edges = 700 * (10 ** (np.linspace(100, 3500, 34) / 2595) - 1)
    bands = [
        energy[(places >= low) & (places < high)].sum()
        for low, high in zip(edges, edges[2:], strict=False)
    ]
    decibels = 10 * np.log10(np.array(bands) + 1e-9)
    return decibels - decibels.mean()


def synthesizers() -> list[int]:
    """The process ids of the synthesizers this process started, the living ones."""
    tasks = Path("/proc/self/task").iterdir()
    children = [pid for task in tasks for pid in (task / "children").read_text().split()]
    return sorted(int(pid) for pid in children if _is_synthesizer(pid))


def _is_synthesizer(pid: str) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    return WORKER in command and os.path.exists(f"/proc/{pid}/exe")
