"""The size that words should get, and whether new words are on the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.writing.timing.length import Lengths, Manner
from studio.writing.timing.units import counted

SLACK = 2
"""Units more or fewer that a size may be."""
_TIGHTER = 0.92
"""A second try aims at this share of the first one's size."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many units words may have."""

    least: int
    most: int


def size_wanted(words: str, language: str, share: float, *, again: bool = False) -> Size:
    """The size for words that should take so large a share of their time now.

    A second try aims lower where words should be fewer. What is asked for always leads away from
    the size there is.
    """
    units = counted(words, language).units
    shorter = share < 1
    middle = units * share * (_TIGHTER if again and shorter else 1.0)
    least, most = max(1, math.floor(middle) - SLACK), max(1, math.ceil(middle) + SLACK)
    if shorter:
        most = max(1, min(most, math.ceil(units) - 1))
        return Size(min(least, most), most)
    least = max(least, math.floor(units) + 1)
    return Size(least, max(least, most))


@dataclass(frozen=True, slots=True)
class Gauge:
    """Tells how long words take in one voice, by what other words of the same line took."""

    lengths: Lengths
    manner: Manner
    scale: float = 1.0

    @property
    def is_sure(self) -> bool:
        """Whether its word is worth something though nobody has spoken the line."""
        return self.lengths.has_heard(self.manner)

    def seconds(self, words: str) -> float:
        """The seconds of words at the speed of the manner."""
        return self.lengths.estimate(words, self.manner) * self.scale

    def measured(self, words: str, seconds: float) -> Gauge:
        """The gauge after words were heard."""
        estimate = self.lengths.estimate(words, self.manner)
        scale = seconds / estimate if estimate > 0 else 1.0
        return Gauge(self.lengths, self.manner, min(max(scale, 0.5), 2.0))
