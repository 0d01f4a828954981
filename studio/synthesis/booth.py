"""The booth: turns planned takes into recorded ones, at the engine's pace, losing none."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from studio.document import Document
from studio.engines.speech import Speech, SpeechRequest
from studio.errors import AccountStopped, EngineUnreachable, StudioError
from studio.model.ids import TakeId, new_id
from studio.model.take import Recording, Take
from studio.store.jobs import Job, Jobs
from studio.synthesis.batch import Batch
from studio.synthesis.finishing import to_the_end
from studio.synthesis.pace import PaceKeeper
from studio.synthesis.plan import BatchPlan, Engines, PlannedTake, TakeState, plan_batch
from studio.synthesis.recording import recorded
from studio.synthesis.status import LineStatus

TRIES = 3
RETRY_AFTER = 2.0
"""Seconds before an engine that did not answer is asked for the same line again; doubled."""


class Booth:
    """Voices batches for one document; every job is a row in the project file until it is done.

    Cancelling `work` keeps each finished take and leaves the rest waiting in the file, to go on
    with later; `withdraw` forgets what still waits.
    """

    def __init__(
        self,
        document: Document,
        jobs: Jobs,
        engines: Engines,
        status: LineStatus,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._document = document
        self._jobs = jobs
        self._engines = engines
        self._status = status
        self._clock = clock
        self._paces: dict[tuple[str, str], PaceKeeper] = {}
        self._made: dict[str, Take] = {}
        self._running: set[str] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def batch(self, takes: Iterable[PlannedTake], *, cap: int | None = None) -> Batch:
        """A batch ready to work on; `cap` is the most characters it may be billed."""
        return Batch(tuple(takes), self._clock, cap)

    async def work(self, batch: Batch) -> None:
        """Voice every take of a batch; failures stay with their line, an empty account stops it."""
        self._made |= {take.fingerprint: take for take in self._document.project.takes}
        await asyncio.to_thread(self._enter, batch)
        self._mark(batch.takes, TakeState.WAITING)
        queues = _by_account(batch.takes)
        workers = [
            asyncio.ensure_future(self._serve(queue, batch, self._pace(account)))
            for account, queue in queues.items()
            for _ in range(min(len(queue), self._engines[account[0]].pace.in_flight))
        ]
        self._running |= batch.jobs.keys()
        try:
            await asyncio.gather(*workers)
        finally:
            try:
                await to_the_end(_stopped(workers))
            finally:
                self._running -= batch.jobs.keys()
                self._mark((take for queue in queues.values() for take in queue), None)

    async def withdraw(self, batch: Batch) -> None:
        """Forget the jobs of a batch that are still open; the takes made stay."""
        unfinished = await asyncio.to_thread(self._jobs.unfinished)
        still_open = [job.id for job in unfinished if job.id in batch.jobs]
        await asyncio.to_thread(self._jobs.forget, still_open)

    async def unfinished(self) -> BatchPlan:
        """What an interrupted batch left over, as the project wants it now."""
        jobs = await asyncio.to_thread(self._jobs.unfinished)
        project = self._document.project
        takes: list[PlannedTake] = []
        for language in dict.fromkeys(job.language for job in jobs):
            wanted = {job.line for job in jobs if job.language == language}
            lines = [line for _, line in project.lines if line.id in wanted]
            takes += plan_batch(project, lines, language, self._engines).takes
        wanted_takes = {(take.line, take.language) for take in takes}
        settled = [job.id for job in jobs if (job.line, job.language) not in wanted_takes]
        await asyncio.to_thread(self._jobs.forget, settled)
        return BatchPlan(tuple(takes))

    def _enter(self, batch: Batch) -> None:
        """Write a batch's jobs; an older open job of the same line and language gives way."""
        wanted = {(take.line, take.language) for take in batch.takes}
        older = [
            job.id
            for job in self._jobs.unfinished()
            if (job.line, job.language) in wanted and job.id not in self._running
        ]
        self._jobs.add_all(_job(job, take) for job, take in batch.jobs.items())
        self._jobs.forget(older)

    async def _serve(self, queue: deque[PlannedTake], batch: Batch, pace: PaceKeeper) -> None:
        """One place in the booth: take the next line until none is left."""
        while queue:
            planned = queue.popleft()
            try:
                if await self._voiced(planned, batch, pace):
                    await asyncio.to_thread(self._jobs.finish, batch.job_of(planned))
                else:
                    await asyncio.to_thread(self._jobs.forget, [batch.job_of(planned)])
                self._mark((planned,), None)
            except asyncio.CancelledError:
                self._mark((planned,), None)
                raise
            except StudioError as error:
                unable = [planned, *queue] if isinstance(error, AccountStopped) else [planned]
                if len(unable) > 1:
                    queue.clear()
                await self._fail(unable, batch, error)

    async def _voiced(self, planned: PlannedTake, batch: Batch, pace: PaceKeeper) -> bool:
        """Give a line its take; False when the batch's cap does not allow it."""
        if planned.request.variation:
            return await self._speak(planned, batch, pace)
        async with self._turns[planned.request.fingerprint]:
            same = self._made.get(planned.request.fingerprint)
            if same is None:
                return await self._speak(planned, batch, pace)
            if (same.line, same.language) != (planned.line, planned.language) or same.discarded:
                await self._record(_copy_for(same, planned), None)
            else:
                self._circle(same)
            batch.kept()
            return True

    async def _speak(self, planned: PlannedTake, batch: Batch, pace: PaceKeeper) -> bool:
        if not batch.admits(planned):
            return False
        async with pace.place():
            self._mark((planned,), TakeState.SPEAKING)
            await asyncio.to_thread(self._jobs.claim, batch.job_of(planned))
            speech = await self._spoken(planned.request)
        await to_the_end(self._keep(planned, speech, batch))
        return True

    async def _keep(self, planned: PlannedTake, speech: Speech, batch: Batch) -> None:
        """What the engine gave may be paid for: it becomes a take whatever happens meanwhile."""
        take, recording = await asyncio.to_thread(recorded, planned, speech, time.time())
        await self._record(take, recording)
        self._made[take.fingerprint] = take
        batch.made(take.billed_characters)

    def _circle(self, take: Take) -> None:
        """Choose a take that is there already and fits the line as it is now."""
        project = self._document.project
        found = project.find_line(take.line)
        if found and project.takes.circled(found[1], take.language) != take:
            self._document.edit("Circle take", project.circling(take))

    async def _spoken(self, request: SpeechRequest) -> Speech:
        """Ask the engine, again after a while when it does not answer."""
        engine = self._engines[request.engine]
        for attempt in range(TRIES - 1):
            try:
                return await engine.speak(request)
            except EngineUnreachable:
                await asyncio.sleep(RETRY_AFTER * 2**attempt)
        return await engine.speak(request)

    async def _record(self, take: Take, recording: Recording | None) -> None:
        """Put a take into the project and wait until it is on disk."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def kept(error: StudioError | None) -> None:
            if written.done():
                return
            if error:
                written.set_exception(error)
            else:
                written.set_result(None)

        self._document.record(take, recording, kept)
        await written

    async def _fail(self, unable: list[PlannedTake], batch: Batch, error: StudioError) -> None:
        reason = getattr(error, "detail", "") or type(error).__name__
        for planned in unable:
            batch.failed(planned, error)
            with suppress(StudioError):  # a full disk fails the line, not the others
                await asyncio.to_thread(self._jobs.fail, batch.job_of(planned), reason)
        self._mark(unable, TakeState.FAILED, reason)

    def _pace(self, account: tuple[str, str]) -> PaceKeeper:
        if account not in self._paces:
            self._paces[account] = PaceKeeper(self._engines[account[0]].pace, self._clock)
        return self._paces[account]

    def _mark(
        self, takes: Iterable[PlannedTake], state: TakeState | None, reason: str = ""
    ) -> None:
        lines: dict[str, list[PlannedTake]] = {}
        for take in takes:
            lines.setdefault(take.language, []).append(take)
        for language, planned in lines.items():
            self._status.in_booth((p.line for p in planned), language, state, reason)


def _by_account(takes: Iterable[PlannedTake]) -> dict[tuple[str, str], deque[PlannedTake]]:
    queues: dict[tuple[str, str], deque[PlannedTake]] = {}
    for take in takes:
        queues.setdefault((take.request.engine, take.request.model), deque()).append(take)
    return queues


def _copy_for(same: Take, planned: PlannedTake) -> Take:
    """Another line asks for the same sound: a take of its own, the recording shared."""
    return replace(
        same,
        id=TakeId(new_id()),
        line=planned.line,
        language=planned.language,
        made_at=time.time(),
        billed_characters=0,
        starred=False,
        note="",
        discarded=False,
    )


def _job(id: str, planned: PlannedTake) -> Job:
    made_at = time.time()
    fingerprint = planned.request.fingerprint
    return Job(id, planned.line, planned.language, fingerprint, made_at=made_at)


async def _stopped(workers: Sequence[asyncio.Task[None]]) -> None:
    """Cancel workers and wait until each has let go."""
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
