"""Sentences of the test model's own, by seed."""

from __future__ import annotations

from tests.services.text_model_languages import lexicon
from tests.services.text_model_truth import Piece, a_word, digest, said

_ENDS = (".", ".", ".", "?", "!")


def sentence(seed: str, language: str, words: int, *, end: str = "") -> str:
    """A sentence of so many words."""
    return said([*_words(seed, language, words), Piece("mark", end or _end(seed), True)], language)


def heading(seed: str, language: str) -> str:
    """Some words without a full stop."""
    return said(_words(seed, language, 3), language)


def name(seed: str, language: str, taken: set[str]) -> str:
    """A name that nobody has yet."""
    known = lexicon(language).names
    start = digest(seed) % len(known)
    found = (known[(start + step) % len(known)] for step in range(len(known)))
    free = next((each for each in found if each not in taken), "")
    return free or f"{known[start]} {len(taken)}"


def _end(seed: str) -> str:
    return _ENDS[digest(f"{seed} end") % len(_ENDS)]


def _words(seed: str, language: str, words: int) -> list[Piece]:
    return [Piece("word", a_word(language, f"{seed} {at}", at)) for at in range(words)]
