"""What a model wrote as somebody's words, made words that can be said. All of it is pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from studio.formats.names import clean_name, read_cue

LONGEST_LINE = 300
"""Characters of a line."""
LONGEST_SECONDS = 15.0
"""Seconds of a line, estimated."""
LONGEST_DIRECTION = 80

_ASIDE = re.compile(
    r"\[([^\[\]]*)\]|\(([^()]*)\)|（([^（）]*)）|【([^【】]*)】|〔([^〔〕]*)〕|\{([^{}]*)\}"
)
_STARRED = re.compile(r"(?<![\w*])\*(?!\s)([^*\n]{1,80}?)(?<!\s)\*(?![\w*])")
_EMPHASIS = re.compile(r"\*{2,3}(?=\S)|(?<=\S)\*{2,3}|(?<!\w)__?(?=\w)|(?<=\w)__?(?!\w)|`+|^#+\s+")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_PICTURES = re.compile(
    "[\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe00-\ufe0f"
    "\U0001f000-\U0001faff\U000e0000-\U000e007f]"
)
_COLON = re.compile(r"\s*[:：]\s*")
_BEFORE_MARK = re.compile(r"\s+([,.!?;:，。！？；：、…])")
_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "'": "'", "‘": "’"}
_LONGEST_PREFIX = 60
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?:\s+)|[。！？…]+[」』”’）]*")
_CLAUSE = re.compile(r"[,;:—–]\s+|[，、；：—]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Speakable:
    """Words that can be said, the note on how that stood among them, and the name before them."""

    words: str
    note: str = ""
    name: str = ""


def speakable(text: str, names: Collection[str] = ()) -> Speakable:
    """The words without a name before them, brackets, quotes around them, marks and pictures.

    `names` are those that may stand before the words. Pauses such as `<#0.5#>` stay.
    """
    text = " ".join(_printable(text).split())
    name, text = _without_name(_without_quotes(text), names)
    notes: list[str] = []
    for _ in range(3):  # brackets in brackets
        bare = _ASIDE.sub(lambda found: _noted(found, notes), text)
        if bare == text:
            break
        text = bare
    text = _STARRED.sub(lambda found: _starred(found, notes), text)
    text = _PICTURES.sub(" ", _EMPHASIS.sub("", _TAGS.sub("", text)))
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    return Speakable(_without_quotes(text), "; ".join(dict.fromkeys(notes)), name)


def joined_notes(*notes: str) -> str:
    """Notes on how to say a line as one, each once, not longer than a direction may be."""
    kept = dict.fromkeys(note for each in notes for note in map(str.strip, each.split(";")) if note)
    told = ""
    for note in kept:
        longer = f"{told}; {note}" if told else note
        if len(longer) > LONGEST_DIRECTION:
            break
        told = longer
    return told


def is_said(text: str) -> bool:
    """Whether there is a letter or a number to be said."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def same_words(first: str, second: str) -> bool:
    """Whether two lines say the same, without regard to marks and case."""
    return _bare(first) == _bare(second)


def split_words(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The text in as many parts as it takes for each to fit, where it can be cut at all."""
    if fits(text):
        return (text,)
    first, second = split_once(text)
    return (*split_words(first, fits), *split_words(second, fits)) if second else (text,)


def split_once(text: str) -> tuple[str, str]:
    """The text cut near its middle at the end of a sentence, else of a clause, else at a blank.

    The second part is empty where it cannot be cut.
    """
    for mark in (_SENTENCE, _CLAUSE, _SPACE):
        ends = [found.end() for found in mark.finditer(text)]
        whole = [e for e in ends if is_said(text[:e]) and is_said(text[e:])]
        if whole:
            at = min(whole, key=lambda end: abs(2 * end - len(text)))
            return text[:at].strip(), text[at:].strip()
    return text, ""


def _printable(text: str) -> str:
    return "".join(c if unicodedata.category(c) != "Cc" else " " for c in text)


def _noted(found: re.Match[str], notes: list[str]) -> str:
    return _note(next((part for part in found.groups() if part), ""), notes)


def _note(inside: str, notes: list[str]) -> str:
    if inside := inside.strip(" *_.,;:。，"):
        notes.append(inside)
    return " "


def _starred(found: re.Match[str], notes: list[str]) -> str:
    """A note such as `*sighs*` before or after the words; else the stars are emphasis."""
    inside, text = found[1], found.string
    alone = not is_said(text[: found.start()] + text[found.end() :])
    outside = not text[: found.start()].strip() or not text[found.end() :].strip()
    if alone or not outside or inside[0].isupper():
        return inside
    return _note(inside, notes)


def _without_quotes(text: str) -> str:
    """The text without a pair of quotation marks around the whole of it."""
    text = text.strip()
    close = _QUOTES.get(text[:1])
    inner = text[1:-1]
    if close and len(text) > 2 and text.endswith(close) and not {text[0], close} & set(inner):
        return inner.strip()
    return text


def _without_name(text: str, names: Collection[str]) -> tuple[str, str]:
    """The name before a colon, where it is one of the known, and the words after it."""
    colon = _COLON.search(text, 0, _LONGEST_PREFIX)
    if not colon or colon.end() >= len(text):
        return "", text
    cue = read_cue(text[: colon.start()].strip("*_ "))
    wanted = clean_name(cue.name).strip("*_ ").casefold()
    known = next((name for name in names if name.casefold() == wanted), "")
    if not known:
        return "", text
    groups = "".join(f"({group}) " for group in cue.groups)
    return known, groups + _without_quotes(text[colon.end() :].strip("*_ "))


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
