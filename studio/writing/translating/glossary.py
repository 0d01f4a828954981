"""The terms that occur in a line: glossary and names of the cast, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from studio.model.project import Project

_SIGNS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WITHOUT_SPACES = re.compile(f"[{_SIGNS}]")
_NO_WORD_BEFORE, _NO_WORD_AFTER = rf"(?<![^\W{_SIGNS}])", rf"(?![^\W{_SIGNS}])"
_END = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A name or term and what it is called; only what is `binding` has to be in the translation."""

    source: str
    target: str
    binding: bool = True


class Terms:
    """All terms of a script in one language."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, Term] = {}
        for term in terms:
            folded = " ".join(term.source.casefold().split())
            if folded and term.target.strip():
                self._terms.setdefault(folded, term)
        self._pattern = _pattern_of(self._terms) if self._terms else None

    def within(self, text: str) -> tuple[Term, ...]:
        """The terms that occur in a text, each once, in order; of overlapping ones the longest."""
        if self._pattern is None:
            return ()
        found = self._pattern.findall(text.casefold())
        return tuple(self._terms[each] for each in dict.fromkeys(found)) if found else ()


def terms_of(project: Project, language: str) -> Terms:
    """The glossary of a language, and the characters that have another name in it."""
    glossary = (
        Term(entry.term, entry.translation)
        for entry in project.glossary
        if entry.language == language
    )
    names = (
        Term(character.name, character.names[language], binding=False)
        for character in project.cast
        if language in character.names
    )
    return Terms((*glossary, *names))


def _pattern_of(folded: Iterable[str]) -> re.Pattern[str]:
    """A pattern that looks at each letter of a text once: the terms as trees of their letters.

    A word of a script with spaces does not begin or end inside another.
    """
    words: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for term in folded:
        node = others if _may_be_inside(term[0]) else words
        for letter in term:
            node = node.setdefault(letter, {})
        node[_END] = {}
    parts = [_NO_WORD_BEFORE + _branch(words, "")] if words else []
    return re.compile("|".join([*parts, _branch(others, "")] if others else parts))


def _branch(node: dict[str, Any], before: str) -> str:
    """What may follow in a term, longer terms first."""
    run = ""
    while len(node) == 1 and _END not in node:  # a long term is no deep tree
        ((before, node),) = node.items()
        run += re.escape(before)
    ways = [
        f"{re.escape(letter)}{_branch(child, letter)}" for letter, child in node.items() if letter
    ]
    if _END in node:
        ways.append("" if _may_be_inside(before) else _NO_WORD_AFTER)
    return run + (ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})")


def _may_be_inside(letter: str) -> bool:
    return bool(_WITHOUT_SPACES.match(letter)) or not letter.isalnum()
