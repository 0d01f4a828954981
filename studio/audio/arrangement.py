"""From the clips, lanes and beds of a timeline to what sounds when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.audio.bed_part import BedPart, StereoSamples
from studio.audio.ducking import Ducking
from studio.audio.effects.presets import tail_of
from studio.audio.mixdown import Mixdown, Samples, Strip
from studio.audio.panning import pan_gains
from studio.audio.sounding import (
    NO_LANES,
    Fetch,
    LaneOf,
    Sounding,
    anything_soloed,
    effect_of,
    gain_of,
    soundings,
    strips,
)
from studio.model.bed import Bed
from studio.model.lane import PLAIN_LANE, Lane
from studio.model.layout import Clip
from studio.model.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBed:
    """A bed and its whole sound, stereo at the project rate; its gain may have been changed."""

    bed: Bed
    samples: StereoSamples

    @property
    def used(self) -> Span:
        """What sounds of the samples; a recording may be shorter than was cut of it."""
        length = len(self.samples)
        cut = self.bed.source_span or Span(0, length)
        start = min(max(cut.start, 0), length)
        return Span(start, max(start, min(cut.end, length)))

    @property
    def end(self) -> int:
        """The sample of the timeline after its last one."""
        return self.bed.start + self.used.length

    def louder(self, decibels: float) -> PlacedBed:
        """The bed at another level."""
        return replace(self, bed=replace(self.bed, gain_db=self.bed.gain_db + decibels))


def arrange(
    clips: Sequence[Clip],
    lane_of: LaneOf,
    samples: Fetch,
    length: int,
    *,
    lanes: Mapping[str, Lane] = NO_LANES,
    beds: Sequence[PlacedBed] = (),
) -> Mixdown:
    """The mixdown of these clips; a muted clip is silent, but its lane stays.

    Raises what `samples` raises for a take that is missing or cannot be decoded.
    """
    found = soundings(clips, lane_of, lanes)
    names = lanes_in(clips, lane_of)
    return mixdown_of(found, names, lambda each: each.samples(samples), length, lanes, beds)


def mixdown_of(
    found: Sequence[Sounding],
    names: Sequence[str],
    samples: Callable[[Sounding], Samples],
    length: int,
    lanes: Mapping[str, Lane],
    beds: Sequence[PlacedBed],
) -> Mixdown:
    """What sounds of the clips, each with its samples, and the beds below it."""
    solo = anything_soloed(names, lanes, [placed.bed for placed in beds])
    known = strips(names, lanes, solo=solo)
    return Mixdown(
        [each.part(samples(each)) for each in found],
        length,
        lanes=names,
        strips=known,
        beds=_bed_parts(beds, found, known, solo=solo),
    )


def lanes_in(clips: Sequence[Clip], lane_of: LaneOf) -> list[str]:
    """The names of the lanes of these clips, by the first clip of each."""
    return list(dict.fromkeys(map(lane_of, clips)))


def sounding_length(
    length: int,
    clips: Sequence[Clip],
    lane_of: LaneOf,
    *,
    lanes: Mapping[str, Lane] = NO_LANES,
    beds: Sequence[PlacedBed] = (),
) -> int:
    """How long it sounds: a timeline of this length, with the tails and beds that go beyond."""
    tails = (
        clip.timeline_span.end + tail
        for clip in clips
        if (clip.effect or lanes)
        and not clip.muted
        and (tail := _tail(clip, lanes.get(lane_of(clip), PLAIN_LANE)))
    )
    return max(length, max(tails, default=0), max((bed.end for bed in beds), default=0))


def _tail(clip: Clip, lane: Lane) -> int:
    return 0 if lane.muted else tail_of(effect_of(clip, lane))


def bed_parts(beds: Sequence[PlacedBed]) -> list[BedPart]:
    """Beds by themselves, for which nobody speaks."""
    return [_bed_part(placed, ()) for placed in beds]


def _bed_parts(
    beds: Sequence[PlacedBed], found: Sequence[Sounding], known: Mapping[str, Strip], *, solo: bool
) -> list[BedPart]:
    """The beds that are heard; those that step back do so for the voices that are heard."""
    spoken: list[Span] = []
    if any(placed.bed.duck_db for placed in beds):
        spoken = [each.spoken for each in found if known[each.lane].in_mix]
    return [
        _bed_part(placed, spoken)
        for placed in beds
        if not placed.bed.muted and (placed.bed.soloed or not solo)
    ]


def _bed_part(placed: PlacedBed, spoken: Sequence[Span]) -> BedPart:
    bed, used = placed.bed, placed.used
    fade_in = min(bed.fade_in, used.length)
    return BedPart(
        bed.id,
        bed.start,
        placed.samples[used.start : used.end],
        gain_of(bed.gain_db),
        pan_gains(bed.pan),
        fade_in,
        min(bed.fade_out, used.length - fade_in),
        Ducking(spoken, bed.duck_db) if bed.duck_db else None,
    )
