"""The pieces that are fitted: a line, or short lines of one speaker that share their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.model.episode import Episode
from studio.model.ids import CharacterId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import TranslationState
from studio.writing.fitting.order import FitOrder
from studio.writing.timing.slots import Budget, budget_of
from studio.writing.timing.source_times import budgets_for

MOST_LINES = 5
SHORT_S = 2.5
"""Lines are joined only where one of them has less time than this."""
APART_S = 1.5
"""And where there are fewer seconds between them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one speaker in a row and the time they have together; mostly it is one line.

    The words of one that is `frozen` are a person's. `slots` are the seconds of each line.
    """

    lines: tuple[Line, ...]
    slots: tuple[float, ...]
    budget: Budget
    character: CharacterId | None
    frozen: bool


@dataclass(frozen=True, slots=True)
class SceneOfPassages:
    """The passages of one scene, in script order."""

    episode: Episode
    passages: tuple[Passage, ...]


def scenes_to_fit(project: Project, order: FitOrder) -> Iterator[SceneOfPassages]:
    """What is to be fitted, scene by scene; scenes without anything are left out."""
    for episode in order.chosen(project):
        budgets = budgets_for(project, episode, order.language, order.seconds)
        for start, end in episode.scenes():
            found = tuple(_passages(project, episode.lines[start:end], order, budgets))
            if found:
                yield SceneOfPassages(episode, found)


def is_frozen(line: Line, language: str) -> bool:
    """Whether the words of a line are a person's."""
    known = line.translations.get(language)
    return known is None or known.state is TranslationState.EDITED


def _passages(
    project: Project, lines: Sequence[Line], order: FitOrder, budgets: Mapping[LineId, Budget]
) -> Iterator[Passage]:
    row: list[Line] = []
    for line in lines:
        if not line.spoken:
            continue
        if row and not _joins(row, line, order, budgets):
            yield from _passage(row, order.language, budgets)
            row = []
        if _is_wanted(project, line, order, budgets):
            row.append(line)
    yield from _passage(row, order.language, budgets)


def _is_wanted(
    project: Project, line: Line, order: FitOrder, budgets: Mapping[LineId, Budget]
) -> bool:
    """Whether a line has words, a time for them and a voice."""
    said = order.wants(line) and line.id in budgets and line.words(order.language).strip()
    return bool(said) and project.casting_of(line, order.language) is not None


def _joins(
    row: Sequence[Line], line: Line, order: FitOrder, budgets: Mapping[LineId, Budget]
) -> bool:
    """Whether a line goes on a row of lines."""
    last = row[-1]
    if line.id not in budgets or not order.wants(line) or len(row) >= MOST_LINES:
        return False
    if last.dual or line.dual or last.character != line.character:
        return False
    if not line.words(order.language).strip():
        return False
    if is_frozen(last, order.language) != is_frozen(line, order.language):
        return False
    short = any(budgets[each.id].slot < SHORT_S for each in (*row, line))
    return short and budgets[last.id].limit - budgets[last.id].slot < APART_S


def _passage(
    row: Sequence[Line], language: str, budgets: Mapping[LineId, Budget]
) -> Iterator[Passage]:
    if not row:
        return
    mine = [budgets[line.id] for line in row]
    slots = tuple(each.slot for each in mine)
    whole = mine[0] if len(mine) == 1 else _joined(mine)
    yield Passage(tuple(row), slots, whole, row[0].character, is_frozen(row[0], language))


def _joined(budgets: Sequence[Budget]) -> Budget:
    """The budget of lines that share their slots and what is free after each."""
    slot = sum(each.slot for each in budgets)
    free = sum(each.limit - each.slot for each in budgets)
    return replace(budget_of(slot, 0.0), limit=slot + free)


def neighbours(episode: Episode, lines: Sequence[LineId], around: int) -> tuple[Line, ...]:
    """The spoken lines just before and after some lines that stand together."""
    spoken = episode.spoken_lines
    wanted = frozenset(lines)
    places = [at for at, line in enumerate(spoken) if line.id in wanted]
    if not places:
        return ()
    near = spoken[max(0, places[0] - around) : places[-1] + 1 + around]
    return tuple(line for line in near if line.id not in wanted)
