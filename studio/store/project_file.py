"""A production in one file: every edit durable, every sound inside, one writer at a time."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.ids import MediaKey
from studio.model.project import Project
from studio.model.take import Recording
from studio.store import making, opening
from studio.store.compacting import Compacted, shrink, without_discarded
from studio.store.connection import explained, transaction
from studio.store.differences import Difference, difference
from studio.store.exchanges import Exchanges
from studio.store.findings import Finding
from studio.store.jobs import Job, Jobs
from studio.store.media import Media
from studio.store.window import DoubledId
from studio.store.writing import write_difference


class ProjectFile:
    """An open project file; may be used from several threads, writes come one after another."""

    def __init__(self, opened: opening.Opened) -> None:
        self._opened = opened
        self._path = opened.path
        self._writing = threading.RLock()
        self._reading = threading.Lock()
        self._kept = self._wanted = opened.reading.project
        self._places = opened.reading.places
        self._edit = opened.reading.edit
        self._media = Media(opened.reader, opened.path, reading=self._reading)
        self._jobs = Jobs(self._transaction, self._rows)
        self._exchanges = Exchanges(self._transaction, self._rows)
        self._closed = False
        self._unsure = self._jobs.unsure()

    @classmethod
    def create(cls, path: Path, project: Project, recordings: Sequence[Recording] = ()) -> Self:
        """A new file holding this project; raises ProjectFileError, EXISTS when there is one."""
        making.make(path, project, recordings)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The project file at a path, to write unless `why_read_only` says otherwise.

        Raises ProjectFileError when there is no project to be read; rows that are damaged
        are in `findings` and not in the project.
        """
        return cls(opening.open_project(path))

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    @property
    def project(self) -> Project:
        """The state kept last."""
        return self._kept

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong when it was opened."""
        return tuple(self._opened.reading.findings)

    @property
    def read_only(self) -> bool:
        """Whether edits cannot be kept."""
        return self._opened.writer is None

    @property
    def why_read_only(self) -> ProjectFileError | None:
        """LOCKED by another program, UNWRITABLE, NEWER or DAMAGED; None when it can be written."""
        return self._opened.why_read_only

    @property
    def jobs(self) -> Jobs:
        """The booth's work."""
        return self._jobs

    @property
    def exchanges(self) -> Exchanges:
        """What was asked of text models and what they answered."""
        return self._exchanges

    @property
    def unsure(self) -> tuple[Job, ...]:
        """What may have been billed without a take when the file was opened."""
        return self._unsure

    def hold(self, recordings: Iterable[Recording]) -> None:
        """Take sounds in that the next `keep` writes; until then they can be read already."""
        self._media.hold(recordings)

    def keep(self, project: Project, recordings: Iterable[Recording] = ()) -> None:
        """Write what differs from the state kept last, durable when this returns.

        Raises ProjectFileError with the file as it was; the next call writes what was missed.
        """
        self._media.hold(recordings)
        with self._writing:
            self._wanted = project
            held = self._named(self._media.held(), project)
            changes = self._difference(project)
            if changes.empty and not held:
                self._kept = project
                return
            with self._transaction() as connection:
                write_difference(connection, changes, held, self._edit + 1)
            self._edit += 1
            self._kept = project
            self._places.update(changes.places)
            self._media.let_go(held)

    def media(self, key: MediaKey) -> bytes:
        """The encoded bytes of a take's sound; raises ProjectFileError MEDIA_MISSING, DAMAGED."""
        return self._media.data(key)

    def peaks(self, key: MediaKey) -> bytes:
        """The peaks of a take's sound; raises ProjectFileError MEDIA_MISSING, DAMAGED."""
        return self._media.peaks(key)

    def fold(self) -> None:
        """Bring everything into the one file, so that it can be copied; raises ProjectFileError."""
        with self._writing, explained(self._path):
            if self._opened.writer:
                self._opened.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def save_copy(self, path: Path, *, replace: bool = False) -> None:
        """Write a copy elsewhere, edits that could not be kept here included.

        Raises ProjectFileError, EXISTS when there is a file and `replace` is not set.
        """
        with self._writing, self._reading:
            changes = self._difference(self._wanted)
            making.copy(
                self._opened.writer or self._opened.reader,
                path,
                replace=replace,
                missed=lambda connection: write_difference(
                    connection, changes, self._media.held(), self._edit + 1
                ),
            )

    def compact(self, *, discarded: bool = False) -> Compacted:
        """Drop sounds nothing names, and on request discarded takes; raises ProjectFileError.

        When discarded takes go, an open document has to start again from `project`.
        """
        with self._writing:
            writer = self._opened.writer
            if writer is None:
                raise self.why_read_only or self._closed_error()
            self.keep(without_discarded(self._wanted) if discarded else self._wanted)
            with explained(self._path):
                return shrink(writer, self._path)

    def close(self) -> None:
        """Fold everything into the one file and let the next program write it."""
        with self._writing, self._reading:
            if self._closed:
                return
            self._closed = True
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _named(
        self, held: dict[MediaKey, Recording], project: Project
    ) -> dict[MediaKey, Recording]:
        """The sounds that this project names; the others wait for their take or bed."""
        if not held:
            return held
        named = project.media
        return {key: recording for key, recording in held.items() if key in named}

    def _difference(self, project: Project) -> Difference:
        try:
            return difference(self._kept, project, self._places)
        except DoubledId as error:
            problem = ProjectFileProblem.UNWRITABLE
            raise ProjectFileError(problem, str(self._path), f"{error} twice") from error

    @contextlib.contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with self._writing, explained(self._path):
            writer = self._opened.writer
            if writer is None or self._closed:
                raise self.why_read_only or self._closed_error()
            with transaction(writer):
                yield writer

    def _rows(self, query: str, parameters: Sequence[object]) -> list[tuple[str | float, ...]]:
        with self._reading, explained(self._path):
            return self._opened.reader.execute(query, parameters).fetchall()

    def _closed_error(self) -> ProjectFileError:
        return ProjectFileError(ProjectFileProblem.UNWRITABLE, str(self._path), "closed")
