"""Who is who between a model and the project: short ids on the wire, characters in the cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from studio.formats.names import clean_name, is_narrator
from studio.model.cast import Cast, Character
from studio.model.ids import CharacterId
from studio.model.project import Project
from studio.writing.scanning.records import Record

NARRATOR = "n"
"""What the narrator is called on the wire."""

_LONGEST_NAME = 60
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class NewCharacter:
    """Somebody a model named; `id` is what it calls them in its records."""

    id: str
    name: str
    gender: str = ""
    age: str = ""
    role: str = ""
    style: str = ""
    voice: str = ""

    def joining(self, project: Project) -> Project:
        """The project with this character; what is known of one already there stays."""
        cast, character = project.cast.adding(self.name)
        notes = character.notes or self.voice
        told = {"gender": self.gender, "age": self.age, "role": self.role, "style": self.style}
        fresh = {key: value for key, value in told.items() if not getattr(character, key)}
        return replace(project, cast=cast.replacing(replace(character, notes=notes, **fresh)))


def new_character(record: Record) -> NewCharacter | None:
    """The character of a record of the kind `char`, None where it has no name."""
    name = clean_name(record.words("name"))[:_LONGEST_NAME].strip()
    if not name:
        return None
    words = {key: record.words(key).strip()[:_LONGEST_WORDS] for key in _PROFILE}
    return NewCharacter(record.words("id").strip(), name, **words)


_PROFILE = ("gender", "age", "role", "style", "voice")


class People:
    """The names a model was given and has given, over one job."""

    def __init__(self, cast: Cast, narrator: str) -> None:
        self._narrator = narrator
        speaking = [character for character in cast if not self._narrates(character.name)]
        self._ids = {f"c{number}": c.name for number, c in enumerate(speaking, 1)}

    @property
    def narrator(self) -> str:
        """What the narrator is called in the cast."""
        return self._narrator

    def rows(self, cast: Cast) -> list[dict[str, str]]:
        """The cast as a model is told of it."""
        found = ((wire, cast.named(name)) for wire, name in self._ids.items())
        return [_row(wire, character) for wire, character in found if character]

    def meet(self, newcomer: NewCharacter) -> None:
        """A model named somebody; an id that is taken by another name is not given away."""
        if newcomer.name not in self._ids.values() and not self._narrates(newcomer.name):
            self._ids.setdefault(newcomer.id or newcomer.name, newcomer.name)

    def name_of(self, wire: str) -> str:
        """The name that is meant by an id or by a name itself; empty for nobody known."""
        wire = wire.strip()
        if wire == NARRATOR or (wire and self._narrates(wire)):
            return self._narrator
        wanted = wire.casefold()
        names = (name for name in self._ids.values() if name.casefold() == wanted)
        return self._ids.get(wire) or next(names, "")

    def _narrates(self, name: str) -> bool:
        return is_narrator(name) or name.casefold() == self._narrator.casefold()


def _row(wire: str, character: Character) -> dict[str, str]:
    told: Mapping[str, str] = {
        "gender": character.gender,
        "age": character.age,
        "role": character.role,
        "style": character.style,
    }
    known = {key: value for key, value in told.items() if value}
    return {"id": wire, "name": character.name, **known}


def id_of(cast: Cast, name: str) -> CharacterId | None:
    """The character of a name, None for nobody."""
    found = cast.named(name) if name else None
    return found.id if found else None
