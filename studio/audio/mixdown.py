"""The one place where takes become sound: loudspeaker and files read the same mixdown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.bed_part import BedPart
from studio.audio.fading import EDGE, NEAR_ZERO, fade_in, fade_out, fall, rise
from studio.audio.panning import CENTRE
from studio.model.span import Span


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

    `gain` is a factor, fades are in samples. The samples are only read, so they may be mapped
    from a file.
    """

    start: int
    samples: Samples
    gain: float
    lane: str
    fade_in: int = 0
    fade_out: int = 0

    @property
    def end(self) -> int:
        """The sample after the last one."""
        return self.start + len(self.samples)


@dataclass(frozen=True, slots=True)
class Strip:
    """What becomes of a lane in the mix: its level on the two sides, as factors.

    One that is not in the mix (another is soloed) still has its stem.
    """

    sides: tuple[float, float] = CENTRE
    in_mix: bool = True


PLAIN = Strip()
ALL_PLAIN: Mapping[str, Strip] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of one lane in which something sounds; `lane` counts from 0.

    The samples live in a reused buffer: they hold until the next piece is asked for.
    """

    lane: int
    start: int
    samples: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BedPiece:
    """A stretch in which a bed sounds; `bed` counts from 0, the samples are a row for each side."""

    bed: int
    start: int
    samples: NDArray[np.float32]


class Mixdown:
    """All lanes and beds of a timeline, read in stretches of any length; immutable, so threads
    share it.

    A sample of the mix is the sum of its lanes in lane order and of its beds, a sample of a lane
    the sum of its parts by start; so the result never depends on where a stretch begins or ends.
    Lanes are mono. The mix is mono, too, unless a lane is panned or there are beds.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        length: int,
        *,
        lanes: Iterable[str] = (),
        strips: Mapping[str, Strip] = ALL_PLAIN,
        beds: Sequence[BedPart] = (),
    ) -> None:
        names = dict.fromkeys((*lanes, *(part.lane for part in parts)))
        self._lanes = tuple(
            _Lane(by_lane, index) for index, by_lane in enumerate(_by_lane(parts, names))
        )
        self._names = tuple(names)
        self._length = length
        self._strips = tuple(strips.get(name, PLAIN) for name in names)
        self._beds = tuple(bed for bed in beds if len(bed.samples))
        panned = any(strip.sides != CENTRE for strip in self._strips if strip.in_mix)
        self._channels = 2 if panned or self._beds else 1

    @property
    def lanes(self) -> tuple[str, ...]:
        """The keys of the lanes, those without any part included."""
        return self._names

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What becomes of each lane in the mix, in the order of the lanes."""
        return self._strips

    @property
    def beds(self) -> tuple[BedPart, ...]:
        """The beds that sound."""
        return self._beds

    @property
    def channels(self) -> int:
        """Of the mix: 1, or 2 when a lane is panned or there are beds."""
        return self._channels

    @property
    def length(self) -> int:
        """Samples from the beginning to the end of the timeline; what lies outside is cut."""
        return self._length

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """The mix from `start` on: silence outside the timeline.

        Always `frames` samples; with two channels (frames, 2).
        """
        if self._channels == 2:
            return self._read_stereo(start, frames)
        mix = np.zeros(frames, np.float32)
        for piece in self.pieces(start, frames):
            if self._strips[piece.lane].in_mix:
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

    def bed_pieces(self, start: int, frames: int) -> Iterator[BedPiece]:
        """What sounds of the beds in a stretch, bed by bed."""
        window = Span(max(start, 0), min(start + frames, self._length))
        for index, bed in enumerate(self._beds):
            span = Span(max(bed.start, window.start), min(bed.end, window.end))
            if span.length > 0:
                yield BedPiece(index, span.start, bed.render(span))

    def _read_stereo(self, start: int, frames: int) -> NDArray[np.float32]:
        mix = np.zeros((frames, 2), np.float32)
        for piece in self.pieces(start, frames):
            strip = self._strips[piece.lane]
            if strip.in_mix:
                offset = piece.start - start
                heard = mix[offset : offset + len(piece.samples)]
                for channel, side in enumerate(strip.sides):
                    heard[:, channel] += sided(piece.samples, side)
        for piece in self.bed_pieces(start, frames):
            offset = piece.start - start
            mix[offset : offset + piece.samples.shape[1]] += piece.samples.T
        return mix


def sided(samples: NDArray[np.float32], side: float) -> NDArray[np.float32]:
    """A lane's samples as loud as they are on one side."""
    return samples if side == 1.0 else samples * np.float32(side)


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
    length = len(part.samples)
    np.multiply(part.samples[first:last], np.float32(part.gain), out=sound)
    if part.fade_in:
        fade_in(sound, first, part.fade_in)
    elif first < EDGE and abs(part.samples[0]) > NEAR_ZERO:
        rise(sound, first)
    if part.fade_out:
        fade_out(sound, first, length, part.fade_out)
    elif last > length - EDGE and abs(part.samples[-1]) > NEAR_ZERO:
        fall(sound, first, length)
