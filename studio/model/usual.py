"""How a voice usually sounds in its lane, told by its takes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from statistics import median

from studio.model.take_facts import FAINT_LUFS, TakeFacts

ENOUGH = 4
"""Takes from which on a lane has a usual level and pitch."""

Acting = tuple[str, ...]
"""How a line is meant to be said: its emotion, direction and what else; all empty when plainly."""

_DECIBELS, _SEMITONES = 0.5, 0.25
"""Steps: with one more take in a lane hardly ever anything changes for the others."""

_AS_NORMAL = 1.48
"""Turns the middle distance from the middle into a standard deviation."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle of the takes of one voice; 0 Hz where no pitch is known.

    The spreads are in decibels and in semitones. `loosely` where the takes were acted otherwise
    than the line that is held against them.
    """

    loudness_lufs: float
    level_spread: float
    pitch_hz: float
    pitch_spread: float
    loosely: bool = False


def usual_of(facts: Iterable[TakeFacts], *, loosely: bool = False) -> Usual | None:
    """How these takes sound together; None for too few."""
    heard = [each for each in facts if each.loudness_lufs > FAINT_LUFS]
    if len(heard) < ENOUGH:
        return None
    level, spread = _middle([each.loudness_lufs for each in heard], _DECIBELS)
    pitches = [12 * log2(each.pitch_hz) for each in heard if each.pitch_hz > 0]
    if len(pitches) < ENOUGH:
        return Usual(level, spread, 0.0, 0.0, loosely)
    pitch, pitch_spread = _middle(pitches, _SEMITONES)
    return Usual(level, spread, 2 ** (pitch / 12), pitch_spread, loosely)


def usuals_of(heard: Iterable[tuple[Acting, TakeFacts]]) -> Mapping[Acting, Usual | None]:
    """What each acting is held against: takes acted alike, else those said plainly, else all.

    All takes are of one voice in one lane.
    """
    by_acting: dict[Acting, list[TakeFacts]] = {}
    for acting, facts in heard:
        by_acting.setdefault(acting, []).append(facts)
    plain = [f for acting, of_it in by_acting.items() if not any(acting) for f in of_it]
    others = usual_of(plain, loosely=True) or usual_of(
        (facts for of_it in by_acting.values() for facts in of_it), loosely=True
    )
    return {acting: usual_of(of_it) or others for acting, of_it in by_acting.items()}


def _middle(values: list[float], step: float) -> tuple[float, float]:
    """The middle, and the spread without what is far off, in whole steps."""
    middle = median(values)
    spread = _AS_NORMAL * median(abs(value - middle) for value in values)
    return round(middle / step) * step, round(spread / step) * step
