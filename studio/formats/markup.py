"""Notes, boneyards and line breaks of a script text, and how words are kept apart from them.

A comment with nothing in it, `/**/` or `[[]]`, stands in a file wherever words would otherwise be
read as syntax. While a script is read or written it is the one character `BARRIER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

BARRIER = "\0"
"""Stands for an empty comment: no rule of the syntax reaches across it."""

WHITE = " \t\u00a0\u3000"
"""What is blank within a line; the wide space indents Chinese and Japanese scripts."""

HELD_BLANK = "  "
"""The blank line that does not end a speech or a note."""

# A backslash makes the next mark a plain one, unless an empty comment follows it.
_MARK = re.compile(r"\\(?!/\*\*/|\[\[\]\])[!-/:-@\[-`{-~]|\[\[|/\*|\n")
_BLANK_LINE = re.compile(rf"\n(?!  (?:\n|\Z))[{WHITE}]*(?=\n|\Z)")
_HALF_BLANK = re.compile(rf"\n[{WHITE}]+(?=\n)")
_LINE_END = "\0\n"
_EMPTY_COMMENTS = ("[[]]", "/**/")


class Piece(Enum):
    """What a stretch of text is."""

    WORDS = auto()
    NOTE = auto()
    BONEYARD = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the file with its barriers; a note or boneyard may carry it over line breaks."""

    text: str
    line: int

    @property
    def column(self) -> int:
        """Where the first visible character stands, from 1."""
        return len(self.text) - len(self.text.lstrip(WHITE)) + 1

    @property
    def blank(self) -> bool:
        """Whether nothing is on the line."""
        return not self.text.strip(WHITE)


def pieces(text: str, *, whole_file: bool = False) -> Iterator[tuple[Piece, int, int]]:
    """The text cut into words, notes, boneyards and line breaks, in time linear in its length.

    In a whole file a blank line ends the search for the end of a note.
    """
    at = begun = no_note_before = 0
    blank = -1
    boneyards = True
    while found := _MARK.search(text, at):
        start, at = found.span()
        kind, end = Piece.BREAK, at
        if found[0] == "[[":
            if whole_file and blank < start:
                blank_line = _BLANK_LINE.search(text, start)
                blank = blank_line.start() if blank_line else len(text)
            limit = blank if whole_file else len(text)
            close = -1 if start < no_note_before else text.find("]]", start + 2, limit)
            if close < 0:
                no_note_before, at = max(no_note_before, limit), start + 1
                continue
            kind, end = Piece.NOTE, close + 2
        elif found[0] == "/*":
            close = text.find("*/", start + 2) if boneyards else -1
            if close < 0:
                boneyards, at = False, start + 1
                continue
            kind, end = Piece.BONEYARD, close + 2
        elif found[0] != "\n":
            continue
        if begun < start:
            yield Piece.WORDS, begun, start
        yield kind, start, end
        at = begun = end
    if begun < len(text):
        yield Piece.WORDS, begun, len(text)


def text_lines(text: str, first_line: int = 1) -> list[TextLine]:
    """The lines of a file, empty comments as barriers, blank lines inside notes emptied."""
    lines: list[TextLine] = []
    parts: list[str] = []
    began = line = first_line
    for kind, start, end in pieces(text, whole_file=True):
        part = text[start:end]
        if kind is Piece.BREAK:
            lines.append(TextLine("".join(parts), began))
            parts.clear()
            line += 1
            began = line
            continue
        if part in _EMPTY_COMMENTS:
            part = BARRIER
        elif kind is Piece.NOTE:
            part = _HALF_BLANK.sub("\n", part)
        parts.append(part)
        line += part.count("\n")
    lines.append(TextLine("".join(parts), began))
    return lines


def without_barriers(text: str) -> str:
    """Text as it was before barriers were put in."""
    return text.replace(BARRIER, "")


def shown(text: str) -> str:
    """Text with its barriers as empty comments, ready for a file."""
    text = text.replace(f"/{BARRIER}*", "/[[]]*")
    return text.replace(BARRIER, "/**/")


def kept_apart(text: str, *, breaks_note: frozenset[str] = frozenset()) -> list[str]:
    """The lines of a text with barriers where a mark in it would be taken for syntax.

    Whole notes and boneyards stay as they are, but for those in `breaks_note`.
    """
    parts: list[str] = []
    loose = ""
    for kind, start, end in pieces(text):
        part = text[start:end]
        note = kind is Piece.NOTE and not _unfit(part) and part not in breaks_note
        if note or (kind is Piece.BONEYARD and part != "/**/"):
            held = re.sub(r"(?<=\n)(?=\n)", HELD_BLANK, part) if note else part
            parts += [broken_marks(loose).replace("\n", _LINE_END), held]
            loose = ""
        else:
            loose += part
    parts.append(broken_marks(loose).replace("\n", _LINE_END))
    return "".join(parts).split(_LINE_END)


def _unfit(note: str) -> bool:
    return note == "[[]]" or _HALF_BLANK.search(note) is not None


def broken_marks(words: str) -> str:
    """Words with every opening mark in them broken; none of them has its other end."""
    parts: list[str] = []
    at = begun = 0
    while found := _MARK.search(words, at):
        at = found.end()
        if found[0] in ("[[", "/*"):
            at = found.start() + 1
            parts.append(words[begun:at])
            begun = at
    return BARRIER.join([*parts, words[begun:]])


def comment_encoded(content: str, closing: str = "]]") -> str:
    """The content of a note so that it does not end early and keeps its outer space."""
    barrier = "/**/" if closing == "]]" else "[[]]"
    for mark in (barrier, closing):
        rest = re.escape(mark[1:])
        content = re.sub(rf"{re.escape(mark[0])}(?={rest})", mark[0] + barrier, content)
    lines = content.split("\n")
    for index, line in enumerate(lines):
        inner = 0 < index < len(lines) - 1
        if inner and not line:
            lines[index] = HELD_BLANK if closing == "]]" else line
        elif inner and not line.strip(WHITE):
            lines[index] = line + barrier
    content = "\n".join(lines)
    head = barrier if content[:1] in (*WHITE, "\n") and content else ""
    tail = barrier if content[-1:] in (*WHITE, "\n", closing[0]) and content else ""
    return f"{head}{content}{tail}"


def comment_decoded(content: str, closing: str = "]]") -> str:
    """What `comment_encoded` was given."""
    return content.strip(WHITE + "\n").replace("/**/" if closing == "]]" else "[[]]", "")
