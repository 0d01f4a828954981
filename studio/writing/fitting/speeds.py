"""How much faster than usual lines are read: enough to fit, and evenly within a scene."""

from __future__ import annotations

from collections.abc import Sequence

from studio.model.ids import CharacterId, LineId
from studio.writing.timing.slots import Budget

SLOWEST = 0.90
"""A line is not read slower than this share of its usual speed, and rather leaves a silence."""
APART = 0.08
"""How far the speeds of one character in one scene should be from each other at most."""

_STEP = 100
"""Speeds are hundredths: engines know nothing finer."""


class SceneSpeeds:
    """The speeds of the characters in one scene, as factors of how they usually speak."""

    def __init__(self) -> None:
        self._known: dict[CharacterId | None, dict[LineId, float]] = {}

    def note(self, character: CharacterId | None, line: LineId, speed: float) -> None:
        """The passage of a character that begins with this line is read at this speed."""
        self._known.setdefault(character, {})[line] = speed

    def of(self, character: CharacterId | None, line: LineId) -> Sequence[float]:
        """The speeds of a character's other passages that were heard, or are to be."""
        known = self._known.get(character, {})
        return [speed for other, speed in known.items() if other != line]


def speed_to_fit(
    natural: float, pauses: float, budget: Budget, others: Sequence[float], fastest: float
) -> float:
    """The factor that brings a passage into its slot; into the gap behind it where that suits.

    `natural` are its seconds at the usual speed without its `pauses`, which no speed shortens. It
    keeps near `others`, as far as it then still ends before the next one speaks.
    """
    wish = factor_for(natural, pauses, budget.slot)
    need = factor_for(natural, pauses, max(budget.limit, budget.slot))
    if others:
        lowest, highest = max(others) - APART, min(others) + APART
        least = factor_for(natural, pauses, budget.least) if budget.least > pauses else fastest
        wish = min(max(wish, min(lowest, least)), max(highest, need))
    speed = min(max(wish, SLOWEST), fastest)
    return -(-round(speed * _STEP * 10) // 10) / _STEP  # rounded up, so that it does fit


def factor_for(natural: float, pauses: float, seconds: float) -> float:
    """The factor at which a passage takes so many seconds; a huge one where none does."""
    room = seconds - pauses
    return natural / room if room > 0 else float("inf")
