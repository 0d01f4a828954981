"""The words of a line as they are spoken: without notes, boneyards and marks of emphasis."""

from __future__ import annotations

import re

from studio.formats.markup import Piece, pieces

_RUN = re.compile(r"\\([!-/:-@\[-`{-~])|\*+|_+|\n")


def spoken_words(text: str) -> str:
    """What is said of a text as it stands on the page, on one line; marks in escapes are kept."""
    kept = (
        text[start:end] for kind, start, end in pieces(text) if kind in (Piece.WORDS, Piece.BREAK)
    )
    return " ".join(without_emphasis("".join(kept)).split())


def without_emphasis(text: str) -> str:
    """The text without `*`, `**`, `***` and `_` where they open and close within a line."""
    gone: list[tuple[int, int]] = []
    opened: dict[str, list[tuple[int, int]]] = {"*": [], "_": []}
    for found in _RUN.finditer(text):
        mark = text[found.start()]
        if mark == "\\":
            gone.append((found.start(), found.start() + 1))
        elif mark == "\n":
            opened = {"*": [], "_": []}
        else:
            _close_or_open(text, found, opened[mark], gone)
    parts: list[str] = []
    at = 0
    for start, end in sorted(gone):
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def _close_or_open(
    text: str,
    found: re.Match[str],
    opened: list[tuple[int, int]],
    gone: list[tuple[int, int]],
) -> None:
    start, end = found.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    inside = text[start] == "_" and before.isalnum() and after.isalnum()
    if before and not before.isspace() and not inside:
        while opened and start < end and opened[-1][1] - opened[-1][0] <= end - start:
            first, last = opened.pop()
            gone.append((first, last))
            gone.append((start, start + last - first))
            start += last - first
    if start < end and after and not after.isspace() and not inside:
        opened.append((start, end))
