"""Lines to takes from the window: price first, a bar, what failed, and going on after a quit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from studio.bridge import TaskScope
from studio.document import Change, Document
from studio.errors import (
    AccountError,
    AccountStopped,
    EditProblem,
    EditRefused,
    StudioError,
    VoiceRefused,
)
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.batch import Batch
from studio.synthesis.bill import Bill, Caps, NoBill
from studio.synthesis.booth import Booth
from studio.synthesis.plan import (
    BatchPlan,
    Engines,
    PlannedTake,
    Unsure,
    plan_batch,
    planned,
)
from studio.synthesis.status import LineStatus
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.line_counts import counts_of
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.price_question import agreed
from studio.ui.progress import WorkBars
from studio.ui.prompts import Prompter
from studio.ui.selection import Selection
from studio.ui.voiced_words import told_capped, told_of, told_unvoiceable

COUNT_AFTER_MS = 150
"""Quiet time after an edit before the missing lines are counted again."""


@dataclass(frozen=True, slots=True)
class VoicingTerms:
    """What a batch has to keep to: caps, the bill, and who may answer for its price.

    `cast_newcomers` gives a first voice to whoever has none; `fees` knows those agreed to.
    """

    prompter: Prompter | None = None
    bill: Bill = field(default_factory=NoBill)
    caps: Callable[[], Caps] = Caps
    cast_newcomers: Callable[[Project], Project] = lambda project: project
    fees: FirstLineFees = field(default_factory=FirstLineFees)


class Voicing(QObject):
    """Asks the booth, shows its progress, and reports what failed on the lines themselves."""

    missing_counted = Signal(object)
    """The LineCounts of the episode and language in hand."""
    voices_refused = Signal(object)
    """Engine and id of each voice that a service refused for a batch."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        status: LineStatus,
        booth: Booth,
        engines: Engines,
        playback: Playback,
        tasks: TaskScope,
        bars: WorkBars,
        notices: Notices,
        terms: VoicingTerms | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._status = status
        self._booth = booth
        self._engines = engines
        self._playback = playback
        self._tasks = tasks
        self._bars = bars
        self._notices = notices
        self._terms = terms or VoicingTerms()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_AFTER_MS)
        self._counting.timeout.connect(lambda: self._tasks.start(self._count()))
        self._connect()
        self._counting.start()

    def voice_missing(self) -> None:
        """Voice every line of the episode whose take is missing or stale."""
        lines = self._document.project.episode(self._selection.episode).lines
        self._tasks.start(self._voice(lines, self._selection.language))

    def voice_lines(self, lines: Sequence[LineId]) -> None:
        """Voice those of these lines whose take is missing or stale."""
        wanted = frozenset(lines)
        episode = self._document.project.episode(self._selection.episode)
        chosen = [line for line in episode.lines if line.id in wanted]
        self._tasks.start(self._voice(chosen, self._selection.language))

    async def voice_now(self, lines: Sequence[Line], languages: Sequence[str]) -> None:
        """Voice those of these lines whose take is missing or stale, and wait for it."""
        await self._voice(lines, *languages)

    def redo(self, line_id: LineId) -> None:
        """Make another take of a line, whatever takes it has, and play it."""
        self._tasks.start(self._redo(line_id, self._selection.language))

    def go_on(self) -> None:
        """Take up what the last session left unfinished."""
        if not self._document.read_only:
            self._tasks.start(self._go_on())

    def close(self) -> None:
        """Let go of the document; the caller cancels the tasks."""
        self._counting.stop()
        self._stop_listening()
        self._stop_status()
        self.deleteLater()

    def _connect(self) -> None:
        self._stop_listening = self._document.listen(self._changed)
        self._stop_status = self._status.listen(lambda _: self._count_soon())
        self._selection.episode_selected.connect(lambda _: self._counting.start())
        self._selection.language_selected.connect(lambda _: self._counting.start())

    def _changed(self, change: Change) -> None:
        if change.before.episodes is change.after.episodes:
            self._count_soon()
        else:
            self._counting.start()

    def _count_soon(self) -> None:
        """Count within a moment, also while takes come without a pause."""
        if not self._counting.isActive():
            self._counting.start()

    async def _count(self) -> None:
        """Count in a thread; what changed meanwhile counts again."""
        episode, language = self._selection.episode, self._selection.language
        project = self._document.project
        found = next((known for known in project.episodes if known.id == episode), None)
        if found is None:
            return
        counts = await asyncio.to_thread(counts_of, self._status, found, language)
        if (episode, language) == (self._selection.episode, self._selection.language):
            self.missing_counted.emit(counts)

    async def _voice(self, lines: Sequence[Line], *languages: str) -> None:
        self._refuse_read_only()
        self._cast_newcomers()
        plan = await asyncio.to_thread(
            _planned,
            self._document.project,
            lines,
            languages,
            self._engines,
            self._status.unsure,
        )
        takes = await agreed(plan, self._terms.prompter, await self._cap(), self._terms.fees)
        left_out = told_unvoiceable(len(plan.unvoiceable)) if plan.unvoiceable else ""
        if takes:
            await self._work(takes, self.tr("Voicing"), left_out)
        elif left_out:
            self._notices.status(left_out)

    async def _redo(self, line_id: LineId, language: str) -> None:
        self._refuse_read_only()
        self._cast_newcomers()
        found = self._document.project.find_line(line_id)
        state = self._status.of(found[1], language) if found else None
        if found is None or state is None or state.request is None:
            self._notices.status(self.tr("This line cannot be spoken: cast its character first."))
            return
        made = len(self._document.project.takes.of(line_id, language))
        request = replace(state.request, variation=made)
        take = planned(found[1], language, request, self._engines)
        if not await self._terms.fees.agreed(((take.request, take.price),)):
            return
        batch = await self._work((take,), self.tr("Another take"))
        if batch.progress.made or batch.progress.kept:
            newest = self._document.project.takes.of(line_id, language)[-1]
            self._playback.play_take(newest.id)

    async def _go_on(self) -> None:
        plan = await self._booth.unfinished()
        if plan.takes:
            self._notices.status(self.tr("Going on with the takes of the last session."))
            await self._work(plan.takes, self.tr("Voicing what was left"))

    async def _work(self, takes: Sequence[PlannedTake], label: str, left_out: str = "") -> Batch:
        """Work on a batch under a bar; Cancel keeps what is finished and forgets the rest.

        `left_out` is said behind what came of it.
        """
        cap = self._terms.caps().per_run or None
        batch = await asyncio.to_thread(self._booth.batch, takes, cap=cap)
        work = self._tasks.start(self._booth.work(batch))
        bar = self._bars.begin(label, total=len(batch.takes), cancel=work.cancel)
        names = {take.request.engine for take in takes}
        asked = names.pop() if len(names) == 1 else ""  # which of several is away is not told
        stops = (
            batch.listen(lambda progress: bar.advance(progress.done, progress.total)),
            batch.listen(lambda progress: bar.wait_for_network(progress.offline, asked)),
        )
        try:
            await asyncio.wait((work,))
            if work.cancelled():
                await self._booth.withdraw(batch)
        finally:
            for stop in stops:  # lines that were sent may end after the bar
                stop()
            bar.end()
        self._tell(batch, left_out, cancelled=work.cancelled())
        return batch

    async def _cap(self) -> int | None:
        """The most characters that may be billed now, None without limit."""
        counted_today = await asyncio.to_thread(self._terms.bill.counted_today)
        return self._terms.caps().allowed(counted_today)

    def _cast_newcomers(self) -> None:
        """Give a first voice to every character that has none, such as one just typed."""
        project = self._terms.cast_newcomers(self._document.project)
        self._document.edit(self.tr("Cast newcomers"), project)

    def _refuse_read_only(self) -> None:
        """Raise EditRefused where no take can be kept; the scope reports it."""
        if self._document.read_only:
            raise EditRefused(EditProblem.READ_ONLY)

    def _tell(self, batch: Batch, left_out: str, *, cancelled: bool) -> None:
        """What came of a batch, in one sentence; what stopped all of it in a banner."""
        told = told_of(batch, cancelled=cancelled)
        self._notices.status(f"{told} {left_out}".rstrip())
        if batch.refusal and not batch.progress.done and not cancelled:
            self._notices.banner_to_accounts(told_capped(batch.refusal))
        stops: dict[str, StudioError] = {}
        for failure in batch.failures:
            if isinstance(failure.error, AccountStopped | AccountError):
                stops.setdefault(repr(failure.error), failure.error)
        for error in stops.values():
            self._notices.report(error)
        if refused := _refused(batch):
            self.voices_refused.emit(refused)


def _refused(batch: Batch) -> tuple[tuple[str, str], ...]:
    """The voices that were refused as unknown, each once."""
    lines = {(f.line, f.language) for f in batch.failures if isinstance(f.error, VoiceRefused)}
    asked = (take.request for take in batch.takes if (take.line, take.language) in lines)
    return tuple(dict.fromkeys((request.engine, request.voice) for request in asked))


def _planned(
    project: Project,
    lines: Sequence[Line],
    languages: Sequence[str],
    engines: Engines,
    unsure: Unsure,
) -> BatchPlan:
    """One plan for all languages."""
    plans = [plan_batch(project, lines, language, engines, unsure) for language in languages]
    return BatchPlan(
        tuple(take for plan in plans for take in plan.takes),
        tuple(left_out for plan in plans for left_out in plan.unvoiceable),
        tuple(take for plan in plans for take in plan.unsure),
    )
