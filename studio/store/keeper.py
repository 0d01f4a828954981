"""Keepers of edits: at once for the command line, by a thread of its own for the window."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studio.errors import ProjectFileError, ProjectFileProblem, StudioError
from studio.model.project import Project
from studio.model.take import Recording
from studio.store.backups import Backups
from studio.store.project_file import ProjectFile

_log = logging.getLogger(__name__)

Kept = Callable[[StudioError | None], None]


class DirectKeeper:
    """Writes each edit before it returns."""

    def __init__(self, project_file: ProjectFile) -> None:
        self._project_file = project_file

    @property
    def read_only(self) -> bool:
        """Whether edits cannot be kept."""
        return self._project_file.read_only

    def keep(self, project: Project, recordings: tuple[Recording, ...], kept: Kept) -> None:
        """Write the difference, then call `kept` with what went wrong or None."""
        self._project_file.hold(recordings)
        kept(_written(self._project_file, project))

    def flush(self) -> None:
        """Nothing ever waits here."""

    def close(self) -> None:
        """Nothing to end here; the project file stays open."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    project: Project
    kept: Kept


class ThreadKeeper:
    """Writes edits in one thread; the caller never waits for the disk.

    When several states wait, only the newest is written, as it holds the earlier ones; their
    `kept` are all called afterwards, in order, through `call_soon`, which has to be safe to
    call from another thread (as a loop's `call_soon_threadsafe` is). With `backups`, one is made
    whenever it is time; that one failed is logged and keeps no edit from being written.
    """

    def __init__(
        self,
        project_file: ProjectFile,
        call_soon: Callable[[Callable[[], None]], object],
        backups: Backups | None = None,
    ) -> None:
        self._backups = backups
        self._project_file = project_file
        self._call_soon = call_soon
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="project keeper", daemon=True)
        self._thread.start()

    @property
    def read_only(self) -> bool:
        """Whether edits cannot be kept."""
        return self._project_file.read_only

    def keep(self, project: Project, recordings: tuple[Recording, ...], kept: Kept) -> None:
        """Have the difference written soon, then `kept` called."""
        self._project_file.hold(recordings)
        with self._changed:
            if not self._closing:
                self._waiting.append(_Waiting(project, kept))
                self._changed.notify_all()
                return
        error = ProjectFileError(
            ProjectFileProblem.UNWRITABLE, str(self._project_file.path), "closed"
        )
        self._post(partial(kept, error))

    def flush(self) -> None:
        """Wait until all edits so far are written or failed; not for the window's thread."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._busy)

    def close(self) -> None:
        """Write what waits and end the thread; edits after this are not written."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next_batch():
            self._back_up()
            error = _written(self._project_file, batch[-1].project)
            for waiting in batch:
                self._post(partial(waiting.kept, error))
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _next_batch(self) -> list[_Waiting]:
        """Everything that waits, once something does; empty when it is time to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            batch = list(self._waiting)
            self._waiting.clear()
            self._busy = bool(batch)
            return batch

    def _back_up(self) -> None:
        if self._backups is None or self._project_file.read_only:
            return
        try:
            self._backups.before_edit()
        except ProjectFileError as error:
            _log.warning("no backup of %s: %s", error.path, error.detail or error.problem)

    def _post(self, kept: Callable[[], None]) -> None:
        try:
            self._call_soon(kept)
        except RuntimeError:
            # The loop is closed: there is nobody left to tell, and the edit is written.
            return


def _written(project_file: ProjectFile, project: Project) -> StudioError | None:
    try:
        project_file.keep(project)
    except ProjectFileError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the edge of a thread: a fault is told, not fatal
        _log.exception("an edit was not written")
        return ProjectFileError(ProjectFileProblem.UNWRITABLE, str(project_file.path), repr(error))
    return None
