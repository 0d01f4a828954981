"""A scene that came out too long or too short is brought near its time, by one request."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import TooMuchAtOnce
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.outline import PlannedScene
from studio.model.project import Project
from studio.writing.asking import Asker
from studio.writing.drafting.letters import in_other_language
from studio.writing.drafting.speakable import is_said, speakable
from studio.writing.fencing import Fence
from studio.writing.generating.adjusting import Size, reworded, rewrite_request, rewritten
from studio.writing.generating.budgets import (
    LEAST,
    MOST,
    Budget,
    line_seconds,
    spoken_seconds,
)
from studio.writing.generating.placing import lines_of, without_lines
from studio.writing.page import Page
from studio.writing.timing.length import Lengths
from studio.writing.timing.units import counted

STEP = "adjust"
_SLACK = 0.15
_MOST_GONE = 0.5
"""Share of the lines that may be taken out of a scene that is too long."""


async def resized(
    page: Page, asker: Asker, fence: Fence, scene: PlannedScene, budget: Budget, lengths: Lengths
) -> int:
    """Ask once for other words where the scene needs it; returns how many lines changed."""
    project = page.project
    language = project.languages[0]
    lines = [line for line in lines_of(project, scene) if line.spoken]
    seconds = spoken_seconds(project, lines, language, lengths)
    ratio = budget.ratio(seconds)
    if not lines or LEAST <= ratio <= MOST:
        return 0
    sizes = {line.id: _size(line, language, 1 / ratio) for line in lines}
    ask = _asked(scene, seconds, budget)
    request = rewrite_request(fence, STEP, project, lines, ask, sizes=sizes)
    try:
        words, _ = await rewritten(asker, request, STEP, {line.id for line in lines})
    except TooMuchAtOnce:  # the scene stays as it is; that it is long is told
        return 0
    return _taken(page, lines, words, lengths, shorter=ratio > 1)


def _asked(scene: PlannedScene, seconds: float, budget: Budget) -> str:
    """The wish that goes with a scene."""
    told = (
        f"Scene {scene.id} takes about {seconds:.0f} seconds and should take {budget.seconds:.0f}."
    )
    if seconds > budget.seconds:
        return (
            f"{told} Make it shorter: say the same in fewer words. A line that nobody would miss "
            "gets empty words and goes."
        )
    return f"{told} Make it longer: let people say more of what they want, hide or fear."


def _size(line: Line, language: str, factor: float) -> Size:
    units = counted(line.words(language), language).units * factor
    return max(1, round(units * (1 - _SLACK))), max(2, round(units * (1 + _SLACK)))


def _taken(
    page: Page, lines: list[Line], words: Mapping[LineId, str], lengths: Lengths, *, shorter: bool
) -> int:
    """Take over what goes the right way; a line that somebody changed meanwhile stays."""
    project = page.project
    language = project.languages[0]
    gone: dict[LineId, str] = {}
    changed = 0
    for line in lines:
        if line.id not in words:
            continue
        new = speakable(words[line.id], [character.name for character in project.cast])
        if not is_said(new.words):
            if shorter and len(gone) + 1 <= _MOST_GONE * len(lines):
                gone[line.id] = line.words(language)
            continue
        change = reworded(line, new, language)
        before = line_seconds(project, line, language, lengths)
        after = line_seconds(project, change(line), language, lengths)
        right_way = after < before if shorter else after > before
        if right_way and not in_other_language(new.words, language):
            page.change_line(line.id, change)
            changed += 1
    if gone:
        page.change(lambda project: _without(project, gone, language))
    return changed + len(gone)


def _without(project: Project, gone: Mapping[LineId, str], language: str) -> Project:
    """The project without those of the lines that still say what they said."""
    still = {
        line.id
        for _, line in project.lines
        if line.id in gone and line.words(language) == gone[line.id]
    }
    return without_lines(project, still) if still else project
