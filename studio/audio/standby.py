"""Takes of an arrangement that are fetched when they are needed and let go of again.

A timeline may have ten thousand clips; decoding or mapping all of them would make the first
sound wait, and would hold more files open than systems allow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.audio.arrangement import PlacedBed, lanes_in, mixdown_of
from studio.audio.mixdown import Mixdown
from studio.audio.sounding import NO_LANES, Fetch, LaneOf, Sounding, soundings
from studio.audio.treatment import UNTREATED, Treatment
from studio.errors import StudioError
from studio.model.ids import MediaKey
from studio.model.lane import Lane
from studio.model.layout import Clip
from studio.model.span import Span, samples_of

OPEN_AT_ONCE = 128
"""Takes a pass from the beginning to the end keeps open; far more than sound together."""

BEFORE = samples_of(10)
AHEAD = samples_of(90)
"""Samples around the playhead in which takes are held ready."""


def arrange_in_passing(
    clips: Sequence[Clip],
    lane_of: LaneOf,
    samples: Fetch,
    length: int,
    *,
    lanes: Mapping[str, Lane] = NO_LANES,
    beds: Sequence[PlacedBed] = (),
) -> Mixdown:
    """The mixdown of these clips for one reader on one thread, from the beginning to the end.

    A take is fetched when the reader comes to it; reading raises what `samples` raises.
    """
    takes = _Recent(samples, OPEN_AT_ONCE)
    found = soundings(clips, lane_of, lanes)
    names = lanes_in(clips, lane_of)
    return mixdown_of(found, names, lambda each: _Passing(each, takes), length, lanes, beds)


class Standby:
    """A mixdown whose takes are ready near one place and silent elsewhere.

    `get_ready` fetches in a worker thread; reading the mixdown never fetches and never fails,
    so the loudspeaker may do it. One thread at a time gets it ready. Beds are there from the
    beginning.
    """

    def __init__(
        self,
        clips: Sequence[Clip],
        lane_of: LaneOf,
        samples: Fetch,
        length: int,
        *,
        lanes: Mapping[str, Lane] = NO_LANES,
        beds: Sequence[PlacedBed] = (),
    ) -> None:
        self._samples = samples
        self._clips = sorted(clips, key=lambda clip: clip.timeline_span)
        self._near_clips = _Near([clip.timeline_span for clip in self._clips])
        found = soundings(clips, lane_of, lanes)
        waiting = {id(each): _Waiting(each) for each in found}
        in_time = sorted(found, key=lambda each: (each.start, each.end))
        self._waiting = [waiting[id(each)] for each in in_time]
        self._near = _Near([Span(each.start, each.end) for each in in_time])
        self._ready = Span(0, 0)
        self._held: set[int] = set()
        self.kept = Span(0, 0)
        """A stretch that is held wherever one is, such as the beginning of a loop."""
        # The order of clips and lanes is that of a delivery: sums of floats depend on it.
        names = lanes_in(clips, lane_of)
        self.mixdown = mixdown_of(found, names, lambda each: waiting[id(each)], length, lanes, beds)

    @property
    def clips(self) -> Sequence[Clip]:
        """The clips by the time they begin."""
        return self._clips

    def within(self, span: Span) -> Sequence[Clip]:
        """The clips that sound in a stretch, by the time they begin."""
        return [self._clips[index] for index in self._near_clips.within(span)]

    def ready_for(self, sample: int, ahead: int) -> bool:
        """Whether everything from a place on is ready for so many samples."""
        end = min(sample + ahead, self.mixdown.length)
        return self._ready.start <= sample and end <= self._ready.end

    def get_ready(self, sample: int, ahead: int = AHEAD) -> list[StudioError]:
        """Hold what sounds from a place on, let go of what is far; gives what was wrong. Blocking.

        A take that cannot be fetched stays silent.
        """
        span = Span(max(sample - BEFORE, 0), sample + ahead)
        wanted = sorted({*self._near.within(span), *self._near.within(self.kept)})
        trouble: list[StudioError] = []
        for index in wanted:
            if index not in self._held:
                try:
                    self._waiting[index].hold(self._samples)
                except StudioError as error:
                    trouble.append(error)
        for far in self._held.difference(wanted):
            self._waiting[far].let_go()
        self._held = set(wanted)
        self._ready = span
        return trouble


class _Near:
    """Stretches by the time they begin, found by two bisections."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._reach = list(accumulate((span.end for span in spans), max))

    def within(self, wanted: Span) -> list[int]:
        """The numbers of those that share a sample with a stretch."""
        first = bisect_left(self._reach, wanted.start + 1)
        last = bisect_left(self._starts, wanted.end)
        return [n for n in range(first, last) if self._spans[n].overlaps(wanted)]


class _Waiting:
    """The place of a take: its length is known, its samples are silence until they are held."""

    __slots__ = ("_held", "_length", "_sounding")

    def __init__(self, sounding: Sounding) -> None:
        self._sounding = sounding
        self._length = sounding.used.length
        self._held: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        held = self._held  # another thread may let go meanwhile
        if held is not None:
            return held[index]
        if isinstance(index, slice):
            return np.zeros(len(range(*index.indices(self._length))), np.float32)
        return np.float32(0)

    def hold(self, fetch: Fetch) -> None:
        """Sound from now on; raises what fetching raises."""
        self._held = self._sounding.samples(fetch)

    def let_go(self) -> None:
        """Be silent again."""
        self._held = None


class _Passing:
    """A take that is fetched whenever it is read, and not kept by itself."""

    __slots__ = ("_sounding", "_takes")

    def __init__(self, sounding: Sounding, takes: _Recent) -> None:
        self._sounding = sounding
        self._takes = takes

    def __len__(self) -> int:
        return self._sounding.used.length

    def __getitem__(self, index: Any) -> Any:
        return self._sounding.samples(self._takes.samples)[index]


class _Recent:
    """The takes read last, the longest unused let go first."""

    def __init__(self, fetch: Fetch, most: int) -> None:
        self._fetch = fetch
        self._most = most
        self._takes: OrderedDict[tuple[MediaKey, Treatment], NDArray[np.float32]] = OrderedDict()

    def samples(self, key: MediaKey, treatment: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        """The samples of a take."""
        known = self._takes.get((key, treatment))
        if known is None:
            known = self._fetch(key) if treatment == UNTREATED else self._fetch(key, treatment)
            self._takes[key, treatment] = known
            if len(self._takes) > self._most:
                self._takes.popitem(last=False)
        self._takes.move_to_end((key, treatment))
        return known
