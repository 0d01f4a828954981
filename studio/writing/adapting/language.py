"""Which language a prose is in: by its letters, and where these are Latin by its small words."""

from __future__ import annotations

import re

from studio.formats.language import guess_language
from studio.writing.tongues import (
    languages_with_small_words,
    scripts_of,
    small_words,
)

_LOOKED_AT = 4_000
_ENOUGH = 40_000
"""Characters in which as many words are found."""
_LETTERS = 20
"""Fewer tell nothing for sure."""
_SURE = 5
"""Small words of another language, and more than twice as many as of the expected one."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(prose: str) -> str:
    """The code of a language, `en` where nothing tells."""
    found = guess_language([prose])
    if found != "en":
        return found
    counts = _small_words_in(prose)
    return max(counts, key=lambda code: (counts[code], code == "en"), default="en")


def surely_other(prose: str, expected: str) -> str:
    """The code of the language a prose is in where it is surely not the expected one, else `""`."""
    prose = prose[:_ENOUGH]
    if sum(map(str.isalpha, prose[:_LOOKED_AT])) < _LETTERS:
        return ""
    by_letters, own = guess_language([prose]), scripts_of(expected)
    if not own:
        return ""
    theirs = scripts_of(by_letters)
    if not set(own) & set(theirs) or ("han" in own and own[0] != theirs[0]):
        return language_of(prose)
    if by_letters != "en" or not small_words(expected):
        return ""
    counts = _small_words_in(prose)
    found = language_of(prose)
    mine = sum(word in small_words(expected) for word in _words_of(prose))
    return found if counts[found] >= _SURE and counts[found] > 2 * mine else ""


def _small_words_in(prose: str) -> dict[str, int]:
    """How many small words of each language in Latin letters there are."""
    words = _words_of(prose)
    return {
        code: sum(word in small_words(code) for word in words)
        for code in languages_with_small_words()
    }


def _words_of(prose: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(prose.casefold())[:_LOOKED_AT]]
