"""From the words of a script to words that can be said, and those in pieces, one per voice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from studio.engines.script_words import (
    ASIDE,
    is_said,
    printable,
    without_emphasis,
    without_notes,
    without_pictures,
)


def spoken_text(words: str) -> str:
    """The words without notes, asides, emphasis, pictures and controls; empty when none is said."""
    text = without_notes(unicodedata.normalize("NFC", words))
    before = ""
    while before != text:
        before, text = text, ASIDE.sub(" ", text)
    text = printable(without_pictures(without_emphasis(text)))
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=\w) (?=[,.!?;:，。！？；：、…])", "", text)
    return text if is_said(text) else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one language; `ends_sentence` tells a full stop from a change of voice."""

    language: str
    text: str
    ends_sentence: bool


# Scripts whose letters espeak-ng spells or calls by a name unless a language of theirs speaks.
_SCRIPTS = (
    (
        "cmn",
        "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    ),
    ("ja", "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"),
    ("ko", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("ru", "\u0400-\u052f"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("en-us", "A-Za-z\u00c0-\u024f"),
)
_AT_HOME = {
    "cmn": "cmn yue cmn-latn-pinyin",
    "ja": "ja",
    "ko": "ko",
    "ru": "ru ru-lv ru-cl uk be bg mk sr bs hr kk ky tt ba cv nog kaa az uz tk",
    "el": "el grc",
    "he": "he",
    "ar": "ar fa ur ug sd ku az ms",
    "hi": "hi mr ne kok bpy sd",
    "th": "th",
}
_LETTERS = re.compile("|".join(f"([{letters}]+)" for _, letters in _SCRIPTS))
_LONGEST_PIECE = 400
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’)]*(?=\s|$)|[。！？；]+[”’」』）]*|$)\s*", re.DOTALL)


def runs(text: str, language: str) -> tuple[Run, ...]:
    """The text in order, cut where another voice must speak and where a long text allows it."""
    pieces: list[Run] = []
    for part in _parts(text):
        spoken = _by_script(part, language)
        pieces += [Run(speaker, words, False) for speaker, words in spoken[:-1]]
        pieces += [Run(speaker, words, True) for speaker, words in spoken[-1:]]
    return tuple(pieces)


def _parts(text: str) -> list[str]:
    """Whole sentences together up to 400 characters; a longer sentence is cut at a space."""
    parts = [""]
    for sentence in _SENTENCE.findall(text):
        for bit in _cut(sentence):
            if parts[-1] and len(parts[-1]) + len(bit) > _LONGEST_PIECE:
                parts.append("")
            parts[-1] += bit
    return [part.strip() for part in parts if part.strip()]


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > _LONGEST_PIECE:
        window = sentence[:_LONGEST_PIECE]
        breaks = [window.rfind(mark) + 1 for mark in " ,，、;:：—"]
        at = max(breaks) or _LONGEST_PIECE
        yield sentence[:at]
        sentence = sentence[at:]
    yield sentence


def _by_script(text: str, language: str) -> list[tuple[str, str]]:
    """Speaker and words in order; what is no letter stays with the words before it."""
    spoken: list[tuple[str, str]] = []
    end = 0
    for found in _LETTERS.finditer(text):
        speaker = _speaker(_SCRIPTS[(found.lastindex or 1) - 1][0], language)
        if not spoken:
            spoken.append((speaker, text[: found.end()]))
        elif spoken[-1][0] == speaker:
            spoken[-1] = (speaker, spoken[-1][1] + text[end : found.end()])
        else:
            spoken[-1] = (spoken[-1][0], spoken[-1][1] + text[end : found.start()])
            spoken.append((speaker, found[0]))
        end = found.end()
    if not spoken:
        return [(language, text)]
    spoken[-1] = (spoken[-1][0], spoken[-1][1] + text[end:])
    return spoken


def _speaker(script: str, language: str) -> str:
    """Who says letters of a script in a line of this language."""
    if script == "en-us":  # only the Japanese voice spells Latin letters
        return "en-us" if language == "ja" else language
    return language if language in _AT_HOME[script].split() else script
