"""Backups of projects without their sound: small, dated, thinned, each checked when written."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.store.atomic import appearing
from studio.store.connection import explained, transaction
from studio.store.schema import TABLES, make_tables

INTERVAL = 30 * 60.0
"""Seconds of work between two backups."""

RECENT, DAILY, WEEKLY = 10, 7, 4
_STAMP = "%Y-%m-%d %H.%M.%S"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) .*\.understudy")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup and when it was made."""

    path: Path
    made_at: datetime


class Backups:
    """The backups of one project in a folder of its own below `root`.

    `clock` gives seconds since 1970.
    """

    def __init__(self, root: Path, project: Path, clock: Callable[[], float]) -> None:
        self._project = project.resolve()
        name = hashlib.sha256(str(self._project).encode()).hexdigest()[:8]
        self._folder = root / f"{self._project.stem} {name}"
        self._clock = clock
        self._last: float | None = None

    def before_edit(self) -> Backup | None:
        """A backup when this is the first edit of the session or half an hour has gone by.

        Copies a few megabytes at most; raises ProjectFileError.
        """
        now = self._clock()
        if self._last is not None and 0 <= now - self._last < INTERVAL:
            return None
        self._last = now
        return self.make()

    def make(self) -> Backup:
        """Write a backup of what is in the file now, check it, and drop old ones.

        Raises ProjectFileError.
        """
        made_at = datetime.fromtimestamp(self._clock(), UTC).replace(microsecond=0)
        path = self._folder / f"{made_at.strftime(_STAMP)} {self._project.name}"
        with explained(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            with appearing(path) as beside:
                _copy_without_sound(self._project, beside)
        self._thin()
        return Backup(path, made_at)

    def all(self) -> tuple[Backup, ...]:
        """Every backup of the project, newest first."""
        found = (_NAME.fullmatch(path.name) for path in self._folder.glob("*.understudy"))
        dated = (
            Backup(
                self._folder / match.string,
                datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC),
            )
            for match in found
            if match
        )
        return tuple(sorted(dated, key=lambda backup: backup.made_at, reverse=True))

    def _thin(self) -> None:
        backups = self.all()
        kept = worth_keeping([backup.made_at for backup in backups])
        for backup in backups:
            if backup.made_at not in kept:
                backup.path.unlink(missing_ok=True)


def worth_keeping(made: Sequence[datetime]) -> frozenset[datetime]:
    """Of moments, newest first: the last ten, the last of seven days and of four weeks."""
    days = _first_of_each(((moment.date(), moment) for moment in made), DAILY)
    weeks = _first_of_each(((moment.isocalendar()[:2], moment) for moment in made), WEEKLY)
    return frozenset((*made[:RECENT], *days, *weeks))


def _first_of_each(named: Iterable[tuple[object, datetime]], count: int) -> list[datetime]:
    firsts: dict[object, datetime] = {}
    for name, moment in named:
        firsts.setdefault(name, moment)
    return list(firsts.values())[:count]


def _copy_without_sound(source: Path, target: Path) -> None:
    """Copy every table but the sounds and their peaks; raises when the copy is not sound."""
    copied = (*(table.name for table in TABLES), "jobs")
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as connection:
        connection.execute("ATTACH ? AS source", (f"{source.as_uri()}?mode=ro",))
        with transaction(connection):
            make_tables(connection)
            for name in copied:
                connection.execute(f"INSERT INTO main.{name} SELECT * FROM source.{name}")
        message = connection.execute("PRAGMA main.quick_check(1)").fetchone()[0]
    if message != "ok":
        raise ProjectFileError(ProjectFileProblem.DAMAGED, str(target), message)
