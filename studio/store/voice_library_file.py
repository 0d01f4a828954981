"""The file of the voice library: private, made whole, opened for a moment, mended from a backup."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.store.aside import move_database_aside
from studio.store.atomic import appearing
from studio.store.lock import ProjectLock
from studio.store.voice_library_rows import voice_of

VERSION = 1
PATIENCE_S = 15.0
"""Seconds to wait for another program that writes."""

BACKUP_AGE_S = 86_400.0

_SCHEMA = """
CREATE TABLE voices (
    id TEXT PRIMARY KEY,
    turn INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    checksum INTEGER NOT NULL
);
"""
_INSERT = "INSERT OR REPLACE INTO voices (id, turn, owner, body, checksum) VALUES (?, ?, ?, ?, ?)"
_PROBLEMS = {
    sqlite3.SQLITE_FULL: VoiceLibraryProblem.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: VoiceLibraryProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: VoiceLibraryProblem.DAMAGED,
    sqlite3.SQLITE_ERROR: VoiceLibraryProblem.DAMAGED,
    sqlite3.SQLITE_BUSY: VoiceLibraryProblem.BUSY,
    sqlite3.SQLITE_LOCKED: VoiceLibraryProblem.BUSY,
}


@contextmanager
def opened(path: Path, *, to_write: bool = False) -> Generator[sqlite3.Connection]:
    """A connection to the library, which is made when it is missing; raises VoiceLibraryError.

    What is written inside is one transaction, on the disk when the block ends.
    """
    with explained(path):
        if not path.exists():
            _make(path)
        with closing(_connected(path)) as connection:
            if to_write:
                _back_up(connection, path)
                connection.execute("BEGIN IMMEDIATE")
            yield connection
            if to_write:
                connection.execute("COMMIT")


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Raises VoiceLibraryError where SQLite or the file system gives up inside."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        primary = sqlite3.SQLITE_IOERR if code is None else code & 0xFF
        problem = _PROBLEMS.get(primary, VoiceLibraryProblem.UNWRITABLE)
        raise VoiceLibraryError(problem, str(path), str(error)) from error
    except OSError as error:
        full = error.errno == 28
        problem = VoiceLibraryProblem.DISK_FULL if full else VoiceLibraryProblem.UNWRITABLE
        raise VoiceLibraryError(problem, str(path), error.strerror or str(error)) from error


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def mend(path: Path) -> Path | None:
    """Put a damaged library aside and make a new one of all that can be read of it and its backup.

    Returns where the damaged one is now, None when nothing was wrong. Raises VoiceLibraryError.
    Only one program at a time looks.
    """
    if not path.exists():  # nor its folder, perhaps, where the lock would be
        return None
    with explained(path), _alone(path):
        if not path.exists() or _is_whole(path):
            return None
        aside = move_database_aside(path)
        rows = {row[0]: row for file in (backup_of(path), aside) for row in _readable(file)}
        _make_whole(path, list(rows.values()))
        return aside


def backup_of(path: Path) -> Path:
    """Where the copy of yesterday is."""
    return path.with_name(f"{path.stem}-backup{path.suffix}")


def _make(path: Path) -> None:
    """Put a whole new library in place, unless another program just did."""
    private_folder(path.parent)
    with _alone(path):
        if not path.exists():
            _make_whole(path, [])


def _make_whole(path: Path, rows: list[tuple[object, ...]]) -> None:
    with appearing(path) as beside, closing(sqlite3.connect(beside)) as connection:
        beside.chmod(0o600)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.executescript(f"{_SCHEMA}PRAGMA user_version = {VERSION};")
        connection.executemany(_INSERT, rows)
        connection.commit()


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", timeout=PATIENCE_S, isolation_level=None, uri=True
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except BaseException:
        connection.close()
        raise
    if version == VERSION:
        return connection
    connection.close()
    problem = VoiceLibraryProblem.NEWER if version > VERSION else VoiceLibraryProblem.DAMAGED
    raise VoiceLibraryError(problem, str(path))


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the library once a day before it is changed; a full disk keeps nobody from working."""
    copy = backup_of(path)
    with suppress(OSError, sqlite3.Error):
        if copy.exists() and copy.stat().st_mtime > time.time() - BACKUP_AGE_S:
            return
        (count,) = connection.execute("SELECT count(*) FROM voices").fetchone()
        if not count:
            return
        with appearing(copy) as beside:
            connection.execute("VACUUM INTO ?", (str(beside),))
            beside.chmod(0o600)


def _is_whole(path: Path) -> bool:
    try:
        with closing(_connected(path)) as connection:
            (found,) = connection.execute("PRAGMA quick_check").fetchone()
            rows = connection.execute("SELECT id, body, checksum FROM voices").fetchall()
            return found == "ok" and all(voice_of(*row) for row in rows)
    except VoiceLibraryError as error:
        return error.problem is not VoiceLibraryProblem.DAMAGED
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_IOERR) & 0xFF
        return _PROBLEMS.get(code) is not VoiceLibraryProblem.DAMAGED


def _readable(file: Path) -> Iterator[tuple[object, ...]]:
    """The undamaged rows of a file, as far as it can be read."""
    if not file.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection:
        query = "SELECT id, turn, owner, body, checksum FROM voices"
        for row in connection.execute(query):
            if isinstance(row[1], int) and voice_of(row[0], row[3], row[4]):
                yield row


@contextmanager
def _alone(path: Path) -> Generator[None]:
    lock = ProjectLock.wait(path, PATIENCE_S)
    if lock is None:
        raise VoiceLibraryError(VoiceLibraryProblem.BUSY, str(path))
    try:
        yield
    finally:
        lock.release()
