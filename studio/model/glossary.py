"""The rules of what a translation goes by: names, terms, and who calls whom what, by language.

One entry per term and language, one address per pair and language; all in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from studio.model.cast import Character
from studio.model.ids import CharacterId
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Address, Survey


def glossed(project: Project, known: GlossaryEntry | None, wanted: GlossaryEntry) -> Project:
    """The project with this entry, in the place of a known one or at the end.

    Another one of the same term and language gives way. Without a term the known one goes too.
    """
    wanted = replace(wanted, term=wanted.term.strip(), translation=wanted.translation.strip())
    if known == wanted or (known is None and not wanted.term):
        return project
    found: list[GlossaryEntry] = []
    placed = False
    for entry in project.glossary:
        if entry == known:
            found.append(wanted)
            placed = True
        elif _key(entry) != _key(wanted):
            found.append(entry)
    if not placed:
        found.append(wanted)
    return replace(project, glossary=tuple(entry for entry in found if entry.term))


def not_glossed(project: Project, gone: Iterable[GlossaryEntry]) -> Project:
    """The project without these entries."""
    them = frozenset(gone)
    kept = tuple(entry for entry in project.glossary if entry not in them)
    return replace(project, glossary=kept)


def with_glossary(project: Project, entries: Iterable[GlossaryEntry]) -> Project:
    """The project with all of these; a known term is called as they say, and keeps its place."""
    new = {_key(entry): entry for entry in entries if entry.term.strip()}
    kept = tuple(new.pop(_key(entry), entry) for entry in project.glossary)
    return replace(project, glossary=(*kept, *new.values()))


def surveyed(project: Project, language: str, change: Callable[[Survey], Survey]) -> Project:
    """The project with another survey of a language; an empty one is changed where none is."""
    known = project.surveys.get(language)
    survey = change(known or Survey())
    if survey == (known or Survey()):
        return project
    return replace(project, surveys={**project.surveys, language: survey})


def addressed(project: Project, language: str, known: Address | None, wanted: Address) -> Project:
    """The project in which one character speaks to another so, in the place of what was known."""

    def change(survey: Survey) -> Survey:
        found: list[Address] = []
        placed = False
        for address in survey.addresses:
            if address == known:
                found.append(wanted)
                placed = True
            elif _pair(address) != _pair(wanted):
                found.append(address)
        if not placed:
            found.append(wanted)
        return replace(survey, addresses=tuple(found))

    return surveyed(project, language, change)


def not_addressed(project: Project, language: str, gone: Iterable[Address]) -> Project:
    """The project without these forms of address."""
    them = frozenset(gone)

    def change(survey: Survey) -> Survey:
        kept = tuple(address for address in survey.addresses if address not in them)
        return replace(survey, addresses=kept)

    return surveyed(project, language, change)


def called(project: Project, who: Character, language: str, name: str) -> Project:
    """The project in which a character has this name in a language; an empty one is its own."""
    rest = {code: known for code, known in who.names.items() if code != language}
    names = {**rest, language: name.strip()} if name.strip() else rest
    return project.with_character(replace(who, names=names)) if names != who.names else project


def _key(entry: GlossaryEntry) -> tuple[str, str]:
    return entry.language, entry.term.strip().casefold()


def _pair(address: Address) -> tuple[str, str]:
    return address.speaker, address.listener


def names_in(project: Project, language: str) -> Mapping[CharacterId, str]:
    """What characters are called in a language; a term of the glossary goes before a survey.

    Who is called as in the script is left out.
    """
    terms = {e.term.casefold(): e.translation for e in project.glossary if e.language == language}
    named = ((each.id, terms.get(each.name.casefold())) for each in project.cast)
    told = {id: name for id, name in named if name}
    found = {each.id: each.names[language] for each in project.cast if language in each.names}
    return {**found, **told}
