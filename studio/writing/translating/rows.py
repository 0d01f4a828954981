"""One line as a request has it: its words, the time it has, and what was wrong before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.model.project import Fitting, Project
from studio.writing.timing.length import Manner, manner_of
from studio.writing.timing.slots import Budget, Fit, Verdict, budgets_of, fit_of
from studio.writing.tongues import EXPANSION, primary
from studio.writing.translating.order import Mode, TranslationOrder, source_of
from studio.writing.translating.staleness import Keys
from studio.writing.translating.validation.frame import Asked, for_the_model

_LEAST_OF_BUDGET = 0.6
_SHORT_SLOT_S = 3.0
_EXPANDS = 1.05


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is asked for; `key` is what its translation will be kept under.

    `why` is what was wrong with an earlier answer.
    """

    line: Line
    asked: Asked
    key: str
    budget: Budget | None = None
    manner: Manner | None = None
    units: tuple[int, int] | None = None
    short: bool = False
    why: str = ""

    @property
    def id(self) -> LineId:
        """The line."""
        return self.line.id

    def again(self, why: str) -> Row:
        """The same, asked for once more."""
        return replace(self, why=why)

    def data(self) -> Mapping[str, Any]:
        """The row as the model reads it."""
        found: dict[str, Any] = {"id": self.id, "c": self.asked.speaker, "x": self.asked.words}
        if self.units:
            found["min"], found["max"] = self.units
        if self.short:
            found["short"] = True
        if self.why:
            found["why"] = self.why
        return found


class Rows:
    """Makes the rows of a project in one language."""

    def __init__(self, project: Project, order: TranslationOrder, language: str) -> None:
        self.keys = Keys(project, language, order.style)
        self._project = project
        self._order = order
        self._language = language
        self._source = source_of(project)
        self._names = {each.id: each.name for each in project.cast}
        dubbing = order.mode in (Mode.DUBBING, Mode.BEST)
        fits = project.fitting is not Fitting.OFF
        self._timed = dubbing or fits
        self._by_takes = order.budgets if fits else dict[LineId, Budget]()
        ours, theirs = primary(self._source), primary(language)
        self._expands = EXPANSION.get(theirs, 1.0) / EXPANSION.get(ours, 1.0) > _EXPANDS
        self._slots: dict[str, Mapping[LineId, Budget]] = {}

    def of(self, episode: Episode, line: Line) -> Row:
        """The row of a line."""
        words = for_the_model(line.words(self._source))
        speaker = self._names.get(line.character, "") if line.character else ""
        terms = self.keys.terms.within(words)
        sung = line.kind is LineKind.LYRIC
        row = Row(line, Asked(line.id, words, speaker, terms, sung), self.keys.key(line))
        budget = self._budget(episode, line)
        return self._timed_row(row, budget) if budget else row

    def _budget(self, episode: Episode, line: Line) -> Budget | None:
        """The time of a line's slot, else that of its source's take."""
        if not line.slot:
            return self._by_takes.get(line.id)
        if not self._timed:
            return None
        if episode.id not in self._slots:
            self._slots[episode.id] = budgets_of(episode.lines)
        return self._slots[episode.id].get(line.id)

    def _timed_row(self, row: Row, budget: Budget) -> Row:
        nobody = Manner("", "", "", self._language)
        manner = manner_of(self._project, row.line, self._language) or nobody
        most = max(1, self._order.lengths.units_in(budget.target, manner))
        least = max(1, int(_LEAST_OF_BUDGET * most))
        short = self._expands or budget.slot < _SHORT_SLOT_S
        return replace(row, budget=budget, manner=manner, units=(least, most), short=short)

    def better(self, row: Row, words: str, shorter: str) -> bool:
        """Whether the shorter variant suits a line's time and the longer does not."""
        if not (row.budget and row.manner and shorter):
            return False
        whole, brief = (
            fit_of(row.budget, self._order.lengths.estimate(text, row.manner))
            for text in (words, shorter)
        )
        if not _is_long(whole):
            return False
        return not _is_long(brief) or brief.over < whole.over


def _is_long(fit: Fit) -> bool:
    return fit.verdict in (Verdict.LONG, Verdict.MUCH_TOO_LONG)
