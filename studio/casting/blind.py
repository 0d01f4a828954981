"""Voices compared by ear alone: letters drawn by lot, votes by line, names only at the end."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from studio.engines.speech import Voice

LETTERS = "ABCDEF"
FEWEST_VOICES, MOST_VOICES = 2, len(LETTERS)
MOST_LINES = 3

VoiceKey = tuple[str, str]
"""The engine and the id of a voice."""

ThingT = TypeVar("ThingT")


@dataclass(frozen=True, slots=True)
class Ballot:
    """What was voted, by letters alone: there is no voice in it to be read.

    Each line gives one point, to the letter that is best there; `votes` has line and letter. Who
    is in `out` cannot be heard.
    """

    letters: str
    lines: int
    out: frozenset[str] = frozenset()
    votes: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def running(self) -> tuple[str, ...]:
        """The letters that can be heard and voted for."""
        return tuple(letter for letter in self.letters if letter not in self.out)

    def without(self, letter: str) -> Ballot:
        """The ballot with a letter out of the race, and its votes gone."""
        votes = {line: best for line, best in self.votes.items() if best != letter}
        return replace(self, out=self.out | {letter}, votes=votes)

    def voting(self, line: int, letter: str) -> Ballot:
        """The ballot with this letter the best of a line; voting for it again takes that back.

        A letter out of the race, or a line that is not compared, changes nothing.
        """
        if letter not in self.running or line not in range(self.lines):
            return self
        votes = {other: best for other, best in self.votes.items() if other != line}
        if self.votes.get(line) != letter:
            votes[line] = letter
        return replace(self, votes=votes)

    def points(self, letter: str) -> int:
        """How many lines a letter was the best of."""
        return sum(best == letter for best in self.votes.values())

    @property
    def leading(self) -> tuple[str, ...]:
        """The letters with most points, several in a tie, none before the first vote."""
        most = max(map(self.points, self.running), default=0)
        return tuple(x for x in self.running if most and self.points(x) == most)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where one voice came in: the same place for the same points, 0 when out of the race."""

    place: int
    letter: str
    voice: Voice
    points: int


class Draw:
    """Which voice has which letter; whoever makes the samples keeps it closed until the end."""

    def __init__(self, voices: Sequence[Voice], dice: random.Random) -> None:
        """Two to six different voices; raises ValueError for fewer or more."""
        known = {(voice.engine, voice.id): voice for voice in voices}
        if not FEWEST_VOICES <= len(known) <= MOST_VOICES:
            raise ValueError(f"{len(known)} voices cannot be compared")
        order = list(known.values())
        dice.shuffle(order)
        self._voices = dict(zip(LETTERS, order, strict=False))

    def ballot(self, lines: int) -> Ballot:
        """An empty ballot for so many lines, at least one and at most three."""
        return Ballot("".join(self._voices), max(1, min(lines, MOST_LINES)))

    def by_letter(self, things: Mapping[VoiceKey, ThingT]) -> dict[str, ThingT]:
        """What belongs to the voices, under their letters."""
        return {
            letter: things[voice.engine, voice.id]
            for letter, voice in self._voices.items()
            if (voice.engine, voice.id) in things
        }

    def ranking(self, ballot: Ballot) -> tuple[Ranked, ...]:
        """The voices by name, best first, those out of the race at the end."""
        points = {letter: ballot.points(letter) for letter in ballot.running}
        places = {x: 1 + sum(other > points[x] for other in points.values()) for x in points}
        last = len(LETTERS) + 1
        order = sorted(self._voices, key=lambda x: (places.get(x, last), x))
        return tuple(Ranked(places.get(x, 0), x, self._voices[x], points.get(x, 0)) for x in order)
