"""What a person placed by hand on a timeline; everything else follows from the gap rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId, TakeId
from studio.model.span import Span
from studio.model.take import Take

SLOWEST = 0.5
FASTEST = 2.0
"""Bounds of a clip's tempo: beyond them speech is no longer speech."""

NO_EFFECT = "none"
"""The effect of a clip that sounds as it was recorded although its lane has an effect."""


@dataclass(frozen=True, slots=True)
class GapRules:
    """Silence between two clips by situation, in milliseconds."""

    same_speaker_ms: int = 450
    other_speaker_ms: int = 600
    scene_end_ms: int = 1200
    head_ms: int = 500
    tail_ms: int = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a take that sounds as a clip; gain in decibels.

    `source_span` is inside the take; `offset` says where it lies among the pieces of its line,
    which begins with the one that lies first. Both are in samples as they were recorded, so a
    tempo moves them alike. `pin` is a start of its own on the timeline, which does not move the
    flow. Fades are in samples of the timeline.
    """

    source_span: Span
    offset: int = 0
    pin: int | None = None
    gain_db: float = 0.0
    fade_in: int = 0
    fade_out: int = 0
    muted: bool = False

    def fits(self, length: int) -> bool:
        """Whether a take of so many samples has this stretch, and it is not empty."""
        return 0 <= self.source_span.start < self.source_span.end <= length

    def played(self, tempo: float) -> Span:
        """Where it sounds among the pieces of its line at a tempo."""
        return Span(self.offset, self.offset + self.source_span.length).played_at(tempo)


@dataclass(frozen=True, slots=True)
class Placement:
    """How one line's clips are held: times in samples at the project rate, gain in decibels.

    `pin` is the held start on the timeline, None when the line flows with the script; then `lead`
    is an extra gap before it, negative when it comes earlier. `locked` needs a pin and forbids
    every change. `effect` is that of its lane when empty. `pieces` cut the take of this id; while
    another one is circled they do not apply. Without any, the whole take sounds.
    """

    pin: int | None = None
    gain_db: float = 0.0
    muted: bool = False
    lead: int = 0
    locked: bool = False
    tempo: float = 1.0
    effect: str = ""
    take: TakeId | None = None
    pieces: tuple[Piece, ...] = ()

    def pieces_of(self, take: Take) -> tuple[Piece, ...]:
        """How this take is cut; nothing when it sounds whole.

        Pieces it could not have, and pieces of which none is in the flow, do not apply.
        """
        if self.take != take.id or not all(piece.fits(take.length) for piece in self.pieces):
            return ()
        flows = any(piece.pin is None for piece in self.pieces)
        return self.pieces if flows else ()


FLOWING = Placement()


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """A named place on the timeline, in samples at the project rate."""

    at: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tightness:
    """How much shorter the flow is: factors of all pauses between clips and of all tempos.

    `gaps` is above 0 and at most 1, `tempo` within the bounds of a clip's.
    """

    gaps: float = 1.0
    tempo: float = 1.0


AS_IT_FLOWS = Tightness()


@dataclass(frozen=True, slots=True)
class Timeline:
    """One episode in one language: placements by line, where absent lines flow; and markers."""

    placements: Mapping[LineId, Placement] = field(default_factory=dict[LineId, Placement])
    markers: tuple[Marker, ...] = ()
    tightness: Tightness = AS_IT_FLOWS

    def placement(self, line: LineId) -> Placement:
        """How a line's clip is held."""
        return self.placements.get(line, FLOWING)

    def placing(self, line: LineId, placement: Placement) -> Timeline:
        """The timeline with one placement changed; a default one is forgotten."""
        return self.placing_all({line: placement})

    def placing_all(self, changed: Mapping[LineId, Placement]) -> Timeline:
        """The timeline with several placements changed; the same one when nothing differs."""
        if all(self.placement(line) == held for line, held in changed.items()):
            return self
        everything = {**self.placements, **changed}
        gone = [line for line, held in changed.items() if held == FLOWING]
        for line in gone:
            del everything[line]
        return replace(self, placements=everything)

    def pin(self, line: LineId, start: int) -> Timeline:
        """The timeline with a line's clip held at a time; raises EditRefused before zero."""
        if start < 0:
            raise EditRefused(EditProblem.OUT_OF_RANGE, str(start))
        return self.placing(line, replace(self.placement(line), pin=start))

    def unpin(self, line: LineId) -> Timeline:
        """The timeline with a line's clip flowing with the script again."""
        return self.placing(line, replace(self.placement(line), pin=None))

    def without(self, lines: Iterable[LineId]) -> Timeline:
        """The timeline without the placements of these lines."""
        gone = frozenset(lines)
        kept = {key: value for key, value in self.placements.items() if key not in gone}
        return replace(self, placements=kept)

    def marking(self, marker: Marker) -> Timeline:
        """The timeline with a marker more, or another name where one is; refused before zero."""
        if marker.at < 0:
            raise EditRefused(EditProblem.OUT_OF_RANGE, str(marker.at))
        others = (known for known in self.markers if known.at != marker.at)
        return replace(self, markers=tuple(sorted((*others, marker))))

    def unmarking(self, at: int) -> Timeline:
        """The timeline without the marker at a place."""
        return replace(self, markers=tuple(known for known in self.markers if known.at != at))
