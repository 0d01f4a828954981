"""Whether words are in the language that was asked for, as far as their letters tell."""

from __future__ import annotations

from collections import Counter

from studio.writing.tongues import all_letters, primary, scripts_of
from studio.writing.translating.validation.language import is_in

_LETTER = all_letters()
_TELLING_WORDS = 4
"""Words below which small words tell no language from another."""
_TELLING = 2
"""Letters below which nothing can be said: an exclamation, a name in letters."""
_ENOUGH = 0.5
_IN_SIGNS = frozenset({"zh", "cmn", "yue", "ja", "ko"})
_SIGN = 4
"""Letters that one sign says as much as: names in letters do not make another language."""
_KANJI_ALONE = 14


def in_other_letters(text: str, language: str) -> bool:
    """Whether most letters are of a script that the language is not written in."""
    first, own = primary(language), scripts_of(language) or ("latin",)
    letters = "".join(filter(str.isalpha, text))
    total = len(letters)
    if total < _TELLING:
        return False
    counts = Counter(found.lastgroup for found in _LETTER.finditer(letters))
    if own == ("han",) and counts["kana"]:
        return counts["kana"] / total > _ENOUGH / 3
    if own[0] in ("kana", "hangul"):
        if not counts[own[0]]:
            return counts["han"] > _KANJI_ALONE or counts["han"] < total * _ENOUGH
        own = (own[0], "han")
    ours = sum(counts[name] for name in own)
    weight = _SIGN if first in _IN_SIGNS else 1
    return ours * weight < (total + ours * (weight - 1)) * _ENOUGH


def in_other_language(text: str, language: str) -> bool:
    """Whether words are in another language, by their letters or by their small words."""
    if in_other_letters(text, language):
        return True
    in_latin = "latin" in scripts_of(language)
    return in_latin and len(text.split()) >= _TELLING_WORDS and not is_in(text, language)
