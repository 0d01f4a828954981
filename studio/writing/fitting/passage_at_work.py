"""One passage while it is fitted: what it takes by now, and what can still be done about it."""

from __future__ import annotations

from enum import Enum, auto

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.fitting.order import FitOrder, FittedLine
from studio.writing.fitting.part import long_code, part_of
from studio.writing.fitting.passages import Passage
from studio.writing.fitting.rewriting import Wish
from studio.writing.fitting.speeds import SceneSpeeds, speed_to_fit
from studio.writing.timing.slots import Verdict, fit_of

_NEAR = 0.03
"""Seconds over which nobody quarrels."""
_SPEED_TRIES = 2
"""An engine may do less than it is told, so that it has to be told once more."""
_LEAST_OF_SHORTER = 0.6
"""Share of the slot that a shorter variant has to fill at least."""


class Step(Enum):
    """What a passage needs next."""

    NOTHING = auto()
    SPEED = auto()
    WORDS = auto()


class PassageAtWork:
    """A passage that is being fitted."""

    def __init__(self, project: Project, passage: Passage, order: FitOrder) -> None:
        self.passage = passage
        self.parts = [
            part_of(project, line, slot, order)
            for line, slot in zip(passage.lines, passage.slots, strict=True)
        ]
        self._order = order
        self._rewrites_left = 0 if passage.frozen else order.rewrites
        self._speed_tries_left = _SPEED_TRIES
        self.is_stuck = False
        """Whether it could not be spoken as it was to be, so that it stays as it was before."""
        self._before: tuple[tuple[Line, ...], float] | None = None

    @property
    def id(self) -> LineId:
        """Its first line."""
        return self.passage.lines[0].id

    @property
    def seconds(self) -> float | None:
        """What its takes are long together, None while one is missing."""
        each = [part.seconds for part in self.parts]
        return None if None in each else sum(filter(None, each))

    @property
    def is_gone(self) -> bool:
        """Whether a person works on it, so that it is left alone."""
        return any(part.gone for part in self.parts)

    @property
    def is_hopeless(self) -> bool:
        """Whether, by a good estimate, it needs other words before anybody speaks it."""
        unheard = all(part.seconds is None and part.gauge.is_sure for part in self.parts)
        return unheard and self._usual_seconds > self.passage.budget.utmost

    @property
    def will_need_words(self) -> bool:
        """Whether, by what is known before, more than its speed has to change."""
        usual, budget = self._usual_seconds, self.passage.budget
        little = max(self._order.speed_only * budget.slot, budget.enough)
        return self.may_have_words and usual > little and not self.has_shorter

    @property
    def share(self) -> float:
        """The share that its slot is of what it takes at the usual speed."""
        return self.passage.budget.slot / max(self._usual_seconds, 0.05)

    def next_step(self, *, can_ask: bool) -> Step:
        """What is to be done now that it was heard."""
        seconds = self.seconds
        if seconds is None or self.is_gone or self.is_stuck:
            return Step.NOTHING
        if seconds <= self.passage.budget.enough + _NEAR:
            return Step.NOTHING
        little = self._usual_seconds <= self._order.speed_only * self.passage.budget.slot
        if little and self._speed_tries_left:
            return Step.SPEED
        if self._rewrites_left and (can_ask or self.has_shorter):
            return Step.WORDS
        return Step.SPEED if self._speed_tries_left else Step.NOTHING

    @property
    def may_have_words(self) -> bool:
        """Whether its words may still be changed."""
        return self._rewrites_left > 0

    @property
    def has_shorter(self) -> bool:
        """Whether shorter variants are there that fit well enough."""
        return bool(self.shorter_words())

    def shorter_words(self) -> dict[LineId, str]:
        """The shorter variants by line, where with them it would fit."""
        found = {
            part.line.id: part.how.shorter for part in self.parts if part.how and part.how.shorter
        }
        seconds = sum(
            part.gauge.seconds(found.get(part.line.id, part.words)) for part in self.parts
        )
        budget = self.passage.budget
        fits = _LEAST_OF_SHORTER * budget.slot <= seconds <= max(budget.enough, budget.most)
        return found if fits else {}

    def wishes(self) -> list[Wish]:
        """The words to be asked for."""
        return [Wish(part.line, part.words, self.share) for part in self.parts]

    def words_were_tried(self) -> None:
        """One of the times that words may be changed is used up."""
        self._rewrites_left -= 1
        if self.seconds is not None:
            self._before = tuple(part.line for part in self.parts), self._usual_seconds

    def better_before(self) -> tuple[Line, ...]:
        """The lines as they were, where the words they have now take longer; else none."""
        before, self._before = self._before, None
        if before is None or self.seconds is None or self._usual_seconds <= before[1]:
            return ()
        return before[0]

    def new_speed(self, speeds: SceneSpeeds) -> float | None:
        """The factor to read it with next, None where another one would change nothing."""
        self._speed_tries_left -= 1
        budget = self.passage.budget
        pauses = sum(part.pauses for part in self.parts)
        natural = sum(part.natural for part in self.parts)
        others = speeds.of(self.passage.character, self.id)
        now = self.factor
        wanted = speed_to_fit(natural, pauses, budget, others, self._order.fastest)
        return wanted if wanted - now >= 0.005 else None

    @property
    def factor(self) -> float:
        """How much faster it is read than usual; that of its fastest line."""
        return max(part.factor for part in self.parts)

    def fitted(self) -> dict[LineId, FittedLine]:
        """How its lines came out."""
        seconds, budget = self.seconds, self.passage.budget
        verdict = None if seconds is None else fit_of(budget, seconds, seconds).verdict
        return {
            part.line.id: FittedLine(
                part.slot,
                part.seconds,
                part.speed,
                verdict,
                part.rewritten,
                part.times_spoken,
                faster=part.factor > 1.005,
            )
            for part in self.parts
        }

    def flags(self) -> dict[LineId, str]:
        """For each line the reason it is too long, empty where it is not.

        Of several lines that share their time the longest for its own is flagged.
        """
        seconds, budget = self.seconds, self.passage.budget
        if seconds is None:
            return {}
        verdict = fit_of(budget, seconds, seconds).verdict
        codes = dict.fromkeys((part.line.id for part in self.parts), "")
        if verdict in (Verdict.LONG, Verdict.MUCH_TOO_LONG):
            worst = max(self.parts, key=lambda part: (part.seconds or 0.0) / part.slot)
            codes[worst.line.id] = long_code(worst.seconds or 0.0, worst.slot)
        return codes

    @property
    def _usual_seconds(self) -> float:
        return sum(part.natural + part.pauses for part in self.parts)
