"""Older project files brought to the newest version, step by step, in a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.store.atomic import appearing, folder_to_disk
from studio.store.connection import explained, open_to_read, transaction
from studio.store.schema import EXCHANGES, VERSION

Step = Callable[[sqlite3.Connection], None]
"""Turns the tables of one version into those of the next; the caller holds the transaction."""


def _jobs_know_what_was_sent(connection: sqlite3.Connection) -> None:
    """From version 1 to 2: which reading a job asks for, its order number, when it was sent."""
    for column in ("variation INTEGER", "ticket TEXT", "sent_at REAL"):
        empty = {"INTEGER": "0", "TEXT": "''", "REAL": "0.0"}[column.split()[1]]
        connection.execute(f"ALTER TABLE jobs ADD COLUMN {column} NOT NULL DEFAULT {empty}")


def _exchanges_are_kept(connection: sqlite3.Connection) -> None:
    """From version 2 to 3: what was asked of text models and what they answered."""
    for statement in EXCHANGES:
        connection.execute(statement)


def _timelines_are_edited(_: sqlite3.Connection) -> None:
    """From version 3 to 4: rows may say more of clips, lanes and beds, and all of it is optional.

    The tables are the same; the number keeps older studios from writing such rows without it.
    """


STEPS: Mapping[int, Step] = {
    1: _jobs_know_what_was_sent,
    2: _exchanges_are_kept,
    3: _timelines_are_edited,
}
"""By the version a step begins with; version 1 is the first that was ever given out."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables of an open file."""
    return connection.execute("PRAGMA user_version").fetchone()[0]


def upgrade(path: Path, steps: Mapping[int, Step] = STEPS) -> Path | None:
    """Replace a file of an older version by a migrated copy; the caller holds its lock.

    Returns where the old file is kept, None when there was nothing to do. Raises
    ProjectFileError with the file as it was.
    """
    with explained(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            version = version_of(connection)
            if version >= VERSION:
                return None
            _fold_for_good(connection, path)
        with appearing(path) as beside:
            shutil.copyfile(path, beside)
            _migrate(beside, steps)
            backup = _set_aside(path, version)
        folder_to_disk(path.parent)
        return backup


def upgraded_in(folder: Path, path: Path, steps: Mapping[int, Step]) -> sqlite3.Connection:
    """A connection to a migrated copy in a scratch folder, for a file that is not ours to write."""
    copied = folder / f"{path.stem}-upgraded{path.suffix}"
    with closing(open_to_read(path)) as source:
        source.execute("VACUUM INTO ?", (str(copied),))
    _migrate(copied, steps)
    return open_to_read(copied)


def _migrate(path: Path, steps: Mapping[int, Step]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        while (version := version_of(connection)) < VERSION:
            step = steps.get(version)
            if step is None:
                detail = f"version {version}"
                raise ProjectFileError(ProjectFileProblem.DAMAGED, str(path), detail)
            with transaction(connection):
                step(connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise ProjectFileError(ProjectFileProblem.DAMAGED, str(path), damage)


def _fold_for_good(connection: sqlite3.Connection, path: Path) -> None:
    """Leave nothing beside the file that could be taken for part of the migrated one."""
    mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode == "wal":
        raise ProjectFileError(ProjectFileProblem.LOCKED, str(path))


def _set_aside(path: Path, version: int) -> Path:
    """Give the old file a second name, at no cost where the file system has links."""
    for number in range(1, 1000):
        again = f" {number}" if number > 1 else ""
        backup = path.with_name(f"{path.stem} (version {version}{again}){path.suffix}")
        if backup.exists():
            continue
        try:
            os.link(path, backup)
        except OSError:
            shutil.copyfile(path, backup)
        return backup
    raise ProjectFileError(ProjectFileProblem.EXISTS, str(path))
