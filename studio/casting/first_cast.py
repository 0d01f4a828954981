"""A first voice for every character nobody has cast yet, each with one of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from studio.casting.likeness import CHILD, Likeness, likeness_of, narrates
from studio.engines.speech import Voice
from studio.formats.names import is_narrator
from studio.model.cast import Casting, Character
from studio.model.project import Project


def with_first_cast(project: Project, voices: Sequence[Voice]) -> Project:
    """The project with a voice for every character and language that had none.

    Voices nobody has come first, then they are shared in turn. The narrator gets the narrator's
    voice where the engine has one; others get it when nobody narrates and no other voice is
    free. A character cast in one language keeps that voice in others. Where profile, notes or
    name say that it is a woman of thirty, she gets a woman's voice; a child's goes last to
    whoever is not said to be a child.
    """
    for language in project.languages:
        fitting = [voice for voice in voices if voice.speaks(language)]
        if fitting:
            project = _cast_language(project, language, fitting)
    return project


def _cast_language(project: Project, language: str, voices: Sequence[Voice]) -> Project:
    turns = _Turns(project, language, voices)
    uncast = [character for character in project.cast if language not in character.castings]
    for character in sorted(uncast, key=lambda c: likeness_of(c) == Likeness()):
        known = next(iter(character.castings.values()), None)
        casting = known if known and _offers(voices, known) else None
        if casting is None:
            voice = _narrator_voice(character, voices) or turns.next_for(likeness_of(character))
            casting = Casting(voice.engine, voice.id)
        project = project.with_character(character.cast_as(language, casting))
    return project


class _Turns:
    """Gives out voices: unused ones first, a narrator's last of them, then all in turn again."""

    def __init__(self, project: Project, language: str, voices: Sequence[Voice]) -> None:
        self._unused, self._players = _unused_and_players(project, language, voices)
        self._given = Counter[str]()

    def next_for(self, wanted: Likeness) -> Voice:
        """A voice like this: of this age if one is free, shared before it is of another gender."""
        anybody, gender = Likeness(), Likeness(wanted.gender)
        for voices, likeness in (
            (self._unused, wanted),
            (self._unused, gender),
            (self._players, gender),
            (self._unused, anybody),
            (self._players, anybody),
        ):
            fitting = [voice for voice in voices if likeness.fits(voice)]
            if fitting:
                return self._give(min(fitting, key=lambda voice: self._rank(voice, wanted)))
        raise AssertionError("there is no voice to give")

    def _rank(self, voice: Voice, wanted: Likeness) -> tuple[int, bool]:
        return self._given[voice.id], voice.age == CHILD and wanted.age != CHILD

    def _give(self, voice: Voice) -> Voice:
        self._given[voice.id] += 1
        self._unused = [other for other in self._unused if other is not voice]
        return voice


def _unused_and_players(
    project: Project, language: str, voices: Sequence[Voice]
) -> tuple[list[Voice], list[Voice]]:
    """Voices nobody has, a narrator's last, and those that may be shared."""
    taken = {
        (casting.engine, casting.voice)
        for character in project.cast
        for code, casting in character.castings.items()
        if code == language
    }
    players = [voice for voice in voices if not narrates(voice)]
    narrating = any(is_narrator(character.name.strip()) for character in project.cast)
    last = [] if narrating else [voice for voice in voices if narrates(voice)]
    unused = [v for v in (*players, *last) if (v.engine, v.id) not in taken]
    return unused, players or list(voices)


def _narrator_voice(character: Character, voices: Sequence[Voice]) -> Voice | None:
    if not is_narrator(character.name.strip()):
        return None
    return next((voice for voice in voices if narrates(voice)), None)


def _offers(voices: Sequence[Voice], casting: Casting) -> bool:
    return any(voice.id == casting.voice and voice.engine == casting.engine for voice in voices)
