"""Takes cut on the timeline by hand: trimmed, split, merged, slipped, doubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.errors import EditProblem, EditRefused
from studio.model.episode import Episode
from studio.model.flow import Slot, origin_of
from studio.model.ids import LineId
from studio.model.moving import Ripple, following
from studio.model.reel import Reel
from studio.model.span import Span, at_tempo, samples_of_ms
from studio.model.timeline import Piece, Placement

SHORTEST_PIECE = samples_of_ms(10)
"""Samples that are left of a piece at least, as they were recorded."""


def pieces_of(slot: Slot) -> tuple[Piece, ...]:
    """How the take of a line is cut: at least one piece."""
    whole = Piece(Span(0, slot.take.length))
    return slot.placement.pieces_of(slot.take) or (whole,)


def piece_of(reel: Reel, line: LineId, piece: int) -> Piece:
    """One piece of a line; raises EditRefused when there is none."""
    return _at(pieces_of(reel.slot(line)), piece)


def trim(
    reel: Reel, line: LineId, piece: int, *, start: int = 0, end: int = 0, ripple: Ripple
) -> Episode:
    """The episode with the edges of a piece later by samples of the timeline.

    As far as there is sound and something is left. What is heard stays where it is, or with
    ripple the piece goes on to begin where it did and all that follows moves up or away.
    """
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    known = _at(pieces, piece)
    span, tempo = known.source_span, slot.tempo
    shortest = min(SHORTEST_PIECE, span.length)
    if known.pin is not None or ripple is Ripple.OFF:
        start = max(start, -_starts(slot, pieces, known))
    first = _between(0, _source(span.start, start, tempo), span.end - shortest)
    last = _between(first + shortest, _source(span.end, end, tempo), slot.take.length)
    cut = replace(known, source_span=Span(first, last))
    if known.pin is not None:
        by = at_tempo(first, tempo) - at_tempo(span.start, tempo)
        cut = replace(cut, pin=max(known.pin + by, 0))
    elif ripple is Ripple.OFF:
        cut = replace(cut, offset=known.offset + first - span.start)
    else:
        pieces = _moved_after(pieces, known, cut.source_span.length - span.length)
    return _cut(reel, slot, _put(pieces, piece, cut), ripple)


def split(reel: Reel, line: LineId, piece: int, at: int) -> Episode:
    """The episode with a piece cut in two at a sample of the timeline; nothing sounds different.

    Raises EditRefused where too little would be left on one side.
    """
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    known = _at(pieces, piece)
    span = known.source_span
    begins = _starts(slot, pieces, known)
    place = span.start + _source(known.offset, at - begins, slot.tempo) - known.offset
    if not span.start + SHORTEST_PIECE <= place <= span.end - SHORTEST_PIECE:
        raise EditRefused(EditProblem.OUT_OF_RANGE)
    before = replace(known, source_span=Span(span.start, place), fade_out=0)
    after = replace(
        known,
        source_span=Span(place, span.end),
        offset=known.offset + place - span.start,
        fade_in=0,
    )
    if known.pin is not None:
        after = replace(after, pin=known.pin + before.played(slot.tempo).length)
    return _cut(reel, slot, (*pieces[:piece], before, after, *pieces[piece + 1 :]), Ripple.OFF)


def merge(reel: Reel, line: LineId, piece: int) -> Episode:
    """The episode with a piece and the next one as one, and with what was cut out between them.

    What the first one sounds like holds for both. Raises EditRefused unless the second one goes
    on later in the take, in the flow like the first.
    """
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    one, other = _at(pieces, piece), _at(pieces, piece + 1)
    if other.source_span.start < one.source_span.end or (one.pin is None) != (other.pin is None):
        raise EditRefused(EditProblem.OUT_OF_RANGE)
    span = Span(one.source_span.start, other.source_span.end)
    both = replace(one, source_span=span, fade_out=other.fade_out)
    return _cut(reel, slot, (*pieces[:piece], both, *pieces[piece + 2 :]), Ripple.OFF)


def slip(reel: Reel, line: LineId, piece: int, delta: int) -> Episode:
    """The episode with what is heard in a piece later by samples, its edges where they are."""
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    known = _at(pieces, piece)
    span = known.source_span
    by = _source(span.start, -delta, slot.tempo) - span.start
    by = _between(-span.start, by, slot.take.length - span.end)
    moved = replace(known, source_span=span.moved(by))
    return _cut(reel, slot, _put(pieces, piece, moved), Ripple.OFF)


def shift(reel: Reel, line: LineId, piece: int, delta: int) -> Episode:
    """The episode with one piece of a line later by samples, as far as zero, and nothing else."""
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    known = _at(pieces, piece)
    delta = max(delta, -_starts(slot, pieces, known))
    if known.pin is not None:
        moved = replace(known, pin=known.pin + delta)
    else:
        moved = replace(known, offset=_source(known.offset, delta, slot.tempo))
    return _cut(reel, slot, _put(pieces, piece, moved), Ripple.OFF)


def duplicate(reel: Reel, line: LineId, piece: int, at: int) -> Episode:
    """The episode with a piece once more, pinned by itself at a sample, as the last of its line."""
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    again = replace(_at(pieces, piece), pin=max(at, 0))
    return _cut(reel, slot, (*pieces, again), Ripple.OFF)


def remove(reel: Reel, line: LineId, piece: int, ripple: Ripple) -> Episode:
    """The episode without a piece; with ripple the later ones of its line move up.

    Raises EditRefused for the last one in the flow.
    """
    slot = reel.slot(line)
    pieces = pieces_of(slot)
    known = _at(pieces, piece)
    if known.pin is None and ripple is not Ripple.OFF:
        pieces = _moved_after(pieces, known, -known.source_span.length)
    rest = (*pieces[:piece], *pieces[piece + 1 :])
    if all(left.pin is not None for left in rest):
        raise EditRefused(EditProblem.OUT_OF_RANGE)
    return _cut(reel, slot, rest, ripple)


def make_whole(reel: Reel, line: LineId, ripple: Ripple) -> Episode:
    """The episode with the whole take of a line, uncut, where it is heard now."""
    slot = reel.slot(line)
    first = min((p for p in pieces_of(slot) if p.pin is None), key=lambda p: p.offset)
    whole = Piece(Span(0, slot.take.length), first.offset - first.source_span.start)
    return _cut(reel, slot, (whole,), ripple)


def with_piece(reel: Reel, line: LineId, number: int, piece: Piece) -> Episode:
    """The episode with a piece that sounds differently, but is where it was."""
    slot = reel.slot(line)
    pieces = _put(pieces_of(slot), number, piece)
    reel.refuse_locked((line,))
    return reel.placing({line: _holding(slot, pieces)}).episode


def recut(
    reel: Reel,
    changed: Mapping[LineId, Placement],
    ripple: Ripple,
    starts: Mapping[LineId, int] | None = None,
) -> Reel:
    """The reel with lines that may have become longer or shorter, and what ripple makes of it.

    Without ripple the changed lines are at `starts`, where given, and all others stay. Raises
    EditRefused when one of them is locked.
    """
    reel.refuse_locked(changed)
    placed = reel.placing(changed)
    if placed is reel:
        return reel
    slots = reel.slots()
    flowing: frozenset[LineId] = frozenset()
    if ripple is not Ripple.OFF:
        lines = frozenset(changed)
        flowing = lines | following(reel, slots, lines, ripple)
    elsewhere = starts or {}
    held = {s.line.id: elsewhere.get(s.line.id, s.start) for s in slots if s.line.id not in flowing}
    return placed.settled(held)


def _cut(reel: Reel, slot: Slot, pieces: tuple[Piece, ...], ripple: Ripple) -> Episode:
    """The episode with a line cut into these pieces, those in the flow first."""
    line = slot.line.id
    before, after = origin_of(pieces_of(slot)), origin_of(pieces)
    start = slot.start + at_tempo(after, slot.tempo) - at_tempo(before, slot.tempo)
    return recut(reel, {line: _holding(slot, pieces)}, ripple, {line: max(start, 0)}).episode


def _holding(slot: Slot, pieces: tuple[Piece, ...]) -> Placement:
    """The placement of a line with these pieces; a take that is whole again has none."""
    if len(pieces) == 1:
        whole = Piece(Span(0, slot.take.length), pieces[0].offset)
        if pieces[0] == whole:
            return replace(slot.placement, take=None, pieces=())
    return replace(slot.placement, take=slot.take.id, pieces=pieces)


def _starts(slot: Slot, pieces: tuple[Piece, ...], piece: Piece) -> int:
    """Where a piece starts on the timeline."""
    if piece.pin is not None:
        return piece.pin
    tempo = slot.tempo
    return slot.start + at_tempo(piece.offset, tempo) - at_tempo(origin_of(pieces), tempo)


def _source(place: int, delta: int, tempo: float) -> int:
    """The place in a recording that sounds so many samples of the timeline after another one."""
    return place + delta if tempo == 1.0 else round((at_tempo(place, tempo) + delta) * tempo)


def _moved_after(pieces: tuple[Piece, ...], piece: Piece, by: int) -> tuple[Piece, ...]:
    """The pieces, those in the flow that begin after the end of one moved by so much."""
    end = piece.offset + piece.source_span.length
    return tuple(
        replace(other, offset=other.offset + by)
        if other.pin is None and other.offset >= end and other is not piece
        else other
        for other in pieces
    )


def _put(pieces: tuple[Piece, ...], number: int, piece: Piece) -> tuple[Piece, ...]:
    return (*pieces[:number], piece, *pieces[number + 1 :])


def _at(pieces: tuple[Piece, ...], number: int) -> Piece:
    if not 0 <= number < len(pieces):
        raise EditRefused(EditProblem.OUT_OF_RANGE, str(number))
    return pieces[number]


def _between(least: int, value: int, most: int) -> int:
    return min(max(value, least), most)
