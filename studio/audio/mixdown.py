"""The one place where takes become sound: loudspeaker and files read the same mixdown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.model.span import Span, samples_of_ms

EDGE = samples_of_ms(2)
"""Samples of the fade at an edge that would click."""

NEAR_ZERO = 2.0**-10
"""A take that begins or ends below this level (-60 dB) needs no fade at that edge."""

_RISE = (0.5 - 0.5 * np.cos(np.pi * (np.arange(EDGE) + 0.5) / EDGE)).astype(np.float32)
_FALL = _RISE[::-1].copy()


class Samples(Protocol):
    """What is read of a sound: an array, or something that fetches its samples when read."""

    def __len__(self) -> int:
        """How many samples there are."""
        ...

    def __getitem__(self, index: Any, /) -> Any:
        """A sample, or for a slice an array of them, float32."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One sound on the timeline; `start` in samples, `samples` mono at the project rate.

    `gain` is a factor. The samples are only read, so they may be mapped from a file.
    """

    start: int
    samples: Samples
    gain: float
    lane: str

    @property
    def end(self) -> int:
        """The sample after the last one."""
        return self.start + len(self.samples)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of one lane in which something sounds; `lane` counts from 0.

    The samples live in a reused buffer: they hold until the next piece is asked for.
    """

    lane: int
    start: int
    samples: NDArray[np.float32]


class Mixdown:
    """All lanes of a timeline, read in stretches of any length; immutable, so threads share it.

    A sample of the mix is the sum of its lanes in lane order, a sample of a lane the sum of its
    parts by start; so the result never depends on where a stretch begins or ends.
    """

    def __init__(self, parts: Sequence[Part], length: int, *, lanes: Iterable[str] = ()) -> None:
        names = dict.fromkeys((*lanes, *(part.lane for part in parts)))
        self._lanes = tuple(
            _Lane(by_lane, index) for index, by_lane in enumerate(_by_lane(parts, names))
        )
        self._names = tuple(names)
        self._length = length

    @property
    def lanes(self) -> tuple[str, ...]:
        """The keys of the lanes, those without any part included."""
        return self._names

    @property
    def length(self) -> int:
        """Samples from the beginning to the end of the timeline; what lies outside is cut."""
        return self._length

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """The mix from `start` on, always `frames` samples: silence outside the timeline."""
        mix = np.zeros(frames, np.float32)
        for piece in self.pieces(start, frames):
            offset = piece.start - start
            mix[offset : offset + len(piece.samples)] += piece.samples
        return mix

    def pieces(
        self, start: int, frames: int, scratch: NDArray[np.float32] | None = None
    ) -> Iterator[Piece]:
        """What sounds in a stretch, lane by lane; `scratch` (2, frames) saves making buffers."""
        window = Span(max(start, 0), min(start + frames, self._length))
        for lane in self._lanes:
            near = lane.within(window)
            if not near:
                continue
            if scratch is None:
                scratch = np.empty((2, frames), np.float32)
            yield from lane.pieces(near, window, scratch)


class _Lane:
    """The parts of one lane, sorted so that a stretch finds its own by two bisections."""

    def __init__(self, parts: Iterable[Part], index: int) -> None:
        self._index = index
        self._parts = sorted(parts, key=lambda part: part.start)
        self._starts = [part.start for part in self._parts]
        self._reach = list(accumulate((part.end for part in self._parts), max))

    def within(self, window: Span) -> list[Part]:
        """The parts that sound in a stretch, by start."""
        first = bisect_right(self._reach, window.start)
        last = bisect_left(self._starts, window.end)
        return [part for part in self._parts[first:last] if part.end > window.start]

    def pieces(
        self, parts: list[Part], window: Span, scratch: NDArray[np.float32]
    ) -> Iterator[Piece]:
        """The parts of a stretch as sound; parts that overlap come as one piece."""
        for run, span in _runs(parts, window):
            sound = scratch[0, : span.length]
            if len(run) == 1:
                _render(run[0], span, sound)
            else:
                _sum(run, span, sound, scratch[1])
            yield Piece(self._index, span.start, sound)


def _by_lane(parts: Sequence[Part], names: Iterable[str]) -> Iterable[list[Part]]:
    lanes: dict[str, list[Part]] = {name: [] for name in names}
    for part in parts:
        if len(part.samples):
            lanes[part.lane].append(part)
    return lanes.values()


def _runs(parts: list[Part], window: Span) -> Iterator[tuple[list[Part], Span]]:
    """Parts that overlap inside the window, together, with the stretch they fill there."""
    run: list[Part] = []
    start = end = 0
    for part in parts:
        if run and part.start >= end:
            yield run, Span(start, end)
            run = []
        if not run:
            start, end = max(part.start, window.start), window.start
        run.append(part)
        end = max(end, min(part.end, window.end))
    if run:
        yield run, Span(start, end)


def _sum(
    parts: list[Part], span: Span, sound: NDArray[np.float32], spare: NDArray[np.float32]
) -> None:
    sound[:] = 0
    for part in parts:
        common = Span(max(part.start, span.start), min(part.end, span.end))
        one = spare[: common.length]
        _render(part, common, one)
        offset = common.start - span.start
        sound[offset : offset + common.length] += one


def _render(part: Part, span: Span, sound: NDArray[np.float32]) -> None:
    """Write the stretch of a part into `sound`; the stretch lies wholly inside the part."""
    first, last = span.start - part.start, span.end - part.start
    np.multiply(part.samples[first:last], np.float32(part.gain), out=sound)
    if first < EDGE and abs(part.samples[0]) > NEAR_ZERO:
        faded = min(EDGE, last) - first
        sound[:faded] *= _RISE[first : first + faded]
    tail = len(part.samples) - EDGE
    if last > tail and abs(part.samples[-1]) > NEAR_ZERO:
        begin = max(first, tail)
        sound[begin - first :] *= _FALL[begin - tail : last - tail]
