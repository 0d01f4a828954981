"""Differences written to a project file, each in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from studio.model.ids import MediaKey
from studio.model.take import Recording, Take
from studio.store.differences import Difference, Row
from studio.store.media import write_recordings
from studio.store.schema import PLACEMENTS, TABLES, Table

_FINISH = """
UPDATE jobs SET state = 'ready', reason = '' WHERE rowid = (
    SELECT rowid FROM jobs
    WHERE line = ? AND language = ? AND fingerprint = ?
        AND state IN ('waiting', 'speaking', 'unsure')
    ORDER BY state = 'unsure', state = 'waiting', made_at, rowid LIMIT 1)
"""


def write_difference(
    connection: sqlite3.Connection,
    difference: Difference,
    recordings: Mapping[MediaKey, Recording],
    edit: int,
) -> None:
    """Write rows, sounds, and that the jobs of new takes are done, as write number `edit`."""
    for table in TABLES:
        if table in difference.deleted:
            connection.executemany(table.delete, difference.deleted[table])
    for table in TABLES:
        if table in difference.added:
            insert = table.upsert if table is PLACEMENTS else table.insert
            connection.executemany(insert, _complete(table, difference.added[table], edit))
        if table in difference.changed:
            connection.executemany(table.upsert, _complete(table, difference.changed[table], edit))
    # After the script, which a new file then has at its head: a file that is cut off at the
    # end loses sounds, which can be made again, before it loses words.
    made_at = {take.media: take.made_at for take in difference.new_takes}
    write_recordings(connection, recordings, made_at)
    _finish_jobs(connection, difference.new_takes)


def _complete(table: Table, found: Iterable[Row], edit: int) -> Iterable[Row]:
    """The rows with the number of the write and their checksum."""
    for row in found:
        full = (*row[:-1], edit, row[-1])
        yield (*full, table.checksum(full))


def _finish_jobs(connection: sqlite3.Connection, takes: Iterable[Take]) -> None:
    """A stored take is the end of its job, in the same write: neither can be without the other."""
    if connection.execute("SELECT 1 FROM jobs LIMIT 1").fetchone():
        names = ((take.line, take.language, take.fingerprint) for take in takes)
        connection.executemany(_FINISH, names)
