"""Takes of an arrangement that are fetched when they are needed and let go of again.

A timeline may have ten thousand clips; decoding or mapping all of them would make the first
sound wait, and would hold more files open than systems allow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.audio.arrangement import gain_of
from studio.audio.mixdown import Mixdown, Part, Samples
from studio.errors import StudioError
from studio.model.ids import MediaKey
from studio.model.layout import Clip
from studio.model.span import Span, samples_of

Fetch = Callable[[MediaKey], NDArray[np.float32]]

OPEN_AT_ONCE = 128
"""Takes a pass from the beginning to the end keeps open; far more than sound together."""

BEFORE = samples_of(10)
AHEAD = samples_of(90)
"""Samples around the playhead in which takes are held ready."""


def arrange_in_passing(
    clips: Sequence[Clip], lane_of: Callable[[Clip], str], samples: Fetch, length: int
) -> Mixdown:
    """The mixdown of these clips for one reader on one thread, from the beginning to the end.

    A take is fetched when the reader comes to it; reading raises what `samples` raises.
    """
    takes = _Recent(samples, OPEN_AT_ONCE)

    def sound(clip: Clip) -> Samples:
        return _Passing(clip.media, clip.timeline_span.length, takes.samples)

    return _mixdown(clips, lane_of, sound, length)


class Standby:
    """A mixdown whose takes are ready near one place and silent elsewhere.

    `get_ready` fetches in a worker thread; reading the mixdown never fetches and never fails,
    so the loudspeaker may do it. One thread at a time gets it ready.
    """

    def __init__(
        self, clips: Sequence[Clip], lane_of: Callable[[Clip], str], samples: Fetch, length: int
    ) -> None:
        self._samples = samples
        self._clips = sorted(clips, key=lambda clip: clip.timeline_span)
        self._starts = [clip.timeline_span.start for clip in self._clips]
        self._reach = list(accumulate((clip.timeline_span.end for clip in self._clips), max))
        self._waiting = {id(clip): _Waiting(clip.timeline_span.length) for clip in self._clips}
        self._ready = Span(0, 0)
        self._held: set[int] = set()
        self.mixdown = _mixdown(self._clips, lane_of, lambda clip: self._waiting[id(clip)], length)

    @property
    def clips(self) -> Sequence[Clip]:
        """The clips by the time they begin."""
        return self._clips

    def within(self, span: Span) -> Sequence[Clip]:
        """The clips that sound in a stretch, by the time they begin."""
        first = bisect_left(self._reach, span.start + 1)
        near = self._clips[first : bisect_left(self._starts, span.end)]
        return [clip for clip in near if clip.timeline_span.overlaps(span)]

    def ready_for(self, sample: int, ahead: int) -> bool:
        """Whether everything from a place on is ready for so many samples."""
        end = min(sample + ahead, self.mixdown.length)
        return self._ready.start <= sample and end <= self._ready.end

    def get_ready(self, sample: int, ahead: int = AHEAD) -> list[StudioError]:
        """Hold what sounds from a place on, let go of what is far; gives what was wrong. Blocking.

        A take that cannot be fetched stays silent.
        """
        span = Span(max(sample - BEFORE, 0), sample + ahead)
        near = self.within(span)
        wanted = {id(clip) for clip in near if not clip.muted}
        trouble: list[StudioError] = []
        for clip in near:
            if id(clip) in wanted and id(clip) not in self._held:
                try:
                    self._waiting[id(clip)].hold(self._samples(clip.media))
                except StudioError as error:
                    trouble.append(error)
        for far in self._held - wanted:
            self._waiting[far].let_go()
        self._held = wanted
        self._ready = span
        return trouble


def _mixdown(
    clips: Sequence[Clip],
    lane_of: Callable[[Clip], str],
    sound: Callable[[Clip], Samples],
    length: int,
) -> Mixdown:
    parts = [
        Part(clip.timeline_span.start, sound(clip), gain_of(clip.gain_db), lane_of(clip))
        for clip in clips
        if not clip.muted
    ]
    return Mixdown(parts, length, lanes=[lane_of(clip) for clip in clips])


class _Waiting:
    """The place of a take: its length is known, its samples are silence until they are held."""

    __slots__ = ("_held", "_length")

    def __init__(self, length: int) -> None:
        self._length = length
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

    def hold(self, samples: NDArray[np.float32]) -> None:
        """Sound from now on."""
        self._held = _fitted(samples, self._length)

    def let_go(self) -> None:
        """Be silent again."""
        self._held = None


class _Passing:
    """A take that is fetched whenever it is read, and not kept by itself."""

    __slots__ = ("_fetch", "_key", "_length")

    def __init__(self, key: MediaKey, length: int, fetch: Fetch) -> None:
        self._key = key
        self._length = length
        self._fetch = fetch

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return _fitted(self._fetch(self._key), self._length)[index]


class _Recent:
    """The takes read last, the longest unused let go first."""

    def __init__(self, fetch: Fetch, most: int) -> None:
        self._fetch = fetch
        self._most = most
        self._takes: OrderedDict[MediaKey, NDArray[np.float32]] = OrderedDict()

    def samples(self, key: MediaKey) -> NDArray[np.float32]:
        """The samples of a take."""
        known = self._takes.get(key)
        if known is None:
            known = self._takes[key] = self._fetch(key)
            if len(self._takes) > self._most:
                self._takes.popitem(last=False)
        self._takes.move_to_end(key)
        return known


def _fitted(samples: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Exactly so many samples: decoders differ by a few at the end of some formats."""
    if len(samples) >= length:
        return samples[:length]
    return np.concatenate([samples, np.zeros(length - len(samples), np.float32)])
