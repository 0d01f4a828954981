"""Open sources with their surveys, for the tests of samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.samples.silences import Surveys
from studio.audio.samples.sources import Source, open_source, surveyed
from studio.model.span import SAMPLE_RATE
from tests.audio.media_files import wave
from tests.audio.sounds import tone


def a_source(
    folder: Path, samples: NDArray[np.float32], name: str = "voice.wav", rate: int = 48_000
) -> Source:
    """A recording of these samples."""
    return open_source(wave(folder / name, samples, rate))


def surveys_of(*sources: Source) -> Surveys:
    """What is known of these recordings."""
    return {source.id: surveyed(source) for source in sources}


def spoken(*parts: tuple[str, float]) -> np.ndarray:
    """Tones and near silence by turns: ("tone", seconds), ("quiet", seconds)."""
    rng = np.random.default_rng(5)
    made: list[np.ndarray] = []
    for kind, seconds in parts:
        count = round(seconds * SAMPLE_RATE)
        made.append(tone(count) if kind == "tone" else rng.standard_normal(count) * 1e-4)
    return np.concatenate(made).astype(np.float32)
