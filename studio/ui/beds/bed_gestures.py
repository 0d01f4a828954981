"""What the mouse does to a bed: pure, from the place of a press to the bed it would become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from studio.model.bed import Bed
from studio.model.bed_cutting import at_start, begun_at, ended_at, faded, place_of
from studio.ui.timeline.geometry import Scale
from studio.ui.timeline.snapping import Magnets

EDGE = 6
"""Pixels inside a bed that take hold of its edge."""

HANDLE = 9
"""Pixels of a handle for a fade."""

HANDLED_FROM = 48
"""Pixels of width from which there are handles."""


class Part(StrEnum):
    """What of a bed a hand takes hold of."""

    BODY = "body"
    START = "start"
    END = "end"
    FADE_IN = "fade in"
    FADE_OUT = "fade out"


def part_at(x: float, y: float, bed: Bed, whole: int, scale: Scale) -> Part | None:
    """What of a bed is under the pointer, None beside it; `y` counts from the top of the lane."""
    place = place_of(bed, whole)
    left, right = scale.x_of(place.start), scale.x_of(place.end)
    if not left - 1 <= x <= right + 1:
        return None
    if right - left >= HANDLED_FROM and y <= HANDLE + 5:
        rising, falling = fade_handles(bed, whole, scale)
        if abs(x - rising) <= HANDLE / 2 + 2:
            return Part.FADE_IN
        if abs(x - falling) <= HANDLE / 2 + 2:
            return Part.FADE_OUT
    if x - left < EDGE:
        return Part.START
    if right - x < EDGE:
        return Part.END
    return Part.BODY


def fade_handles(bed: Bed, whole: int, scale: Scale) -> tuple[float, float]:
    """Where the handles of the fades are, inside the bed."""
    place = place_of(bed, whole)
    left, right = scale.x_of(place.start), scale.x_of(place.end)
    half = HANDLE / 2
    rising = min(max(left + bed.fade_in / scale.per_pixel, left + half), right - half)
    falling = max(min(right - bed.fade_out / scale.per_pixel, right - half), left + half)
    return rising, falling


@dataclass(frozen=True, slots=True)
class Pull:
    """A press on a bed: what of it was taken, and how it was then."""

    part: Part
    bed: Bed
    whole: int
    pressed_at: int

    def pulled(self, place: int, scale: Scale, magnets: Magnets | None) -> Bed:
        """What the bed becomes with the pointer at a sample; without magnets nothing catches."""
        span = place_of(self.bed, self.whole)
        by = place - self.pressed_at
        points = {
            Part.BODY: (span.start, span.end),
            Part.START: (span.start,),
            Part.END: (span.end,),
        }
        if magnets is not None and self.part in points:
            by = magnets.snapped(by, points[self.part], scale).delta
        changes: dict[Part, Callable[[], Bed]] = {
            Part.BODY: lambda: at_start(self.bed, span.start + by),
            Part.START: lambda: begun_at(self.bed, self.whole, span.start + by),
            Part.END: lambda: ended_at(self.bed, self.whole, span.end + by),
            Part.FADE_IN: lambda: faded(self.bed, self.whole, fade_in=self.bed.fade_in + by),
            Part.FADE_OUT: lambda: faded(self.bed, self.whole, fade_out=self.bed.fade_out - by),
        }
        return changes[self.part]()
