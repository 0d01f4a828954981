"""A first voice for every character nobody has cast yet, each with one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from studio.engines.speech import Voice
from studio.formats.names import is_narrator
from studio.model.cast import Casting, Character
from studio.model.project import Project


def with_first_cast(project: Project, voices: Sequence[Voice]) -> Project:
    """The project with a voice for every character and language that had none.

    Voices nobody has come first, then they are shared in turn. The narrator gets the narrator's
    voice where the engine has one; others get it when nobody narrates and no other voice is
    free. A character cast in one language keeps that voice in others.
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
    """Unused voices first, a narrator's last of them, then the others again and again."""
    taken = {
        (casting.engine, casting.voice)
        for character in project.cast
        for code, casting in character.castings.items()
        if code == language
    }
    players = [voice for voice in voices if voice.style != "narrator"]
    narrating = any(is_narrator(character.name.strip()) for character in project.cast)
    last = [] if narrating else [voice for voice in voices if voice.style == "narrator"]
    unused = [v for v in (*players, *last) if (v.engine, v.id) not in taken]
    return chain(unused, cycle(players or voices))


def _narrator_voice(character: Character, voices: Sequence[Voice]) -> Voice | None:
    if not is_narrator(character.name.strip()):
        return None
    return next((voice for voice in voices if voice.style == "narrator"), None)


def _offers(voices: Sequence[Voice], casting: Casting) -> bool:
    return any(voice.id == casting.voice and voice.engine == casting.engine for voice in voices)
