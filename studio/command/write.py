"""`understudy write`: a script from a brief; a run that stopped is gone on with."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from contextlib import nullcontext
from dataclasses import dataclass

from studio.command.brief_given import brief_given
from studio.command.learned_lengths import learned_lengths
from studio.command.script_beside import refuse_foreign_script, script_of
from studio.command.write_printing import Written, tell_planned, tell_written
from studio.command.writing_printing import estimated, say
from studio.command.writing_terms import writing_terms_of
from studio.command.writing_work import with_settings, work_file, work_path, worked
from studio.engine_room import EngineRoom
from studio.errors import (
    ProjectFileError,
    ProjectFileProblem,
    WritingError,
    WritingProblem,
)
from studio.model.outline import Brief
from studio.model.project import Project, new_project
from studio.store.project_file import ProjectFile
from studio.store.settings import Settings
from studio.writing.asking import Asker
from studio.writing.generating.orders import ScenesOrder, ScenesOutcome
from studio.writing.generating.plan import PlanOutcome, is_planned, plan
from studio.writing.generating.scenes import write_scenes
from studio.writing.generating.work import work_of_scenes, work_of_script
from studio.writing.page import Page
from studio.writing.revising.review import ReviewOrder, review, work_of_review
from studio.writing.timing.length import Lengths
from studio.writing.tokens import Work

SOME_FAILED = 1


async def run_write(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Write what is missing; what was written when it stops goes on with the same command."""
    given = await asyncio.to_thread(brief_given, options)
    path = work_path(options.out)
    await asyncio.to_thread(refuse_foreign_script, options.out, path)
    known = await asyncio.to_thread(_known, options)
    brief = _agreed(given, known, options)
    terms = with_settings(writing_terms_of(options), settings)
    writer = room.writer(terms.writer)
    if terms.estimate:
        work, price = _work_left(known, brief, options), writer.price(terms.model)
        say(estimated(work, price, as_json=options.json))
        return 0

    def empty() -> Project:
        return new_project("", language=brief.language)

    file = await asyncio.to_thread(work_file, options.out, empty)
    with file:
        lengths = await learned_lengths(file, room.roster)
        order = _Order(brief, lengths, plan_only=options.plan_only, review=options.review)
        async with nullcontext() if options.plan_only else script_of(options.out, file):
            came = await worked(room, file, "Writing", terms, order.carried_out)
        tell = tell_planned if options.plan_only else tell_written
        tell(came, file.project, options.out, as_json=options.json)
    return SOME_FAILED if came.unfinished else 0


def _known(options: Namespace) -> Project | None:
    """The project of an earlier run, None where there is none. Blocking."""
    path = work_path(options.out)
    if not path.exists():
        return None
    with ProjectFile.open(path) as file:
        return file.project


def _agreed(given: Brief | None, known: Project | None, options: Namespace) -> Brief:
    """The brief to go by; raises WritingError without one, ProjectFileError for a second one."""
    before = known.outline.brief if known and known.outline else None
    if given is None and before is None:
        raise WritingError(WritingProblem.NO_WORDS, "say with --brief what is to be written")
    if given is not None and before is not None and given != before:
        told = "written from another brief; leave out --brief to go on with it"
        raise ProjectFileError(ProjectFileProblem.EXISTS, str(work_path(options.out)), told)
    brief = before or given
    assert brief is not None
    return brief


def _work_left(known: Project | None, brief: Brief, options: Namespace) -> Work:
    """What is still to be done, as far as can be said."""
    if known is None or not is_planned(known.outline):
        return work_of_script(brief)
    work = Work() if options.plan_only else work_of_scenes(known, ScenesOrder())
    return work + (work_of_review(known, ReviewOrder()) if options.review else Work())


@dataclass(frozen=True, slots=True)
class _Order:
    """One run: the plan where it is not whole, the scenes that are missing, and a look over all."""

    brief: Brief
    lengths: Lengths
    plan_only: bool
    review: bool

    async def carried_out(self, page: Page, asker: Asker) -> Written:
        """All of it, one after another, at the cost of one purse."""
        planned = PlanOutcome(0, 0, 0)
        if not is_planned(page.project.outline):
            planned = await plan(page, asker, self.brief, keep=True, broken_off=True)
        scenes = ScenesOutcome()
        if not self.plan_only:
            scenes = await write_scenes(page, asker, ScenesOrder(lengths=self.lengths))
        suggestions = 0
        if self.review and not self.plan_only:
            suggestions = (await review(page, asker, ReviewOrder())).suggestions
        return Written(planned, scenes, suggestions, asker.purse)
