"""An episode: its lines in script order and one timeline per language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.errors import EditProblem, EditRefused
from studio.model.bed import Bed
from studio.model.ids import BedId, EpisodeId, LineId
from studio.model.line import Line, LineKind
from studio.model.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part of a prose, by the hash of its words, that ends with this line of the episode."""

    key: str
    last: LineId | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode; `timelines` by language, `told` the parts of a prose it was made of so far."""

    id: EpisodeId
    number: int
    title: str
    lines: tuple[Line, ...] = ()
    timelines: Mapping[str, Timeline] = field(default_factory=dict[str, Timeline])
    told: tuple[ToldPart, ...] = ()
    beds: tuple[Bed, ...] = ()

    def index_of(self, line: LineId) -> int:
        """Where a line stands; raises EditRefused when it is not here."""
        for index, candidate in enumerate(self.lines):
            if candidate.id == line:
                return index
        raise EditRefused(EditProblem.NO_SUCH_LINE, line)

    def line(self, line: LineId) -> Line:
        """The line with this id; raises EditRefused when it is not here."""
        return self.lines[self.index_of(line)]

    @property
    def spoken_lines(self) -> tuple[Line, ...]:
        """The lines someone says, in script order."""
        return tuple(line for line in self.lines if line.spoken)

    def timeline(self, language: str) -> Timeline:
        """What was placed by hand in one language."""
        return self.timelines.get(language, Timeline())

    def replacing(self, line: Line) -> Episode:
        """The episode with one line changed."""
        index = self.index_of(line.id)
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))

    def changing(self, lines: Iterable[LineId], change: Callable[[Line], Line]) -> Episode:
        """The episode with each of these lines changed the same way."""
        wanted = frozenset(lines)
        changed = tuple(change(line) if line.id in wanted else line for line in self.lines)
        return replace(self, lines=changed)

    def inserting(self, index: int, lines: Iterable[Line]) -> Episode:
        """The episode with lines put in before the given place."""
        if not 0 <= index <= len(self.lines):
            raise EditRefused(EditProblem.OUT_OF_RANGE, str(index))
        return replace(self, lines=(*self.lines[:index], *lines, *self.lines[index:]))

    def without(self, lines: Iterable[LineId]) -> Episode:
        """The episode with lines taken out; what was placed for them goes too."""
        gone = frozenset(lines)
        timelines = {code: line.without(gone) for code, line in self.timelines.items()}
        kept = tuple(line for line in self.lines if line.id not in gone)
        return replace(self, lines=kept, timelines=timelines)

    def with_timeline(self, language: str, timeline: Timeline) -> Episode:
        """The episode with one language's timeline changed."""
        return replace(self, timelines={**self.timelines, language: timeline})

    def with_bed(self, bed: Bed) -> Episode:
        """The episode with one bed changed, or added as the last when its id is new."""
        if all(known.id != bed.id for known in self.beds):
            return replace(self, beds=(*self.beds, bed))
        beds = tuple(bed if known.id == bed.id else known for known in self.beds)
        return replace(self, beds=beds)

    def without_bed(self, bed: BedId) -> Episode:
        """The episode with a bed taken out; its sound stays in the project."""
        return replace(self, beds=tuple(known for known in self.beds if known.id != bed))

    def scenes(self) -> tuple[tuple[int, int], ...]:
        """Half-open ranges of line indexes, one per scene; a scene begins at its heading."""
        if not self.lines:
            return ()
        starts = [i for i, line in enumerate(self.lines) if line.kind is LineKind.HEADING]
        if not starts or starts[0] > 0:
            starts.insert(0, 0)
        return tuple(zip(starts, [*starts[1:], len(self.lines)], strict=True))
