"""Names a translation came upon that nobody wrote down yet: to be proposed, never applied.

They are in no prompt and in no key until a person says what they are called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.translating.capitals import Capitals, has_capitals, tells_names
from studio.writing.translating.order import NewName, source_of, translatable
from studio.writing.translating.validation.frame import for_the_model
from studio.writing.translating.validation.markup import blanked

LEAST = 3
"""How often a name occurs in the script, at least."""
MOST = 30
"""Names that are proposed at once, those that occur most."""

_SHARE, _ELSEWHERE, _LOOKED_AT = 0.8, 2, 60
_SHORTEST, _LONGEST = 2, 8
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}(?:[ -][A-Za-zÀ-ɏ]{2,})*")
_RUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A line in both languages, as a model reads it."""

    line: LineId
    source: str
    target: str


@dataclass(slots=True)
class _Found:
    """How often a name occurs, and in which lines."""

    times: int
    lines: set[LineId]


def new_names(
    project: Project, language: str, translated: Collection[LineId], *, all_kinds: bool = False
) -> tuple[NewName, ...]:
    """The names in these lines that are often in the script and in no glossary; most often first.

    A source with capitals shows them itself, one in which all nouns have them where a translation
    leaves them as they are. Of another source the names are what its translations share that
    have the same name in capitals. Blocking for long scripts.
    """
    source, lines = source_of(project), frozenset(translated)
    said = list(_said(project, source, language, all_kinds=all_kinds))
    if has_capitals(source):
        found = _by_capitals(said, source)
        if not tells_names(source):
            found = {name: each for name, each in found.items() if _is_kept(name, each, said)}
    else:
        found = _in_latin(said)
        if tells_names(language):
            found = _by_translations(said, language, _called(project, language)) | found
    known = _Known(project, language)
    new = [
        NewName(name, language, each.times)
        for name, each in found.items()
        if each.times >= LEAST and not each.lines.isdisjoint(lines) and name not in known
    ]
    return tuple(sorted(new, key=lambda each: (-each.times, each.term))[:MOST])


def _said(project: Project, source: str, language: str, *, all_kinds: bool) -> Iterator[_Said]:
    for episode in project.episodes:
        for line in translatable(episode.lines, all_kinds=all_kinds):
            yield _Said(line.id, _words(line, source), _words(line, language))


def _words(line: Line, language: str) -> str:
    return blanked(for_the_model(line.words(language)))


def _by_capitals(said: Sequence[_Said], source: str) -> dict[str, _Found]:
    capitals = Capitals((each.source for each in said), source)
    found: dict[str, _Found] = {}
    for each in said:
        for name in capitals.within(each.source):
            _note(found, " ".join(name), each.line)
    return found


def _is_kept(name: str, found: _Found, said: Sequence[_Said]) -> bool:
    """Whether translations have a word as it is: so it is a name, and no noun."""
    kept = sum(name in each.target for each in said if each.line in found.lines)
    return kept >= LEAST


def _in_latin(said: Sequence[_Said]) -> dict[str, _Found]:
    """What stands in Latin letters among others."""
    found: dict[str, _Found] = {}
    for each in said:
        for name in _LATIN.findall(each.source):
            _note(found, name, each.line)
    return found


def _by_translations(
    said: Sequence[_Said], language: str, called: frozenset[str]
) -> dict[str, _Found]:
    """What the sources of those lines share whose translations have the same unknown name."""
    capitals = Capitals((each.target for each in said), language)
    having: dict[str, list[_Said]] = {}
    for each in said:
        for name in {" ".join(name) for name in capitals.within(each.target)}:
            having.setdefault(name, []).append(each)
    found: dict[str, _Found] = {}
    for name, lines in having.items():
        if all(word in called for word in name.casefold().split()):
            continue
        shared = _shared(lines[:_LOOKED_AT]) if len(lines) >= LEAST else ""
        places = [each for each in said if shared and shared in each.source]
        if 0 < len(places) <= _ELSEWHERE * len(lines):
            times = sum(each.source.count(shared) for each in places)
            found[shared] = _Found(times, {each.line for each in places})
    return found


def _shared(lines: Sequence[_Said]) -> str:
    """What nearly all of these say in their source, as much of it as there is; else nothing."""
    counts: Counter[str] = Counter()
    for each in lines:
        counts.update({part for run in _RUN.findall(each.source) for part in _parts(run)})
    best = max(counts, key=lambda part: (counts[part], len(part)), default="")
    return best if counts[best] >= max(LEAST, _SHARE * len(lines)) else ""


def _parts(run: str) -> Iterator[str]:
    for length in range(_SHORTEST, min(_LONGEST, len(run)) + 1):
        for at in range(len(run) - length + 1):
            yield run[at : at + length]


def _note(found: dict[str, _Found], name: str, line: LineId) -> None:
    each = found.setdefault(name, _Found(0, set()))
    each.times += 1
    each.lines.add(line)


def _called(project: Project, language: str) -> frozenset[str]:
    """The words of all names and terms as they are called in the language."""
    cast = (name for each in project.cast for name in (each.name, each.names.get(language, "")))
    terms = (entry.translation for entry in project.glossary if entry.language == language)
    return frozenset(word for name in (*cast, *terms) for word in name.casefold().split())


class _Known:
    """The names of the cast and the terms of a language, whole and by their words."""

    def __init__(self, project: Project, language: str) -> None:
        names = [character.name for character in project.cast]
        terms = [entry.term for entry in project.glossary if entry.language == language]
        whole = {each.casefold().strip() for each in (*names, *terms)}
        self._whole = frozenset(whole - {""})
        self._words = frozenset(word for each in whole for word in each.split())

    def __contains__(self, name: str) -> bool:
        """Whether it is such a name or term, or made of their words, or overlaps with one."""
        folded = name.casefold()
        if all(word in self._words for word in folded.split()):
            return True
        inside = not any(letter.isascii() for letter in folded)
        return inside and any(folded in each or each in folded for each in self._whole)
