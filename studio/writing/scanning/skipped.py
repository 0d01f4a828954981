"""What a scanner passed over: counted in full, kept in part, so that nothing is lost unseen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

LONGEST_PIECE = 2000
"""Characters kept of one piece."""

MOST_PIECES = 20
"""Pieces kept; later ones are only counted."""

_STRUCTURE = " \t\r\n\ufeff,[]{}"
_WORD = re.compile(r"[^\s\ufeff,\[\]{}]")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[\w-]*")


class SkippedKind(StrEnum):
    """Why a piece is not among the records."""

    PROSE = "prose"
    BROKEN = "broken"
    TOO_LONG = "too long"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A piece of the stream that gave no record: its beginning, and its whole length."""

    kind: SkippedKind
    text: str
    length: int


class SkippedPieces:
    """Collects what was passed over. Brackets, commas, blanks and code fences say nothing."""

    def __init__(self) -> None:
        self.pieces: list[Skipped] = []
        self.counts: Counter[SkippedKind] = Counter()
        self._prose: list[str] = []
        self._held = 0
        self._length = 0

    def prose(self, text: str, start: int, end: int) -> None:
        """More of the words between records."""
        if not self._length:
            first = _WORD.search(text, start, end)
            start = first.start() if first else end
        self._length += end - start
        if start < end and self._held < LONGEST_PIECE:
            part = text[start : min(end, start + LONGEST_PIECE - self._held)]
            self._prose.append(part)
            self._held += len(part)

    def close_prose(self) -> None:
        """The words between records end here."""
        if not self._length:
            return
        kept = _FENCE.sub("", "".join(self._prose)).strip(_STRUCTURE)
        if kept:
            self._add(Skipped(SkippedKind.PROSE, kept, self._length))
        self._prose, self._held, self._length = [], 0, 0

    def add(self, kind: SkippedKind, text: str) -> None:
        """One piece that looked like a record."""
        self.close_prose()
        self._add(Skipped(kind, text[:LONGEST_PIECE], len(text)))

    def _add(self, piece: Skipped) -> None:
        self.counts[piece.kind] += 1
        if len(self.pieces) < MOST_PIECES:
            self.pieces.append(piece)
