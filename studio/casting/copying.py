"""A cast taken over from another project: who is who, and whose voices are copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.formats.names import is_narrator
from studio.formats.near_names import near_names
from studio.model.cast import Character
from studio.model.ids import CharacterId
from studio.model.project import Project
from studio.store.connection import explained
from studio.store.opening import opened_to_read


class Known(StrEnum):
    """How a character of another project was recognised."""

    NAME = "name"
    TRANSLATED = "translated"
    NARRATOR = "narrator"
    NEAR = "near"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Match:
    """A character of another project with its voices, and who it is here, None for nobody."""

    theirs: Character
    ours: CharacterId | None
    known: Known

    @property
    def sure(self) -> bool:
        """Whether it is the same name, not only one that looks like it."""
        return self.known not in (Known.NEAR, Known.NOT)


def project_at(path: Path) -> Project:
    """The project in a file, which is only read; raises ProjectFileError. Blocking."""
    if not path.is_file():
        raise ProjectFileError(ProjectFileProblem.MISSING, str(path))
    with explained(path):
        opened = opened_to_read(path)
        try:
            return opened.reading.project
        finally:
            opened.close()


def matched(source: Project, project: Project) -> tuple[Match, ...]:
    """Everybody with a voice in the source, and who that is here; nobody is meant twice.

    Names come first, in any of their languages, then narrators, then names that look alike.
    """
    cast = [character for character in source.cast if character.castings]
    free = {character.id: character for character in project.cast}
    found: dict[CharacterId, Match] = {}
    for known, finds in _WAYS:
        for theirs in cast:
            if theirs.id in found:
                continue
            ours = next((c for c in finds(theirs, tuple(free.values()))), None)
            if ours:
                del free[ours.id]
                found[theirs.id] = Match(theirs, ours.id, known)
    return tuple(found.get(theirs.id, Match(theirs, None, Known.NOT)) for theirs in cast)


def with_copied(
    project: Project, matches: Iterable[Match], languages: Sequence[str], *, over: bool = True
) -> Project:
    """The project with the castings of these matches in these languages, manner and all.

    With `over` castings there are replaced, else only what is missing is filled. Whoever has
    gone meanwhile is passed over.
    """
    for match in matches:
        character = project.cast.find(match.ours)
        if character is None:
            continue
        for language, casting in match.theirs.castings.items():
            if language in languages and (over or language not in character.castings):
                character = character.cast_as(language, casting)
        project = project.with_character(character)
    return project


def languages_of(matches: Iterable[Match]) -> tuple[str, ...]:
    """The languages somebody is cast in, each once."""
    return tuple(dict.fromkeys(code for match in matches for code in match.theirs.castings))


def _by_name(theirs: Character, ours: Sequence[Character]) -> Iterator[Character]:
    return (each for each in ours if _folded(each.name) == _folded(theirs.name))


def _by_translated_name(theirs: Character, ours: Sequence[Character]) -> Iterator[Character]:
    names = _names(theirs)
    return (each for each in ours if names & _names(each))


def _narrating(theirs: Character, ours: Sequence[Character]) -> Iterator[Character]:
    if not is_narrator(theirs.name.strip()):
        return iter(())
    return (each for each in ours if is_narrator(each.name.strip()))


def _by_likeness(theirs: Character, ours: Sequence[Character]) -> Iterator[Character]:
    near = near_names(theirs.name, [each.name for each in ours])
    return (each for name in near for each in ours if each.name == name)


def _names(character: Character) -> frozenset[str]:
    return frozenset(_folded(name) for name in (character.name, *character.names.values()) if name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


_WAYS = (
    (Known.NAME, _by_name),
    (Known.TRANSLATED, _by_translated_name),
    (Known.NARRATOR, _narrating),
    (Known.NEAR, _by_likeness),
)
