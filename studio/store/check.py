"""Whether a project file is sound, at three depths."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.project import Project
from studio.store import exchanges
from studio.store.connection import explained, look_at_header
from studio.store.findings import Finding, Wrong
from studio.store.jobs import COLUMNS, job_of
from studio.store.media import peaks_checksum
from studio.store.opening import Opened, opened_to_read, try_lock


class Depth(StrEnum):
    """How closely a file is looked at; each depth takes in those before it.

    OPEN reads what opening reads: every row and its checksum. QUICK adds the structure of the
    pages. FULL adds the hash of every sound and the log of exchanges, which reads the whole file.
    """

    OPEN = "open"
    QUICK = "quick"
    FULL = "full"


def check(path: Path, depth: Depth = Depth.QUICK) -> tuple[Finding, ...]:
    """Everything that is wrong with a file, nothing when it is sound; the file is only read.

    Raises ProjectFileError when it is missing, no project, or of a newer version.
    """
    try:
        with explained(path):
            return tuple(_checked(path.resolve(), depth))
    except ProjectFileError as error:
        if error.problem is not ProjectFileProblem.DAMAGED:
            raise
        return (Finding(Wrong.PAGES, detail=error.detail),)


def _checked(path: Path, depth: Depth) -> Iterator[Finding]:
    look_at_header(path)
    lock, _ = try_lock(path)
    opened: Opened | None = None
    try:
        opened = opened_to_read(path, ours=lock is not None)
        why = opened.why_read_only
        if why and why.problem is ProjectFileProblem.NEWER:
            raise why
        yield from opened.reading.findings
        if any(finding.wrong is Wrong.TABLE_MISSING for finding in opened.reading.findings):
            return
        yield from _unknown_speakers(opened.reading.project)
        yield from _sounds(opened.reader, opened.reading.project)
        yield from _jobs(opened.reader)
        if depth is not Depth.OPEN:
            yield from _structure(opened.reader, thorough=depth is Depth.FULL)
        if depth is Depth.FULL:
            yield from _hashes(opened.reader)
            yield from _exchanges(opened.reader)
    finally:
        if opened:
            opened.close()
        if lock:
            lock.release()


def _structure(connection: sqlite3.Connection, *, thorough: bool) -> Iterator[Finding]:
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        for (message,) in connection.execute(f"PRAGMA {pragma}").fetchall():
            if message != "ok":
                yield Finding(Wrong.PAGES, detail=message)
    except sqlite3.DatabaseError as error:
        yield Finding(Wrong.PAGES, detail=str(error))


def _unknown_speakers(project: Project) -> Iterator[Finding]:
    known = {None, *(character.id for character in project.cast)}
    unknown = {line.character: line.id for _, line in project.lines if line.character not in known}
    for character, line in unknown.items():
        yield Finding(Wrong.CHARACTER_LOST, "characters", str(character), line)


def _sounds(connection: sqlite3.Connection, project: Project) -> Iterator[Finding]:
    try:
        media = {key for (key,) in connection.execute("SELECT key FROM media NOT INDEXED")}
        peaks = {key for (key,) in connection.execute("SELECT media FROM peaks NOT INDEXED")}
    except sqlite3.DatabaseError as error:
        yield Finding(Wrong.UNREADABLE, "media", detail=str(error))
        return
    for take in project.takes:
        if take.media not in media:
            yield Finding(Wrong.MEDIA_MISSING, "takes", take.id, take.media)
    for bed in (bed for episode in project.episodes for bed in episode.beds):
        if bed.media and bed.media not in media:
            yield Finding(Wrong.MEDIA_MISSING, "episodes", bed.id, bed.media)
    for key in sorted(media - peaks):
        yield Finding(Wrong.PEAKS_MISSING, "peaks", key)


def _jobs(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        found = connection.execute(f"SELECT {COLUMNS} FROM jobs NOT INDEXED").fetchall()
    except sqlite3.DatabaseError as error:
        yield Finding(Wrong.UNREADABLE, "jobs", detail=str(error))
        return
    for row in found:
        if job_of(row) is None:
            yield Finding(Wrong.JOB, "jobs", str(row[0]))


def _exchanges(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Reads each by itself, so that one that cannot be read does not hide the others."""
    try:
        rows = connection.execute("SELECT rowid FROM exchanges NOT INDEXED").fetchall()
    except sqlite3.DatabaseError as error:
        yield Finding(Wrong.EXCHANGE, "exchanges", detail=str(error))
        return
    query = f"SELECT {exchanges.COLUMNS} FROM exchanges WHERE rowid = ?"
    for (row,) in rows:
        try:
            found = connection.execute(query, (row,)).fetchone()
        except sqlite3.DatabaseError as error:
            yield Finding(Wrong.EXCHANGE, "exchanges", f"row {row}", str(error))
            continue
        if exchanges.exchange_of(found) is None:
            yield Finding(Wrong.EXCHANGE, "exchanges", str(found[0]))


def _hashes(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Reads each sound by itself, so that one that cannot be read does not hide the others."""
    for (row,) in connection.execute("SELECT rowid FROM media NOT INDEXED").fetchall():
        try:
            key, data = connection.execute(
                "SELECT key, data FROM media WHERE rowid = ?", (row,)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            yield Finding(Wrong.MEDIA_DAMAGED, "media", f"row {row}", str(error))
            continue
        if type(data) is not bytes or hashlib.sha256(data).hexdigest() != key:
            yield Finding(Wrong.MEDIA_DAMAGED, "media", key)
    try:
        drawn = connection.execute("SELECT media, checksum, data FROM peaks").fetchall()
    except sqlite3.DatabaseError as error:
        yield Finding(Wrong.PEAKS_DAMAGED, "peaks", detail=str(error))
        return
    for key, checksum, data in drawn:
        if type(data) is not bytes or peaks_checksum(str(key), data) != checksum:
            yield Finding(Wrong.PEAKS_DAMAGED, "peaks", str(key))
