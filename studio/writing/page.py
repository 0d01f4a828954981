"""Where a job writes: many small changes in, an edit of the document every twentieth of a second.

    page = Page(document, label="Translate", job=new_id())
    page.change_line(line, lambda line: line.translated("de", words, how))
    page.close()

All edits of a job in a row are one step of undo. What is still being written is shown as a ghost,
which never gets into the project.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import compress, count
from operator import attrgetter

from studio.document import Document
from studio.errors import EditProblem, EditRefused, StudioError
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project

TICK_S = 0.05
"""Seconds between two edits: quick enough for the eye, rare enough for 10,000 lines."""

LineChange = Callable[[Line], Line]
Change = Callable[[Project], Project]


@dataclass(frozen=True, slots=True)
class GhostLine:
    """Words that are being written just now: to a line in a language, or after the last of all.

    `line` is the one that gets the words, or None for a new one at the end of the episode.
    """

    text: str
    language: str
    episode: EpisodeId | None = None
    line: LineId | None = None
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: what it does just now, in a word of `wording`, and how much is done."""

    step: str
    done: int = 0
    total: int = 0
    flagged: int = 0
    failed: int = 0


class Page:
    """Gathers the changes of one job; used on the thread of the document, in its loop.

    A line that is gone by then is left out. A change that the document refuses ends the job, and
    so does an undo while it works: EditRefused is raised by the next call.
    """

    def __init__(self, document: Document, label: str, job: str, *, tick_s: float = TICK_S) -> None:
        self.job = job
        self._document = document
        self._label = label
        self._tick_s = tick_s
        self._travels = document.travels
        self._loop = asyncio.get_running_loop()
        self._changes: list[Change] = []
        self._timer: asyncio.TimerHandle | None = None
        self._error: StudioError | None = None
        self._seen: tuple[Project, Project] | None = None
        self._ghosts: dict[Hashable, GhostLine] = {}
        self._progress = Progress("")
        self._listeners: list[Callable[[Page], None]] = []

    @property
    def project(self) -> Project:
        """The project with all changes, those too that wait for the next tick."""
        base = self._document.project
        if self._seen is None or self._seen[0] is not base:
            self._seen = (base, self._changed(base))
        return self._seen[1]

    @property
    def ghosts(self) -> Mapping[Hashable, GhostLine]:
        """What is being written just now, by stream."""
        return self._ghosts

    @property
    def progress(self) -> Progress:
        """How far the job is."""
        return self._progress

    def change(self, change: Change) -> None:
        """Change the project at the next tick; raises EditRefused when an earlier one was."""
        self._refuse_after_error()
        self._changes.append(change)
        self._seen = None
        self._wait_for_tick()

    def change_line(self, line: LineId, change: LineChange) -> None:
        """Change one line at the next tick, as it is then; raises as `change` does."""
        self._refuse_after_error()
        self._seen = None
        last = self._changes[-1] if self._changes else None
        if not isinstance(last, _LineChanges):
            last = _LineChanges()
            self._changes.append(last)
        last.add(line, change)
        self._wait_for_tick()

    def show(self, stream: Hashable, ghost: GhostLine | None) -> None:
        """Show what a stream is writing, None when nothing is open there."""
        if ghost is None:
            if self._ghosts.pop(stream, None) is None:
                return
        else:
            self._ghosts[stream] = ghost
        self._wait_for_tick()

    def report(self, progress: Progress) -> None:
        """Show how far the job is."""
        self._progress = progress
        self._wait_for_tick()

    def listen(self, listener: Callable[[Page], None]) -> Callable[[], None]:
        """Call the listener at each tick; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def write(self) -> None:
        """Write now what waits for the tick; raises EditRefused."""
        if self._timer is not None:
            self._timer.cancel()
        self._tick()
        self._refuse_after_error()

    def fail(self, error: StudioError) -> None:
        """What the job writes is lost: its next change raises this."""
        self._error = self._error or error

    def close(self) -> None:
        """Write what waits and show no ghost any more; a job that was taken back only ends."""
        self._ghosts.clear()
        with suppress(EditRefused):
            self.write()

    def _wait_for_tick(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(self._tick_s, self._tick)

    def _tick(self) -> None:
        self._timer = None
        if self._changes:
            try:
                self._refuse_after_travel()
                self._document.edit(self._label, self.project, merge=self.job)
            except StudioError as error:
                self._error = error
            self._changes.clear()
            self._seen = None
        for listener in tuple(self._listeners):
            listener(self)

    def _changed(self, project: Project) -> Project:
        for change in self._changes:
            project = change(project)
        return project

    def _refuse_after_error(self) -> None:
        if self._error is not None:
            raise self._error
        self._refuse_after_travel()

    def _refuse_after_travel(self) -> None:
        if self._document.travels != self._travels:
            raise EditRefused(EditProblem.TAKEN_BACK)


class _LineChanges:
    """Changes to single lines, made in one go over all episodes."""

    def __init__(self) -> None:
        self._of: dict[LineId, list[LineChange]] = {}

    def add(self, line: LineId, change: LineChange) -> None:
        self._of.setdefault(line, []).append(change)

    def __call__(self, project: Project) -> Project:
        episodes = tuple(map(self._episode, project.episodes))
        return replace(project, episodes=episodes)

    def _episode(self, episode: Episode) -> Episode:
        """Looks at each line at the speed of C: of ten thousand only a few are others."""
        ids = map(attrgetter("id"), episode.lines)
        touched = list(compress(count(), map(self._of.__contains__, ids)))
        if not touched:
            return episode
        lines = list(episode.lines)
        for at in touched:
            lines[at] = self._line(lines[at])
        return replace(episode, lines=tuple(lines))

    def _line(self, line: Line) -> Line:
        for change in self._of[line.id]:
            line = change(line)
        return line
