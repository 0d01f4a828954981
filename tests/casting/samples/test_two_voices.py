"""Samples in which two people speak are told, and may be used all the same."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio import wording
from studio.audio.decode import decode
from studio.audio.samples.sources import open_source
from studio.audio.soundfiles import resample
from studio.audio.stretch import Listening
from studio.casting.samples.judging import Finding
from studio.casting.samples.preparing import judge
from studio.engines.offline.engine import OfflineEngine
from studio.engines.speech import Reading
from studio.errors import SampleProblem
from studio.model.sample import SampleRules
from studio.wording import at_terminal
from tests.audio.media_files import Samples, wave

RULES = SampleRules(("wav",), 10.0, 300.0)
WORDS = (
    "The ferry leaves the island at midnight.",
    "Nobody told me that you were coming back.",
    "Take the lantern and wait by the old pier.",
    "I have not opened the letter, and I never will.",
    "The wind has turned, and the river is rising.",
    "Then we should be gone before the morning.",
)
TWO = {SampleProblem.TWO_CHANNELS, SampleProblem.TWO_VOICES}
Floats = NDArray[np.floating]
Lines = dict[str, tuple[Samples, ...]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    """What a man, the same in many moods, and a woman make of the words, with pauses."""
    return asyncio.run(spoken())


async def spoken() -> Lines:
    engine = OfflineEngine()

    async def said(voice: str, moods: tuple[str, ...] = ("",)) -> tuple[Samples, ...]:
        found: list[Samples] = []
        for number, words in enumerate(WORDS):
            mood = moods[number % len(moods)]
            reading = Reading(words, "en", voice, emotion=mood)
            sound = decode((await engine.speak(engine.prepare(reading))).data)
            samples = resample(sound.samples, sound.rate, 48_000)
            found.append(np.concatenate((samples, np.zeros(14_400))).astype(np.float32))
        return tuple(found)

    try:
        return {
            "man": await said("man"),
            "moody": await said("man", ("happy", "sad", "angry")),
            "woman": await said("woman"),
        }
    finally:
        await engine.aclose()


def by_turns(one: tuple[Samples, ...], other: tuple[Samples, ...]) -> list[Samples]:
    return [(one, other)[number % 2][number] for number in range(len(one))]


def found_in(folder: Path, samples: Floats, listening: Listening | None = None) -> list[Finding]:
    """What of two voices is found in a recording of these samples; none of it is grave."""
    path = wave(folder / "talk.wav", samples.astype(np.float32))
    source = open_source(path, listening=listening or Listening())
    _, findings = judge(source.whole(), {source.id: source}, RULES, folder)
    assert not any(finding.grave for finding in findings)
    return [finding for finding in findings if finding.problem in TWO]


def test_a_man_and_a_woman_by_turns_may_be_two_voices(tmp_path: Path, lines: Lines) -> None:
    talk = np.concatenate(by_turns(lines["man"], lines["woman"]))
    (finding,) = found_in(tmp_path, talk)
    assert finding.problem is SampleProblem.TWO_VOICES
    said = wording.sentence(finding.error("talk.wav"))
    assert "two voices may be speaking" in said and "Hz" in said


@pytest.mark.parametrize("who", ["man", "moody", "woman"])
def test_one_voice_is_one_voice_in_every_mood(tmp_path: Path, lines: Lines, who: str) -> None:
    assert found_in(tmp_path, np.concatenate(lines[who])) == []


def stereo(left: Floats, right: Floats) -> Samples:
    return np.stack((left, right), axis=1).astype(np.float32)


def interview(lines: Lines, other: str, *, bleed: float = 0.1) -> Samples:
    """Two people by turns, each with a microphone that hears the other one faintly."""
    talk = by_turns(lines["man"], lines[other])
    ours = np.concatenate([each * (number % 2 == 0) for number, each in enumerate(talk)])
    theirs = np.concatenate([each * (number % 2 == 1) for number, each in enumerate(talk)])
    return stereo(ours + bleed * theirs, theirs + bleed * ours)


@pytest.mark.parametrize("other", ["man", "woman"])
def test_a_voice_on_either_channel_is_told_with_both_channels(
    tmp_path: Path, lines: Lines, other: str
) -> None:
    talk = interview(lines, other)
    (finding,) = found_in(tmp_path, talk)
    assert finding.problem is SampleProblem.TWO_CHANNELS
    for said in (
        wording.sentence(finding.error("talk.wav")),
        wording.sentence(finding.error("talk.wav"), at_terminal),
    ):
        assert "the left channel or the right one" in said and "left alone" in said
    assert found_in(tmp_path, talk, Listening(channel=1)) == []


@pytest.mark.parametrize("right", [1.0, 0.3, 0.0, -1.0])
def test_one_voice_in_stereo_is_one_voice(tmp_path: Path, lines: Lines, right: float) -> None:
    voice = np.concatenate(lines["woman"])
    noise = np.random.default_rng(3).standard_normal((len(voice), 2))
    room = (0.002 * noise).astype(np.float32)
    assert found_in(tmp_path, stereo(voice, right * voice) + room) == []


def test_one_voice_from_two_distant_microphones_is_one_voice(tmp_path: Path, lines: Lines) -> None:
    voice = np.concatenate(lines["man"])
    assert found_in(tmp_path, stereo(voice, 0.6 * np.roll(voice, 700))) == []
