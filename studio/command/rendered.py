"""What came of a render: the delivery, and what happened to its lines on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studio.command.voice_failures import FailedVoice
from studio.delivery.report import DeliveredLine, Report
from studio.model.ids import LineId, TakeId
from studio.synthesis.batch import Failure
from studio.writing.fitting.order import FitOutcome


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it: the delivery, and what happened to the takes on the way.

    By line and language: `silent` are those without words to be spoken, which fail nothing;
    `failed_voices` are those whose voice their engine does not take. `fitted` is by language what
    came of bringing lines into their time, None where that was not asked for; `fit_notes` are
    sentences about all of that, and `source` is the script's own language.
    """

    report: Report
    made: frozenset[TakeId]
    failures: tuple[Failure, ...]
    billed_characters: int
    billed_amount: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    cap: int | None = None
    left_by_cap: int = 0
    silent: frozenset[tuple[LineId, str]] = frozenset()
    failed_voices: Mapping[tuple[LineId, str], FailedVoice] = field(
        default_factory=dict[tuple[LineId, str], FailedVoice]
    )
    fitted: Mapping[str, FitOutcome] | None = None
    fit_notes: tuple[str, ...] = ()
    source: str = ""

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
