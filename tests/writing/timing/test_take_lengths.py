"""Takes are measured from their first to their last sound, each once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio.decode import ingest
from studio.audio.decoded import DecodedTakes
from studio.audio.peaks import peaks_of
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.ids import MediaKey
from studio.model.take import Take
from studio.writing.timing.take_lengths import TakeLengths
from tests.builders import a_line, a_recording, a_take


class Sounds:
    """Sounds by key, as a project file has them; `read` are those that were looked up."""

    def __init__(self) -> None:
        self.data: dict[MediaKey, bytes] = {}
        self.drawn: dict[MediaKey, bytes] = {}
        self.read: list[MediaKey] = []

    def peaks(self, key: MediaKey) -> bytes:
        self.read.append(key)
        return self._found(self.drawn, key)

    def media(self, key: MediaKey) -> bytes:
        return self._found(self.data, key)

    def _found(self, among: dict[MediaKey, bytes], key: MediaKey) -> bytes:
        if key not in among:
            raise ProjectFileError(ProjectFileProblem.MEDIA_MISSING, "", key)
        return among[key]


@pytest.fixture
def sounds() -> Sounds:
    return Sounds()


@pytest.fixture
def lengths(sounds: Sounds, tmp_path: Path) -> TakeLengths:
    return TakeLengths(sounds.peaks, DecodedTakes(tmp_path, sounds.media))


def a_tone(sounds: Sounds, milliseconds: int = 800, *, drawn: bool = True) -> Take:
    """A take of a tone with half a second of silence around it, drawn or with odd peaks."""
    recording = a_recording(milliseconds)
    tone = ingest(recording.data)
    silence = np.zeros(12_000, np.float32)
    samples = np.concatenate((silence, tone, silence))
    sounds.data[recording.key] = recording.data
    sounds.drawn[recording.key] = peaks_of(samples).to_bytes() if drawn else recording.peaks
    return a_take(a_line(), recording)


async def test_silence_around_the_words_does_not_count(
    lengths: TakeLengths, sounds: Sounds
) -> None:
    take = a_tone(sounds)
    assert not lengths.is_measured(take) and lengths.known(take) is None
    assert await lengths.measure(take) == pytest.approx(0.8, abs=0.02)
    assert lengths.known(take) == pytest.approx(0.8, abs=0.02)


async def test_a_sound_is_looked_at_once(lengths: TakeLengths, sounds: Sounds) -> None:
    take = a_tone(sounds)
    copy = replace(take, language="de")
    await lengths.measure_all([take, copy, take])
    await lengths.measure(copy)
    assert sounds.read == [take.media]


async def test_without_a_usable_outline_the_sound_itself_is_measured(
    lengths: TakeLengths, sounds: Sounds
) -> None:
    take = a_tone(sounds, drawn=False)
    assert await lengths.measure(take) == pytest.approx(0.8, abs=0.02)
    other = a_tone(sounds, 300)
    del sounds.drawn[other.media]
    assert await lengths.measure(other) == pytest.approx(0.3, abs=0.02)


async def test_a_sound_that_is_lost_has_no_length(lengths: TakeLengths, sounds: Sounds) -> None:
    take = a_take(a_line(), a_recording())
    assert await lengths.measure(take) is None
    assert lengths.is_measured(take)


async def test_a_cancelled_measuring_keeps_what_it_measured(
    lengths: TakeLengths, sounds: Sounds
) -> None:
    takes = [a_tone(sounds, 100 + at) for at in range(5)]
    task = asyncio.ensure_future(lengths.measure_all(takes))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,))
    await lengths.measure_all(takes)
    assert all(lengths.known(take) for take in takes)
