"""The file of the ledger: made whole, opened for a moment, put aside when it is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from studio.errors import LedgerError, LedgerProblem
from studio.store.aside import move_database_aside
from studio.store.atomic import appearing
from studio.store.lock import ProjectLock

VERSION = 2
COLUMNS = (
    "id",
    "at",
    "account",
    "model",
    "kind",
    "project",
    "line",
    "language",
    "characters",
    "amount",
    "currency",
    "trace",
    "tokens",
)
_SCHEMA = """
CREATE TABLE billing (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    account TEXT NOT NULL,
    model TEXT NOT NULL,
    kind TEXT NOT NULL,
    project TEXT NOT NULL,
    line TEXT NOT NULL,
    language TEXT NOT NULL,
    characters INTEGER NOT NULL,
    amount TEXT NOT NULL,
    currency TEXT NOT NULL,
    trace TEXT NOT NULL,
    tokens INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX billing_at ON billing (at);
"""
_STEPS = {1: "ALTER TABLE billing ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0"}
"""By the version a step begins with; version 2 counts the tokens of text models."""
_PATIENCE_S = 2.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


@contextmanager
def opened(
    path: Path, *, patience_s: float, to_write: bool = False
) -> Generator[sqlite3.Connection]:
    """A connection to the ledger, which is made when it is missing; raises LedgerError.

    What is written inside is one transaction, on the disk when the block ends. `patience_s` is
    how long another program that is busy with it is waited for.
    """
    try:
        if not path.exists():
            _make(path, patience_s)
        with closing(_connected(path, patience_s)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            if to_write:
                connection.execute("BEGIN IMMEDIATE")
            yield connection
            if to_write:
                connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise _explained(error, path) from error
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def set_aside_if_damaged(path: Path) -> Path | None:
    """Move a damaged ledger out of the way, over no other file; its new name, None if it is whole.

    Raises LedgerError. Only one program at a time looks, so that none moves another's new ledger.
    """
    try:
        with _alone(path, _PATIENCE_S):
            if not path.exists() or _is_whole(path):
                return None
            return move_database_aside(path)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def _make(path: Path, patience_s: float) -> None:
    """Put a whole new ledger in place, unless another program just did."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path, patience_s):
        if path.exists():
            return
        with appearing(path) as beside, closing(sqlite3.connect(beside)) as connection:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.executescript(f"{_SCHEMA}PRAGMA user_version = {VERSION};")


def _connected(path: Path, patience_s: float) -> sqlite3.Connection:
    """A connection to a ledger of this version; raises sqlite3.Error or LedgerError."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", timeout=patience_s, isolation_level=None, uri=True
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        version = _version_of(connection)
        if version in _STEPS:
            version = _upgraded(connection)
    except BaseException:
        connection.close()
        raise
    if version == VERSION:
        return connection
    connection.close()
    problem = LedgerProblem.NEWER if version > VERSION else LedgerProblem.DAMAGED
    raise LedgerError(problem, str(path))


def _upgraded(connection: sqlite3.Connection) -> int:
    """Bring an older ledger to this version, unless another program just did; returns it."""
    connection.execute("BEGIN IMMEDIATE")
    while (version := _version_of(connection)) in _STEPS:
        connection.execute(_STEPS[version])
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute("COMMIT")
    return version


def _version_of(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _is_whole(path: Path) -> bool:
    try:
        with closing(_connected(path, _PATIENCE_S)) as connection:
            (found,) = connection.execute("PRAGMA quick_check").fetchone()
            connection.execute("SELECT count(amount) FROM billing").fetchone()
            return found == "ok"
    except LedgerError as error:
        return error.problem is not LedgerProblem.DAMAGED
    except sqlite3.Error as error:
        return _explained(error, path).problem is not LedgerProblem.DAMAGED


@contextmanager
def _alone(path: Path, patience_s: float) -> Generator[None]:
    lock = ProjectLock.wait(path, patience_s)
    if lock is None:
        raise _unwritable(path, "another program is busy with it")
    try:
        yield
    finally:
        lock.release()


def _explained(error: sqlite3.Error, path: Path) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _DAMAGE:
        return LedgerError(LedgerProblem.DAMAGED, str(path), str(error))
    return _unwritable(path, str(error))


def _unwritable(path: Path, detail: str) -> LedgerError:
    return LedgerError(LedgerProblem.UNWRITABLE, str(path), detail)
