"""Who is who between a model and a script: whom of the cast a record means, and who is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from studio.formats.names import clean_name, is_narrator
from studio.model.cast import COLOURS, Cast, Character
from studio.model.ids import CharacterId, new_id
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.drafting.fields import text_of
from studio.writing.drafting.speakable import is_said
from studio.writing.scanning.records import Record

NARRATOR = "n"
"""What a record may call whoever is not in the scene and tells it."""

LONGEST_NAME = 60
_LONGEST_WORDS = 200
PROFILE = ("gender", "age", "role", "style")
"""What a plan, a model and the cast say of somebody beside the name and the voice."""


class Speakers:
    """Who may speak, under all that a record may call them; strangers become newcomers.

    `ids` are those that a model is told for some of the cast, `narrator` is what somebody is
    called who only tells.
    """

    def __init__(
        self,
        cast: Iterable[Character],
        ids: Mapping[str, CharacterId] | None = None,
        narrator: str = "NARRATOR",
    ) -> None:
        self.cast = {each.id: each for each in cast}
        self.narrator = narrator
        self.newcomers: list[Character] = []
        self._ids = dict(ids or {})
        self._called: dict[str, CharacterId] = {}
        for each in self.cast.values():
            self._named(each)
        self._called.update((wire.casefold(), id) for wire, id in self._ids.items())

    @property
    def names(self) -> tuple[str, ...]:
        """All that may stand before somebody's words: names and ids."""
        return tuple(self._called)

    def rows(self, cast: Cast) -> list[dict[str, str]]:
        """The cast as a model is told of it before its next answer, the narrator left out.

        Whoever has no id yet gets one, and what the last answer called `c1` counts no more.
        """
        self.cast |= {each.id: each for each in cast}
        told = {id: wire for wire, id in self._ids.items()}
        for each in self.cast.values():
            self._named(each)
            if each.id not in told and not self._narrates(each.name):
                told[each.id] = self._free_id()
                self._ids[told[each.id]] = each.id
        self._called.update((wire.casefold(), id) for wire, id in self._ids.items())
        return [_row(wire, self.cast[id]) for wire, id in self._ids.items() if id in self.cast]

    def known(self, called: str) -> Character | None:
        """Whom a record calls so; None for nobody who is known."""
        wanted = clean_name(called).casefold()
        if wanted not in self._called and self._narrates(wanted):
            wanted = self.narrator.casefold()
        found = self._called.get(wanted)
        return self.cast.get(found) if found else None

    def name_of(self, called: str) -> str:
        """The name of whom a record calls so, empty for nobody who is known."""
        known = self.known(called)
        return known.name if known else ""

    def find(self, called: str) -> Character | None:
        """Whom a record calls so; a stranger is taken into the cast, None for nobody."""
        called = clean_name(called)[:LONGEST_NAME].strip()
        if not is_said(called):
            return None
        if known := self.known(called):
            return known
        name = self.narrator if self._narrates(called) else called
        found = self.known(name) or self._newcomer(name)
        self._called[called.casefold()] = found.id
        return found

    def introduce(self, record: Record) -> Character | None:
        """Whom a record of the kind `char` names, with what it says of them; None without a name.

        From here on its id means them, though it may have been somebody else's: a model that goes
        on after a while counts from the beginning again.
        """
        wire, name = clean_name(text_of(record, "id")), text_of(record, "name")
        meant = self.known(wire)
        found = meant if meant and _is_same(meant.name, name) else self.find(name)
        if found is None:
            return None
        told = {key: text_of(record, key, longest=_LONGEST_WORDS) for key in PROFILE}
        told["notes"] = text_of(record, "voice", longest=_LONGEST_WORDS)
        self.cast[found.id] = found = profiled(found, told)
        for called in filter(is_said, (wire, name)):
            self._called[called.casefold()] = found.id
        return found

    def _narrates(self, name: str) -> bool:
        wanted = name.casefold()
        return wanted in (NARRATOR, self.narrator.casefold()) or is_narrator(name)

    def _newcomer(self, name: str) -> Character:
        newcomer = a_character(name, len(self.cast))
        self.cast[newcomer.id] = newcomer
        self._named(newcomer)
        self.newcomers.append(newcomer)
        return newcomer

    def _named(self, character: Character) -> None:
        for name in (character.id, *character.names.values(), character.name):
            self._called[name.casefold()] = character.id

    def _free_id(self) -> str:
        number = len(self._ids) + 1
        while f"c{number}" in self._ids:
            number += 1
        return f"c{number}"


def a_character(name: str, number: int, id: CharacterId | None = None) -> Character:
    """Somebody new, in the colour of the so-manieth of a cast."""
    return Character(id or CharacterId(new_id()), name, COLOURS[number % len(COLOURS)])


def profiled(character: Character, told: Mapping[str, str]) -> Character:
    """The character with these words where nobody has said anything yet."""
    return replace(
        character,
        gender=character.gender or told.get("gender", ""),
        age=character.age or told.get("age", ""),
        role=character.role or told.get("role", ""),
        style=character.style or told.get("style", ""),
        notes=character.notes or told.get("notes", ""),
    )


def joining(project: Project, character: Character) -> Project:
    """The project with this character in its cast; what is known of somebody there stays."""
    cast, known = project.cast, _there(project.cast, character)
    if known is None:
        return replace(project, cast=Cast((*cast.characters, character)))
    told = {key: getattr(character, key) for key in (*PROFILE, "notes")}
    fuller = profiled(known, told)
    return project if fuller == known else replace(project, cast=cast.replacing(fuller))


def spoken_by(project: Project, line: Line, character: Character) -> tuple[Project, Line]:
    """The line as this character's, who joins the cast where needed."""
    project = joining(project, character)
    known = _there(project.cast, character) or character
    return project, line if line.character == known.id else replace(line, character=known.id)


def _there(cast: Cast, character: Character) -> Character | None:
    """Who is meant: somebody of the same id, whatever the name by now, or of the same name."""
    return cast.find(character.id) or cast.named(character.name)


def _row(wire: str, character: Character) -> dict[str, str]:
    told = {key: str(getattr(character, key)) for key in PROFILE}
    known = {key: value for key, value in told.items() if value}
    return {"id": wire, "name": character.name, **known}


def _is_same(one: str, other: str) -> bool:
    """Whether two names are one person's: Mara and Captain Mara, but not Mara's mother."""
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return bool(words and others) and (words <= others or others <= words)
