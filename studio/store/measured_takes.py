"""What was measured of takes, for all projects, in a file of the cache that may be deleted."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import astuple, fields
from pathlib import Path

from studio.model.ids import MediaKey
from studio.model.take_facts import TakeFacts

LARGEST = 200 << 20
"""Bytes above which the file is begun anew: over a million takes."""

_FIGURES = struct.Struct(f"<{len(fields(TakeFacts))}d")
_AT_ONCE = 500
_PATIENCE_S = 2.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_TABLE = (
    "CREATE TABLE IF NOT EXISTS facts (media TEXT NOT NULL, version INTEGER NOT NULL,"
    " figures BLOB NOT NULL, PRIMARY KEY (media, version)) WITHOUT ROWID"
)


class MeasuredTakes:
    """A file of figures by media key, shared by threads and programs.

    `version` is that of the measuring. Nothing here raises: what cannot be read is measured
    again, and what cannot be written is measured again next time.
    """

    def __init__(self, path: Path, version: int) -> None:
        self._path = path
        self._version = version

    def read(self, keys: Iterable[MediaKey]) -> dict[MediaKey, TakeFacts]:
        """What is known of these sounds. Blocking."""
        wanted = list(keys)
        found: dict[MediaKey, TakeFacts] = {}

        def look(connection: sqlite3.Connection) -> None:
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                query = f"SELECT media, figures FROM facts WHERE version = ? AND media IN ({marks})"
                for key, figures in connection.execute(query, (self._version, *some)):
                    if type(figures) is bytes and len(figures) == _FIGURES.size:
                        found[MediaKey(key)] = TakeFacts(*_FIGURES.unpack(figures))

        if wanted:
            self._opened(look)
        return found

    def write(self, found: Mapping[MediaKey, TakeFacts]) -> None:
        """Keep these figures. Blocking."""
        rows = [
            (key, self._version, _FIGURES.pack(*astuple(facts))) for key, facts in found.items()
        ]

        def keep(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")

        if rows:
            self._opened(keep)

    def _opened(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do something with the file; one that is damaged or huge is removed."""
        try:
            if self._path.exists() and self._path.stat().st_size > LARGEST:
                self._path.unlink()
            with closing(
                sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)
            ) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(_TABLE)
                work(connection)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                with contextlib.suppress(OSError):
                    self._path.unlink()
        except OSError:
            return
