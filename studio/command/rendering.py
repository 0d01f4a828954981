"""One order without a window: open, cast, voice what is missing, deliver."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from studio.casting.cast_files import with_cast_file
from studio.casting.first_cast import with_first_cast
from studio.delivery.deliver import Watch, deliver
from studio.delivery.naming import legal_name
from studio.delivery.order import Order
from studio.delivery.planning import make_folder, refuse_unnameable
from studio.delivery.report import Report
from studio.engines.speech import SpeaksLines
from studio.errors import (
    DeliveryError,
    DeliveryProblem,
    ProjectFileError,
    ProjectFileProblem,
    ScriptError,
    ScriptProblem,
)
from studio.formats.scripting import merged, project_of
from studio.model.episode import Episode
from studio.model.ids import TakeId
from studio.model.project import Project
from studio.opening import PROJECT_SUFFIX, Production, is_project, production_of, script_at
from studio.store.project_file import ProjectFile
from studio.synthesis.batch import Batch, Failure
from studio.synthesis.finishing import to_the_end
from studio.synthesis.heard import heard_before
from studio.synthesis.plan import PlannedTake, plan_batch


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What `understudy render` was asked for; `cap` is the most characters it may be billed."""

    source: Path
    order: Order
    engine: str
    cast: Path | None = None
    encoding: str = ""
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it: the delivery, and what happened to the takes on the way."""

    report: Report
    made: frozenset[TakeId]
    failures: tuple[Failure, ...]
    billed_characters: int


async def render(
    request: RenderRequest,
    engines: Mapping[str, SpeaksLines],
    watch: Callable[[Batch], None],
) -> Rendered:
    """Do it all; raises StudioError before anything is written when the input is bad."""
    project, file = await asyncio.to_thread(_project_for, request)
    try:
        project = await _cast(project, request, engines)
        episodes, languages = _ordered(project, request.order)
        order = replace(request.order, languages=languages)
        refuse_unnameable(project, order)
    except BaseException:
        if file:
            file.close()
        raise
    with _folder_for(order.folder, file):
        if file is None:
            file = await asyncio.to_thread(ProjectFile.create, _project_path(request), project)
        production = production_of(file, engines)
        try:
            return await _voice_and_deliver(production, project, episodes, order, request, watch)
        finally:
            await asyncio.to_thread(production.close)


async def _voice_and_deliver(
    production: Production,
    project: Project,
    episodes: Sequence[Episode],
    order: Order,
    request: RenderRequest,
    watch: Callable[[Batch], None],
) -> Rendered:
    document, booth = production.document, production.booth
    if project != document.project:
        _refuse_read_only(production)
        document.edit("Render", project)
    before = frozenset(take.id for take in document.project.takes)
    takes = _missing(document.project, episodes, order.languages, production)
    batch = booth.batch(takes, cap=request.cap)
    if takes:
        _refuse_read_only(production)
        watch(batch)
        await booth.work(batch)
    report = await _delivered(production, order)
    made = frozenset(take.id for take in document.project.takes) - before
    progress = batch.progress
    return Rendered(report, made, tuple(batch.failures), progress.billed_characters)


async def _delivered(production: Production, order: Order) -> Report:
    """Deliver in a thread; when cancelled, it has stopped and tidied up before this returns."""
    stop = Event()
    project, samples = production.document.project, production.sounds.samples

    def write() -> Report:
        lines = (line for _, line in project.lines)
        heard = heard_before(project, lines, order.languages, production.engines)
        watch = Watch(cancelled=stop.is_set)
        return deliver(project, order, samples, watch=watch, heard=heard)

    work = asyncio.ensure_future(asyncio.to_thread(write))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        stop.set()
        await to_the_end(_over(work))
        raise


async def _over(work: asyncio.Future[Report]) -> None:
    await asyncio.wait((work,))


def _refuse_read_only(production: Production) -> None:
    """Raise ProjectFileError when something would have to be written and cannot be."""
    file = production.file
    if file.read_only:
        raise file.why_read_only or ProjectFileError(ProjectFileProblem.LOCKED, str(file.path))


def _missing(
    project: Project,
    episodes: Sequence[Episode],
    languages: Sequence[str],
    production: Production,
) -> list[PlannedTake]:
    return [
        take
        for language in languages
        for episode in episodes
        for take in plan_batch(project, episode.lines, language, production.engines).takes
    ]


def _project_for(request: RenderRequest) -> tuple[Project, ProjectFile | None]:
    """The project as the source has it, and its open file if there is one. Blocking."""
    if is_project(request.source):
        file = ProjectFile.open(request.source)
        return file.project, file
    script, decoded = script_at(request.source, encoding=request.encoding)
    if not decoded.certain:
        raise ScriptError(
            ScriptProblem.ENCODING, str(request.source), detail=", ".join(decoded.candidates)
        )
    if not any(line.spoken for line in script.lines):
        raise ScriptError(ScriptProblem.NO_SPOKEN_LINES, str(request.source))
    path = _project_path(request)
    if not path.exists():
        return project_of(script, title=request.source.stem), None
    file = ProjectFile.open(path)
    return merged(file.project, script), file


def _project_path(request: RenderRequest) -> Path:
    """Where the takes of a script are kept between two renders: beside the delivery."""
    return request.order.folder / (legal_name(request.source.stem) + PROJECT_SUFFIX)


@contextlib.contextmanager
def _folder_for(folder: Path, file: ProjectFile | None) -> Generator[None]:
    """The delivery's folder, made if only it is missing; it goes again when it stays empty."""
    try:
        made = make_folder(folder)
    except DeliveryError:
        if file:
            file.close()
        raise
    try:
        yield
    finally:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _ordered(project: Project, order: Order) -> tuple[tuple[Episode, ...], tuple[str, ...]]:
    """The episodes and languages of an order; raises DeliveryError for one that is not there."""
    numbers = {episode.number for episode in project.episodes}
    for number in order.episodes:
        if number not in numbers:
            known = ", ".join(str(n) for n in sorted(numbers))
            raise DeliveryError(DeliveryProblem.UNKNOWN_EPISODE, "", f"{number}; it has {known}")
    languages = tuple(dict.fromkeys(order.languages)) or project.languages[:1]
    for language in languages:
        if language not in project.languages:
            known = ", ".join(project.languages)
            raise DeliveryError(DeliveryProblem.UNKNOWN_LANGUAGE, "", f"{language}; it has {known}")
    chosen = tuple(e for e in project.episodes if not order.episodes or e.number in order.episodes)
    return chosen, languages


async def _cast(
    project: Project, request: RenderRequest, engines: Mapping[str, SpeaksLines]
) -> Project:
    """The project with the cast file's voices, and a first voice for whoever has none."""
    if request.cast:
        project = await with_cast_file(project, request.cast, engines, engine=request.engine)
    uncast = any(set(project.languages) - set(c.castings) for c in project.cast)
    if not uncast:
        return project
    return with_first_cast(project, await engines[request.engine].voices())
