"""A row of the stream that is still open: it reads on from where it stopped, never twice.

Strict JSON is read as it is. Past that: single quotes, keys and values without quotes, commas too
many or missing, quotes inside a text that were not escaped, a missing closing brace.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from studio.writing.scanning.loose_json import (
    QUOTES,
    Value,
    balanced,
    key_is_at,
    row_is_at,
    scalar,
    shown_so_far,
    space_end,
    string_end,
    string_ends,
    unescaped,
    without_markup,
)
from studio.writing.scanning.mends import Mend
from studio.writing.scanning.shapes import Shape

_PLAIN = {quote: re.compile(rf"[^\\\n{{{quote}]*+") for quote in QUOTES}
_HALF_CODE = re.compile(r"\\u[0-9a-fA-F]{0,3}\Z")
_CODE = re.compile(r"\\u[0-9a-fA-F]{4}")
_WORD = re.compile(r"""[^,\[\]{}\n"]*+""")
_JSON_WORD = re.compile(
    r"-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?|true|false|null|NaN|-?Infinity"
)
_STRING = r'"[^"\\\x00-\x1f]*+"'
_STRICT_PAIR = re.compile(
    rf"\s*+({_STRING})\s*+:\s*+({_STRING})(?=\s*+(?:,\s*+{_STRING}\s*+:|\}}))"
)
_STRICT_NEXT_PAIR = re.compile(r"\s*+," + _STRICT_PAIR.pattern)
_SUSPECT = re.compile(r"[\[\]<\ud800-\udfff]")


class Step(Enum):
    """How far a row has come."""

    ON = auto()
    WAIT = auto()
    PAIR = auto()
    CLOSED = auto()
    WRAPPER = auto()
    BROKEN = auto()


class _Place(Enum):
    KEY = auto()
    VALUE = auto()
    STRING = auto()
    NEXT = auto()


class OpenRow:
    """One row; `start` and `at` are places in the text it is read from.

    `read` says PAIR whenever one pair of an `id: text` object is whole: it is in `fields` then,
    and after `next_pair` the row goes on from there.
    """

    def __init__(self, shape: Shape, start: int, *, headless: bool) -> None:
        self.start = start
        self.at = start if headless else start + 1
        self.fields: dict[str, Value] = {}
        self.mends: set[Mend] = {Mend.NO_BEGINNING} if headless else set()
        self.in_pairs = False
        self._shape = shape
        self._headless = headless
        self._place = _Place.KEY
        self._first = True
        self._key = ""
        self._list: list[str | int | float | bool | None] | None = None
        self._quote = ""
        self._string_start = 0
        self._text = ""
        self._end = 0
        self._last = False

    @property
    def is_prose(self) -> bool:
        """Whether nothing says that this was meant as a row."""
        return self._first

    def shift(self, by: int) -> None:
        """The text lost so many characters at its front."""
        self.start -= by
        self.at -= by
        self._string_start -= by

    def read(self, text: str, end: int, *, last: bool) -> Step:
        """Go on up to `end`; with `last`, nothing will follow."""
        self._text, self._end, self._last = text, end, last
        step = Step.ON
        while step is Step.ON:
            match self._place:
                case _Place.STRING:
                    step = self._in_string()
                case _Place.KEY:
                    step = self._at_key()
                case _Place.VALUE:
                    step = self._at_value()
                case _Place.NEXT:
                    step = self._after_value()
        self._text = ""
        return step

    def next_pair(self) -> None:
        """The pair was taken; the row goes on with the next."""
        self.start, self.fields, self.mends = self.at, {}, set()

    def strict_pairs(self, text: str, longest: int) -> list[tuple[str, str]]:
        """The pairs of strict JSON that follow the last one taken."""
        pairs: list[tuple[str, str]] = []
        at = self.at
        while found := _STRICT_NEXT_PAIR.match(text, at, at + longest):
            key, words = found.groups()
            if _SUSPECT.search(key + words):
                break
            pairs.append((key[1:-1], words[1:-1]))
            at = found.end()
        self.at = self.start = at
        return pairs

    def between_pairs(self, text: str) -> bool:
        """Whether nothing of another pair has come yet."""
        return not text[self.start : self.at].strip(" \t\r\n,")

    def shown(self, text: str) -> tuple[str, str] | None:
        """The key and the words so far of a string that is still open."""
        if self._place is not _Place.STRING or self._list is not None:
            return None
        return self._key, shown_so_far(text[self._string_start : self.at])

    def _look(self) -> str:
        """The next character that is no blank, empty where the text ends."""
        at = space_end(self._text, self.at, self._end)
        if at >= self._end:
            return ""
        self.at = at
        return self._text[at]

    def _decided(self, answer: bool | None) -> bool | None:
        return False if answer is None and self._last else answer

    def _at_key(self) -> Step:
        strict = None if self._first else _STRICT_PAIR.match(self._text, self.at, self._end)
        if strict:
            self._key, self.at = strict[1][1:-1], strict.end()
            return self._taken(strict[2][1:-1])
        mark = self._look()
        match mark:
            case "":
                return Step.WAIT
            case "}" if not self._first:
                return self._closed(Mend.LOOSE, self.at + 1)
            case "{" if not self._first:
                return self._next_row_instead()
            case "," if not self._first:
                self.mends.add(Mend.LOOSE)
                self.at += 1
                return Step.ON
            case _:
                pass
        found = self._decided(key_is_at(self._text, self.at, self._end))
        if found is None:
            return Step.WAIT
        return self._key_taken(mark) if found else Step.BROKEN

    def _key_taken(self, mark: str) -> Step:
        text = self._text
        if mark in QUOTES:
            after = string_end(text, self.at, self._end) or self._end
            key, strict = unescaped(text[self.at + 1 : after - 1])
            loose = mark == "'" or not strict
        else:
            after = text.index(":", self.at)
            key, loose = text[self.at : after].strip(), True
        if self._first:
            if self._headless and key not in self._shape.first:
                return Step.BROKEN
            self.in_pairs = self._shape.pair is not None and key not in self._shape.keys
        if loose:
            self.mends.add(Mend.LOOSE)
        self._key, self._first = key, False
        self.at = text.index(":", after) + 1
        self._place = _Place.VALUE
        return Step.ON

    def _at_value(self) -> Step:
        mark = self._look()
        match mark:
            case "":
                return Step.WAIT
            case '"' | "'":
                self._quote, self._place = mark, _Place.STRING
                self.at += 1
                self._string_start = self.at
                return Step.ON
            case "{":
                return Step.BROKEN if self.fields or self._list else Step.WRAPPER
            case "[" if self._list is None:
                self._list = []
                self.at += 1
                return Step.ON
            case "[":
                return Step.BROKEN
            case "]" if self._list is not None:
                if self._list:
                    self.mends.add(Mend.LOOSE)
                return self._list_closed()
            case _:
                return self._word()

    def _word(self) -> Step:
        found = _WORD.match(self._text, self.at, self._end)
        after = found.end() if found else self.at
        if after >= self._end:
            return Step.WAIT
        word = self._text[self.at : after].strip()
        if not _JSON_WORD.fullmatch(word):
            self.mends.add(Mend.LOOSE)
        self.at = after
        return self._taken(scalar(word) if word else None)

    def _in_string(self) -> Step:
        text, end = self._text, self._end
        plain = _PLAIN[self._quote]
        while True:
            found = plain.match(text, self.at, end)
            self.at = at = found.end() if found else self.at
            if at >= end:
                return Step.WAIT
            match text[at]:
                case "\\":
                    step = self._escape()
                case "\n" | "{":
                    step = self._perhaps_next_row()
                case _:
                    step = self._perhaps_closing()
            if step is not Step.ON or self._place is not _Place.STRING:
                return step

    def _escape(self) -> Step:
        text, at, end = self._text, self.at, self._end
        if at + 1 >= end:
            return Step.WAIT
        if text[at + 1] == "u":
            if _HALF_CODE.match(text, at, end):
                return Step.WAIT
            self.at += 6 if _CODE.match(text, at, end) else 2
        else:
            self.at += 1 if text[at + 1] == "\n" else 2
        return Step.ON

    def _perhaps_next_row(self) -> Step:
        """A brace on a new line, or one with a known key, is the next row: this one has no end."""
        text, at, end = self._text, self.at, self._end
        if text[at] == "{":
            found = self._decided(row_is_at(text, at, end, self._shape.keys))
        else:
            at = space_end(text, at, end)
            if at >= end:
                return Step.ON if self._passed() else Step.WAIT
            found = self._decided(self._begins_row(at))
        if found is None:
            return Step.WAIT
        if not found:
            self.at += 1
            return Step.ON
        return self._cut(at)

    def _passed(self) -> bool:
        """At the very end of the stream nothing can follow a new line any more."""
        self.at += self._last
        return self._last

    def _begins_row(self, at: int) -> bool | None:
        text, end = self._text, self._end
        if text[at] == "{":
            return row_is_at(text, at, end)
        if text[at] != '"':
            return False
        found = key_is_at(text, at, end)
        if not found:
            return found
        after = string_end(text, at, end) or end
        return text[at + 1 : after - 1] in self._shape.first

    def _cut(self, at: int) -> Step:
        """End a string that never was closed, where it may be the words of a line."""
        raw = self._text[self._string_start : self.at]
        self.at = at
        known = self.in_pairs or (self.fields and self._key in self._shape.texts)
        words = balanced(without_markup(unescaped(raw)[0]))
        if self._list is not None or not known or not words:
            return Step.BROKEN
        self.mends.add(Mend.NO_END)
        step = self._taken(words)
        return step if step is Step.PAIR else Step.CLOSED

    def _perhaps_closing(self) -> Step:
        closing = self._decided(
            string_ends(self._text, self.at + 1, self._end, in_list=self._list is not None)
        )
        if closing is None:
            return Step.WAIT
        if not closing:
            self.mends.add(Mend.QUOTES)
            self.at += 1
            return Step.ON
        value, strict = unescaped(self._text[self._string_start : self.at])
        if not strict:
            self.mends.add(Mend.ESCAPES)
        if self._quote == "'":
            self.mends.add(Mend.LOOSE)
        self.at += 1
        return self._taken(value)

    def _after_value(self) -> Step:
        in_list = self._list is not None
        match self._look():
            case "":
                return Step.WAIT
            case ",":
                self.at += 1
                self._place = _Place.VALUE if in_list else _Place.KEY
                return Step.ON
            case "}" if not in_list:
                return self._closed(None, self.at + 1)
            case "]" if in_list:
                return self._list_closed()
            case ":" if in_list and self._list and self._quote:
                self.at = self._string_start - 1
                return Step.BROKEN if self.fields or len(self._list) > 1 else Step.WRAPPER
            case "{" if not in_list:
                return self._next_row_instead()
            case mark if not in_list and mark not in "[]:":
                self.mends.add(Mend.LOOSE)
                self._place = _Place.KEY
                return Step.ON
            case _:
                return Step.BROKEN

    def _next_row_instead(self) -> Step:
        """Another row begins where this one should go on: its closing brace was forgotten."""
        found = self._decided(row_is_at(self._text, self.at, self._end))
        if found is None:
            return Step.WAIT
        whole = found and (self.fields or self.in_pairs)
        return self._closed(Mend.NO_END, self.at) if whole else Step.BROKEN

    def _list_closed(self) -> Step:
        value, self._list = self._list, None
        self.at += 1
        return self._taken(value)

    def _taken(self, value: Value) -> Step:
        """A value is whole: into its list, or under its key."""
        self._place = _Place.NEXT
        if isinstance(value, str):
            clean = without_markup(value)
            if clean != value:
                self.mends.add(Mend.MARKUP)
            value = clean
        if self._list is not None and not isinstance(value, list):
            self._list.append(value)
            return Step.ON
        if self.in_pairs and self._shape.pair:
            name, words = self._shape.pair
            self.fields = {name: self._key, words: value}
            return Step.PAIR
        self.fields[self._key] = value
        return Step.ON

    def _closed(self, mend: Mend | None, at: int) -> Step:
        if mend:
            self.mends.add(mend)
        self.at = at
        return Step.CLOSED
