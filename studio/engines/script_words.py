"""What of a script's words is for readers only: notes, asides, emphasis, pictures, controls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ASIDE = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】|〔[^〔〕]*〕|\{[^{}]*\}")
"""Brackets of any kind with no others of their kind inside."""
STARS = re.compile(r"\\?\*+(?!(?<=\d\*)\d)")
"""Emphasis by stars, but for the one of a multiplication."""
JOINERS = "\u200c\u200d"
"""Characters nobody sees that change how their neighbours are written."""

_UNDERLINES = re.compile(r"\\?_+")
_PICTURES = re.compile(
    "[\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe00-\ufe0f"
    "\U0001f000-\U0001faff\U000e0000-\U000e007f]"
)


def without_notes(text: str, gap: str = " ") -> str:
    """The text with a gap for each of its `[[notes]]`, in time linear in its length."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("[[", at)) >= 0 and (end := text.find("]]", begin + 2)) >= 0:
        parts += [text[at:begin], gap]
        at = end + 2
    return "".join(parts) + text[at:]


def without_emphasis(text: str) -> str:
    """The text without the stars and underlines that emphasise."""
    return _UNDERLINES.sub(_underline, STARS.sub("", text))


def without_pictures(text: str) -> str:
    """The text with a blank for each picture."""
    return _PICTURES.sub(" ", text)


def printable(text: str) -> str:
    """The text without controls; one that breaks a line becomes a blank."""
    return "".join(_printable(text))


def is_said(text: str) -> bool:
    """Whether there is a letter or a number in it."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _underline(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    around = before + found.string[found.end() : found.end() + 1]
    return " " if len(around) == 2 and around.isalnum() and around.isascii() else ""


def _printable(text: str) -> Iterator[str]:
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            yield " "
        elif kind[0] != "C" or character in JOINERS:
            yield character
