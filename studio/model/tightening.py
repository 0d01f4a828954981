"""An episode made to fit a time: shorter pauses first, then a quicker tempo, never other words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.model.layout import end_of
from studio.model.reel import Reel
from studio.model.timeline import AS_IT_FLOWS, Tightness

LEAST_GAPS = 0.4
"""The factor of pauses below which dialogue falls over itself."""

MOST_TEMPO = 1.15
"""The tempo above which one hears that speech was made quicker."""

STEPS = 1000
"""Steps to a factor of one: finer ones change nothing that is heard."""


@dataclass(frozen=True, slots=True)
class Tightened:
    """How tight an episode becomes, and how long in samples; whether that is as asked."""

    tightness: Tightness
    length: int
    reached: bool


def tighten(reel: Reel, to: int) -> Tightened:
    """The least tightness with which an episode takes so many samples, tail included, or less.

    Pinned lines stay where they are, so it may be out of reach; then it is as tight as it gets.
    """

    def length(tightness: Tightness) -> int:
        return end_of(with_tightness(reel, tightness).clips(), reel.gaps)

    def with_gaps(step: int) -> Tightness:
        return Tightness(gaps=1 - step / STEPS)

    def with_tempo(step: int) -> Tightness:
        return Tightness(LEAST_GAPS, 1 + step / STEPS)

    most_gaps, most_tempo = round((1 - LEAST_GAPS) * STEPS), round((MOST_TEMPO - 1) * STEPS)
    if length(AS_IT_FLOWS) <= to:
        found = AS_IT_FLOWS
    elif length(with_gaps(most_gaps)) <= to:
        found = with_gaps(_first(most_gaps, lambda step: length(with_gaps(step)) <= to))
    else:
        found = with_tempo(_first(most_tempo, lambda step: length(with_tempo(step)) <= to))
    reached = length(found)
    return Tightened(found, reached, reached <= to)


def with_tightness(reel: Reel, tightness: Tightness) -> Reel:
    """The reel as tight as that; the same one when it is."""
    if tightness == reel.timeline.tightness:
        return reel
    return reel.with_timeline(replace(reel.timeline, tightness=tightness))


def _first(most: int, fits: Callable[[int], bool]) -> int:
    """The least step that fits, where all after it do too; the last one when none does."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle + 1
    return high
