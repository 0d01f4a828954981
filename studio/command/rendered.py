"""What came of a render: the delivery, and what happened to its lines on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studio.delivery.report import DeliveredLine, Report
from studio.model.ids import LineId, TakeId
from studio.synthesis.batch import Failure


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it: the delivery, and what happened to the takes on the way.

    `silent` are lines without words to be spoken, by line and language; they fail nothing.
    """

    report: Report
    made: frozenset[TakeId]
    failures: tuple[Failure, ...]
    billed_characters: int
    billed_amount: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    cap: int | None = None
    left_by_cap: int = 0
    silent: frozenset[tuple[LineId, str]] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether every line with something to say is there, and none failed."""
        return not self.failures and all(
            line.take or self.has_nothing_to_say(line, episode.language)
            for episode in self.report.episodes
            for line in episode.lines
        )

    def has_nothing_to_say(self, line: DeliveredLine, language: str) -> bool:
        """Whether a line is not in the delivery because it is only punctuation or an aside."""
        return line.take is None and (line.id, language) in self.silent
