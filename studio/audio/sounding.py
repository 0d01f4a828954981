"""What sounds of the clips: each a stretch of a treated take, at a place, in a lane."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.effects.presets import tail_of
from studio.audio.mixdown import Part, Samples, Strip
from studio.audio.panning import CENTRE, pan_gains
from studio.audio.treatment import UNTREATED, Treatment, cut
from studio.model.bed import Bed
from studio.model.ids import MediaKey
from studio.model.lane import PLAIN_LANE, Lane
from studio.model.layout import Clip
from studio.model.span import Span
from studio.model.timeline import NO_EFFECT


class Fetch(Protocol):
    """Gives a take's samples, as they are or treated; raises AudioError and what reading does."""

    def __call__(self, key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        """Mono float32 at the project rate; only to be read."""
        ...


LaneOf = Callable[[Clip], str]
NO_LANES: Mapping[str, Lane] = MappingProxyType({})
"""Every lane is plain."""


class Sounding(NamedTuple):
    """One clip as it sounds, or several that are one stretch of a take in a row.

    Of the treated take sounds `used`; `gain` is a factor, the fades are in samples.
    """

    start: int
    media: MediaKey
    treatment: Treatment
    used: Span
    gain: float
    lane: str
    fade_in: int
    fade_out: int

    @property
    def end(self) -> int:
        """The sample after the last one, the tail included."""
        return self.start + self.used.length

    @property
    def spoken(self) -> Span:
        """Where on the timeline the voice is, its tail left out."""
        tail = self.treatment.tail if self.treatment.span else 0
        return Span(self.start, self.end - tail)

    def samples(self, fetch: Fetch) -> NDArray[np.float32]:
        """What sounds; raises what fetching raises."""
        if self.treatment == UNTREATED:
            return cut(fetch(self.media), self.used)
        return cut(fetch(self.media, self.treatment), self.used)

    def part(self, samples: Samples) -> Part:
        """It as a part of a mixdown, with samples that are or will be its own."""
        return Part(self.start, samples, self.gain, self.lane, self.fade_in, self.fade_out)


@lru_cache(maxsize=256)
def gain_of(decibels: float) -> float:
    """The factor of a gain in decibels."""
    return 10.0 ** (decibels / 20.0)


def soundings(
    clips: Sequence[Clip], lane_of: LaneOf, lanes: Mapping[str, Lane] = NO_LANES
) -> list[Sounding]:
    """What sounds of these clips, in their order; nothing of those muted, or in a muted lane."""
    found: list[Sounding] = []
    known = {name: lanes.get(name, PLAIN_LANE) for name in map(lane_of, clips)}
    for row in _rows(clips):
        name = lane_of(row[0])
        if not known[name].muted:
            found.append(_sounding(row, name, known[name]))
    return found


def strips(names: Sequence[str], lanes: Mapping[str, Lane], *, solo: bool) -> dict[str, Strip]:
    """What becomes of each lane in the mix: its pan, and with `solo` only those soloed are in."""
    found: dict[str, Strip] = {}
    for name in names:
        lane = lanes.get(name, PLAIN_LANE)
        sides = CENTRE if lane.muted else pan_gains(lane.pan)
        found[name] = Strip(sides, lane.soloed or not solo)
    return found


def anything_soloed(
    names: Iterable[str], lanes: Mapping[str, Lane], beds: Iterable[Bed] = ()
) -> bool:
    """Whether a lane or a bed is to be heard alone."""
    return any(lanes.get(name, PLAIN_LANE).soloed for name in names) or any(
        bed.soloed for bed in beds
    )


def effect_of(clip: Clip, lane: Lane) -> str:
    """The effect a clip is heard through: its own, else its lane's; empty for none."""
    effect = clip.effect or lane.effect
    return "" if effect == NO_EFFECT else effect


def _sounding(row: Sequence[Clip], name: str, lane: Lane) -> Sounding:
    first, last = row[0], row[-1]
    effect = effect_of(first, lane)
    used = (
        first.source_span if first is last else Span(first.source_span.start, last.source_span.end)
    )
    if first.tempo != 1.0:
        used = used.played_at(first.tempo)
    gain = gain_of(first.gain_db + lane.gain_db)
    start, rising, falling = first.timeline_span.start, first.fade_in, last.fade_out
    if effect and (tail := tail_of(effect)):
        treatment = Treatment(first.tempo, effect, used, rising, falling)
        used = Span(0, used.length + tail)
        return Sounding(start, first.media, treatment, used, gain, name, 0, 0)
    treatment = _of_whole_takes(first.tempo, effect)
    return Sounding(start, first.media, treatment, used, gain, name, rising, falling)


@lru_cache(maxsize=256)
def _of_whole_takes(tempo: float, effect: str) -> Treatment:
    """The same for clips that are treated alike, of which there are thousands."""
    return Treatment(tempo, effect)


def _rows(clips: Iterable[Clip]) -> Iterator[Sequence[Clip]]:
    """The clips that are not muted, those that were only split as one: such a cut is not heard."""
    row: list[Clip] = []
    for clip in clips:
        if clip.muted:
            continue
        if row and (row[-1].line != clip.line or not _goes_on(row[-1], clip)):
            yield row
            row = []
        row.append(clip)
    if row:
        yield row


def _goes_on(clip: Clip, following: Clip) -> bool:
    """Whether one clip of a line is the rest of another one, sample by sample."""
    # At a tempo the ends of two stretches are rounded each by itself.
    gap = abs(clip.timeline_span.end - following.timeline_span.start)
    return (
        following.media == clip.media
        and following.source_span.start == clip.source_span.end
        and gap <= (following.tempo != 1.0)
        and (following.tempo, following.effect, following.gain_db)
        == (clip.tempo, clip.effect, clip.gain_db)
        and not clip.fade_out
        and not following.fade_in
    )
