"""A first voice for every character nobody has cast yet, each with one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from studio.engines.speech import Voice
from studio.model.cast import Casting, Character
from studio.model.project import Project

NARRATORS = frozenset(
    {"narrator", "旁白", "画外音", "解说", "ナレーション", "ナレーター", "나레이션", "해설"}
)


def with_first_cast(project: Project, voices: Sequence[Voice]) -> Project:
    """The project with a voice for every character and language that had none.

    Voices nobody has come first, then they are shared in turn; the narrator gets the narrator's
    voice where the engine has one. A character cast in one language keeps that voice in others.
    """
    for language in project.languages:
        fitting = [voice for voice in voices if voice.speaks(language)]
        if fitting:
            project = _cast_language(project, language, fitting)
    return project


def _cast_language(project: Project, language: str, voices: Sequence[Voice]) -> Project:
    free = _voices_in_turn(project, language, voices)
    for character in project.cast:
        if language in character.castings:
            continue
        known = next(iter(character.castings.values()), None)
        casting = known if known and _offers(voices, known) else None
        if casting is None:
            voice = _narrator_voice(character, voices) or next(free)
            casting = Casting(voice.engine, voice.id)
        project = project.with_character(character.cast_as(language, casting))
    return project


def _voices_in_turn(project: Project, language: str, voices: Sequence[Voice]) -> Iterator[Voice]:
    """Unused voices first, then all of them again and again."""
    taken = {
        casting.voice
        for character in project.cast
        for code, casting in character.castings.items()
        if code == language
    }
    if any(_narrates(character) for character in project.cast):
        taken |= {voice.id for voice in voices if voice.style == "narrator"}
    unused = [voice for voice in voices if voice.id not in taken]
    return chain(unused, cycle(voices))


def _narrator_voice(character: Character, voices: Sequence[Voice]) -> Voice | None:
    if not _narrates(character):
        return None
    return next((voice for voice in voices if voice.style == "narrator"), None)


def _narrates(character: Character) -> bool:
    return character.name.strip().casefold() in NARRATORS


def _offers(voices: Sequence[Voice], casting: Casting) -> bool:
    return any(voice.id == casting.voice and voice.engine == casting.engine for voice in voices)
