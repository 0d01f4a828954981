"""A character's lane: how loud, where and how everything sounds that it says."""

from __future__ import annotations

from dataclasses import dataclass

LEFT = -1.0
RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Lane:
    """How one lane sounds and looks; the same in every episode and language.

    Gain is in decibels; `pan` from -1 (left) to 1 (right) leaves the level in the middle as it
    is. While any lane or bed is `soloed`, the others are silent. `colour` is the character's
    when empty, `height` a factor, `effect` a name or empty.
    """

    gain_db: float = 0.0
    pan: float = 0.0
    muted: bool = False
    soloed: bool = False
    colour: str = ""
    height: float = 1.0
    collapsed: bool = False
    effect: str = ""


PLAIN_LANE = Lane()
