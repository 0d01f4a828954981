"""The booth: turns planned takes into recorded ones, losing none and paying none twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from weakref import WeakValueDictionary

from studio.document import Document
from studio.engines.speech import Speech
from studio.errors import (
    AudioError,
    CapReached,
    EngineRefused,
    OutcomeUnknown,
    StudioError,
    VoiceError,
)
from studio.model.take import Recording, Take
from studio.store.jobs import Job, Jobs
from studio.store.ledger import BillingKind
from studio.synthesis.batch import Batch
from studio.synthesis.bill import Bill, NoBill, Occasion, Wanted
from studio.synthesis.finishing import to_the_end
from studio.synthesis.known_takes import KnownTakes, copy_for
from studio.synthesis.open_jobs import enter, job_for, left_over
from studio.synthesis.pace import Paces
from studio.synthesis.patience import Patience
from studio.synthesis.plan import BatchPlan, Engines, PlannedTake, TakeState
from studio.synthesis.recording import recorded
from studio.synthesis.speaking import Attempt, Speaking
from studio.synthesis.status import LineStatus
from studio.wording import sentence

CREW = 64
"""Lines on their way at once; how many of them are sent is for the pace of each account."""


class Booth:
    """Voices batches for one document; every job is a row in the project file until it is done.

    Cancelling `work` keeps each finished take and leaves the rest waiting in the file, to go on
    with later; a line that was sent and will be billed is finished behind it. `withdraw` forgets
    what still waits, `finish` waits for what was sent.
    """

    def __init__(
        self,
        document: Document,
        jobs: Jobs,
        engines: Engines,
        status: LineStatus,
        *,
        paces: Paces | None = None,
        bill: Bill | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._document = document
        self._jobs = jobs
        self._engines = engines
        self._status = status
        self._clock = clock
        self._bill = bill or NoBill()
        self._speaking = Speaking(
            engines,
            paces or Paces(clock=clock),
            jobs,
            clock=clock,
            patience=patience or Patience(),
        )
        self._known = KnownTakes()
        self._running: set[str] = set()
        self._finishing: dict[asyncio.Task[None], str] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def batch(self, takes: Iterable[PlannedTake], *, cap: int | None = None) -> Batch:
        """A batch ready to work on; `cap` is the most characters it may be billed."""
        return Batch(tuple(takes), self._clock, cap)

    async def work(self, batch: Batch) -> None:
        """Voice every take of a batch; failures stay with their line and stop no other account."""
        self._known.look_at(self._document.project.takes)
        others = frozenset(self._running)
        self._running |= batch.jobs.keys()
        workers: list[asyncio.Task[None]] = []
        try:
            earlier = await to_the_end(asyncio.to_thread(enter, self._jobs, batch, others))
            self._mark(batch.takes, TakeState.WAITING)
            workers += [
                asyncio.ensure_future(self._serve(batch, earlier))
                for _ in range(min(len(batch.takes), CREW))
            ]
            await asyncio.gather(*workers)
            await to_the_end(self._leave_out(batch))
        finally:
            try:
                await to_the_end(_stopped(workers))
            finally:
                self._running -= batch.jobs.keys() - set(self._finishing.values())
                self._mark(batch.lines.left, None)

    async def withdraw(self, batch: Batch) -> None:
        """Forget the jobs of a batch that are still open; takes made, or being made, stay."""
        batch.withdrawn = True
        ours = batch.jobs.keys() - set(self._finishing.values())
        unfinished = await asyncio.to_thread(self._jobs.unfinished)
        await asyncio.to_thread(self._jobs.forget, [job.id for job in unfinished if job.id in ours])

    async def finish(self, patience_s: float) -> None:
        """Wait so long for lines that were sent; what is not done then is unsure from now on."""
        if self._finishing:
            await asyncio.wait(self._finishing, timeout=patience_s)
            await _stopped(tuple(self._finishing))

    async def unfinished(self) -> BatchPlan:
        """What an interrupted batch left over and may go on by itself.

        That is what nobody changed since, and what is free; what became another request of a
        service that bills is forgotten, for a person to ask for.
        """
        project, unsure = self._document.project, self._status.unsure
        return await asyncio.to_thread(left_over, self._jobs, project, self._engines, unsure)

    async def _leave_out(self, batch: Batch) -> None:
        """Forget the lines that a cap kept out to the end."""
        left = batch.lines.left
        if left:
            batch.refusal = batch.lines.refusal
            await asyncio.to_thread(self._jobs.forget, [batch.job_of(take) for take in left])

    async def _serve(self, batch: Batch, earlier: Mapping[str, Job]) -> None:
        """One of the crew: take the next line until none is left."""
        lines = batch.lines
        while (planned := await lines.take()) is not None:
            attempt = Attempt(planned, batch.job_of(planned), batch)
            times_given_back = lines.times_given_back
            if before := earlier.get(attempt.job):
                attempt.ticket, attempt.sent_at = before.ticket, before.sent_at
            try:
                await self._see_through(attempt)
            except asyncio.CancelledError:
                if not attempt.sent:
                    self._mark((planned,), None)
                raise
            except CapReached as refusal:
                self._mark((planned,), TakeState.WAITING)
                lines.keep_out(planned, refusal, times_given_back)
            except StudioError as error:
                await to_the_end(self._fail(attempt, error))
            except Exception as error:  # noqa: BLE001 -- a fault of ours takes no other line along
                await to_the_end(self._fail(attempt, _unexpected(attempt, error)))
            finally:
                lines.done()

    async def _see_through(self, attempt: Attempt) -> None:
        """Voice a line; one that was sent is finished though the batch is cancelled."""
        task = asyncio.ensure_future(self._voiced(attempt))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            attempt.abandoned = True
            if attempt.sent:
                finishing = asyncio.ensure_future(self._ended(attempt, task))
                self._finishing[finishing] = attempt.job
                finishing.add_done_callback(self._finishing.pop)
            else:
                task.cancel()  # at once: a moment later it may be sent
                await to_the_end(self._broken_off(attempt, task))
            raise

    async def _broken_off(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        """Stop a line; how it ended in that very moment is noted all the same."""
        await _stopped((task,))
        error = None if task.cancelled() else task.exception()
        if isinstance(error, StudioError):
            await self._fail(attempt, error)

    async def _ended(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        """See a line to its end whose batch is cancelled, but which is being billed."""
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await to_the_end(self._broken_off(attempt, task))
            self._mark((attempt.planned,), None)
            raise
        except StudioError as error:
            await to_the_end(self._fail(attempt, error))
        finally:
            self._running.discard(attempt.job)

    async def _voiced(self, attempt: Attempt) -> None:
        """Give a line its take; raises CapReached where that would pass a cap."""
        planned, job = attempt.planned, attempt.job
        if planned.request.variation:
            await self._spoken(attempt)
        else:
            turn = self._turns.setdefault(planned.request.fingerprint, asyncio.Lock())
            async with turn:
                if not await self._reused(attempt):
                    await self._spoken(attempt)
        await asyncio.to_thread(self._jobs.finish, job)
        self._mark((planned,), None)

    async def _reused(self, attempt: Attempt) -> bool:
        """Give a line the take that was made of the same words before; False when there is none."""
        planned = attempt.planned
        same = self._known.saying(planned.request)
        if same is None:
            return False
        if (same.line, same.language) != (planned.line, planned.language) or same.discarded:
            await self._record(copy_for(same, planned), None)
        else:
            self._circle(same)
        self._status.settled(planned.line, planned.language, same.fingerprint)
        attempt.batch.kept()
        return True

    async def _spoken(self, attempt: Attempt) -> None:
        """Speak and keep a line; raises CapReached where that would pass a cap."""
        batch, planned = attempt.batch, attempt.planned
        batch.refuse_doubled(planned)
        try:
            await to_the_end(self._reserve(attempt))
            await self._speak_and_keep(attempt)
        except OutcomeUnknown:
            batch.lost(planned)  # before another line of the same words has its turn
            raise
        except (CapReached, asyncio.CancelledError):
            await to_the_end(self._let_go(attempt))
            raise

    async def _reserve(self, attempt: Attempt) -> None:
        """Hold what the line will be billed; raises CapReached."""
        planned, run = attempt.planned, attempt.batch.run
        project = self._document.project.id
        occasion = Occasion(BillingKind.TAKE, project, planned.line, planned.language)
        wanted = Wanted(planned.request, planned.price, occasion)
        earlier = self._speaking.goes_on(attempt)
        if planned.price.billed_characters:
            reserve = self._bill.reserve
            attempt.held = await asyncio.to_thread(reserve, wanted, run, earlier=earlier)
        else:
            attempt.held = self._bill.reserve(wanted, run)

    async def _let_go(self, attempt: Attempt) -> None:
        """Give back what was not sent; what was sent may be billed."""
        if attempt.held is not None:
            bills = attempt.planned.price.billed_characters
            end = attempt.held.end
            attempt.batch.lines.given_back(await asyncio.to_thread(end) if bills else end())

    async def _speak_and_keep(self, attempt: Attempt) -> None:
        speech = await self._speaking.speak(attempt, lambda: self._turn_comes(attempt.planned))
        attempt.sent = bool(speech.billed_characters)
        await to_the_end(self._keep(attempt, speech))

    def _turn_comes(self, planned: PlannedTake) -> None:
        self._status.settled(planned.line, planned.language, planned.request.fingerprint)
        self._mark((planned,), TakeState.SPEAKING)

    async def _keep(self, attempt: Attempt, speech: Speech) -> None:
        """What the engine gave may be paid for: it becomes a take whatever happens meanwhile."""
        planned = attempt.planned
        try:
            take, recording = await asyncio.to_thread(recorded, planned, speech, time.time())
            await self._record(take, recording)
        except AudioError as error:
            if not speech.billed_characters:
                raise
            attempt.ticket = ""  # what was ordered was fetched, and is no good
            detail = f"what it sent is no sound: {error.detail}"
            raise OutcomeUnknown(planned.request.engine, detail) from error
        finally:
            await self._note_bill(attempt, speech)
        self._known.know(take)
        attempt.batch.made(take.billed_characters)
        attempt.batch.lines.made(take.fingerprint)

    async def _note_bill(self, attempt: Attempt, speech: Speech) -> None:
        if attempt.held is not None:
            bills = attempt.planned.price.billed_characters or speech.billed_characters
            billed = attempt.held.billed
            given_back = await asyncio.to_thread(billed, speech) if bills else billed(speech)
            attempt.batch.lines.given_back(given_back)

    def _circle(self, take: Take) -> None:
        """Choose a take that is there already and fits the line as it is, not over a locked one."""
        project = self._document.project
        found = project.find_line(take.line)
        chosen = project.takes.circled(found[1], take.language) if found else None
        if found and chosen != take and not (chosen and chosen.locked):
            self._document.edit("Circle take", project.circling(take))

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

    async def _fail(self, attempt: Attempt, error: StudioError) -> None:
        """Note on the line why it has no take; what may be billed is remembered beyond this run."""
        planned, reason = attempt.planned, sentence(error)
        unknown = isinstance(error, OutcomeUnknown)
        lost = (unknown or attempt.sent_at > 0) and not attempt.ticket
        if unknown and error.billed_characters:
            await self._note_bill(attempt, Speech(b"", error.billed_characters))
        elif not lost and (not attempt.ticket or isinstance(error, EngineRefused)):
            await self._note_bill(attempt, Speech(b""))
        await self._let_go(attempt)
        if not attempt.abandoned or lost:
            attempt.batch.failed(planned, error)
        with suppress(StudioError):  # a full disk fails the line, not the others
            await asyncio.to_thread(self._note_failure, attempt, error, reason)
        if lost:
            self._status.lost([replace(job_for(attempt.job, planned), reason=reason)])
        shown = None if lost or attempt.abandoned else TakeState.FAILED
        self._mark((planned,), shown, reason)

    def _note_failure(self, attempt: Attempt, error: StudioError, reason: str) -> None:
        """Keep a ticket that can be fetched, and doubt; forget or fail the rest."""
        job = attempt.job
        if attempt.ticket and not isinstance(error, EngineRefused):
            self._jobs.put_back(job, sent_at=attempt.sent_at)
        elif isinstance(error, OutcomeUnknown) or attempt.sent_at:
            self._jobs.lose(job, reason)
        elif not attempt.abandoned:
            self._jobs.fail(job, reason)
        elif attempt.batch.withdrawn:
            self._jobs.put_back(job)
            self._jobs.forget([job])
        else:
            self._jobs.put_back(job)

    def _mark(
        self, takes: Iterable[PlannedTake], state: TakeState | None, reason: str = ""
    ) -> None:
        lines: dict[str, list[PlannedTake]] = {}
        for take in takes:
            lines.setdefault(take.language, []).append(take)
        for language, marked in lines.items():
            self._status.in_booth((take.line for take in marked), language, state, reason)


def _unexpected(attempt: Attempt, error: Exception) -> VoiceError:
    """A fault of the studio's own, as the failure of the line it struck."""
    kind = OutcomeUnknown if attempt.planned.price.billed_characters else VoiceError
    return kind(attempt.planned.request.engine, f"{type(error).__name__} in the studio")


async def _stopped(workers: Sequence[asyncio.Task[None]]) -> None:
    """Cancel workers and wait until each has let go."""
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
