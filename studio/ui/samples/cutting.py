"""What is done to the draft in hand; what looks at all of its sound does so in a thread."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from studio.audio.samples.silences import levels_of_edit, squeezed, trimmed
from studio.audio.stretch import Listening
from studio.audio.survey import Survey
from studio.bridge import TaskScope
from studio.casting.samples.splitting import split
from studio.errors import EditRefused
from studio.model.sample import LOUDEST_GAIN, SampleEdit
from studio.model.span import Span
from studio.ui.samples.best_stretch import best_length, best_stretch
from studio.ui.samples.drafts import Draft
from studio.ui.samples.outline import peak_of
from studio.ui.samples.workbench import Workbench

T = TypeVar("T")

PEAK_DB = -1.0
"""Decibels of full scale to which the highest peak is brought."""

Surveys = Mapping[str, Survey]


class Cutting(QObject):
    """The verbs of an editor; `name` is the translated word for the step."""

    nothing_to_do = Signal()
    """What was asked for changes nothing."""

    def __init__(self, bench: Workbench, tasks: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._tasks = tasks

    @property
    def ready(self) -> bool:
        """Whether all of the recordings of the draft in hand is known."""
        draft = self._bench.chosen
        if draft is None:
            return False
        return all(self._bench.recordings.is_whole(id) for id in draft.edit.sources)

    def remove(self, name: str, span: Span) -> None:
        """Take a stretch out."""
        if draft := self._bench.chosen:
            self._bench.cut(name, draft.edit.removing(span))

    def keep(self, name: str, span: Span) -> None:
        """Take everything else out."""
        if draft := self._bench.chosen:
            self._bench.cut(name, draft.edit.keeping(span))

    def insert(self, name: str, part: SampleEdit, at: int) -> None:
        """Put in what was taken out or copied elsewhere."""
        if draft := self._bench.chosen:
            self._bench.cut(name, draft.edit.inserting(part, at))

    def louder(self, name: str, by_db: float, span: Span | None) -> None:
        """Raise all of it, or a stretch; several times in a row is one step."""
        draft = self._bench.chosen
        if draft is None or not by_db:
            return
        try:
            self._bench.cut(name, draft.edit.louder(by_db, span), kind=f"gain {draft.id} {span}")
        except EditRefused as error:
            self._bench.refused.emit(error)

    def fit_level(self, name: str) -> None:
        """Raise or lower it until its highest peak is a decibel below full scale."""
        draft = self._bench.chosen
        peak = peak_of(draft.edit, self._bench.recordings.surveys) if draft else 0.0
        if draft is None or not peak:
            self.nothing_to_do.emit()
            return
        by, now = PEAK_DB - 20 * math.log10(peak), draft.edit.gain_db
        self.louder(name, max(min(now + by, LOUDEST_GAIN), -LOUDEST_GAIN) - now, None)

    def trim(self, name: str) -> None:
        """Take away the silence at both ends."""
        self._start(trimmed, lambda edit: self._bench.cut(name, edit))

    def squeeze(self, name: str) -> None:
        """Make the pauses inside shorter."""
        self._start(squeezed, lambda edit: self._bench.cut(name, edit))

    def keep_best(self, name: str) -> None:
        """Keep where most is spoken, as much as makes a good sample."""
        draft = self._bench.chosen
        if draft is None:
            return
        rules = self._bench.rules_for(draft)
        length = best_length(rules.least_s, rules.most_s)

        def best(edit: SampleEdit, surveys: Surveys) -> SampleEdit:
            return edit.keeping(best_stretch(levels_of_edit(edit, surveys), length))

        self._start(best, lambda edit: self._bench.cut(name, edit))

    def split(self, name: str) -> None:
        """Cut it in its pauses, in parts that the rules allow."""
        draft, rules = self._bench.chosen, self._bench.rules

        def parts(edit: SampleEdit, surveys: Surveys) -> tuple[SampleEdit, ...]:
            return split(edit, levels_of_edit(edit, surveys), rules)

        def take(parts: tuple[SampleEdit, ...]) -> None:
            if draft is not None:
                drafts = self._bench.drafts.dividing(draft.id, parts)
                self._bench.take(name, drafts, chosen=draft.id)

        self._start(parts, take)

    def listen_to(self, name: str, source: str, listening: Listening) -> None:
        """Mean another track or channel of one of its recordings."""
        draft = self._bench.chosen
        if draft is not None:
            other = self._bench.recordings.listening(source, listening)
            drafts = self._bench.drafts.hearing(draft.id, source, other.id, other.length)
            self._bench.take(name, drafts, chosen=draft.id)

    def _start(self, work: Callable[[SampleEdit, Surveys], T], take: Callable[[T], None]) -> None:
        draft = self._bench.chosen
        if draft is not None and self.ready:
            self._tasks.start(self._done(draft, work, take))

    async def _done(
        self,
        draft: Draft,
        work: Callable[[SampleEdit, Surveys], T],
        take: Callable[[T], None],
    ) -> None:
        surveys = {id: self._bench.recordings.surveys[id] for id in draft.edit.sources}
        found = await self._bench.busy_with(asyncio.to_thread(work, draft.edit, surveys))
        if not isValid(self) or self._bench.chosen != draft:
            return  # it was cut otherwise, or left, meanwhile
        before = self._bench.drafts
        take(found)
        if self._bench.drafts == before:
            self.nothing_to_do.emit()
