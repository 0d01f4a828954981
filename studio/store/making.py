"""New project files: from a project, or as a copy of an open one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.project import Project
from studio.model.take import Recording
from studio.store.atomic import appearing
from studio.store.connection import explained, transaction
from studio.store.differences import NOTHING, difference
from studio.store.lock import ProjectLock
from studio.store.schema import make_tables
from studio.store.window import DoubledId
from studio.store.writing import write_difference

Write = Callable[[sqlite3.Connection], None]


def make(path: Path, project: Project, recordings: Sequence[Recording] = ()) -> None:
    """Write a new file; raises ProjectFileError, EXISTS when there is one already."""

    def fill(connection: sqlite3.Connection) -> None:
        make_tables(connection)
        try:
            changes = difference(NOTHING, project, {})
        except DoubledId as error:
            problem = ProjectFileProblem.UNWRITABLE
            raise ProjectFileError(problem, str(path), f"{error} twice") from error
        write_difference(connection, changes, {r.key: r for r in recordings}, 1)

    make_with(path, fill)


def make_with(path: Path, fill: Write) -> None:
    """Write a new file with what `fill` puts into an empty database, all of it or nothing."""
    with explained(path), _new(path), appearing(path) as beside:
        _written_to(beside, fill)


def copy(source: sqlite3.Connection, path: Path, *, replace: bool, missed: Write) -> None:
    """Write a copy of an open file and on top of it what `missed` writes."""
    with explained(path), _new(path, replace=replace), appearing(path) as beside:
        source.execute("VACUUM INTO ?", (str(beside),))
        _written_to(beside, missed)


def _written_to(path: Path, write: Write) -> None:
    """Write in one transaction, with no second file left beside."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):
            write(connection)


@contextmanager
def _new(path: Path, *, replace: bool = False) -> Generator[None]:
    """Nobody else writes a file at this path meanwhile; raises ProjectFileError."""
    lock = ProjectLock.take(path.resolve())
    if lock is None:
        raise ProjectFileError(ProjectFileProblem.LOCKED, str(path))
    try:
        if path.exists() and not replace:
            raise ProjectFileError(ProjectFileProblem.EXISTS, str(path))
        yield
    finally:
        lock.release()
