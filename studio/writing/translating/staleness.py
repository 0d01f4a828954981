"""Which lines need translating: the key of all a line's words are made from, and what it tells.

A key has three parts: of the source words, of the names and terms in them, and of the style that
was asked for. Neither the model nor the prompt is among them, so a new one makes nothing stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b

from studio.model.glossary import names_in
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.translating.glossary import Term, Terms, terms_of
from studio.writing.translating.order import source_of, translatable


class Standing(StrEnum):
    """How a line stands in another language."""

    NOTHING = "nothing"
    """There are no words to translate."""
    MISSING = "missing"
    FRESH = "fresh"
    STALE = "stale"
    FAILED = "failed"
    FROZEN = "frozen"
    """The words are a person's; no model changes them."""
    SOURCE_CHANGED = "source changed"
    """The words are a person's, and those they translate are others by now."""


TO_DO = frozenset({Standing.MISSING, Standing.STALE, Standing.FAILED})
"""What a translation takes up without being told to."""

KEPT = frozenset({Standing.FROZEN, Standing.SOURCE_CHANGED})
"""What no translation touches."""


class Keys:
    """Makes the keys of a project's lines in one language; a `style` of no words is any style."""

    def __init__(self, project: Project, language: str, style: str = "") -> None:
        self.terms: Terms = terms_of(project, language)
        self._source = source_of(project)
        self._language = language
        self._style = _hash(style.strip(), 2) if style.strip() else ""
        names = names_in(project, language)
        self._names = {each.id: names.get(each.id, each.name) for each in project.cast}
        self._contexts: dict[tuple[str, tuple[Term, ...]], str] = {}

    def key(self, line: Line) -> str:
        """The hash of all that a line's words in the language are made from."""
        words = line.text.get(self._source, "")
        return f"{_hash(words, 6)}.{self._context(line, words)}.{self._style}"

    def _context(self, line: Line, words: str) -> str:
        who = self._names.get(line.character, "") if line.character else ""
        about = (who, self.terms.within(words))
        known = self._contexts.get(about)
        if known is None:
            parts = [who, *(part for term in about[1] for part in (term.source, term.target))]
            known = self._contexts[about] = _hash("\0".join(parts), 4)
        return known

    def standing(self, line: Line) -> Standing:
        """How a line stands."""
        if not line.text.get(self._source, "").strip():
            return Standing.NOTHING
        known = line.translations.get(self._language)
        if not line.text.get(self._language, "").strip():
            failed = known is not None and known.state is TranslationState.FAILED
            return Standing.FAILED if failed else Standing.MISSING
        if known is None:
            return Standing.FROZEN
        key = self.key(line)
        if known.state is TranslationState.EDITED:
            same = not known.key or _words_of(known.key) == _words_of(key)
            return Standing.FROZEN if same else Standing.SOURCE_CHANGED
        return Standing.FRESH if self._matches(known.key, key) else Standing.STALE

    def _matches(self, known: str, key: str) -> bool:
        return known == key or (
            not self._style and known.rpartition(".")[0] == key.rpartition(".")[0]
        )


def standings(
    project: Project, language: str, *, style: str = "", all_kinds: bool = False
) -> Mapping[LineId, Standing]:
    """How the lines of a project stand in a language, in script order: spoken lines, or all."""
    keys = Keys(project, language, style)
    return {
        line.id: keys.standing(line)
        for episode in project.episodes
        for line in translatable(episode.lines, all_kinds=all_kinds)
    }


def _hash(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def _words_of(key: str) -> str:
    return key.partition(".")[0]
