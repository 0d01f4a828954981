"""Lines to takes from the window: batches with a bar, redo, audition, and going on after a quit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from studio.audio.decode import ingest
from studio.bridge import TaskScope
from studio.casting.first_cast import with_first_cast
from studio.document import Change, Document
from studio.engines.speech import Voice
from studio.errors import EditProblem, EditRefused, StudioError
from studio.model.episode import Episode
from studio.model.ids import CharacterId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.batch import Batch, Progress
from studio.synthesis.booth import Booth
from studio.synthesis.plan import (
    BatchPlan,
    Engines,
    PlannedTake,
    TakeState,
    plan_batch,
    planned,
    reading_of,
)
from studio.synthesis.status import LineStatus
from studio.ui.counting import counted
from studio.ui.notices import Notices
from studio.ui.playback import Playback
from studio.ui.progress import WorkBars
from studio.ui.selection import Selection

IN_BOOTH = frozenset({TakeState.WAITING, TakeState.SPEAKING})

COUNT_AFTER_MS = 150
"""Quiet time after an edit before the missing lines are counted again."""


class Voicing(QObject):
    """Asks the booth, shows its progress, and reports what failed on the lines themselves."""

    missing_counted = Signal(int, int)
    """Lines of the episode whose take is missing or stale, and lines that are being voiced."""

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
        voices: Sequence[Voice] = (),
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
        self._voices = voices
        self._auditions = 0
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

    def audition(self, character: CharacterId, language: str) -> None:
        """Let a character say the line in hand, or its first one, without keeping a take."""
        self._auditions += 1
        self._tasks.start(self._audition(character, language, self._auditions))

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
        counts = await asyncio.to_thread(self._counts, found, language)
        if (episode, language) == (self._selection.episode, self._selection.language):
            self.missing_counted.emit(*counts)

    def _counts(self, episode: Episode, language: str) -> tuple[int, int]:
        missing = self._status.lines_without_take(episode, language)
        states = (self._status.of(line, language).state for line in episode.spoken_lines)
        return len(missing), sum(state in IN_BOOTH for state in states)

    async def _voice(self, lines: Sequence[Line], *languages: str) -> None:
        self._refuse_read_only()
        self._cast_newcomers()
        plan = await asyncio.to_thread(
            _planned, self._document.project, lines, languages, self._engines
        )
        if plan.takes:
            await self._work(plan.takes, self.tr("Voicing"))
        if plan.unvoiceable:
            self._tell_unvoiceable(plan)

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
        batch = await self._work((take,), self.tr("Another take"))
        if batch.progress.made or batch.progress.kept:
            newest = self._document.project.takes.of(line_id, language)[-1]
            self._playback.play_take(newest.id)

    async def _go_on(self) -> None:
        plan = await self._booth.unfinished()
        if plan.takes:
            self._notices.status(self.tr("Going on with the takes of the last session."))
            await self._work(plan.takes, self.tr("Voicing what was left"))

    async def _work(self, takes: Sequence[PlannedTake], label: str) -> Batch:
        """Work on a batch under a bar; Cancel keeps what is finished and forgets the rest."""
        batch = self._booth.batch(takes)
        work = self._tasks.start(self._booth.work(batch))
        bar = self._bars.begin(label, total=len(batch.takes), cancel=work.cancel)
        batch.listen(lambda progress: bar.advance(progress.done, progress.total))
        try:
            await asyncio.wait((work,))
            if work.cancelled():
                await self._booth.withdraw(batch)
        finally:
            bar.end()
        self._tell(batch.progress, cancelled=work.cancelled())
        return batch

    async def _audition(self, character: CharacterId, language: str, number: int) -> None:
        line = self._line_for(character)
        project = self._document.project
        casting = project.casting(character, language)
        engine = self._engines.get(casting.engine) if casting else None
        if line is None or casting is None or engine is None:
            self._notices.status(self.tr("Choose a voice for this character first."))
            return
        try:
            request = engine.prepare(reading_of(project, line, language, casting))
            speech = await engine.speak(request)
            samples = await asyncio.to_thread(ingest, speech.data)
        except StudioError as error:
            self._notices.report(error)
            return
        if number == self._auditions:
            self._playback.play_samples(samples)

    def _cast_newcomers(self) -> None:
        """Give a first voice to every character that has none, such as one just typed."""
        project = with_first_cast(self._document.project, self._voices)
        self._document.edit(self.tr("Cast newcomers"), project)

    def _refuse_read_only(self) -> None:
        """Raise EditRefused where no take can be kept; the scope reports it."""
        if self._document.read_only:
            raise EditRefused(EditProblem.READ_ONLY)

    def _line_for(self, character: CharacterId) -> Line | None:
        """The line in hand if the character speaks it, else the first line it speaks."""
        project = self._document.project
        found = project.find_line(self._selection.line) if self._selection.line else None
        if found and found[1].character == character:
            return found[1]
        lines = project.episode(self._selection.episode).spoken_lines
        everywhere = (line for _, line in project.lines if line.spoken)
        return next((line for line in (*lines, *everywhere) if line.character == character), None)

    def _tell(self, progress: Progress, *, cancelled: bool) -> None:
        done = progress.made + progress.kept
        if cancelled:
            kept = counted(done, self.tr("1 take is kept."), self.tr("{n} takes are kept."))
            told = [self.tr("Stopped."), kept]
        else:
            told = [counted(done, self.tr("1 take made."), self.tr("{n} takes made."))]
        if progress.failed:
            one = self.tr("1 line failed; it says why on its row.")
            many = self.tr("{n} lines failed; each says why on its row.")
            told.append(counted(progress.failed, one, many))
        self._notices.status(" ".join(told))

    def _tell_unvoiceable(self, plan: BatchPlan) -> None:
        one = self.tr("1 line cannot be spoken; it says why on its row.")
        many = self.tr("{n} lines cannot be spoken; each says why on its row.")
        self._notices.status(counted(len(plan.unvoiceable), one, many))


def _planned(
    project: Project, lines: Sequence[Line], languages: Sequence[str], engines: Engines
) -> BatchPlan:
    """One plan for all languages."""
    plans = [plan_batch(project, lines, language, engines) for language in languages]
    return BatchPlan(
        tuple(take for plan in plans for take in plan.takes),
        tuple(left_out for plan in plans for left_out in plan.unvoiceable),
    )
