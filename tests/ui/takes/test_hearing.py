"""Takes heard one against the other: equally loud, from the same words on, the newest wish wins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio.same_level import loudness_of
from studio.model.ids import TakeId, new_id
from studio.model.span import SAMPLE_RATE
from studio.model.take import Take, WordTime, written_times
from studio.store.measured_takes import MeasuredTakes
from studio.synthesis.take_facts import TakeFactsBook
from studio.ui.takes.hearing import TakeHearing
from tests.builders import a_recording
from tests.ui.stage import Stage, a_stage, until


@dataclass
class Ear:
    """A loudspeaker that remembers, and whose place the test sets."""

    heard: list[tuple[NDArray[np.float32], int, float]] = field(default_factory=list)
    place: int | None = None

    def play_samples(self, samples: NDArray[np.float32], *, at: int = 0, gain: float = 1.0) -> None:
        self.heard.append((samples, at, gain))

    def place_in(self, samples: NDArray[np.float32]) -> int | None:
        return self.place if self.heard and self.heard[-1][0] is samples else None


@dataclass
class Booth:
    stage: Stage
    ear: Ear
    hearing: TakeHearing

    def take(self, milliseconds: int, *, words: str = "", line: int = 0) -> Take:
        """Another take of a line, as long as this."""
        recording = a_recording(milliseconds, pitch=200.0 + milliseconds)
        at = self.stage.lines[line]
        take = Take(
            id=TakeId(new_id()),
            line=at.id,
            language="en",
            media=recording.key,
            length=SAMPLE_RATE * milliseconds // 1000,
            fingerprint="f",
            engine="offline",
            model="",
            voice="narrator",
            said=at.words("en"),
            made_at=1.0,
            word_times=words,
        )
        self.stage.document.record(take, recording)
        return take

    async def hear(self, take: Take) -> tuple[NDArray[np.float32], int, float]:
        """Play a take; what reached the loudspeaker, from where, with which gain."""
        known = len(self.ear.heard)
        self.hearing.play(take.id)
        await until(lambda: len(self.ear.heard) > known)
        return self.ear.heard[-1]


@contextmanager
def a_booth(folder: Path) -> Iterator[Booth]:
    stage, ear = a_stage(folder), Ear()
    facts = TakeFactsBook(stage.file.media, MeasuredTakes(folder / "facts.sqlite", 1))
    hearing = TakeHearing(stage.document, facts.gains, stage.sounds.samples, ear, stage.tasks)
    yield Booth(stage, ear, hearing)


async def test_another_take_of_the_line_goes_on_as_far_through_it(tmp_path: Path) -> None:
    with a_booth(tmp_path) as booth:
        one, other, elsewhere = booth.take(400), booth.take(800), booth.take(500, line=1)
        assert (await booth.hear(one))[1] == 0
        booth.ear.place = one.length // 4
        assert (await booth.hear(other))[1] == other.length // 4
        booth.ear.place = other.length // 2
        assert (await booth.hear(other))[1] == 0  # again is from the beginning
        booth.ear.place = other.length // 2
        assert (await booth.hear(elsewhere))[1] == 0
        booth.ear.place = None  # it is over
        assert (await booth.hear(one))[1] == 0
        await booth.stage.close()


async def test_where_the_words_are_known_it_goes_on_at_the_same_word(tmp_path: Path) -> None:
    quick = written_times((WordTime("Words", 0, 100), WordTime("here", 100, 400)))
    slow = written_times((WordTime("Words", 0, 500), WordTime("here", 600, 800)))
    with a_booth(tmp_path) as booth:
        one, other = booth.take(400, words=quick), booth.take(800, words=slow)
        await booth.hear(one)
        booth.ear.place = SAMPLE_RATE * 110 // 1000
        assert (await booth.hear(other))[1] == SAMPLE_RATE * 550 // 1000
        await booth.stage.close()


async def test_takes_of_a_line_are_equally_loud(tmp_path: Path) -> None:
    with a_booth(tmp_path) as booth:
        one, other = booth.take(500), booth.take(700)
        heard = [await booth.hear(one), await booth.hear(other)]
        levels = [loudness_of(samples * np.float32(gain)) for samples, _, gain in heard]
        assert abs(levels[0] - levels[1]) < 0.5
        await booth.stage.close()


async def test_the_take_that_was_wished_for_last_is_heard(tmp_path: Path) -> None:
    with a_booth(tmp_path) as booth:
        one, other = booth.take(400), booth.take(600)
        booth.hearing.play(one.id)
        booth.hearing.play(other.id)
        await until(lambda: bool(booth.ear.heard))
        assert len(booth.ear.heard) == 1 and len(booth.ear.heard[0][0]) == other.length
        await booth.stage.close()
        assert len(booth.ear.heard) == 1
