"""Records out of what a model writes, each as soon as its closing brace is there.

A record is a flat object. One to a line, over several lines, in an array, in a code fence, inside
another object or with words around it: all are read alike, and so is one object of `id: text`.
However the stream is cut into pieces, the records are the same. No more than the open row is
held, and each character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any

from studio.writing.scanning.loose_json import Value, without_markup
from studio.writing.scanning.mends import Mend
from studio.writing.scanning.open_row import OpenRow, Step
from studio.writing.scanning.shapes import Shape
from studio.writing.scanning.skipped import Skipped, SkippedKind, SkippedPieces

LONGEST_ROW = 4096
"""Characters of a row, or of one pair of an `id: text` object; a longer one is given up."""

_UNMENDED: frozenset[Mend] = frozenset()
_GAP = re.compile(r"[\s\ufeff,\[\]}]*+")
_ROW = re.compile(r'\{|\n[ \t\r]{0,64}+"')
_LONGEST_INDENT = 64
_BRACES_TRIED = 4
"""A brace inside a text is no end; rows with more of them are read more slowly."""
_SUSPECT = re.compile(r"[\[\]<\ud800-\udfff]")
_HALF_LETTER = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


Decode = Callable[[str], tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one row, and what had to be mended to read them."""

    fields: Mapping[str, Value]
    mends: frozenset[Mend] = _UNMENDED

    def words(self, key: str) -> str:
        """A field that should be text; empty where it is missing or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Ghost:
    """The text of the open row as far as it has come: its whole fields, and its key."""

    fields: Mapping[str, Value]
    key: str
    text: str


class RecordScanner:
    """Characters in, records out; `mended` and `skipped_counts` tell what was not as it should be.

    Not to be fed any more after `finish`.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._text = ""
        self._at = 0
        self._row: OpenRow | None = None
        self._clean = True
        self._skipped = SkippedPieces()
        self._decode = JSONDecoder(parse_constant=str).raw_decode
        self.mended: Counter[Mend] = Counter()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The first pieces that gave no record; words that still go on are among them later."""
        return tuple(self._skipped.pieces)

    @property
    def skipped_counts(self) -> Mapping[SkippedKind, int]:
        """How many pieces gave no record, by kind."""
        return dict(self._skipped.counts)

    @property
    def ghost(self) -> Ghost | None:
        """The text that is being written right now; None between texts."""
        shown = self._row.shown(self._text) if self._row else None
        if self._row is None or shown is None:
            return None
        key, text = shown
        if self._row.in_pairs and self._shape.pair:
            name, words = self._shape.pair
            return Ghost({name: key}, words, text)
        return Ghost(dict(self._row.fields), key, text) if key in self._shape.texts else None

    def feed(self, text: str) -> list[Record]:
        """The records that this piece of the stream makes whole."""
        return self._fed(text, last=False)

    def finish(self) -> list[Record]:
        """The stream is over: a row that is still open is given up, and told as cut."""
        return self._fed("", last=True)

    def _fed(self, text: str, *, last: bool) -> list[Record]:
        records: list[Record] = []
        self._text = self._text + text if self._text else text
        while self._read_on(records, last=last) if self._row else self._find_row(records):
            pass
        if last:
            self._pass_over(len(self._text))
            self._skipped.close_prose()
        kept = self._row.start if self._row else self._at
        self._text = self._text[kept:]
        self._at -= kept
        if self._row:
            self._row.shift(kept)
        return records

    def _find_row(self, records: list[Record]) -> bool:
        """Read rows that are strict JSON and open the first that is not; False when none is left.

        `_clean` is true where a row is expected: at the start, and right after another one.
        """
        text = self._text
        if self._clean:
            self._at = self._strict_rows(records, self._at)
            if self._at >= len(text):
                return False
            if text[self._at] in '{"':
                self._open()
                return True
            self._clean = False
        found = _ROW.search(text, self._at)
        self._pass_over(found.end() - 1 if found else self._last_line_start())
        if not found:
            return False
        begin = self._at
        if text[begin] == "{":
            self._at = self._strict_rows(records, begin)
        self._clean = self._at > begin
        if not self._clean:
            self._open()
        return True

    def _last_line_start(self) -> int:
        """Where a row without its brace may be about to begin, else the end of the text."""
        tail = self._text[max(self._at, len(self._text) - _LONGEST_INDENT - 1) :]
        line = tail.rstrip(" \t\r")
        return len(self._text) - (len(tail) - len(line) + 1 if line.endswith("\n") else 0)

    def _strict_rows(self, records: list[Record], at: int) -> int:
        """Take whole rows of strict JSON one after another; where the first other thing is."""
        text, keys = self._text, self._shape.keys
        while True:
            gap = _GAP.match(text, at)
            at = gap.end() if gap else at
            if not text.startswith("{", at):
                return at
            found = _strict_row(text, at, self._decode)
            if found is None:
                return at
            fields, end = found
            if self._shape.pair and next(iter(fields)) not in keys:
                return at
            self._skipped.close_prose()
            records.append(Record(fields))
            at = end

    def _open(self) -> None:
        self._row = OpenRow(self._shape, self._at, headless=self._text[self._at] == '"')

    def _read_on(self, records: list[Record], *, last: bool) -> bool:
        """Bring the open row on as far as it goes; False when it waits for more."""
        row, text = self._row, self._text
        if row is None:
            return False
        limit = row.start + LONGEST_ROW
        full = len(text) >= limit
        step = row.read(text, min(len(text), limit), last=last and not full)
        match step:
            case Step.PAIR:
                self._take(row, records)
                row.next_pair()
                self._strict_pairs(row, records)
            case Step.CLOSED:
                if not row.in_pairs:
                    self._take(row, records)
                self._leave(row.at, clean=True)
            case Step.WRAPPER:
                self._leave(row.at, clean=True)
            case Step.BROKEN:
                self._give_up(row, SkippedKind.BROKEN)
            case _ if full:
                self._give_up(row, SkippedKind.TOO_LONG)
            case _ if last:
                self._give_up(row, SkippedKind.CUT)
            case _:
                return False
        return True

    def _strict_pairs(self, row: OpenRow, records: list[Record]) -> None:
        """Take the pairs that follow as long as they are strict JSON, all at once."""
        if self._shape.pair:
            name, words = self._shape.pair
            pairs = row.strict_pairs(self._text, LONGEST_ROW)
            records += [Record({name: key, words: text}) for key, text in pairs]

    def _take(self, row: OpenRow, records: list[Record]) -> None:
        self._skipped.close_prose()
        self.mended.update(row.mends)
        records.append(Record(row.fields, frozenset(row.mends) if row.mends else _UNMENDED))

    def _give_up(self, row: OpenRow, kind: SkippedKind) -> None:
        """Go on behind what was read of it, or behind its first character if it was no row."""
        if row.is_prose:
            self._at = row.start
            self._pass_over(row.start + 1)
            self._leave(self._at, clean=False)
        else:
            end = max(row.at, row.start + 1)
            if not (row.in_pairs and row.between_pairs(self._text)):
                self._skipped.add(kind, self._text[row.start : end])
            self._leave(end, clean=False)

    def _leave(self, at: int, *, clean: bool) -> None:
        self._row, self._at, self._clean = None, at, clean

    def _pass_over(self, end: int) -> None:
        """What lies between here and there belongs to no row."""
        if self._row is None or self._row.is_prose:
            self._skipped.prose(self._text, self._at, end)
            self._at = end


def _strict_row(text: str, at: int, decode: Decode) -> tuple[dict[str, Value], int] | None:
    """The flat object that begins here and its end; None where it wants a closer look."""
    end = at
    for nested in range(_BRACES_TRIED):
        end = text.find("}", end, at + LONGEST_ROW) + 1
        row = text[at:end]
        try:
            fields: dict[str, Value] = decode(row)[0]
        except (ValueError, RecursionError):
            if not end:
                return None
            continue
        suspect = nested or "\\u" in row or _SUSPECT.search(row)
        return (fields, end) if fields and not (suspect and _is_odd(fields, row)) else None
    return None


def _is_odd(fields: Mapping[str, Value], row: str) -> bool:
    """Whether a strict row holds a list, another object, half a letter or leaked markup."""
    values = fields.values()
    return (
        any(isinstance(value, list | dict) for value in values)
        or _HALF_LETTER.search(row) is not None
        or any(without_markup(value) != value for value in values if isinstance(value, str))
    )
