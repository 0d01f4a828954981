"""The jobs of the menu Write as coroutines, and what is known of a plan before they begin."""

from __future__ import annotations

from dataclasses import replace

from studio.model.outline import Brief, Outline, Written
from studio.model.project import Project
from studio.writing.adapting.adapt import adapt
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.asking import Asker
from studio.writing.generating.orders import ScenesOrder, ScenesOutcome
from studio.writing.generating.plan import PlanOutcome, plan
from studio.writing.generating.planning import whole_episodes
from studio.writing.generating.scenes import write_scenes
from studio.writing.page import Page


async def plan_job(page: Page, asker: Asker, *, brief: Brief, keep: bool) -> PlanOutcome:
    """Plan a script."""
    return await plan(page, asker, brief, keep=keep)


async def scenes_job(
    page: Page, asker: Asker, *, order: ScenesOrder, plan_first: bool
) -> ScenesOutcome:
    """Write scenes, with `plan_first` after planning the episodes that are missing."""
    outline = page.project.outline
    if plan_first and outline is not None:
        await plan(page, asker, outline.brief, keep=True)
    return await write_scenes(page, asker, order)


def written_in(language: str, project: Project) -> Project:
    """The project with this as its first language, unless there are lines in another one."""
    if language == project.languages[0] or any(line.text for _, line in project.lines):
        return project
    others = (code for code in project.languages[1:] if code != language)
    return replace(project, languages=(language, *others))


def planned_episodes(outline: Outline) -> int:
    """How many episodes are planned from the first one on."""
    return whole_episodes(outline, outline.brief.seconds, cut=False)


def is_begun(outline: Outline) -> bool:
    """Whether any scene is in the script."""
    scenes = (scene for episode in outline.episodes for scene in episode.scenes)
    return any(scene.written is not Written.PLANNED for scene in scenes)


async def adapt_job(page: Page, asker: Asker, *, order: AdaptOrder) -> AdaptOutcome:
    """Adapt prose; a project without lines is in its language from then on."""
    page.change(lambda project: written_in(order.language, project))
    return await adapt(page, asker, order)
