"""Proof that a script says all that its source says, in the same words and order, and no more."""

from __future__ import annotations

from collections.abc import Iterable

from studio.errors import WritingError, WritingProblem
from studio.writing.adapting.pieces import is_unsaid, splits_word

_SHOWN = 40


def prove(prose: str, lines: Iterable[str]) -> None:
    """Raise WritingError OTHER_WORDS unless the lines are the source, word by word.

    Only what nobody says may be missing: white space, quotation marks, the dashes and commas
    around a speech. White space inside a line may differ in kind, not in place.
    """
    at = 0
    for line in lines:
        at = _said(prose, line, at)
    rest = prose[at:]
    if not is_unsaid(rest):
        raise _differs(f"“{_beginning(rest)}” is missing at the end")


def is_proved(prose: str, lines: Iterable[str]) -> bool:
    """Whether the lines are the source, word by word."""
    try:
        prove(prose, lines)
    except WritingError:
        return False
    return True


def _said(prose: str, line: str, at: int) -> int:
    """Where the source goes on after this line; the line must begin at the next thing said."""
    words = line.split()
    for word in words:
        start = at
        while start < len(prose) and not prose.startswith(word, start) and is_unsaid(prose[start]):
            start += 1
        inside = word is not words[0]
        if not prose.startswith(word, start) or (inside and not _is_gap(prose[at:start])):
            raise _differs(f"“{_beginning(line)}” stands where “{_beginning(prose[at:])}” should")
        at = start + len(word)
        if word is not words[-1] and not prose[at : at + 1].isspace():
            raise _differs(f"“{_beginning(line)}” cuts a word in two")
    if splits_word(prose, at):
        raise _differs(f"“{_beginning(line)}” ends in the middle of a word")
    return at


def _is_gap(text: str) -> bool:
    return bool(text) and text.isspace()


def _beginning(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN].rstrip()}…"


def _differs(detail: str) -> WritingError:
    return WritingError(WritingProblem.OTHER_WORDS, detail)
