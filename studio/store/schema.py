"""The tables of a project file, in one place for writing, reading, checking and mending."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

APPLICATION_ID = 0x55535459
"""`USTY` in the header of the file: how a project is told from any other database."""

VERSION = 4
"""The version of the tables this studio writes."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows carry a checksum over their other columns, as its last column."""

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in order; `edit` is the number of the write that made the row."""
        return (*self.key, *self.others, "edit", "body", "checksum")

    @property
    def index(self) -> str:
        """The name of the index that holds the keys apart."""
        return f"{self.name}_by_{self.key[-1]}"

    @property
    def select(self) -> str:
        """Reads every row, oldest first."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY rowid"

    @property
    def insert(self) -> str:
        """Adds a row; fails when the key is taken."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"

    @property
    def upsert(self) -> str:
        """Puts a row in the place of the one with its key."""
        rest = self.columns[len(self.key) :]
        changes = ", ".join(f"{column} = excluded.{column}" for column in rest)
        return f"{self.insert} ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {changes}"

    @property
    def delete(self) -> str:
        """Takes the row of a key out."""
        return f"DELETE FROM {self.name} WHERE " + " AND ".join(f"{key} = ?" for key in self.key)

    @property
    def types(self) -> tuple[type, ...]:
        """The types of a sound row's columns."""
        return tuple(int if c in _COLUMN_TYPES else str for c in self.columns)

    def checksum(self, row: Sequence[object]) -> int:
        """CRC-32 of the table's name and of all columns before the checksum."""
        return zlib.crc32("\x1f".join((self.name, *map(str, row))).encode())


PROJECT = Table("project", ("one",))
EPISODES = Table("episodes", ("id",), ("place",))
CHARACTERS = Table("characters", ("id",), ("place",))
LINES = Table("lines", ("id",), ("episode", "place"))
TAKES = Table("takes", ("id",), ("line", "place"))
PLACEMENTS = Table("placements", ("episode", "language", "line"))

TABLES = (PROJECT, EPISODES, CHARACTERS, LINES, TAKES, PLACEMENTS)

_COLUMN_TYPES = {"one": "INTEGER", "place": "INTEGER", "edit": "INTEGER", "checksum": "INTEGER"}


def _statements_for(table: Table) -> tuple[str, str]:
    columns = ", ".join(f"{c} {_COLUMN_TYPES.get(c, 'TEXT')} NOT NULL" for c in table.columns)
    return (
        f"CREATE TABLE {table.name} ({columns})",
        f"CREATE UNIQUE INDEX {table.index} ON {table.name} ({', '.join(table.key)})",
    )


EXCHANGES = (
    "CREATE TABLE exchanges (id TEXT NOT NULL, at REAL NOT NULL, job TEXT NOT NULL,"
    " step TEXT NOT NULL, account TEXT NOT NULL, model TEXT NOT NULL, ending TEXT NOT NULL,"
    " read INTEGER NOT NULL, written INTEGER NOT NULL, prompt BLOB NOT NULL,"
    " reply BLOB NOT NULL)",
    "CREATE UNIQUE INDEX exchanges_by_id ON exchanges (id)",
)
"""What was asked of text models and what they answered; the texts are compressed."""

STATEMENTS = (
    *(statement for table in TABLES for statement in _statements_for(table)),
    "CREATE TABLE media (key TEXT NOT NULL, kind TEXT NOT NULL, made_at REAL NOT NULL,"
    " data BLOB NOT NULL)",
    "CREATE UNIQUE INDEX media_by_key ON media (key)",
    "CREATE TABLE peaks (media TEXT NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL)",
    "CREATE UNIQUE INDEX peaks_by_media ON peaks (media)",
    "CREATE TABLE jobs (id TEXT NOT NULL, line TEXT NOT NULL, language TEXT NOT NULL,"
    " fingerprint TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,"
    " made_at REAL NOT NULL, variation INTEGER NOT NULL DEFAULT 0,"
    " ticket TEXT NOT NULL DEFAULT '', sent_at REAL NOT NULL DEFAULT 0.0)",
    "CREATE UNIQUE INDEX jobs_by_id ON jobs (id)",
    "CREATE INDEX jobs_by_line ON jobs (line) WHERE state IN ('waiting', 'speaking')",
    *EXCHANGES,
)

NAMES = frozenset(
    (*(t.name for t in TABLES), *(t.index for t in TABLES))
    + ("media", "media_by_key", "peaks", "peaks_by_media", "jobs", "jobs_by_id", "jobs_by_line")
    + ("exchanges", "exchanges_by_id")
)
"""Every table and index a sound project file has, and the only ones."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make an empty project of the newest version; the caller holds the transaction."""
    for statement in STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
