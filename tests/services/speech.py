"""How long each word of a text takes, for tones and for word times."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.services.sound import Stretch

PAUSE = re.compile(r"<#([^#<>]*)#>")
HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_PIECE = re.compile(rf"{HAN.pattern}|\s+|[A-Za-z0-9'’-]+|.", re.DOTALL)
_LETTER_MS = 60
_HAN_MS = 180
_SHORTEST_MS = 250
_TAG_MS = 400
_LONGEST_MS = 120_000
"""A longer text is spoken faster: nobody listens, and a test should not wait for it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, Han character, mark, or run of blanks, with its place in text and sound."""

    text: str
    text_begin: int
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Performance:
    """A text as it is spoken: its stretches of sound, and when each word comes."""

    stretches: tuple[Stretch, ...]
    words: tuple[Word, ...]

    @property
    def milliseconds(self) -> int:
        """The length of the whole."""
        return sum(stretch.milliseconds for stretch in self.stretches)


def perform(text: str, *, speed: float = 1.0, tags: re.Pattern[str] | None = None) -> Performance:
    """Time a text; `tags` are sounds in brackets, which are heard but are no words."""
    speed = max(speed, sum(map(_natural_ms, text)) / _LONGEST_MS)
    stretches: list[Stretch] = []
    words: list[Word] = []
    clock = 0
    voiced = 0
    position = 0
    while position < len(text):
        pause = PAUSE.match(text, position)
        tag = tags.match(text, position) if tags else None
        if pause:
            silence = round(1000 * float(pause[1]))
            stretches += [Stretch(voiced), Stretch(silence, voiced=False)]
            clock, voiced, position = clock + silence, 0, pause.end()
            continue
        if tag:
            length, position = round(_TAG_MS / speed), tag.end()
        else:
            piece = _piece_at(text, position)
            length = _length(piece, speed)
            words.append(Word(piece, position, clock, clock + length))
            position += len(piece)
        clock, voiced = clock + length, voiced + length
    if not stretches and voiced < _SHORTEST_MS:
        voiced = _SHORTEST_MS
    stretches.append(Stretch(voiced))
    return Performance(tuple(each for each in stretches if each.milliseconds), tuple(words))


def _piece_at(text: str, position: int) -> str:
    found = _PIECE.match(text, position)
    return found[0] if found else text[position]


def _length(piece: str, speed: float) -> int:
    return round(sum(map(_natural_ms, piece)) / speed)


def _natural_ms(character: str) -> int:
    return _HAN_MS if HAN.match(character) else _LETTER_MS
