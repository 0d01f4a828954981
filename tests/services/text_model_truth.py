"""What the test model says in another language, so that a test can tell right from wrong.

truth("Wait for 7 days, Mara!", "de", {"Mara": "Mara"})

A translation is made of frequent words of the language, chosen by what is said, one for each word
of the source. Numbers, `<#x#>`, bracketed sounds, braces and placeholders stay, terms and names
are used as told, and the marks of the sentences are those of the language.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.writing.timing.units import counted
from tests.services.text_model_languages import Lexicon, lexicon

_KEPT = r"<#[^#>]*#>|\[\[.*?\]\]|\([^()]*\)|\{[^{}]*\}|%\(\w+\)s|%[sd]|\d+(?:[.,:]\d+)*"
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_BLANKLESS = re.compile("[\u3005-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_WIDE = dict(zip(",.!?:;", "，。！？：；", strict=True))
_NARROW = {wide: mark for mark, wide in _WIDE.items()} | {"、": ","}
_POSSESSIVE = ("'s", "’s")
_ENDS = frozenset(".!?。！？…")
_SPACE_AFTER = frozenset(",.!?;:…")
_LONG_WORD = 9
_FEW = 3
_MOST_ADDED = 80


@dataclass(slots=True)
class Piece:
    """A part of a text: `word`, `kept` or `mark`; `glued` to the one before it in the source."""

    kind: str
    text: str
    glued: bool = False


NewWords = Callable[[str, int, int], str]
"""A word of the source, the place of the new word in the line, and in the word."""


def truth(
    source: str,
    language: str,
    terms: Mapping[str, str] | None = None,
    *,
    least: float = 0,
    most: float = 0,
    short: bool = False,
) -> str:
    """The right translation; `least` and `most` are units of speech, 0 without a limit.

    A term without another form stays as it is written. `short` is the variant of three quarters.
    """
    pieces = translated(source, language, terms or {})
    fit(pieces, language, least=least, most=most, seed=source)
    if short:
        for _ in range(max(1, _count(pieces) // 4)):
            drop_word(pieces)
    return said(pieces, language)


def is_true(
    source: str, target: str, language: str, terms: Mapping[str, str] | None = None
) -> bool:
    """Whether this is the right translation, at whatever length."""
    return any(target == each for each in _variants(source, language, terms or {}))


def _variants(source: str, language: str, terms: Mapping[str, str]) -> Iterator[str]:
    pieces = translated(source, language, terms)
    yield said(pieces, language)
    while drop_word(pieces):
        yield said(pieces, language)
    pieces = translated(source, language, terms)
    for _ in range(_MOST_ADDED):
        add_word(pieces, language, source)
        yield said(pieces, language)


def a_word(language: str, seed: str, place: int) -> str:
    """A word chosen by a seed; at even places a small one."""
    known = lexicon(language)
    pool = known.great if place % 2 else known.small
    return pool[digest(f"{language} {seed} {place % 2}") % len(pool)]


def digest(seed: str) -> int:
    """The same number for the same words, on every machine."""
    made = hashlib.blake2s(seed.encode("utf-8", "replace"), digest_size=4)
    return int.from_bytes(made.digest())


def translated(source: str, language: str, terms: Mapping[str, str]) -> list[Piece]:
    """A text in pieces, its words in another language."""

    def new(word: str, place: int, turn: int) -> str:
        found = a_word(language, f"{word.casefold()} {turn}", place)
        return found if found.casefold() != word.casefold() else a_word(language, found, place)

    pieces = [each for each in cut(source, terms, new) if each.text not in _POSSESSIVE]
    if 0 < _count(pieces) < _FEW:
        # Or too many short lines would say the same.
        add_word(pieces, language, source)
    return pieces


def cut(source: str, terms: Mapping[str, str], new: NewWords | None = None) -> list[Piece]:
    """A text in pieces; its words are replaced by what `new` says."""
    found: list[Piece] = []
    place, glued = 0, False
    forms = {src.casefold(): tgt for src, tgt in terms.items()}
    for part in _parts(terms).finditer(source):
        text, kind = part[0], part.lastgroup or ""
        if kind == "blank":
            glued = False
            continue
        if kind == "term":
            found.append(Piece("kept", _form(text, forms), glued))
        elif kind == "word":
            for token in _tokens(text):
                for turn in range(-(-len(token) // _LONG_WORD) if new else 1):
                    word = new(token, place, turn) if new else token
                    found.append(Piece("word", word, glued))
                    place, glued = place + 1, True
        else:
            found.append(Piece(kind, text, glued))
        glued = True
    return found


def _parts(terms: Mapping[str, str]) -> re.Pattern[str]:
    longest = sorted((each for each in terms if each), key=len, reverse=True)
    forms = "|".join(_bounded(each) for each in longest) or r"(?!)"
    return re.compile(
        rf"(?P<kept>{_KEPT})|(?P<term>{forms})|(?P<word>{_WORD})|(?P<blank>\s+)"
        r"|(?P<mark>\.{2,}|(?<=[\w}\])])['’]s\b|.)",
        re.DOTALL | re.IGNORECASE,
    )


def _bounded(term: str) -> str:
    if _BLANKLESS.search(term):
        return re.escape(term)
    return rf"(?<![^\W\d_]){re.escape(term)}(?![^\W\d_])"


def _form(text: str, forms: Mapping[str, str]) -> str:
    told = forms[text.casefold()]
    return told if told and told.casefold() != text.casefold() else text


def _tokens(text: str) -> list[str]:
    if not _BLANKLESS.search(text):
        return [text]
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def _count(pieces: Sequence[Piece]) -> int:
    return sum(each.kind == "word" for each in pieces)


def drop_word(pieces: list[Piece]) -> bool:
    """Take the last word out; one stays, and False says so."""
    places = [at for at, each in enumerate(pieces) if each.kind == "word"]
    if len(places) < 2:
        return False
    del pieces[places[-1]]
    return True


def add_word(pieces: list[Piece], language: str, seed: str) -> None:
    """Put one more word behind the last."""
    count = _count(pieces)
    places = [at for at, each in enumerate(pieces) if each.kind == "word"]
    at = places[-1] + 1 if places else 0
    pieces.insert(at, Piece("word", a_word(language, f"{seed} {count}", count)))


def fit(pieces: list[Piece], language: str, *, least: float, most: float, seed: str) -> None:
    """Leave words out or add some until the text has so many units; roughly."""

    def units() -> float:
        return counted(said(pieces, language), language).units

    while most and units() > most and drop_word(pieces):
        pass
    for _ in range(_MOST_ADDED):
        if not _count(pieces) or units() >= least:
            break
        add_word(pieces, language, seed)


def said(pieces: Sequence[Piece], language: str) -> str:
    """The pieces as a text of the language."""
    known = lexicon(language)
    text, begins = "", True
    for piece in pieces:
        words = piece.text
        if piece.kind == "mark":
            words = (_NARROW if known.spaced else _WIDE).get(words, words)
            if not known.spaced and language.startswith("ja"):
                words = words.replace("，", "、")
        elif piece.kind == "word" and begins:
            words = words[:1].upper() + words[1:]
        text += (" " if text and _apart(text, piece, known) else "") + words
        if piece.kind == "mark":
            begins = begins or words[-1] in _ENDS
        elif not words.startswith(("<#", "(", "[[")):
            begins = False
    return text


def _apart(text: str, piece: Piece, known: Lexicon) -> bool:
    """Whether a blank stands between a text and its next piece."""
    if not known.spaced:
        return piece.kind == "kept" and not piece.glued and text[-1].isascii()
    if piece.kind == "mark":
        return not piece.glued and piece.text not in _NARROW and piece.text not in _WIDE
    return not (
        piece.glued and not text[-1].isalnum() and text[-1] not in _SPACE_AFTER | {">", ")"}
    )
