"""Prose cut into what somebody says and what is told, without losing a word.

Each piece is a stretch of the source as it stands there. Between two pieces there is nothing but
what nobody says: white space, quotation marks, the dashes that begin a speech, and the comma that
follows one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 300
"""Characters of a piece; a longer one is cut where a sentence ends, else at a comma or a space."""

OPENING = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "＂": "＂",
    '"': '"',
    "‘": "’",
    "〝": "〞〟",
}
"""Quotation marks and those that may close them."""
QUOTES = frozenset("".join(OPENING) + "".join(OPENING.values()))
DASHES = frozenset("—–―")
COMMAS = frozenset(",;:，、；：")

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[ \t]*\r?\n[ \t]*\S(?:.*\S)?)*")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？…]+[」』”’）]*")
_BREAK = re.compile(r"[,;:](?=\s)|[，、；：]|\s")
_SAYS_MORE = re.compile(r"\s+[—–―]\s+")
_FIRST_WITHOUT_SPACES = 0x2E80
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch `[start, end)` of the source; `said` where it stands in quotation marks."""

    start: int
    end: int
    said: bool

    def words(self, prose: str) -> str:
        """Its words as they stand in the source, in one line."""
        return " ".join(prose[self.start : self.end].split())


def pieces_of(prose: str) -> tuple[Piece, ...]:
    """All pieces of a text in their order."""
    found: list[Piece] = []
    for paragraph in _PARAGRAPH.finditer(prose):
        for piece in _spoken_and_told(prose, paragraph.start(), paragraph.end()):
            found += _no_longer(prose, piece)
    return tuple(found)


def is_unsaid(text: str) -> bool:
    """Whether nobody says any of this: it may stand between two pieces."""
    return all(each in COMMAS or _is_mark(each) for each in text)


def splits_word(prose: str, at: int) -> bool:
    """Whether a cut here goes through a word that is not too long for a line."""
    if not (0 < at < len(prose) and _is_letter(prose[at - 1]) and _is_letter(prose[at])):
        return False
    start, end = at, at
    while at - start <= LONGEST and start > 0 and _is_letter(prose[start - 1]):
        start -= 1
    while end - start <= LONGEST and end < len(prose) and _is_letter(prose[end]):
        end += 1
    return end - start <= LONGEST


def _is_letter(each: str) -> bool:
    """A letter or digit of a script that puts spaces between its words."""
    return each.isalnum() and ord(each) < _FIRST_WITHOUT_SPACES


def _is_mark(each: str) -> bool:
    return each.isspace() or each in QUOTES or each in DASHES


def _spoken_and_told(prose: str, start: int, end: int) -> Iterator[Piece]:
    if prose[start] in DASHES:
        yield from _after_dashes(prose, start, end)
        return
    at = start
    while at < end:
        opens = next((i for i in range(at, end) if _opens(prose, i, start)), end)
        yield from _trimmed(prose, at, opens, said=False)
        closes = _closing(prose, opens, end) if opens < end else end
        yield from _trimmed(prose, opens, closes, said=True)
        at = closes


def _after_dashes(prose: str, start: int, end: int) -> Iterator[Piece]:
    """A speech that begins with a dash; further dashes lead out of it and into it again."""
    at, said = start, True
    for dash in _SAYS_MORE.finditer(prose, start + 1, end):
        yield from _trimmed(prose, at, dash.start(), said=said)
        at, said = dash.end(), not said
    yield from _trimmed(prose, at, end, said=said)


def _opens(prose: str, at: int, start: int) -> bool:
    """Whether a quotation begins here; a mark inside a word, or right behind one, is none."""
    mark = prose[at]
    if mark not in OPENING:
        return False
    before = prose[at - 1] if at > start else " "
    if mark in '"＂‘»':
        after = prose[at + 1 : at + 2]
        return not (before.isalnum() and before.isascii()) and not (after.isspace() or not after)
    return True


def _closing(prose: str, at: int, end: int) -> int:
    """Where the quotation that begins here is over; at the end of its paragraph if never."""
    mark, closers, depth = prose[at], OPENING[prose[at]], 1
    for here in range(at + 1, end):
        each = prose[here]
        if each in closers and not _is_apostrophe(prose, here):
            depth -= 1
            if not depth:
                return here + 1
        elif each == mark:
            depth += 1
    return end


def _is_apostrophe(prose: str, at: int) -> bool:
    after = prose[at + 1 : at + 2]
    return prose[at] == "’" and prose[at - 1].isalnum() and after.isalnum()


def _trimmed(prose: str, start: int, end: int, *, said: bool) -> Iterator[Piece]:
    """The stretch without what nobody says at its ends; none where nothing is left."""
    while start < end and is_unsaid(prose[start]) and not _quotes_inside(prose, start, end):
        start += 1
    while start < end and _is_mark(prose[end - 1]) and not _belongs_at_end(prose, start, end):
        end -= 1
    if start < end:
        yield Piece(start, end, said)


def _quotes_inside(prose: str, start: int, end: int) -> bool:
    """Whether the mark at the start quotes only a part of what follows."""
    if prose[start] not in OPENING:
        return False
    closed = _closing(prose, start, end)
    return closed < end and prose[closed - 1] in OPENING[prose[start]]


def _belongs_at_end(prose: str, start: int, end: int) -> bool:
    """Whether the mark at the end is part of what is said.

    A dash is where a speech is broken off, a quotation mark where it closes one inside.
    """
    last = prose[end - 1]
    if last in DASHES:
        return end - 1 > start and not prose[end - 2].isspace()
    opening = (i for i in range(start, end - 1) if last in OPENING.get(prose[i], ""))
    return any(_closing(prose, i, end) == end for i in opening)


def _no_longer(prose: str, piece: Piece) -> Iterator[Piece]:
    start = piece.start
    while piece.end - start > LONGEST:
        cut = _cut(prose, start, start + LONGEST)
        yield from _trimmed(prose, start, cut, said=piece.said)
        start = cut
    yield from _trimmed(prose, start, piece.end, said=piece.said)


def _cut(prose: str, start: int, limit: int) -> int:
    """The best place to cut before the limit."""
    for pattern in (_SENTENCE, _BREAK):
        ends = [found.end() for found in pattern.finditer(prose, start, limit + 1)]
        fitting = [end for end in ends if start < end <= limit]
        if fitting and _LETTER.search(prose, start, fitting[-1]):
            return fitting[-1]
    return next(at for at in range(limit, start, -1) if not splits_word(prose, at))
