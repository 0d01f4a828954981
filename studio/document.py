"""The open project, its history, and who listens to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from studio.errors import EditProblem, EditRefused, StudioError
from studio.model.project import Project
from studio.model.take import Recording, Take

HISTORY_LIMIT = 1000
"""Undo steps kept; a step shares all it did not change, so it costs a few kilobytes."""


@dataclass(frozen=True, slots=True)
class Change:
    """Two states of the project; parts that are the same object did not change."""

    before: Project
    after: Project
    label: str


class KeepsEdits(Protocol):
    """Writes each state of the project to where it survives a crash."""

    @property
    def read_only(self) -> bool:
        """Whether edits cannot be kept."""
        ...

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        """Write what differs from the state kept last, then call `kept` on the caller's thread.

        After a failure the next call writes the missed difference too.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    project: Project
    merge: str


class Document:
    """The open project: edits make new values, undo brings old ones back, takes stay.

    A listener is called once an edit is written; until then the edit is in `project` only.
    """

    def __init__(self, project: Project, keeper: KeepsEdits) -> None:
        self._project = project
        self._shown = project
        self._keeper = keeper
        self._undo: deque[_Step] = deque(maxlen=HISTORY_LIMIT)
        self._redo: list[_Step] = []
        self._listeners: list[Callable[[Change], None]] = []
        self._trouble_listeners: list[Callable[[StudioError | None], None]] = []
        self._trouble: StudioError | None = None
        self._travels = 0

    @property
    def project(self) -> Project:
        """The newest state, durable or about to be."""
        return self._project

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._keeper.read_only

    @property
    def unsaved(self) -> StudioError | None:
        """Why the newest edits are only in memory, None when all are on disk."""
        return self._trouble

    @property
    def travels(self) -> int:
        """How often something was taken back or brought back."""
        return self._travels

    @property
    def undo_label(self) -> str:
        """What undo would take back, empty when nothing."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """What redo would bring back, empty when nothing."""
        return self._redo[-1].label if self._redo else ""

    def edit(
        self,
        label: str,
        project: Project,
        *,
        merge: str = "",
        recordings: tuple[Recording, ...] = (),
    ) -> None:
        """Make this the project; edits in a row with the same `merge` are one undo step.

        `recordings` are sounds it names that are new, such as a bed's; the same write keeps them.
        """
        if project is self._project:
            return
        self._refuse_when_read_only()
        joins = bool(merge and self._undo and self._undo[-1].merge == merge and not self._redo)
        if not joins:
            self._undo.append(_Step(label, self._project, merge))
        self._redo.clear()
        self._become(project, label, recordings)

    def end_merging(self) -> None:
        """Let the next edit be an undo step of its own, whatever its merge key."""
        if self._undo:
            self._undo.append(replace(self._undo.pop(), merge=""))

    def record(
        self,
        take: Take,
        recording: Recording | None,
        kept: Callable[[StudioError | None], None] | None = None,
    ) -> None:
        """Add a take and its sound in one write; not an undo step, and no undo removes it.

        Without a recording the take shares one that is in the project already. `kept` is called
        once the write is done, with what went wrong or None.
        """
        self._refuse_when_read_only()
        recordings = (recording,) if recording else ()
        self._become(self._project.recording(take), "", recordings, kept)

    def record_by_hand(
        self,
        label: str,
        take: Take,
        recording: Recording | None,
        kept: Callable[[StudioError | None], None] | None = None,
    ) -> None:
        """Add a take somebody put together and choose it, in one write and one undo step.

        Taking that back chooses the take from before; the new one stays among the takes. Where
        the chosen one is locked it stays chosen.
        """
        self._refuse_when_read_only()
        before = self._project.naming_choice(take.line, take.language)
        self._undo.append(_Step(label, before, ""))
        self._redo.clear()
        self._become(before.recording(take), label, (recording,) if recording else (), kept)

    def undo(self) -> None:
        """Go back one step; takes made since then stay."""
        self._travel(self._undo, self._redo)

    def redo(self) -> None:
        """Go forward again one step."""
        self._travel(self._redo, self._undo)

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call the listener after each written change; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def listen_for_trouble(
        self, listener: Callable[[StudioError | None], None]
    ) -> Callable[[], None]:
        """Call the listener when writing fails, and with None when all is written again."""
        self._trouble_listeners.append(listener)
        return lambda: self._trouble_listeners.remove(listener)

    def save_again(self) -> None:
        """Try once more to write what is only in memory."""
        self._become(self._project, "")

    @contextmanager
    def one_step(self, label: str) -> Generator[None]:
        """Everything edited inside is one undo step."""
        before, steps = self._project, tuple(self._undo)
        try:
            yield
        finally:
            if self._project is not before:
                self._undo.clear()
                self._undo.extend((*steps, _Step(label, before, "")))

    def _travel(
        self, source: deque[_Step] | list[_Step], target: deque[_Step] | list[_Step]
    ) -> None:
        if not source:
            return
        self._refuse_when_read_only()
        self._travels += 1
        step = source.pop()
        target.append(_Step(step.label, self._project, ""))
        takes = step.project.takes.keeping_those_of(self._project.takes)
        self._become(replace(step.project, takes=takes), step.label)

    def _become(
        self,
        project: Project,
        label: str,
        recordings: tuple[Recording, ...] = (),
        then: Callable[[StudioError | None], None] | None = None,
    ) -> None:
        def kept(error: StudioError | None) -> None:
            self._kept(project, label, error)
            if then:
                then(error)

        self._project = project
        self._keeper.keep(project, recordings, kept)

    def _kept(self, project: Project, label: str, error: StudioError | None) -> None:
        if error is not None or self._trouble is not None:
            self._trouble = error
            for listener in tuple(self._trouble_listeners):
                listener(error)
        change = Change(self._shown, project, label)
        self._shown = project
        for listener in tuple(self._listeners):
            listener(change)

    def _refuse_when_read_only(self) -> None:
        if self._keeper.read_only:
            raise EditRefused(EditProblem.READ_ONLY)
