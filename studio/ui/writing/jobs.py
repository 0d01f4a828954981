"""The one way from the window to a text model: a bar, what it costs so far, Stop, and the outcome.

Several jobs may run at once, but only one on the same place: an episode in a language, an outline.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction

from studio.bridge import TaskScope
from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import new_id
from studio.ui.money import money
from studio.ui.notices import Notices
from studio.ui.progress import Work, WorkBars
from studio.writing.asking import Asker
from studio.writing.page import GhostLine, Page
from studio.writing.purse import Purse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WritingTerms:
    """Who writes, and what one job may cost; what is empty is as the settings have it.

    `limit` is in the currency of the writer's prices, `most_tokens` is 0 without limit.
    """

    writer: str = ""
    model: str = ""
    limit: Decimal | None = None
    most_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a job, and the way on where there is one: it is then said in the banner.

    The banner `stays` where the way on is taken more than once.
    """

    text: str
    way_on: QAction | None = None
    stays: bool = False


MakesAsker = Callable[[str, WritingTerms], Asker]
"""An asker for the job of an id; raises WritingError NO_WRITER and AccountError."""
Job = Callable[[Page, Asker], Coroutine[Any, Any, T]]
Ghosts = Mapping[Hashable, GhostLine]


class WritingJobs(QObject):
    """Runs jobs of text models on the document; close it before the document."""

    ghosts_changed = Signal(object)
    """What all jobs are writing just now, by job and stream."""
    running_changed = Signal(bool)

    def __init__(
        self,
        document: Document,
        asker: MakesAsker,
        tasks: TaskScope,
        bars: WorkBars,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._asker = asker
        self._tasks = tasks
        self._bars = bars
        self._notices = notices
        self._running: dict[Hashable, asyncio.Task[Any]] = {}
        self._started: set[Hashable] = set()
        self._ghosts: dict[Hashable, Ghosts] = {}

    @property
    def running(self) -> bool:
        """Whether any job is at work, or about to be."""
        return bool(self._running or self._started)

    def is_busy(self, place: Hashable) -> bool:
        """Whether a job works on this place; a set of places meets any set with one of them."""
        return any(_meet(place, taken) for taken in (*self._running, *self._started))

    def start(
        self,
        label: str,
        place: Hashable,
        terms: WritingTerms,
        job: Job[T],
        tell: Callable[[T], str | Said],
    ) -> None:
        """Run a job; `label` is what it does and what undo takes back, `tell` says what came of it.

        Nothing is started on a place where a job is at work already.
        """
        if self.is_busy(place):
            self._notices.status(self.tr("This is being worked on already: stop that first."))
            return
        self._started.add(place)
        told = self._tasks.start(self._told(label, place, terms, job, tell))
        told.add_done_callback(lambda _: self._started.discard(place))

    async def run(self, label: str, place: Hashable, terms: WritingTerms, job: Job[T]) -> T | None:
        """Run a job and wait for it; None when it was stopped. Raises what the job raises."""
        if self._document.read_only:
            raise EditRefused(EditProblem.READ_ONLY)
        id = new_id()
        asker, page = self._asker(id, terms), Page(self._document, label, id)
        task = asyncio.ensure_future(job(page, asker))
        self._running[place] = task
        self.running_changed.emit(True)
        bar = self._bars.begin(label, cancel=task.cancel)
        stops = (
            page.listen(lambda page: self._ticked(id, page, bar)),
            asker.purse.listen(lambda purse: bar.note(spent(purse))),
        )
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait((task,))
            raise
        finally:
            page.close()
            for stop in stops:
                stop()
            bar.end()
            self._ended(id, place)
        return None if task.cancelled() else task.result()

    def stop(self, place: Hashable | None = None) -> None:
        """End the job on a place, or every job; what is written by then stays."""
        for taken, task in tuple(self._running.items()):
            if place is None or taken == place:
                task.cancel()

    async def _told(
        self,
        label: str,
        place: Hashable,
        terms: WritingTerms,
        job: Job[T],
        tell: Callable[[T], str | Said],
    ) -> None:
        outcome = await self.run(label, place, terms, job)
        if outcome is None:
            told = self.tr("{work}: stopped. What was written is kept.").format(work=label)
        else:
            told = tell(outcome)
        if isinstance(told, Said) and told.way_on is not None:
            self._notices.banner(told.text, told.way_on, stays=told.stays)
        else:
            self._notices.status(told.text if isinstance(told, Said) else told)

    def _ticked(self, id: str, page: Page, bar: Work) -> None:
        progress = page.progress
        if progress.total:
            bar.advance(progress.done, progress.total)
        if page.ghosts or self._ghosts.get(id):
            self._ghosts[id] = dict(page.ghosts)
            self._tell_ghosts()

    def _ended(self, id: str, place: Hashable) -> None:
        self._running.pop(place, None)
        self._started.discard(place)
        if self._ghosts.pop(id, None):
            self._tell_ghosts()
        self.running_changed.emit(bool(self._running))

    def _tell_ghosts(self) -> None:
        told = {(id, stream): g for id, of in self._ghosts.items() for stream, g in of.items()}
        self.ghosts_changed.emit(told)


def _meet(one: Hashable, other: Hashable) -> bool:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return not one.isdisjoint(other)
    return one == other


def spent(purse: Purse) -> str:
    """What a job has cost so far: `12,300 tokens, 0.04 USD`."""
    tokens = QCoreApplication.translate("WritingJobs", "{n} tokens").format(
        n=f"{purse.spent.read + purse.spent.written:,}"
    )
    return f"{tokens}, {money(purse.amount)} {purse.currency}" if purse.currency else tokens
