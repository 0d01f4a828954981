"""Names in a text by their capitals: where a word is written with one though no sentence begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from studio.writing.tongues import primary, scripts_of, small_words

Name = tuple[str, ...]
"""The words of a name as they are written, in order."""

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_BEGINS = frozenset(".!?…:;\"'“”‘’«»„—–-\n([¿¡‹›")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "st", "prof", "sra", "mme", "hr", "fr", "г"])
"""Words after whose point a sentence goes on."""
_OF_MANY = 4
"""Words of the longest name."""
_WITH_CAPITALS = frozenset({"latin", "cyrillic", "greek", "armenian"})
_OF_ALL_NOUNS = frozenset({"de", "lb"})


def has_capitals(language: str) -> bool:
    """Whether a language is written with capital letters."""
    return any(script in _WITH_CAPITALS for script in scripts_of(language))


def tells_names(language: str) -> bool:
    """Whether a capital inside a sentence tells a name, and not any noun."""
    return has_capitals(language) and primary(language) not in _OF_ALL_NOUNS


class Capitals:
    """The names in texts of a language; made from all of its texts, asked about each."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        self._small = small_words(language)
        self._names: set[Name] = set()
        small: set[str] = set()
        for text in texts:
            for words, begins in _phrases(text):
                small.update(word for word in words if word.islower())
                self._names.update(self._certain(words, begins=begins))
        self._names -= {
            name for name in self._names if len(name) == 1 and name[0].casefold() in small
        }

    def within(self, text: str) -> Iterator[Name]:
        """The names in a text, each time they occur; of overlapping ones the longest."""
        for words, _ in _phrases(text):
            at = 0
            while at < len(words):
                found = self._name_at(words, at)
                if found:
                    yield found
                at += max(1, len(found))

    def _name_at(self, words: list[str], at: int) -> Name:
        for count in range(min(_OF_MANY, len(words) - at), 0, -1):
            name = tuple(words[at : at + count])
            if name in self._names:
                return name
        return ()

    def _certain(self, words: list[str], *, begins: bool) -> Iterator[Name]:
        """The names in a phrase; a word that begins a sentence may be any."""
        run: list[str] = []
        for at, word in enumerate(words):
            if self._is_capital(word) and not (begins and at == 0):
                run.append(word)
                continue
            yield from _whole(run)
            run = []
        yield from _whole(run)

    def _is_capital(self, word: str) -> bool:
        folded = word.casefold()
        common = folded in self._small or folded in _TITLES
        return len(word) > 1 and word[0].isupper() and not common


def _whole(run: Collection[str]) -> Iterator[Name]:
    if 0 < len(run) <= _OF_MANY:
        yield tuple(run)


def _phrases(text: str) -> Iterator[tuple[list[str], bool]]:
    """Words with nothing but a blank between them, and whether they begin a sentence.

    A text that is shouted has capitals for another reason.
    """
    if text.isupper():
        return
    words: list[str] = []
    begins, end = True, 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        if words and between != " ":
            yield words, begins
            title = words[-1].casefold() in _TITLES and between == ". "
            begins = not title and any(sign in _BEGINS for sign in between)
            words = []
        words.append(_bare(found[0]))
        end = found.end()
    if words:
        yield words, begins


def _bare(word: str) -> str:
    """A word without what is only tied to it: `Voss's`, `l’Aigle`; `I'm` is no name."""
    head, sign, tail = word.replace("’", "'").partition("'")
    if not sign or "'" in tail:
        return word
    if head.islower() and tail[0].isupper():
        return tail
    return head if tail.islower() and len(tail) <= 2 else word.lower() if tail.islower() else word
