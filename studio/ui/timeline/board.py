"""The clips of an episode sorted onto lanes, as arrays that are quick to search and to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from studio.model.cast import Cast
from studio.model.episode import Episode
from studio.model.ids import CharacterId, LineId
from studio.model.lane import PLAIN_LANE
from studio.model.lane import Lane as Settings
from studio.model.layout import Clip
from studio.model.span import Span

PLAIN: Mapping[str, Settings] = MappingProxyType({})
"""No lane was changed by hand."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One character's row; `character` is None for lines that nobody was given.

    `height` is a factor.
    """

    character: CharacterId | None
    name: str
    colour: str
    height: float = 1.0
    collapsed: bool = False


def lanes_of(
    episode: Episode, cast: Cast, settings: Mapping[str, Settings] = PLAIN
) -> tuple[Lane, ...]:
    """The lanes of those who speak in an episode, in the order of the cast, nobody's last."""
    speaking = {line.character for line in episode.lines if line.spoken}
    lanes = [_lane(c.id, c.name, c.colour, settings) for c in cast if c.id in speaking]
    if speaking - {lane.character for lane in lanes}:
        lanes.append(_lane(None, "", "", settings))
    return tuple(lanes)


def _lane(
    character: CharacterId | None, name: str, colour: str, settings: Mapping[str, Settings]
) -> Lane:
    known = settings.get(character or "", PLAIN_LANE)
    return Lane(character, name, known.colour or colour, known.height, known.collapsed)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The clips of one lane by start: their numbers on the board and their starts."""

    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    longest: int


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """All clips of an episode; `starts` and `ends` in samples, in script order like `clips`.

    `clashes` holds the start and end of each stretch in which two clips sound, sorted;
    `by_line` names the clip with which each line begins, `apart` are those that lie apart from it.
    """

    clips: tuple[Clip, ...]
    lanes: tuple[Lane, ...]
    lane_of: NDArray[np.int64]
    pinned: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    rows: tuple[Row, ...]
    clashes: NDArray[np.int64]
    by_line: dict[LineId, int]

    @property
    def end(self) -> int:
        """Where the last clip ends, in samples; 0 without clips."""
        return int(self.ends.max()) if len(self.ends) else 0

    def span(self, number: int) -> Span:
        """Where a clip lies now."""
        return Span(int(self.starts[number]), int(self.ends[number]))

    def numbers_of(self, line: LineId) -> list[int]:
        """The numbers of all clips of a line, those that lie apart from it too."""
        first = last = self.by_line[line]
        while first > 0 and self.clips[first - 1].line == line:
            first -= 1
        while last + 1 < len(self.clips) and self.clips[last + 1].line == line:
            last += 1
        return list(range(first, last + 1))

    def number_of(self, line: LineId, piece: int) -> int | None:
        """The clip of one piece of a line; the one that begins the line when there is none."""
        if line not in self.by_line:
            return None
        found = (n for n in self.numbers_of(line) if self.clips[n].piece == piece)
        return next(found, self.by_line[line])

    def visible(self, lane: int, span: Span) -> NDArray[np.int64]:
        """The numbers of a lane's clips that touch a stretch, by start."""
        row = self.rows[lane]
        first = np.searchsorted(row.starts, span.start - row.longest, "left")
        last = np.searchsorted(row.starts, span.end, "left")
        candidates = row.numbers[first:last]
        return candidates[self.ends[candidates] > span.start]

    def at(self, lane: int, span: Span) -> int | None:
        """The clip of a lane under a short stretch; of several, the one drawn on top."""
        found = self.visible(lane, Span(span.start, max(span.end, span.start + 1)))
        return int(found[-1]) if len(found) else None

    def clashing(self, span: Span) -> list[Span]:
        """The parts of a stretch in which two clips sound."""
        first = np.searchsorted(self.clashes[:, 1], span.start, "right")
        last = np.searchsorted(self.clashes[:, 0], span.end, "left")
        pairs = self.clashes[first:last].tolist()
        return [Span(max(a, span.start), min(b, span.end)) for a, b in pairs]

    def clashing_clips(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of these clips that sound while another does."""
        first = np.searchsorted(self.clashes[:, 1], self.starts[numbers], "right")
        last = np.searchsorted(self.clashes[:, 0], self.ends[numbers], "left")
        return numbers[first < last]

    def by_time(self) -> NDArray[np.int64]:
        """The numbers of all clips by start."""
        return np.argsort(self.starts, kind="stable")

    def beside(self, number: int | None, by: int) -> int | None:
        """The clip so many places later in time, the last or first where there are fewer."""
        order = self.by_time()
        if not len(order):
            return None
        if number is None:
            return int(order[0 if by > 0 else -1])
        place = int(np.flatnonzero(order == number)[0]) + by
        return int(order[min(max(place, 0), len(order) - 1)])

    def across(self, number: int, by: int) -> int | None:
        """The clip nearest in time on the next lane up (-1) or down (1) that has one."""
        lane = int(self.lane_of[number]) + by
        while 0 <= lane < len(self.rows):
            numbers = self.rows[lane].numbers
            if len(numbers):
                away = np.abs(self.starts[numbers] - self.starts[number])
                return int(numbers[np.argmin(away)])
            lane += by
        return None

    def touching(self, lanes: range, span: Span) -> tuple[LineId, ...]:
        """The lines whose clips a rectangle over lanes and time touches, in script order."""
        found = [self.visible(lane, span) for lane in lanes]
        numbers = np.sort(np.concatenate(found)) if found else ()
        return tuple(dict.fromkeys(self.clips[number].line for number in numbers))

    def with_clips(self, changed: Mapping[int, Clip], starts: NDArray[np.int64]) -> Board:
        """The same lines with some of their clips otherwise, all others at these starts."""
        clips, lengths = list(self.clips), self.ends - self.starts
        for number, clip in changed.items():
            clips[number] = clip
            starts[number] = clip.timeline_span.start
            lengths[number] = clip.timeline_span.length
        return replace(self, clips=tuple(clips))._lying(starts, starts + lengths)

    def moved(self, starts: NDArray[np.int64]) -> Board:
        """The same clips with other starts."""
        return self._lying(starts, starts + (self.ends - self.starts))

    def _lying(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Board:
        rows = tuple(_row(row.numbers, starts, ends) for row in self.rows)
        return replace(self, starts=starts, ends=ends, rows=rows, clashes=_clashes(starts, ends))


def _firsts(clips: Sequence[Clip]) -> dict[LineId, int]:
    """The number of the clip with which each line begins."""
    firsts: dict[LineId, int] = {}
    for number, clip in enumerate(clips):
        known = firsts.get(clip.line)
        earlier = known is None or clip.timeline_span < clips[known].timeline_span
        if earlier and not clip.apart:
            firsts[clip.line] = number
    return firsts


def board_of(clips: Sequence[Clip], lanes: Sequence[Lane]) -> Board:
    """The clips on their lanes; a clip of nobody known lies on the last lane."""
    lane_numbers = {lane.character: number for number, lane in enumerate(lanes)}
    size, last = len(clips), len(lanes) - 1
    lane_of = np.fromiter((lane_numbers.get(c.character, last) for c in clips), np.int64, size)
    pinned = np.fromiter((c.pinned for c in clips), np.bool_, size)
    starts = np.fromiter((c.timeline_span.start for c in clips), np.int64, size)
    ends = np.fromiter((c.timeline_span.end for c in clips), np.int64, size)
    rows = tuple(_row(np.flatnonzero(lane_of == n), starts, ends) for n in range(len(lanes)))
    apart = np.fromiter((c.apart for c in clips), np.bool_, size)
    return Board(
        clips=tuple(clips),
        lanes=tuple(lanes),
        lane_of=lane_of,
        pinned=pinned,
        apart=apart,
        starts=starts,
        ends=ends,
        rows=rows,
        clashes=_clashes(starts, ends),
        by_line=_firsts(clips),
    )


def _row(numbers: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Row:
    ordered = numbers[np.argsort(starts[numbers], kind="stable")]
    longest = int((ends[numbers] - starts[numbers]).max()) if len(numbers) else 0
    return Row(ordered, starts[ordered], longest)


def _clashes(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a clip begins before an earlier one has ended, joined to stretches that do not meet."""
    order = np.argsort(starts, kind="stable")
    begun, reach = starts[order][1:], np.maximum.accumulate(ends[order])[:-1]
    until = np.minimum(ends[order][1:], reach)
    hit = begun < until
    begun, until = begun[hit], np.maximum.accumulate(until[hit])
    if not len(begun):
        return np.empty((0, 2), np.int64)
    first = np.concatenate(([True], begun[1:] > until[:-1]))
    last = np.concatenate((first[1:], [True]))
    return np.column_stack((begun[first], until[last]))
