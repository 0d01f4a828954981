"""What can still be read of a damaged project file, told apart row by row by the checksums."""

from __future__ import annotations

import hashlib
import mmap
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from studio.model.ids import MediaKey
from studio.store.connection import is_beside
from studio.store.exchanges import Exchange, exchange_of
from studio.store.jobs import Job, job_of
from studio.store.media import peaks_checksum
from studio.store.pages import Pages, StoredRow
from studio.store.schema import TABLES, Table


@dataclass(slots=True)
class Salvage:
    """The sound rows of a file by table, the keys of its sounds, their peaks, and its jobs."""

    rows: dict[Table, list[StoredRow]] = field(default_factory=lambda: {t: [] for t in TABLES})
    media: set[MediaKey] = field(default_factory=set[MediaKey])
    peaks: dict[MediaKey, bytes] = field(default_factory=dict[MediaKey, bytes])
    jobs: dict[str, Job] = field(default_factory=dict[str, Job])

    @property
    def empty(self) -> bool:
        """Whether there was nothing of a project in the file."""
        return not any(self.rows.values())


@contextmanager
def salvageable(path: Path) -> Generator[Pages]:
    """The pages of a file, with what is in the log beside it where SQLite can still fold that.

    The file is only read. Raises OSError.
    """
    with tempfile.TemporaryDirectory(prefix="understudy-", ignore_cleanup_errors=True) as folder:
        if is_beside(path, "-wal"):
            path = _folded(path, Path(folder))
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                yield Pages.of(memoryview(b""))
                return
            with (
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
                memoryview(mapped) as data,
            ):
                yield Pages.of(data)


def _folded(path: Path, folder: Path) -> Path:
    """A copy with the log folded in, as far as that goes."""
    copied = folder / "folded"
    shutil.copyfile(path, copied)
    shutil.copyfile(f"{path}-wal", f"{copied}-wal")
    try:
        with closing(sqlite3.connect(copied)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.DatabaseError:
        return path
    return copied


def salvage(pages: Pages) -> Salvage:
    """Everything whose checksum is right, with sounds by their key only."""
    found = Salvage()
    for row in pages.rows():
        table = _table_of(row)
        if table:
            found.rows[table].append(row)
        elif key := sound_of(row):
            found.media.add(key)
        elif len(row) == 3:
            _add_peaks(found, row)
        elif len(row) in (7, 10):
            _add_job(found, row)
    return found


def sounds(pages: Pages) -> Iterator[tuple[MediaKey, float, bytes]]:
    """Every sound that is whole, one after another: key, when it was made, and bytes."""
    for row in pages.rows():
        if key := sound_of(row):
            made_at, data = row[2], row[3]
            assert isinstance(data, bytes)
            yield key, float(made_at) if isinstance(made_at, (int, float)) else 0.0, data


def exchanges(pages: Pages) -> Iterator[Exchange]:
    """What was asked of text models and answered, one after another, as far as it is whole."""
    for row in pages.rows():
        if exchange := exchange_of(row):
            yield exchange


def sound_of(row: StoredRow) -> MediaKey | None:
    """The key of a row that holds a sound as it was stored, None for any other row."""
    if len(row) != 4 or not isinstance(row[0], str) or not isinstance(row[3], bytes):
        return None
    return MediaKey(row[0]) if hashlib.sha256(row[3]).hexdigest() == row[0] else None


def _table_of(row: StoredRow) -> Table | None:
    if not row or not isinstance(row[-1], int):
        return None
    for table in TABLES:
        if len(table.columns) == len(row) and table.checksum(row[:-1]) == row[-1]:
            return table
    return None


def _add_peaks(found: Salvage, row: StoredRow) -> None:
    key, checksum, data = row
    if isinstance(key, str) and isinstance(data, bytes) and peaks_checksum(key, data) == checksum:
        found.peaks[MediaKey(key)] = data


def _add_job(found: Salvage, row: StoredRow) -> None:
    """A job, as version 1 wrote it or with what came later; numbers are stored as they fit."""
    words = tuple(str(value) for value in row[:6])
    made_at, variation, ticket, sent_at = (*row, 0, "", 0.0)[6:10]
    numbers = (made_at, variation, sent_at)
    if all(isinstance(number, (int, float)) for number in numbers) and isinstance(ticket, str):
        job = job_of((*words, float(made_at), int(variation), ticket, float(sent_at)))  # pyright: ignore[reportArgumentType]  # looked at above
        if job:
            found.jobs[job.id] = job
