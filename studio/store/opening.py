"""How a project file is opened: who may write it, and what to do when nobody may."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.store import migrations
from studio.store.connection import (
    explained,
    is_beside,
    look_at_header,
    open_to_read,
    open_to_write,
    problem_of,
    transaction,
)
from studio.store.exchanges import mend_exchanges
from studio.store.findings import Finding, Wrong
from studio.store.jobs import resume_interrupted
from studio.store.lock import ProjectLock
from studio.store.reading import Reading, put_together, read_project
from studio.store.salvage import salvage, salvageable
from studio.store.schema import NAMES, VERSION

_UNREADABLE = frozenset({Wrong.UNREADABLE, Wrong.TABLE_MISSING, Wrong.PROJECT_LOST})


@dataclass(slots=True)
class Opened:
    """An opened file: connections, the lock, and what was read; without a writer read-only."""

    path: Path
    reading: Reading
    reader: sqlite3.Connection
    writer: sqlite3.Connection | None
    why_read_only: ProjectFileError | None
    lock: ProjectLock | None
    scratch: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Let go of everything; the last connection folds what is beside into the file."""
        self.reader.close()
        if self.writer:
            with suppress(sqlite3.Error):
                self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.writer.close()
            self.writer = None
        if self.lock:
            self.lock.release()
        if self.scratch:
            self.scratch.cleanup()


def open_project(path: Path, steps: Mapping[int, migrations.Step] = migrations.STEPS) -> Opened:
    """Open a project file, brought to the newest version; raises ProjectFileError."""
    path = path.resolve()
    look_at_header(path)
    lock, why = try_lock(path)
    opened: Opened | None = None
    try:
        if lock:
            why = _upgraded(path, steps)
        with explained(path):
            opened = opened_to_read(path, steps, why, ours=lock is not None)
            if lock and not opened.why_read_only:
                _let_write(opened, lock)
        return opened
    finally:
        if lock and (opened is None or opened.lock is None):
            lock.release()


def try_lock(path: Path) -> tuple[ProjectLock | None, ProjectFileError | None]:
    """The lock of a file, or why there is none to be had."""
    try:
        lock = ProjectLock.take(path)
    except OSError as error:
        problem = ProjectFileProblem.UNWRITABLE
        return None, ProjectFileError(problem, str(path), error.strerror or "")
    return lock, None if lock else ProjectFileError(ProjectFileProblem.LOCKED, str(path))


def _upgraded(path: Path, steps: Mapping[int, migrations.Step]) -> ProjectFileError | None:
    """Bring the file itself to the newest version; what hindered that, None when nothing did."""
    try:
        migrations.upgrade(path, steps)
    except ProjectFileError as error:
        return error
    return None


def opened_to_read(
    path: Path,
    steps: Mapping[int, migrations.Step] = migrations.STEPS,
    why: ProjectFileError | None = None,
    *,
    ours: bool = False,
) -> Opened:
    """A file opened to be read only, and why when that is not by choice alone.

    `ours` while the caller holds the lock. Raises ProjectFileError or SQLite's errors.
    """
    look_at_header(path)
    reader, scratch = _reader(path, ours=ours)
    try:
        version = migrations.version_of(reader)
        if version < VERSION:
            reader.close()
            scratch = scratch or _scratch()
            reader = migrations.upgraded_in(Path(scratch.name), path, steps)
        reading = read_project(reader)
        if any(finding.wrong is Wrong.UNREADABLE for finding in reading.findings):
            reading = _salvaged(path, reading.findings)
        reading.findings[:0] = schema_findings(reader)
    except BaseException:
        reader.close()
        if scratch:
            scratch.cleanup()
        raise
    opened = Opened(path, reading, reader, None, why, None, scratch)
    if version > VERSION:
        opened.why_read_only = ProjectFileError(
            ProjectFileProblem.NEWER, str(path), f"{version} > {VERSION}"
        )
        if any(finding.wrong in _UNREADABLE for finding in reading.findings):
            opened.close()
            raise opened.why_read_only
    elif harm := [finding for finding in reading.findings if finding.forbids_writing]:
        opened.why_read_only = ProjectFileError(
            ProjectFileProblem.DAMAGED, str(path), f"{harm[0].wrong} {harm[0].table}"
        )
    return opened


def _salvaged(path: Path, findings: list[Finding]) -> Reading:
    """What can be read page by page where SQLite cannot find its way."""
    with salvageable(path) as pages:
        reading = put_together(dict(salvage(pages).rows))
    reading.findings[:0] = findings
    return reading


def _let_write(opened: Opened, lock: ProjectLock) -> None:
    """Add what writing needs; a file that may be read only stays so and says why."""
    writer: sqlite3.Connection | None = None
    try:
        writer = open_to_write(opened.path)
        with transaction(writer):
            resume_interrupted(writer)
    except sqlite3.Error as error:
        if writer:
            writer.close()
        opened.why_read_only = problem_of(error, opened.path)
        return
    with suppress(sqlite3.Error):  # nothing else of the project is worse off
        mend_exchanges(writer)
    opened.writer, opened.lock = writer, lock


def _reader(
    path: Path, *, ours: bool
) -> tuple[sqlite3.Connection, tempfile.TemporaryDirectory[str] | None]:
    """A connection to read, by way of a copy when SQLite needs files it cannot make."""
    reader = open_to_read(path, ours=ours)
    try:
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return reader, None
    except sqlite3.OperationalError:
        reader.close()
    if not is_beside(path, "-wal"):
        return open_to_read(path, immutable=True), None
    scratch = _scratch()
    copied = Path(scratch.name) / path.name
    shutil.copyfile(path, copied)
    shutil.copyfile(f"{path}-wal", f"{copied}-wal")
    return open_to_read(copied), scratch


def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="understudy-", ignore_cleanup_errors=True)


def _kind_of_loss(name: str) -> Wrong:
    if name.startswith("exchanges"):
        return Wrong.EXCHANGE
    return Wrong.INDEX_MISSING if "_by_" in name else Wrong.TABLE_MISSING


def schema_findings(connection: sqlite3.Connection) -> list[Finding]:
    """Tables and indexes that are missing, triggers and views that do not belong here."""
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_schema").fetchall())
    findings = [Finding(_kind_of_loss(name), name) for name in sorted(NAMES - kinds.keys())]
    strange = (name for name, kind in kinds.items() if kind in ("trigger", "view"))
    return findings + [Finding(Wrong.STRANGE_SCHEMA, name) for name in strange]
