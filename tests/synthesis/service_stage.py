"""A production whose lines are spoken by a real engine at a service on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from studio.document import Document
from studio.engine_room import engine_of
from studio.engines.roster import Roster
from studio.engines.speech import SpeaksLines
from studio.model.account import Account
from studio.model.cast import Casting
from studio.model.project import Project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.batch import Batch
from studio.synthesis.bill import Bill
from studio.synthesis.booth import Booth
from studio.synthesis.pace import Paces
from studio.synthesis.patience import Patience
from studio.synthesis.plan import BatchPlan, plan_batch
from studio.synthesis.status import LineStatus
from tests.builders import a_project


def cast_at(project: Project, engine: str, voice: str) -> Project:
    """The project with one voice of one engine for everybody."""
    for character in project.cast:
        project = project.with_character(character.cast_as("en", Casting(engine, voice)))
    return project


def a_long_project(lines: int, engine: str, voice: str) -> Project:
    """A project whose lines all say something else."""
    return cast_at(a_project(lines), engine, voice)


async def a_voice(account: Account, key: str) -> str:
    """A voice that the service offers."""

    async def secret() -> str:
        return key

    engine = engine_of(account, secret)
    try:
        return (await engine.voices())[0].id
    finally:
        await engine.aclose()


def hurried(patience: Patience, speed: float) -> Patience:
    """The same patience where time runs so much faster."""
    waits = ("fault_waits", "connection_waits", "busy_waits", "row_waits", "looks")
    shorter = {name: tuple(w / speed for w in getattr(patience, name)) for name in waits}
    return replace(patience, **shorter)


@dataclass
class ServiceStage:
    """An open project, and the engine of one account."""

    file: ProjectFile
    document: Document
    status: LineStatus
    booth: Booth
    engines: Roster

    @property
    def project(self) -> Project:
        return self.document.project

    def plan(self) -> BatchPlan:
        lines = [line for _, line in self.project.lines]
        return plan_batch(self.project, lines, "en", self.engines, self.status.unsure)

    async def voice(self) -> Batch:
        """Voice what is missing."""
        batch = self.booth.batch(self.plan().takes)
        await self.booth.work(batch)
        return batch


@asynccontextmanager
async def a_service_stage(
    path: Path,
    account: Account,
    key: str,
    project: Project | None = None,
    *,
    speed: float = 1.0,
    bill: Bill | None = None,
) -> AsyncIterator[ServiceStage]:
    """A stage for a new project, or for the file that is there; waits are shorter by `speed`."""

    async def secret() -> str:
        return key

    engine: SpeaksLines = engine_of(account, secret)
    engines = Roster([engine])
    file = ProjectFile.open(path) if project is None else ProjectFile.create(path, project)
    document = Document(file.project, DirectKeeper(file))
    status = LineStatus(document, engines)
    status.lost(file.unsure)
    paces = Paces(window=60.0 / speed)
    booth = Booth(
        document,
        file.jobs,
        engines,
        status,
        paces=paces,
        patience=hurried(Patience(), speed),
        bill=bill,
    )
    try:
        yield ServiceStage(file, document, status, booth, engines)
    finally:
        await booth.finish(10.0)
        await engines.aclose()
        file.close()
