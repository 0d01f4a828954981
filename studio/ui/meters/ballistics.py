"""How a meter moves: up at once, down slowly, with a mark that stays a while at the highest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10

FLOOR_DB = -60.0
FALL_DB = 20.0
"""Per second."""

HOLD_S = 1.5
"""Seconds for which the highest peak is marked."""


@dataclass(frozen=True, slots=True)
class Needle:
    """Where a meter of one side stands, in dB below full scale, at a moment in seconds."""

    moment: float = 0.0
    level: float = FLOOR_DB
    held: float = FLOOR_DB
    held_until: float = 0.0
    over: bool = False

    def moved(self, moment: float, peak: float) -> Needle:
        """The needle after a peak, a factor of full scale, that was heard until this moment."""
        heard = decibels(peak)
        fallen = self.level - FALL_DB * max(moment - self.moment, 0.0)
        level = max(heard, fallen, FLOOR_DB)
        held, until = self.held, self.held_until
        if heard >= held or moment >= until:
            held, until = max(heard, level), moment + HOLD_S
        return Needle(moment, level, held, until, self.over or peak > 1.0)

    def cleared(self) -> Needle:
        """The needle without its mark for what went beyond full scale."""
        return replace(self, over=False)

    @property
    def resting(self) -> bool:
        """Whether there is nothing left to fall."""
        return self.level <= FLOOR_DB and self.held <= FLOOR_DB


def decibels(factor: float) -> float:
    """A factor of full scale in dB, at least the floor."""
    return max(20 * log10(factor), FLOOR_DB) if factor > 0 else FLOOR_DB
