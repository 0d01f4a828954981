"""Projects for the bench of large work: the same script at any size, with sounds that are shared.

A project of 100 episodes of 100 lines has 10,000 lines, text in five languages and 30,000 takes.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.audio.peaks import peaks_of
from studio.engines.offline.engine import OfflineEngine
from studio.model.cast import Casting
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, TakeId, new_id
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Project, new_project
from studio.model.span import SAMPLE_RATE
from studio.model.take import Recording, Take, Takes
from studio.model.timeline import Marker, Placement, Timeline
from studio.model.translation import Translation, TranslationState
from studio.store.project_file import ProjectFile
from studio.synthesis.plan import reading_of

LANGUAGES = ("en", "zh", "de", "es", "fr")
SPEAKERS = 24
SCENE = 20
SOUNDS = 32
"""Different sounds; thousands of takes share each."""

WORDS = {
    "en": "The ferry leaves at midnight, number {n}, and nobody on the quay asks you why.",
    "zh": "渡船在午夜离开，第{n}号，码头上没有人问你为什么。",
    "de": "Die Fähre geht um Mitternacht, Nummer {n}, und niemand am Kai fragt dich warum.",
    "es": "El ferry sale a medianoche, número {n}, y nadie en el muelle te pregunta por qué.",
    "fr": "Le bac part à minuit, numéro {n}, et personne sur le quai ne te demande pourquoi.",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many episodes of how many spoken lines each."""

    episodes: int
    lines: int


SIZES = {"small": Size(2, 100), "large": Size(100, 100), "long": Size(1, 10_000)}
"""By name: a small project, a large one, and one whose lines are all in one episode."""


def write_project(path: Path, size: Size) -> Project:
    """Write a project of a size to a file."""
    sounds = [_sound(number) for number in range(SOUNDS)]
    project = _project(size, sounds)
    ProjectFile.create(path, project, [recording for recording, _ in sounds]).close()
    return project


def _project(size: Size, sounds: list[tuple[Recording, int]]) -> Project:
    project = replace(new_project("Night Ferry"), languages=LANGUAGES, episodes=())
    cast = project.cast
    for number in range(SPEAKERS):
        cast, character = cast.adding(f"SPEAKER {number + 1}")
        for language in LANGUAGES:
            voice = ("narrator", "man", "woman")[number % 3]
            character = character.cast_as(language, Casting("offline", voice))
        cast = cast.replacing(character)
    project = replace(project, cast=cast)
    episodes = tuple(_episode(project, size, number) for number in range(size.episodes))
    project = replace(project, episodes=episodes)
    takes = {line.id: tuple(_takes(project, line, n, sounds)) for n, line in _spoken(project)}
    placed = tuple(_held(episode, takes) for episode in episodes)
    return replace(project, takes=Takes(takes), episodes=placed)


def _episode(project: Project, size: Size, number: int) -> Episode:
    lines: list[Line] = []
    for at in range(size.lines):
        if at % SCENE == 0:
            lines.append(new_line(LineKind.HEADING, dict.fromkeys(LANGUAGES, f"INT. QUAY {at}")))
        words = {code: told.format(n=number * size.lines + at) for code, told in WORDS.items()}
        who = project.cast.characters[(at * 7 + at // 5) % SPEAKERS].id
        line = new_line(LineKind.DIALOGUE, words, character=who)
        known = {code: Translation(TranslationState.OK, f"key {at}") for code in LANGUAGES[1:]}
        lines.append(replace(line, translations=known))
    return Episode(EpisodeId(new_id()), number + 1, f"Part {number + 1}", tuple(lines))


def _spoken(project: Project) -> Iterator[tuple[int, Line]]:
    return enumerate(line for _, line in project.lines if line.spoken)


def _takes(
    project: Project, line: Line, number: int, sounds: list[tuple[Recording, int]]
) -> Iterator[Take]:
    """In English one or two takes, in Chinese one, in German every other line; three a line."""
    wanted = ("en", "en", "zh") if number % 2 else ("en", "zh", "de")
    for nth, language in enumerate(wanted):
        casting = project.casting_of(line, language)
        assert casting
        request = _ENGINE.prepare(reading_of(project, line, language, casting))
        recording, length = sounds[(number + 11 * nth) % len(sounds)]
        yield Take(
            id=TakeId(new_id()),
            line=line.id,
            language=language,
            media=recording.key,
            length=length,
            fingerprint=request.fingerprint,
            engine="offline",
            model="",
            voice=casting.voice,
            said=line.words(language),
            made_at=1000.0 + number,
            starred=number % 9 == 0,
            note="good" if number % 50 == 0 else "",
            locked=number % 40 == 1,
        )


_ENGINE = OfflineEngine()


def _held(episode: Episode, takes: dict[str, tuple[Take, ...]]) -> Episode:
    """Every tenth line held otherwise, every thirtieth with a take circled, a few markers."""
    spoken = episode.spoken_lines
    held = {line.id: Placement(gain_db=-2.0, lead=4800, tempo=1.05) for line in spoken[::10]}
    circled = {line.id: line.circling("en", takes[line.id][0].id) for line in spoken[1::30]}
    marks = tuple(Marker(at * SAMPLE_RATE * 30, f"mark {at}") for at in range(1, 4))
    lines = tuple(circled.get(line.id, line) for line in episode.lines)
    timelines = {code: Timeline(held, marks) for code in ("en", "zh")}
    return replace(episode, lines=lines, timelines=timelines)


def _sound(number: int) -> tuple[Recording, int]:
    """A tone of half a second to two, with the peaks it is drawn by."""
    length = SAMPLE_RATE * (50 + 5 * number) // 100
    place = np.arange(length) / SAMPLE_RATE
    tone = 0.2 * np.sin(2 * np.pi * (140 + 9 * number) * place) * np.hanning(length)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes((tone * 32767).astype("<i2").tobytes())
    return Recording(file.getvalue(), peaks_of(tone.astype(np.float32)).to_bytes()), length
