"""What is to be fitted, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from studio.errors import StudioError
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Fitting, Project
from studio.model.take import Take
from studio.writing.timing.length import Lengths
from studio.writing.timing.slots import Verdict
from studio.writing.timing.source_times import TakeSeconds

Speaks = Callable[[Line, str], Awaitable[float | None]]
"""Has a line in a language spoken as it is now, and tells the seconds from its first to its last
sound; None where it cannot be spoken. A line with a take that says just that is not spoken again.
"""


def _unknown(_: Take) -> float | None:
    return None


def _not_there(_: Line, __: str) -> float | None:
    return None


@dataclass(frozen=True, slots=True)
class FitOrder:
    """Which lines of a language are to be fitted, how strictly, and what is known of lengths.

    `seconds` tells the length of any take, `spoken` that of a line's take where it says what the
    line says now; both are asked in threads.
    """

    language: str
    strictness: Fitting = Fitting.SOFT
    lines: frozenset[LineId] | None = None
    episodes: frozenset[EpisodeId] | None = None
    lengths: Lengths = field(default_factory=Lengths)
    seconds: TakeSeconds = _unknown
    spoken: Callable[[Line, str], float | None] = _not_there

    @property
    def rewrites(self) -> int:
        """How often other words are tried for a line."""
        return {Fitting.OFF: 0, Fitting.SOFT: 1, Fitting.STRICT: 2}[self.strictness]

    @property
    def speed_only(self) -> float:
        """Up to which share of its slot a line is only read faster."""
        return 1.15 if self.strictness is Fitting.STRICT else 1.10

    @property
    def fastest(self) -> float:
        """The most a line is read faster than its voice usually reads."""
        return 1.30 if self.strictness is Fitting.STRICT else 1.25

    def chosen(self, project: Project) -> Iterator[Episode]:
        """The episodes that are meant, in order."""
        wanted = self.episodes
        return (each for each in project.episodes if wanted is None or each.id in wanted)

    def wants(self, line: Line) -> bool:
        """Whether a line is meant."""
        return self.lines is None or line.id in self.lines


@dataclass(frozen=True, slots=True)
class FittedLine:
    """How a line came out: its time and its take in seconds, and the factor it is read with.

    `verdict` is that of the lines it shares its time with, None where it could not be spoken.
    `times_spoken` counts the readings that were asked for; it is `faster` than its voice usually
    reads.
    """

    slot: float
    seconds: float | None
    speed: float
    verdict: Verdict | None
    rewritten: bool = False
    times_spoken: int = 0
    faster: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it still is too long."""
        return self.verdict in (Verdict.LONG, Verdict.MUCH_TOO_LONG)


@dataclass(frozen=True, slots=True)
class FitOutcome:
    """What came of it; `ended_by` is why no model was asked any more from some time on."""

    lines: Mapping[LineId, FittedLine] = field(default_factory=dict[LineId, FittedLine])
    requests: int = 0
    ended_by: StudioError | None = None

    @property
    def fitting(self) -> int:
        """Lines that are not too long."""
        return sum(each.verdict is not None and not each.is_long for each in self.lines.values())

    @property
    def flagged(self) -> int:
        """Lines that still are."""
        return sum(each.is_long for each in self.lines.values())

    @property
    def unspoken(self) -> int:
        """Lines without a take."""
        return sum(each.verdict is None for each in self.lines.values())

    @property
    def rewritten(self) -> int:
        """Lines that have other words now."""
        return sum(each.rewritten for each in self.lines.values())

    @property
    def faster(self) -> int:
        """Lines that are read faster than their voice usually reads."""
        return sum(each.faster for each in self.lines.values())
