"""What another casting makes stale, and what voicing that again would cost."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from studio.engines.speech import Price
from studio.model.cast import Casting
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.plan import (
    BatchPlan,
    Engines,
    LineState,
    PlannedTake,
    TakeState,
    planned,
    state_of,
)

T = TypeVar("T")
Steps = Generator[None, None, T]
"""Work that may be laid aside after each short step, and what comes of it."""
Pair = tuple[CharacterId, str]
"""Who speaks, and in which language."""


@dataclass(frozen=True, slots=True)
class Affected:
    """Voiced lines that are concerned, and the takes that would make them fresh again.

    A take that is there already, from an earlier casting, costs nothing; `refused` lines cannot
    be voiced as they would be cast.
    """

    lines: int = 0
    episodes: int = 0
    takes: tuple[PlannedTake, ...] = ()
    refused: int = 0

    @property
    def billed_characters(self) -> int:
        """Characters as the services will bill them."""
        return BatchPlan(self.takes).billed_characters

    @property
    def amount(self) -> Mapping[str, Decimal]:
        """Money by currency, free takes left out."""
        return BatchPlan(self.takes).amount


@dataclass(frozen=True, slots=True)
class Standing:
    """The voiced lines of a character in a language: those as cast now, and those that are not."""

    fresh: Affected = Affected()
    stale: Affected = Affected()


def made_stale(before: Project, after: Project, engines: Engines) -> Affected:
    """The lines that sound as they should now, and would not any more.

    Lines that are stale already, were never voiced or have a voice of their own are not counted.
    Pure, and slow for thousands of lines; `going_stale` is the same in steps.
    """
    return finished(going_stale(before, after, engines))


def going_stale(before: Project, after: Project, engines: Engines) -> Steps[Affected]:
    """What `made_stale` finds, with a step for each line."""
    counting = _Counting(engines, (yield from _known_in(before)))
    for episode, line, language in _lines_of(before, _recast(before, after)):
        yield
        if not _voiced(before, line, language):
            continue
        if state_of(before, line, language, engines).state is TakeState.READY:
            found = state_of(after, line, language, engines)
            if found.state is not TakeState.READY:
                counting.count(episode, line, language, found)
    return counting.affected


def standing_of(
    project: Project, character: CharacterId, language: str, engines: Engines
) -> Steps[Standing]:
    """How a character's voiced lines stand, with a step for each line."""
    fresh = _Counting(engines)
    stale = _Counting(engines, (yield from _known_in(project)))
    for episode, line, code in _lines_of(project, {(character, language)}):
        yield
        if not _voiced(project, line, code):
            continue
        found = state_of(project, line, code, engines)
        if found.state is TakeState.READY:
            fresh.count(episode, line, code, found)
        elif found.state is not TakeState.SILENT:
            stale.count(episode, line, code, found)
    return Standing(fresh.affected, stale.affected)


def finished(steps: Steps[T]) -> T:
    """What comes of steps that are all taken now."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def _recast(before: Project, after: Project) -> set[Pair]:
    """Who is cast otherwise, and in which languages."""
    changed: set[Pair] = set()
    for character in before.cast:
        now = after.cast.find(character.id)
        castings: Mapping[str, Casting] = now.castings if now else {}
        for language in (*character.castings, *castings):
            if character.castings.get(language) != castings.get(language):
                changed.add((character.id, language))
    return changed


def _lines_of(project: Project, pairs: Collection[Pair]) -> Iterator[tuple[Episode, Line, str]]:
    """The lines of these characters, by language."""
    languages: dict[CharacterId, list[str]] = {}
    for character, language in pairs:
        languages.setdefault(character, []).append(language)
    for episode, line in project.lines:
        for language in languages.get(line.character, ()) if line.character else ():
            yield episode, line, language


def _voiced(project: Project, line: Line, language: str) -> bool:
    return line.spoken and project.takes.circled(line, language) is not None


def _known_in(project: Project) -> Steps[Collection[str]]:
    """The fingerprints of all takes, with a step for each line."""
    known: set[str] = set()
    for takes in project.takes.by_line.values():
        yield
        known.update([take.fingerprint for take in takes])
    return known


class _Counting:
    """Sums lines up; what is `known` by its fingerprint need not be spoken again."""

    def __init__(self, engines: Engines, known: Collection[str] = ()) -> None:
        self._engines = engines
        self._known = known
        self._episodes: set[EpisodeId] = set()
        self._takes: list[PlannedTake] = []
        self._lines = self._refused = 0

    def count(self, episode: Episode, line: Line, language: str, found: LineState) -> None:
        """One line more; its words are priced where they can be said and are not there."""
        self._lines += 1
        self._episodes.add(episode.id)
        if found.request is None:
            self._refused += found.state in (TakeState.REFUSED, TakeState.UNCAST)
            return
        take = planned(line, language, found.request, self._engines)
        there = found.request.fingerprint in self._known
        self._takes.append(replace(take, price=Price()) if there else take)

    @property
    def affected(self) -> Affected:
        """What was counted."""
        return Affected(self._lines, len(self._episodes), tuple(self._takes), self._refused)
