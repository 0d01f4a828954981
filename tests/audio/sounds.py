"""Sounds to test with: seeded noise, tones, and both as the bytes of files."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.audio.sounding import Fetch
from studio.audio.tempo import stretched
from studio.audio.treatment import UNTREATED, Treatment, coloured
from studio.model.ids import MediaKey


def noise(length: int, *, seed: int = 1, level: float = 0.2) -> NDArray[np.float32]:
    """White noise that begins and ends loudly, so that its edges are faded."""
    samples = np.random.default_rng(seed).uniform(-level, level, length).astype(np.float32)
    if length:
        samples[0] = samples[-1] = level
    return samples


def tone(length: int, *, rate: int = 48_000, pitch: float = 440.0) -> NDArray[np.float32]:
    """A sine of level 0.5 that begins at zero."""
    return (0.5 * np.sin(2 * np.pi * pitch * np.arange(length) / rate)).astype(np.float32)


def encoded(
    samples: NDArray[np.float32],
    *,
    rate: int = 48_000,
    container: str = "WAV",
    subtype: str | None = None,
) -> bytes:
    """A sound as the bytes of a file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=container, subtype=subtype)
    return file.getvalue()


def fetching(takes: Mapping[MediaKey, NDArray[np.float32]]) -> Fetch:
    """Gives these takes, treated anew each time."""

    def fetch(key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        return coloured(stretched(takes[key], treatment.tempo), treatment)

    return fetch
