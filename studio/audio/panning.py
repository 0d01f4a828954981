"""Left and right: a voice in the middle is as loud on both sides as it was alone."""

from __future__ import annotations

from math import cos, pi

CENTRE = (1.0, 1.0)


def pan_gains(pan: float) -> tuple[float, float]:
    """The factors of the left and the right channel for a pan from -1 to 1.

    The side it moves to keeps its level, the other one falls off to nothing.
    """
    if pan == 0.0:
        return CENTRE
    far = cos(min(abs(pan), 1.0) * pi / 2) if abs(pan) < 1.0 else 0.0
    return (far, 1.0) if pan > 0 else (1.0, far)
