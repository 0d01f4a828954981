"""Connections to a project file, and SQLite's troubles in the studio's words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.store.schema import APPLICATION_ID

MAGIC = b"SQLite format 3\x00"
_PATIENCE = 5.0
_PROBLEMS = {
    sqlite3.SQLITE_FULL: ProjectFileProblem.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: ProjectFileProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: ProjectFileProblem.DAMAGED,
    sqlite3.SQLITE_ERROR: ProjectFileProblem.DAMAGED,
    sqlite3.SQLITE_BUSY: ProjectFileProblem.LOCKED,
    sqlite3.SQLITE_LOCKED: ProjectFileProblem.LOCKED,
}


def problem_of(error: sqlite3.Error, path: Path) -> ProjectFileError:
    """The studio's error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = sqlite3.SQLITE_IOERR if code is None else code & 0xFF
    problem = _PROBLEMS.get(primary, ProjectFileProblem.UNWRITABLE)
    name = getattr(error, "sqlite_errorname", "")
    return ProjectFileError(problem, str(path), f"{error} {name}".strip())


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Raises ProjectFileError where SQLite or the file system gives up inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise problem_of(error, path) from error
    except OSError as error:
        raise _problem_of_system(error, path) from error


def _problem_of_system(error: OSError, path: Path) -> ProjectFileError:
    full = error.errno is not None and os.strerror(error.errno) == os.strerror(28)
    problem = ProjectFileProblem.DISK_FULL if full else ProjectFileProblem.UNWRITABLE
    return ProjectFileError(problem, str(path), error.strerror or str(error))


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection whose every commit is on the disk when it returns."""
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_size_limit = 8388608").fetchone()
    return connection


def open_to_read(path: Path, *, ours: bool = False, immutable: bool = False) -> sqlite3.Connection:
    """A connection that does not write.

    One to a file that is `ours` tidies up when it is the last to close; an immutable file is
    read without making any file beside it.
    """
    if ours:
        connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection
    mode = "?mode=ro&immutable=1" if immutable else "?mode=ro"
    connection = sqlite3.connect(
        path.absolute().as_uri() + mode,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All that is written inside or, when it raises, nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def look_at_header(path: Path) -> None:
    """Raise ProjectFileError when the first bytes show that this is no project file."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise ProjectFileError(ProjectFileProblem.MISSING, str(path)) from error
    except OSError as error:
        problem = ProjectFileProblem.UNWRITABLE
        if path.is_dir():
            problem = ProjectFileProblem.NOT_A_PROJECT
        raise ProjectFileError(problem, str(path), error.strerror or "") from error
    if int.from_bytes(head[68:72], "big") == APPLICATION_ID:
        if not head.startswith(MAGIC):
            raise ProjectFileError(ProjectFileProblem.DAMAGED, str(path), "header")
        return
    detail = "empty" if not head else "another database" if head.startswith(MAGIC) else "no header"
    raise ProjectFileError(ProjectFileProblem.NOT_A_PROJECT, str(path), detail)


def is_beside(path: Path, suffix: str) -> bool:
    """Whether a file of this name with this ending exists and holds something."""
    try:
        return Path(f"{path}{suffix}").stat().st_size > 0
    except OSError:
        return False
