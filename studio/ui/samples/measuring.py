"""What is good and bad about each draft, measured in threads as it is cut."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
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


Key = tuple[SampleEdit, SampleRules]


class Measuring(QObject):
    """Verdicts by what is cut and by which rules; one draft is measured at a time."""

    changed = Signal()

    def __init__(self, tasks: TaskScope, ffmpeg: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ffmpeg = ffmpeg
        self._known: dict[Key, Verdict] = {}
        self._wanted: tuple[Key, ...] = ()
        self._sources: Mapping[str, Source] = {}
        self._closed = False
        self._running: tuple[Key, asyncio.Task[None]] | None = None

    @property
    def busy(self) -> bool:
        """Whether anything that is wanted is not known yet."""
        return any(key not in self._known for key in self._wanted)

    def verdict(self, edit: SampleEdit, rules: SampleRules) -> Verdict | None:
        """What is known, None while it is measured."""
        return self._known.get((edit, rules))

    def want(self, keys: tuple[Key, ...], sources: Sources) -> None:
        """Measure these, and nothing else any more."""
        if self._closed:
            return
        self._wanted, self._sources = keys, dict(sources)
        for edit, rules in keys:
            if (edit, rules) not in self._known and too_long(edit.seconds, rules):
                # Minutes of work for what has to be cut anyway.
                self._keep((edit, rules), Verdict(findings_of_length(edit.seconds, rules)))
        if self._running and self._running[0] not in keys:
            self._running[1].cancel()
        self._go_on()

    def close(self) -> None:
        """Measure nothing any more."""
        self.want((), {})
        self._closed = True

    def _go_on(self) -> None:
        if self._running is not None:
            return
        key = next((key for key in self._wanted if key not in self._known), None)
        if key is not None:
            task = self._tasks.start(self._measure(key))
            self._running = key, task
            # Not in the coroutine: one that is cancelled before its first step never runs.
            task.add_done_callback(self._ended)

    async def _measure(self, key: Key) -> None:
        edit, rules = key
        try:
            work = partial(_judged, edit, dict(self._sources), rules, self._ffmpeg)
            self._keep(key, await stoppable(work))
        except AudioError as error:
            self._keep(key, Verdict(error=error))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running = None
        failed = not task.cancelled() and task.exception() is not None
        if isValid(self):
            if not failed:  # what nobody foresaw is reported, and not tried again and again
                self._go_on()
            self.changed.emit()

    def _keep(self, key: Key, verdict: Verdict) -> None:
        self._known[key] = verdict
        while len(self._known) > max(KEPT, len(self._wanted)):
            oldest = next(known for known in self._known if known not in self._wanted)
            del self._known[oldest]


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
