"""What a survey found, and how it gets into a project without touching what is a person's."""

from __future__ import annotations

import re
from dataclasses import replace

from studio.model.cast import Character
from studio.model.ids import CharacterId
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Address, Survey
from studio.writing.scanning.records import Record
from studio.writing.tongues import letters_of, scripts_of
from studio.writing.translating.glossary import Term, Terms
from studio.writing.translating.order import source_of
from studio.writing.translating.validation.frame import for_the_model

MOST_TERMS = 30
_LONGEST_SYNOPSIS, _LONGEST_TONE, _LONGEST_NOTE, _LONGEST_NAME = 1200, 200, 200, 60
_BLANK = re.compile(r"\s+")


class Surveyed:
    """Collects the records of a survey; of two that tell about the same, the first counts."""

    def __init__(self, project: Project, language: str) -> None:
        self._language = language
        self._ids: dict[str, CharacterId] = {}
        for at, character in enumerate(project.cast):
            self._ids[f"c{at + 1}"] = character.id
            self._ids.setdefault(character.name.casefold(), character.id)
        source = source_of(project)
        self._script = "\n".join(for_the_model(line.words(source)) for _, line in project.lines)
        self.synopsis = ""
        self._tone = ""
        self._names: dict[CharacterId, str] = {}
        self._notes: dict[CharacterId, str] = {}
        self._addresses: dict[tuple[CharacterId, CharacterId], Address] = {}
        self._terms: dict[str, GlossaryEntry] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing usable came."""
        return not (self.synopsis or self._tone or self._names or self._addresses or self._terms)

    def take(self, record: Record) -> None:
        """One record; what makes no sense is passed over."""
        match record.words("k"):
            case "synopsis":
                self.synopsis = _short(record.words("x"), _LONGEST_SYNOPSIS) or self.synopsis
            case "tone":
                self._tone = self._tone or _short(record.words("x"), _LONGEST_TONE)
            case "cast":
                self._take_character(record)
            case "addr":
                self._take_address(record)
            case "term":
                self._take_term(record)
            case _:
                pass

    def into(self, project: Project, *, again: bool = False, whole: bool = True) -> Project:
        """The project with what was found; of half a script its names and terms only."""
        surveys = project.surveys
        if whole:
            survey = self._merged(surveys.get(self._language), again=again)
            surveys = {**surveys, self._language: survey}
        return replace(
            project,
            surveys=surveys,
            glossary=(*project.glossary, *self._new_terms(project)),
            cast=replace(project.cast, characters=tuple(map(self._character, project.cast))),
        )

    def _take_character(self, record: Record) -> None:
        who = self._who(record.words("id"))
        name = _short(record.words("name"), _LONGEST_NAME)
        if who is None:
            return
        if name and self._is_writable(name):
            self._names.setdefault(who, name)
        if note := _short(record.words("note"), _LONGEST_NOTE):
            self._notes.setdefault(who, note)

    def _take_address(self, record: Record) -> None:
        speaker, listener = self._who(record.words("from")), self._who(record.words("to"))
        if speaker is None or listener is None or speaker == listener:
            return
        formal = record.fields.get("formal")
        called = _short(record.words("as"), _LONGEST_NAME)
        address = Address(speaker, listener, called, formal if isinstance(formal, bool) else None)
        self._addresses.setdefault((speaker, listener), address)

    def _take_term(self, record: Record) -> None:
        """A term that is in the script; names of the cast are none, they have a place of theirs."""
        term = _short(record.words("src"), _LONGEST_NAME)
        target = _short(record.words("tgt"), _LONGEST_NAME)
        folded = term.casefold()
        known = folded in self._terms or folded in self._ids
        if known or not target or len(self._terms) >= MOST_TERMS:
            return
        if Terms((Term(term, target),)).within(self._script):
            kind = _short(record.words("type"), _LONGEST_NAME)
            note = _short(record.words("note"), _LONGEST_NOTE)
            self._terms[folded] = GlossaryEntry(term, self._language, target, kind=kind, note=note)

    def _who(self, named: str) -> CharacterId | None:
        return self._ids.get(named.strip()) or self._ids.get(named.strip().casefold())

    def _is_writable(self, name: str) -> bool:
        """Whether a name has any letter the language is written with, or Latin ones."""
        scripts = scripts_of(self._language)
        letters = "".join(map(letters_of, {*scripts, "latin"}))
        return not scripts or re.search(f"[{letters}]", name) is not None

    def _merged(self, known: Survey | None, *, again: bool) -> Survey:
        found = Survey(self.synopsis, self._tone, tuple(self._addresses.values()))
        if known is None:
            return found
        if known.locked:
            return known
        first, second = (found, known) if again else (known, found)
        return Survey(
            first.synopsis or second.synopsis,
            first.tone or second.tone,
            first.addresses or second.addresses,
        )

    def _new_terms(self, project: Project) -> tuple[GlossaryEntry, ...]:
        known = {
            entry.term.casefold() for entry in project.glossary if entry.language == self._language
        }
        return tuple(term for folded, term in self._terms.items() if folded not in known)

    def _character(self, character: Character) -> Character:
        """A character with its name, and its way of talking where nothing is known of it."""
        name = self._names.get(character.id)
        if name and name != character.name and self._language not in character.names:
            character = replace(character, names={**character.names, self._language: name})
        note = self._notes.get(character.id)
        return replace(character, style=note) if note and not character.style else character


def _short(text: str, most: int) -> str:
    return _BLANK.sub(" ", text).strip()[:most]
