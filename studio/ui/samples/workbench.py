"""What a voice is made of while it is chosen and cut: drafts, steps, what is known of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from studio.bridge import TaskScope
from studio.casting.making.recordings import Recording
from studio.casting.samples.judging import Finding, findings_of_count, findings_of_length
from studio.casting.samples.splitting import parts_of_one
from studio.errors import AudioError
from studio.model.sample import SampleEdit, SampleRules
from studio.ui.samples.drafts import Draft, Drafts
from studio.ui.samples.measuring import Measuring, Verdict, Wanted
from studio.ui.samples.open_recordings import OpenRecordings
from studio.ui.samples.steps import Step, Steps

T = TypeVar("T")

NO_RULES = SampleRules()


class Workbench(QObject):
    """Every change of the drafts goes through here and can be undone.

    `name` of a step is a translated word for what was done.
    """

    changed = Signal()
    """The drafts, the one in hand, or the rules are others."""
    known = Signal()
    """More is known of what is there: an outline, a verdict, a file that is open now."""
    refused = Signal(object)
    """A file cannot be read, or an edit cannot be made; the error."""

    def __init__(self, tasks: TaskScope, ffmpeg: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._steps = Steps()
        self._opening: dict[Path, asyncio.Task[None]] = {}
        self._in_order = asyncio.Lock()
        self._working = 0
        self._closed = False
        self.rules, self.prompt_rules = NO_RULES, None
        self.recordings = OpenRecordings(tasks, ffmpeg, self)
        self.measuring = Measuring(tasks, ffmpeg, self)
        self.recordings.changed.connect(self._survey_ended)
        self.recordings.refused.connect(lambda _, error: self.refused.emit(error))
        self.measuring.changed.connect(self.known)

    @property
    def drafts(self) -> Drafts:
        """The samples and the prompt as they are now."""
        return self._steps.now.drafts

    @property
    def chosen(self) -> Draft | None:
        """The draft in hand."""
        drafts = self.drafts
        return drafts.find(self._steps.now.chosen) or next(iter(drafts.all), None)

    @property
    def steps(self) -> Steps:
        """What can be undone and done again."""
        return self._steps

    @property
    def opening(self) -> tuple[Path, ...]:
        """The files that are looked at now."""
        return tuple(self._opening)

    @property
    def working(self) -> bool:
        """Whether what is here may still change by itself."""
        return bool(
            self._opening or self._working or self.recordings.passing or self.measuring.busy
        )

    @property
    def parts(self) -> int:
        """Into how many parts the only sample is cut when it is ordered; 0 where it stays whole."""
        return parts_of_one([draft.edit for draft in self.drafts.samples], self.rules)

    def rules_for(self, draft: Draft) -> SampleRules:
        """What a draft is judged by."""
        is_prompt = self.drafts.prompt is not None and self.drafts.prompt.id == draft.id
        return self.prompt_rules or NO_RULES if is_prompt else self.rules

    def verdict(self, draft: Draft) -> Verdict | None:
        """What is known of a draft, None while it is measured."""
        return self.measuring.verdict(draft.edit, self.rules_for(draft))

    @property
    def findings_of_all(self) -> tuple[Finding, ...]:
        """What is wrong with how many samples there are."""
        return findings_of_count(len(self.drafts.samples), self.rules)

    @property
    def grave(self) -> bool:
        """Whether there is something that no service would take, as far as that is known."""
        if any(finding.grave for finding in self.findings_of_all):
            return True
        return any(self._is_grave(draft) for draft in self.drafts.all)

    def given(self, draft: Draft) -> Recording:
        """A draft as an order for a voice has it."""
        sources = {id: self.recordings.sources[id] for id in draft.edit.sources}
        return Recording(draft.edit, sources, draft.words)

    def set_rules(self, samples: SampleRules, prompt: SampleRules | None) -> None:
        """Judge by these from now on; where no prompt is taken, there is none."""
        self.rules, self.prompt_rules = samples, prompt
        if prompt is None and self.drafts.prompt:
            self._go_to(Step("", self.drafts.prompting(None), self._steps.now.chosen))
        else:
            self._changed()

    def start_over(self, samples: Sequence[Recording], prompt: Recording | None) -> None:
        """Have these, which were cut before, and nothing else."""
        for recording in (*samples, *([prompt] if prompt else [])):
            for source in recording.sources.values():
                self.recordings.take(source)
        drafts = tuple(Draft.of(each.edit, each.words) for each in samples)
        last = Draft.of(prompt.edit, prompt.words) if prompt else None
        self._steps.start_over(Step("", Drafts(drafts, last)))
        self._changed()

    def add(self, path: Path, name: str) -> None:
        """Open a file and have all of it as one more sample."""
        if path not in self._opening:
            task = self._opening[path] = self._tasks.start(self._add(path, name))
            # Not in the coroutine: one that is cancelled before its first step never runs.
            task.add_done_callback(lambda _: self._opened(path))
            self.known.emit()

    def stop(self, path: Path | None = None, source: str = "") -> None:
        """Open or pass through something no further, everything when nothing is named."""
        for each, task in tuple(self._opening.items()):
            if path == each or not (path or source):
                task.cancel()
        for passing in self.recordings.passing:
            if source == passing.source or not (path or source):
                self.recordings.stop(passing.source)

    def close(self) -> None:
        """End all work; nothing begins any more."""
        self._closed = True
        self.measuring.close()
        self.stop()

    def choose(self, id: str) -> None:
        """Take a draft in hand; no step of its own."""
        self._steps.choose(id)
        self.changed.emit()

    def take(self, name: str, drafts: Drafts, *, chosen: str = "", kind: str = "") -> None:
        """Make a step; nothing happens when nothing is different."""
        if drafts != self.drafts:
            self._go_to(Step(name, drafts, chosen or self._steps.now.chosen, kind))

    def cut(self, name: str, edit: SampleEdit, *, kind: str = "") -> None:
        """Have the draft in hand cut so."""
        if draft := self.chosen:
            self.take(name, self.drafts.cut(draft.id, edit), chosen=draft.id, kind=kind)

    def undo(self) -> None:
        """Take the last step back."""
        self._steps.undo()
        self._changed()

    def redo(self) -> None:
        """Do a step again."""
        self._steps.redo()
        self._changed()

    async def busy_with(self, work: Awaitable[T]) -> T:
        """Wait for something that will change what is here."""
        self._working += 1
        self.known.emit()
        try:
            return await work
        finally:
            self._working -= 1
            if isValid(self):
                self.known.emit()

    async def _add(self, path: Path, name: str) -> None:
        try:
            async with self._in_order:
                source = await self.recordings.open(path)
            self._opening.pop(path, None)
            draft = Draft.of(source.whole())
            if draft.edit.pieces:
                self.take(name, self.drafts.adding((draft,)), chosen=draft.id)
        except AudioError as error:
            self.refused.emit(error)

    def _opened(self, path: Path) -> None:
        self._opening.pop(path, None)
        if isValid(self):
            self.known.emit()

    def _survey_ended(self, id: str) -> None:
        """Let a recording go that nobody knows anything of: it was stopped, or cannot be read."""
        if self._closed:
            return
        running = any(passing.source == id for passing in self.recordings.passing)
        if not running and id not in self.recordings.surveys and id in self.drafts.sources:
            self._go_to(Step(self._steps.now.name, self.drafts.without_source(id)))
        self.known.emit()

    def _go_to(self, step: Step) -> None:
        self._steps.take(step)
        self._changed()

    def _changed(self) -> None:
        sources = self.recordings.sources
        for id in self.drafts.sources:
            self.recordings.take(sources[id])  # undo may bring back one that was stopped
        wanted = [Wanted(draft.edit, self.rules_for(draft)) for draft in self.drafts.all]
        self.measuring.want(wanted, sources)
        self.changed.emit()

    def _is_grave(self, draft: Draft) -> bool:
        rules = self.rules_for(draft)
        if self.parts and self.drafts.place(draft.id) is not None:
            return False
        if any(each.grave for each in findings_of_length(draft.edit.seconds, rules)):
            return True
        verdict = self.verdict(draft)
        return verdict is not None and verdict.grave
