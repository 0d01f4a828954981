"""Giving back the room of what nothing names any more; the only place that really deletes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from studio.model.episode import Episode
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Takes
from studio.store.connection import transaction
from studio.store.exchanges import drop_old_exchanges

_USED = (
    "SELECT json_extract(body, '$.media') FROM takes UNION"
    " SELECT json_extract(bed.value, '$.media') FROM episodes,"
    " json_each(episodes.body, '$.beds') AS bed"
    " WHERE json_extract(bed.value, '$.media') IS NOT NULL"
)
"""The keys of the sounds that takes and beds name."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting did: sounds dropped, and the size of the file in bytes."""

    sounds: int
    bytes_before: int
    bytes_after: int


def without_discarded(project: Project) -> Project:
    """The project without discarded takes, and without circles and marks on them."""
    gone = {take.id for take in project.takes if take.discarded}
    if not gone:
        return project
    kept = {
        line: tuple(take for take in takes if not take.discarded)
        for line, takes in project.takes.by_line.items()
    }
    takes = Takes({line: left for line, left in kept.items() if left})

    def uncircled(line: Line) -> Line:
        if gone.isdisjoint((*line.circled.values(), *line.approved.values())):
            return line
        circled, approved = (
            {code: take for code, take in marks.items() if take not in gone}
            for marks in (line.circled, line.approved)
        )
        return replace(line, circled=circled, approved=approved)

    def cleaned(episode: Episode) -> Episode:
        return replace(episode, lines=tuple(uncircled(line) for line in episode.lines))

    return replace(project, takes=takes, episodes=tuple(map(cleaned, project.episodes)))


def shrink(connection: sqlite3.Connection, path: Path) -> Compacted:
    """Drop sounds nothing names and old exchanges, and give the room back to the disk."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    before = path.stat().st_size
    with transaction(connection):
        connection.execute(f"DELETE FROM peaks WHERE media NOT IN ({_USED})")
        sounds = connection.execute(f"DELETE FROM media WHERE key NOT IN ({_USED})").rowcount
        drop_old_exchanges(connection)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return Compacted(sounds, before, path.stat().st_size)
