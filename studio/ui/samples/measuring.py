"""What is good and bad about each draft, measured in threads as it is cut."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from studio.audio.samples.figures import Figures
from studio.audio.samples.sources import Source, Sources
from studio.bridge import TaskScope
from studio.casting.making.bench import stoppable
from studio.casting.samples.judging import Finding, findings_of_length, too_long
from studio.casting.samples.preparing import judge
from studio.errors import AudioError, StudioError
from studio.model.sample import SampleEdit, SampleRules

KEPT = 200
"""Verdicts that are remembered, so that undo needs no measuring."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a draft; no figures of one that is far too long, or cannot be read."""

    findings: tuple[Finding, ...] = ()
    figures: Figures | None = None
    error: StudioError | None = None

    @property
    def grave(self) -> bool:
        """Whether no service would take it."""
        return self.error is not None or any(finding.grave for finding in self.findings)


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A draft to be measured. Known by the edit itself, not by what is in it: thousands of pieces
    would be compared at each look.
    """

    edit: SampleEdit
    rules: SampleRules

    @property
    def key(self) -> Key:
        """What it is known by."""
        return id(self.edit), self.rules


Key = tuple[int, SampleRules]


class Measuring(QObject):
    """Verdicts by what is cut and by which rules; one draft is measured at a time."""

    changed = Signal()

    def __init__(self, tasks: TaskScope, ffmpeg: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ffmpeg = ffmpeg
        self._known: dict[Key, tuple[SampleEdit, Verdict]] = {}
        self._wanted: tuple[Wanted, ...] = ()
        self._sources: Mapping[str, Source] = {}
        self._closed = False
        self._running: tuple[Wanted, asyncio.Task[None]] | None = None

    @property
    def busy(self) -> bool:
        """Whether anything that is wanted is not known yet."""
        return any(each.key not in self._known for each in self._wanted)

    def verdict(self, edit: SampleEdit, rules: SampleRules) -> Verdict | None:
        """What is known, None while it is measured."""
        known = self._known.get((id(edit), rules))
        return known[1] if known else None

    def want(self, wanted: Sequence[Wanted], sources: Sources) -> None:
        """Measure these, and nothing else any more."""
        if self._closed:
            return
        self._wanted, self._sources = tuple(wanted), dict(sources)
        for each in self._wanted:
            seconds = each.edit.seconds
            if each.key not in self._known and too_long(seconds, each.rules):
                # Minutes of work for what has to be cut anyway.
                self._keep(each, Verdict(findings_of_length(seconds, each.rules)))
        if self._running and self._running[0].key not in self._wanted_keys:
            self._running[1].cancel()
        self._go_on()

    def close(self) -> None:
        """Measure nothing any more."""
        self.want((), {})
        self._closed = True

    @property
    def _wanted_keys(self) -> frozenset[Key]:
        return frozenset(each.key for each in self._wanted)

    def _go_on(self) -> None:
        if self._running is not None:
            return
        wanted = next((each for each in self._wanted if each.key not in self._known), None)
        if wanted is not None:
            task = self._tasks.start(self._measure(wanted))
            self._running = wanted, task
            # Not in the coroutine: one that is cancelled before its first step never runs.
            task.add_done_callback(lambda task: self._ended(wanted, task))

    async def _measure(self, wanted: Wanted) -> None:
        try:
            work = partial(_judged, wanted.edit, dict(self._sources), wanted.rules, self._ffmpeg)
            self._keep(wanted, await stoppable(work))
        except AudioError as error:
            self._keep(wanted, Verdict(error=error))

    def _ended(self, wanted: Wanted, task: asyncio.Task[None]) -> None:
        self._running = None
        if not task.cancelled() and task.exception() is not None:
            self._keep(wanted, Verdict(error=StudioError()))  # not tried again and again
        if isValid(self):
            self._go_on()
            self.changed.emit()

    def _keep(self, wanted: Wanted, verdict: Verdict) -> None:
        self._known[wanted.key] = wanted.edit, verdict  # which keeps the edit, and so its id
        keys = self._wanted_keys
        while len(self._known) > max(KEPT, len(keys)):
            del self._known[next(known for known in self._known if known not in keys)]


def _judged(
    edit: SampleEdit,
    sources: Sources,
    rules: SampleRules,
    ffmpeg: str,
    cancelled: Callable[[], bool],
) -> Verdict:
    with tempfile.TemporaryDirectory(prefix="understudy-", ignore_cleanup_errors=True) as folder:
        figures, findings = judge(
            edit, sources, rules, Path(folder), ffmpeg=ffmpeg, cancelled=cancelled
        )
    return Verdict(findings, figures)
