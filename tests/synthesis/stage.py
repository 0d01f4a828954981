"""A project file with a booth in front of fake engines, for the tests of the booth."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.document import Document
from studio.model.line import Line
from studio.model.project import Project
from studio.store.jobs import Job
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.batch import Batch
from studio.synthesis.bill import Bill
from studio.synthesis.booth import Booth
from studio.synthesis.patience import Patience
from studio.synthesis.plan import BatchPlan, PlannedTake, TakeState, plan_batch
from studio.synthesis.status import LineStatus
from tests.engines.fake_engine import FakeEngine

AT_ONCE = Patience(
    fault_waits=(0.0, 0.0, 0.0),
    connection_waits=(0.0,),
    looks=(0.0, 0.0),
    busy_waits=(0.0,),
    row_waits=(0.0,),
)
"""As many tries as usual, without the waiting."""


@dataclass
class Stage:
    """A project file with a booth in front of one fake engine; others may be put beside it."""

    engine: FakeEngine
    engines: dict[str, FakeEngine]
    file: ProjectFile
    document: Document
    status: LineStatus
    booth: Booth

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.project.episodes[0].spoken_lines

    def whole_plan(self) -> BatchPlan:
        lines = self.project.episodes[0].lines
        return plan_batch(self.project, lines, "en", self.engines, self.status.unsure)

    def plan(self) -> tuple[PlannedTake, ...]:
        return self.whole_plan().takes

    def state(self, line: int = 0) -> TakeState:
        return self.status.of(self.lines[line], "en").state

    async def voice(self, *, cap: int | None = None) -> Batch:
        """Voice what is missing."""
        batch = self.booth.batch(self.plan(), cap=cap)
        await self.booth.work(batch)
        return batch

    async def voice_until_cancelled(self) -> Batch:
        """Begin to voice what is missing, and cancel as soon as a line is with the engine."""
        batch = self.booth.batch(self.plan())
        work = asyncio.ensure_future(self.booth.work(batch))
        while not self.engine.at_once:
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait((work,))
        return batch

    def unsure(self) -> tuple[Job, ...]:
        return self.file.jobs.unsure()


@contextmanager
def a_stage(
    path: Path,
    project: Project | None = None,
    engine: FakeEngine | None = None,
    *,
    bill: Bill | None = None,
) -> Iterator[Stage]:
    """A stage for a new project, or for the file that is there."""
    engine = engine or FakeEngine()
    file = ProjectFile.open(path) if project is None else ProjectFile.create(path, project)
    document = Document(file.project, DirectKeeper(file))
    engines = {"offline": engine}
    status = LineStatus(document, engines)
    status.lost(file.jobs.unsure())
    booth = Booth(document, file.jobs, engines, status, patience=AT_ONCE, bill=bill)
    try:
        yield Stage(engine, engines, file, document, status, booth)
    finally:
        file.close()
