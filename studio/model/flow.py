"""Where each voiced line of an episode starts: script order, gap rules and what was placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.model.span import at_tempo, samples_of_ms
from studio.model.take import Take, Takes
from studio.model.timeline import FASTEST, FLOWING, SLOWEST, GapRules, Piece, Placement

SHORTEST_PAUSE = samples_of_ms(120)
"""Samples to which a pause is tightened at most; shorter ones stay as they are."""

ANYWHERE: Mapping[LineId, int] = {}
"""Nobody holds a line anywhere."""

_HEADING = LineKind.HEADING


class Slot(NamedTuple):
    """A voiced line on its timeline: it starts `base` + its pause, or where it is held.

    `pause` is what the gap rules say, `start` where the line begins; in samples. `tempo` is that
    of the line and of the timeline together.
    """

    line: Line
    take: Take
    placement: Placement
    tempo: float
    base: int
    pause: int
    start: int


def flow_of(
    episode: Episode,
    language: str,
    takes: Takes,
    gaps: GapRules,
    held: Mapping[LineId, int] = ANYWHERE,
) -> list[Slot]:
    """The voiced lines in script order, those of `held` at these starts instead of their own.

    A line marked dual starts with the line before it. A pinned line holds its time and the lines
    after it follow it; what then overlaps is allowed. Nothing flows to before zero.
    """
    timeline = episode.timeline(language)
    placements, tight = timeline.placements, timeline.tightness
    factor, quicker = tight.gaps, tight.tempo
    rules = _Rules(gaps)
    cursor = samples_of_ms(gaps.head_ms)
    slots: list[Slot] = []
    before: Line | None = None
    for line, take, scene_ended, joins in _voiced(episode.lines, language, takes):
        placement = placements.get(line.id, FLOWING)
        base, pause = cursor, 0
        if joins:
            base = slots[-1].start
        elif before is not None:
            pause = rules.pause(before, line, scene_ended)
        start = held.get(line.id, placement.pin)
        if start is None:
            gap = pause + placement.lead
            start = base + (gap if factor == 1.0 else tightened(gap, factor))
            start = start if start > 0 else 0
        tempo = placement.tempo if quicker == 1.0 else tempo_of(placement, quicker)
        slots.append(Slot(line, take, placement, tempo, base, pause, start))
        whole = tempo == 1.0 and not placement.pieces
        end = start + (take.length if whole else length_of(take, placement, tempo))
        cursor = end if not line.dual or end > cursor else cursor
        before = line
    return slots


def _voiced(
    lines: Iterable[Line], language: str, takes: Takes
) -> Iterator[tuple[Line, Take, bool, bool]]:
    """The lines with a take; whether each begins a scene, and starts with the line before it."""
    before: LineId | None = None
    said: LineId | None = None
    scene_ended = False
    for line in lines:
        if not line.spoken:
            scene_ended = scene_ended or line.kind is _HEADING
            continue
        partner, said = said, line.id
        take = takes.circled(line, language)
        if take is not None:
            joins = line.dual and before is not None and before == partner and not scene_ended
            yield line, take, scene_ended, joins
            before, scene_ended = line.id, False


def tightened(pause: int, factor: float) -> int:
    """A pause in samples made shorter, but never below the shortest; what is shorter stays."""
    if factor == 1.0 or pause <= SHORTEST_PAUSE:
        return pause
    return max(round(pause * factor), SHORTEST_PAUSE)


def lead_to(slot: Slot, factor: float) -> int:
    """The lead with which a slot's line starts where the slot does, were it to flow."""
    wanted = slot.start - slot.base
    untightened = wanted if wanted <= SHORTEST_PAUSE else round(wanted / factor)
    return untightened - slot.pause


def tempo_of(placement: Placement, tight: float) -> float:
    """The tempo of a line in a timeline of this tempo, within what is possible.

    A locked line keeps its own.
    """
    if tight == 1.0 or placement.locked:
        return placement.tempo
    return min(max(placement.tempo * tight, SLOWEST), FASTEST)


def length_of(take: Take, placement: Placement, tempo: float) -> int:
    """Samples from the start of a line to the end of its last piece in the flow."""
    pieces = placement.pieces_of(take) if placement.pieces else ()
    if not pieces:
        return at_tempo(take.length, tempo)
    played = [piece.played(tempo) for piece in pieces if piece.pin is None]
    return max(span.end for span in played) - min(span.start for span in played)


def origin_of(pieces: Iterable[Piece]) -> int:
    """The offset with which the line of these pieces begins."""
    return min(piece.offset for piece in pieces if piece.pin is None)


class _Rules:
    """The gap rules in samples."""

    __slots__ = ("_other", "_same", "_scene_end")

    def __init__(self, gaps: GapRules) -> None:
        self._same = samples_of_ms(gaps.same_speaker_ms)
        self._other = samples_of_ms(gaps.other_speaker_ms)
        self._scene_end = samples_of_ms(gaps.scene_end_ms)

    def pause(self, before: Line, line: Line, scene_ended: bool) -> int:
        """Samples of silence between two lines."""
        if before.pause_after_ms is not None:
            return samples_of_ms(before.pause_after_ms)
        if scene_ended:
            return self._scene_end
        return self._same if before.character == line.character else self._other
