"""Moving and cutting a bed: pure, and never beyond what its recording holds."""

from __future__ import annotations

from dataclasses import replace

from studio.model.bed import Bed
from studio.model.span import Span, samples_of_ms

SHORTEST_BED = samples_of_ms(20)
"""Samples that remain of a bed however far it is cut."""


def used_of(bed: Bed, whole: int) -> Span:
    """What sounds of a recording of `whole` samples."""
    cut = bed.source_span or Span(0, whole)
    start = min(max(cut.start, 0), whole)
    return Span(start, max(start, min(cut.end, whole)))


def place_of(bed: Bed, whole: int) -> Span:
    """Where on the timeline a bed lies."""
    return Span(bed.start, bed.start + used_of(bed, whole).length)


def at_start(bed: Bed, start: int) -> Bed:
    """The bed begun elsewhere; never before the timeline."""
    return replace(bed, start=max(start, 0))


def begun_at(bed: Bed, whole: int, place: int) -> Bed:
    """The bed cut so that it begins at a place; what sounds stays where it is."""
    used = used_of(bed, whole)
    by = place - bed.start
    by = min(by, used.length - SHORTEST_BED)
    by = max(by, -used.start, -bed.start)
    cut = _cut(bed, whole, Span(used.start + by, used.end))
    return _fitted(replace(cut, start=bed.start + by), whole)


def ended_at(bed: Bed, whole: int, place: int) -> Bed:
    """The bed cut so that it ends at a place, as far as there is sound."""
    used = used_of(bed, whole)
    end = min(max(used.start + place - bed.start, used.start + SHORTEST_BED), whole)
    return _fitted(_cut(bed, whole, Span(used.start, max(end, used.start))), whole)


def whole_again(bed: Bed) -> Bed:
    """The bed with nothing cut off; what sounded stays where it is, as far as there is room."""
    begun = bed.source_span.start if bed.source_span else 0
    return replace(bed, start=max(bed.start - begun, 0), source_span=None)


def faded(bed: Bed, whole: int, *, fade_in: int | None = None, fade_out: int | None = None) -> Bed:
    """The bed with other fades, in samples; the one that is given wins over the other."""
    length = used_of(bed, whole).length
    rising = bed.fade_in if fade_in is None else min(max(fade_in, 0), length)
    falling = bed.fade_out if fade_out is None else min(max(fade_out, 0), length)
    if fade_out is None:
        falling = min(falling, length - rising)
    return replace(bed, fade_in=min(rising, length - falling), fade_out=falling)


def _cut(bed: Bed, whole: int, span: Span) -> Bed:
    return replace(bed, source_span=None if span == Span(0, whole) else span)


def _fitted(bed: Bed, whole: int) -> Bed:
    """The bed with fades that fit what is left of it."""
    return faded(bed, whole, fade_in=bed.fade_in)
