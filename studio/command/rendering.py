"""One order without a window: open, cast, voice what is missing, deliver."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from studio.command.fitting import AskerFor, Fitter, fit_notes
from studio.command.needed_accounts import refuse_missing_accounts
from studio.command.rendered import Rendered
from studio.command.requested import (
    RenderRequest,
    cast_for,
    ordered,
    project_for,
    project_path,
)
from studio.command.voice_failures import failed_voices
from studio.command.voiced import Voiced, voiced_by
from studio.delivery.consents import Consents, no_consents
from studio.delivery.deliver import Watch, deliver
from studio.delivery.order import Order
from studio.delivery.planning import make_folder, refuse_unnameable
from studio.delivery.report import Report
from studio.engines.speech import SpeaksLines
from studio.errors import (
    DeliveryError,
    EngineRefused,
    OutcomeUnknown,
    ProjectFileError,
    ProjectFileProblem,
)
from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.project import Fitting, Project
from studio.opening import Production, production_of
from studio.store.project_file import ProjectFile
from studio.synthesis.batch import Batch, Failure
from studio.synthesis.bill import Bill, NoBill, Run
from studio.synthesis.finishing import to_the_end
from studio.synthesis.heard import heard_before
from studio.synthesis.pace import Paces
from studio.synthesis.plan import BatchPlan, PlannedTake, TakeState, plan_batch
from studio.synthesis.single_lines import SingleLines
from studio.writing.asking import Asker
from studio.writing.fitting.order import FitOutcome

FINISHING_S = 10.0
"""Seconds a cancelled run waits for lines that were sent and will be billed."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What all runs share: the paces, and the bill, which keeps to the cap of a day.

    `consents` tells who allowed the voices of a project's takes; blocking.
    """

    paces: Paces | None = None
    bill: Bill = field(default_factory=NoBill)
    consents: Callable[[Project], Consents] = lambda project: no_consents


def _nobody(told: str) -> None:
    """Nobody listens."""


def _no_asker(_: str, __: ProjectFile) -> Asker | None:
    """Nobody is asked."""
    return None


async def render(
    request: RenderRequest,
    engines: Mapping[str, SpeaksLines],
    watch: Callable[[Batch], None],
    terms: Terms | None = None,
    *,
    tell: Callable[[str], None] = _nobody,
    asker: AskerFor = _no_asker,
) -> Rendered:
    """Do it all; raises StudioError before anything is written when the input is bad.

    `tell` hears at the start what was passed over; `asker` is who finds other words for lines
    that are to be fitted.
    """
    terms = terms or Terms()
    project, file = await asyncio.to_thread(project_for, request)
    try:
        project = await cast_for(project, request, engines, tell)
        episodes, languages = ordered(project, request.order)
        order = replace(request.order, languages=languages)
        refuse_unnameable(project, order)
        refuse_missing_accounts(project, episodes, languages, engines)
    except BaseException:
        if file:
            file.close()
        raise
    with _folder_for(order.folder, file):
        if file is None:
            file = await asyncio.to_thread(ProjectFile.create, project_path(request), project)
        production = production_of(file, engines, paces=terms.paces, bill=terms.bill)
        work = _Work(production, request, watch, asker, Run(request.cap), terms.consents)
        try:
            return await work.voice_and_deliver(project, episodes, order)
        finally:
            await to_the_end(_closed(production))


@dataclass(frozen=True, slots=True)
class _Work:
    """One order on an open production."""

    production: Production
    request: RenderRequest
    watch: Callable[[Batch], None]
    asker: AskerFor
    run: Run
    consents: Callable[[Project], Consents]

    async def voice_and_deliver(
        self, project: Project, episodes: Sequence[Episode], order: Order
    ) -> Rendered:
        """Voice what is missing, then deliver what there is."""
        document = self.production.document
        if project != document.project:
            _refuse_read_only(self.production)
            document.edit("Render", project)
        before = frozenset(take.id for take in document.project.takes)
        voiced = await self._all_voiced(episodes, order.languages)
        fitted, notes = None, ()
        if self.request.fit is not Fitting.OFF:
            fitted, voiced = await self._fitted(episodes, order.languages, voiced)
            notes = await asyncio.to_thread(
                fit_notes, self.request.source, document.project, fitted
            )
        report = await _delivered(self.production, order, self.consents)
        made = frozenset(take.id for take in document.project.takes) - before
        return Rendered(
            report,
            made,
            voiced.failures,
            voiced.billed_characters,
            voiced.amount,
            voiced.cap,
            voiced.left_by_cap,
            self._silent(report),
            failed_voices(document.project, voiced.failures),
            fitted,
            notes,
            document.project.languages[0],
        )

    async def _fitted(
        self, episodes: Sequence[Episode], languages: Sequence[str], voiced: Voiced
    ) -> tuple[Mapping[str, FitOutcome], Voiced]:
        """Bring what was voiced into its time; then voice what is still missing."""
        production, source = self.production, self.production.document.project.languages[:1]
        _refuse_read_only(production)
        document, booth = production.document, production.booth
        singles = SingleLines(document, booth, production.engines, production.status, run=self.run)
        fitter = Fitter(production, singles, self.request.fit, self.asker)
        meant = [language for language in languages if (language,) != source]
        failed = frozenset((each.line, each.language) for each in voiced.failures)
        outcomes = await fitter.fitted(episodes, meant, failed)
        tried = failed | {(each.line, each.language) for each in singles.failures}
        voiced = voiced.with_singles(singles)
        return outcomes, voiced.then(await self._all_voiced(episodes, meant, but=tried))

    async def _all_voiced(
        self,
        episodes: Sequence[Episode],
        languages: Sequence[str],
        *,
        but: Collection[tuple[LineId, str]] = (),
    ) -> Voiced:
        """Voice what is missing, `but` what was tried before."""
        project = self.production.document.project
        as_now = [project.episode(episode.id) for episode in episodes]
        plan, refused = _plan(project, as_now, languages, self.production)
        takes = tuple(take for take in plan.takes if (take.line, take.language) not in but)
        refused = tuple(each for each in refused if (each.line, each.language) not in but)
        unsure = tuple(take for take in plan.unsure if (take.line, take.language) not in but)
        batch, failures = await self._voiced(BatchPlan(takes, unsure=unsure))
        return voiced_by(batch, (*failures, *refused))

    def _silent(self, report: Report) -> frozenset[tuple[LineId, str]]:
        """The delivered lines in which there is nothing to say."""
        status, project = self.production.status, self.production.document.project
        lines = {line.id: line for _, line in project.lines}
        return frozenset(
            (line.id, episode.language)
            for episode in report.episodes
            for line in episode.lines
            if line.take is None
            and status.of(lines[line.id], episode.language).state is TakeState.SILENT
        )

    async def _voiced(self, plan: BatchPlan) -> tuple[Batch, tuple[Failure, ...]]:
        """The batch when it is done, and every line without a take with its reason."""
        booth = self.production.booth
        takes = (*plan.takes, *(plan.unsure if self.request.again else ()))
        batch = booth.batch(takes)
        batch.run = self.run
        if takes:
            _refuse_read_only(self.production)
            self.watch(batch)
            try:
                await booth.work(batch)
            except asyncio.CancelledError:
                await to_the_end(booth.withdraw(batch))
                raise
        doubtful = () if self.request.again else plan.unsure
        return batch, (*batch.failures, *map(_in_doubt, doubtful))


def _in_doubt(take: PlannedTake) -> Failure:
    return Failure(take.line, take.language, OutcomeUnknown(take.request.engine))


async def _closed(production: Production) -> None:
    """Wait for what was sent and will be billed, then let go of the file."""
    await production.booth.finish(FINISHING_S)
    await asyncio.to_thread(production.close)


async def _delivered(
    production: Production, order: Order, consents: Callable[[Project], Consents]
) -> Report:
    """Deliver in a thread; when cancelled, it has stopped and tidied up before this returns."""
    stop = Event()
    project, samples = production.document.project, production.sounds.samples

    def write() -> Report:
        lines = (line for _, line in project.lines)
        heard = heard_before(project, lines, order.languages, production.engines)
        watch = Watch(cancelled=stop.is_set)
        allowed = consents(project)
        return deliver(
            project,
            order,
            samples,
            beds=production.beds,
            watch=watch,
            heard=heard,
            consents=allowed,
        )

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


def _plan(
    project: Project,
    episodes: Sequence[Episode],
    languages: Sequence[str],
    production: Production,
) -> tuple[BatchPlan, tuple[Failure, ...]]:
    """What is missing and what is in doubt, and every line nobody can speak, with its reason."""
    engines, unsure = production.engines, production.status.unsure
    plans = [
        (language, plan_batch(project, episode.lines, language, engines, unsure))
        for language in languages
        for episode in episodes
    ]
    refused = (
        Failure(line, language, EngineRefused("", found.reason or "nobody is cast for it"))
        for language, plan in plans
        for line, found in plan.unvoiceable
        if found.take is None  # an older take is delivered, and told where it is stale
    )
    takes = tuple(take for _, plan in plans for take in plan.takes)
    unsure_takes = tuple(take for _, plan in plans for take in plan.unsure)
    return BatchPlan(takes, unsure=unsure_takes), tuple(refused)


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
