"""What a person placed by hand on a timeline; everything else follows from the gap rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId


@dataclass(frozen=True, slots=True)
class GapRules:
    """Silence between two clips by situation, in milliseconds."""

    same_speaker_ms: int = 450
    other_speaker_ms: int = 600
    scene_end_ms: int = 1200
    head_ms: int = 500
    tail_ms: int = 1000


@dataclass(frozen=True, slots=True)
class Placement:
    """How one line's clip is held: times in samples at the project rate, gain in decibels.

    `pin` is the held start on the timeline, None when the clip flows with the script.
    """

    pin: int | None = None
    gain_db: float = 0.0
    muted: bool = False


FLOWING = Placement()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The placements of one episode in one language, by line; absent lines flow."""

    placements: Mapping[LineId, Placement] = field(default_factory=dict[LineId, Placement])

    def placement(self, line: LineId) -> Placement:
        """How a line's clip is held."""
        return self.placements.get(line, FLOWING)

    def placing(self, line: LineId, placement: Placement) -> Timeline:
        """The timeline with one placement changed; a default one is forgotten."""
        rest = {key: value for key, value in self.placements.items() if key != line}
        return Timeline(rest if placement == FLOWING else {**rest, line: placement})

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
        return Timeline({key: value for key, value in self.placements.items() if key not in gone})
