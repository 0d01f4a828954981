"""What planning and writing a script will need of a model, before it is asked."""

from __future__ import annotations

import math
from dataclasses import replace

from studio.engines.text import TextRequest, Tokens
from studio.model.outline import Brief, Outline, PlannedEpisode, PlannedScene
from studio.model.project import Project, new_project
from studio.writing.answer import estimate_of
from studio.writing.fencing import Fence
from studio.writing.generating.briefs import checked
from studio.writing.generating.budgets import Budget, budget_of
from studio.writing.generating.orders import ScenesOrder
from studio.writing.generating.plan import EPISODES_AT_ONCE
from studio.writing.generating.plan_prompt import Part, plan_request, scenes_per_episode
from studio.writing.generating.scene_prompt import Setting, scene_request
from studio.writing.generating.scenes import scenes_to_write
from studio.writing.timing.rates import in_characters
from studio.writing.tokens import Work

_PER_LINE = 32
"""Tokens of a record beside its words."""
_PER_UNIT, _PER_CHARACTER = 1.0, 1.2
"""Tokens of a syllable, and of a character of Chinese and its kin."""
_PER_SCENE, _PER_EPISODE, _PER_PERSON = 110, 70, 75
_CONTEXT = 350
"""Tokens of what a scene is told that came before."""
_ADJUSTED = 0.3
"""Share of the scenes that will be adjusted to their time."""


def work_of_plan(brief: Brief) -> Work:
    """What planning a script needs; raises WritingError for a brief that cannot be used."""
    brief = checked(brief)
    work = Work()
    for first in range(1, brief.episodes + 1, EPISODES_AT_ONCE):
        part = Part(first, min(brief.episodes, first + EPISODES_AT_ONCE - 1))
        read = estimate_of(plan_request(Fence(), brief, Outline(brief), part))
        told = (first > 1) * (_PER_PERSON * brief.cast_size + _PER_EPISODE * first)
        scenes = part.episodes * scenes_per_episode(brief)
        written = _PER_EPISODE * part.episodes + _PER_SCENE * scenes
        written += (first == 1) * _PER_PERSON * brief.cast_size
        work += Work(1, Tokens(read + told, written))
    return work


def work_of_scenes(project: Project, order: ScenesOrder) -> Work:
    """What writing the scenes of an order needs, nothing where there is no plan."""
    outline = project.outline
    if outline is None:
        return Work()
    language = project.languages[0]
    scenes: list[tuple[TextRequest, Budget]] = []
    for scene in scenes_to_write(project, order):
        found = outline.find_scene(scene.id)
        if found is not None:
            budget = budget_of(scene, outline.brief, language, order.lengths)
            scenes.append((_request(project, outline, *found, budget), budget))
    return _work_of(scenes, language)


def work_of_script(brief: Brief) -> Work:
    """What a whole script from a brief needs: its plan, and the scenes it will have."""
    brief = checked(brief)
    many = scenes_per_episode(brief)
    episodes = tuple(
        PlannedEpisode(
            f"e{number}",
            "",
            scenes=tuple(
                PlannedScene(f"s{number}.{place}", "", "", brief.seconds // many)
                for place in range(many)
            ),
        )
        for number in range(1, brief.episodes + 1)
    )
    outline = Outline(brief, episodes=episodes)
    project = replace(new_project("", language=brief.language), outline=outline)
    writing = work_of_scenes(project, ScenesOrder())
    told = _PER_PERSON * brief.cast_size * writing.requests
    return work_of_plan(brief) + writing + Work(0, Tokens(told))


def _request(
    project: Project, outline: Outline, episode: PlannedEpisode, scene: PlannedScene, budget: Budget
) -> TextRequest:
    cast = tuple(project.cast)
    ids = {each.id: each.id for each in cast}
    setting = Setting(outline, episode, scene, budget, cast, ids, project.languages[0])
    return scene_request(Fence(), setting)


def _work_of(scenes: list[tuple[TextRequest, Budget]], language: str) -> Work:
    per_unit = _PER_CHARACTER if in_characters(language) else _PER_UNIT
    work = Work()
    for request, budget in scenes:
        lines = (budget.lines_min + budget.lines_max) / 2
        written = math.ceil(_PER_LINE * lines + per_unit * budget.units)
        read = estimate_of(request) + _CONTEXT
        again = Tokens(math.ceil(_ADJUSTED * (written + 500)), math.ceil(_ADJUSTED * written))
        work += Work(1, Tokens(read, written)) + Work(0, again)
    return work + Work(math.ceil(_ADJUSTED * len(scenes)))
