"""A new, sound project file from all that can be read of a damaged one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from studio.audio.decode import ingest
from studio.audio.peaks import peaks_of
from studio.errors import AudioError, ProjectFileError, ProjectFileProblem
from studio.model.bed import Bed
from studio.model.cast import COLOURS, Cast, Character
from studio.model.ids import CharacterId, LineId, MediaKey, TakeId, new_id
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Recording, Takes
from studio.store.connection import explained, is_beside, open_to_read
from studio.store.differences import NOTHING, difference
from studio.store.exchanges import insert_exchanges
from studio.store.findings import Finding
from studio.store.jobs import insert_jobs
from studio.store.making import make_with
from studio.store.media import write_recordings
from studio.store.pages import Pages
from studio.store.reading import put_together
from studio.store.salvage import Salvage, exchanges, salvage, salvageable, sounds
from studio.store.schema import LINES, TAKES, Table, make_tables
from studio.store.writing import write_difference


@dataclass(frozen=True, slots=True)
class RepairReport:
    """The new file, how much is in it, and what of the old one is not.

    `missing_bytes` counts what is cut off at the end; nobody knows what all was in it.
    """

    path: Path
    lines: int
    takes: int
    lost_lines: tuple[LineId, ...]
    lost_takes: tuple[TakeId, ...]
    lost_sounds: tuple[MediaKey, ...]
    missing_bytes: int
    findings: tuple[Finding, ...]


def repair(path: Path) -> RepairReport:
    """Write `NAME (repaired).understudy` beside a damaged file, which stays as it is.

    Raises ProjectFileError: MISSING, NOT_A_PROJECT when nothing of a project is in it, or what
    keeps the new file from being written.
    """
    if not path.is_file():
        raise ProjectFileError(ProjectFileProblem.MISSING, str(path))
    with explained(path), salvageable(path) as pages:
        found = salvage(pages)
        if found.empty:
            raise ProjectFileError(ProjectFileProblem.NOT_A_PROJECT, str(path))
        reading = put_together(dict(found.rows))
        project = _mended(reading.project, found.media, title=path.stem)
        target = _free_name(path)
        make_with(target, lambda connection: _fill(connection, project, found, pages))
        missing = pages.missing
    known_lines, known_takes = (_keys(path, table) for table in (LINES, TAKES))
    lines = {str(line.id) for _, line in project.lines}
    takes = {str(take.id) for take in project.takes}
    return RepairReport(
        target,
        len(lines),
        len(takes),
        tuple(LineId(name) for name in sorted(known_lines - lines)),
        tuple(
            TakeId(name)
            for name in sorted((known_takes | {t.id for t in reading.project.takes}) - takes)
        ),
        tuple(sorted(reading.project.media - found.media)),
        missing,
        tuple(reading.findings),
    )


def _fill(connection: sqlite3.Connection, project: Project, found: Salvage, pages: Pages) -> None:
    make_tables(connection)
    write_difference(connection, difference(NOTHING, project, {}), {}, 1)
    for key, made_at, data in sounds(pages):
        recording = Recording(data, found.peaks.get(key) or _redrawn(data))
        write_recordings(connection, {key: recording}, {key: made_at})
    insert_jobs(connection, found.jobs.values())
    insert_exchanges(connection, exchanges(pages))


def _redrawn(sound: bytes) -> bytes:
    """The peaks of a sound whose own were lost; none when it cannot be decoded here."""
    try:
        return peaks_of(ingest(sound)).to_bytes()
    except AudioError:
        return b""


def _mended(project: Project, media: set[MediaKey], *, title: str) -> Project:
    """The project with nothing that points to what is gone; takes without sound go too.

    Beds stay, without it.
    """
    by_line = {
        line: tuple(take for take in takes if take.media in media)
        for line, takes in project.takes.by_line.items()
    }
    takes = Takes({line: kept for line, kept in by_line.items() if kept})
    known = {take.id for take in takes}

    def mended(line: Line) -> Line:
        if known.issuperset((*line.circled.values(), *line.approved.values())):
            return line
        circled, approved = (
            {code: take for code, take in marks.items() if take in known}
            for marks in (line.circled, line.approved)
        )
        return replace(line, circled=circled, approved=approved)

    def sounding(bed: Bed) -> Bed:
        return replace(bed, media=None) if bed.media not in media else bed

    episodes = tuple(
        replace(
            episode,
            lines=tuple(map(mended, episode.lines)),
            beds=tuple(map(sounding, episode.beds)),
        )
        for episode in project.episodes
    )
    return replace(
        project,
        id=project.id or new_id(),
        title=project.title or title,
        cast=_whole_cast(project),
        episodes=episodes,
        takes=takes,
    )


def _whole_cast(project: Project) -> Cast:
    """The cast with a nameless character, called by its id, for each that lines still name."""
    known = {character.id for character in project.cast}
    speaking = {line.character: None for _, line in project.lines if line.character}
    lost = [CharacterId(name) for name in speaking if name not in known]
    newcomers = (Character(name, name.upper(), COLOURS[i % 10]) for i, name in enumerate(lost))
    return Cast((*project.cast.characters, *newcomers))


def _keys(path: Path, table: Table) -> set[str]:
    """The keys the index of a table still knows, which is a part of the file of its own."""
    query = f"SELECT id FROM {table.name} INDEXED BY {table.index}"
    try:
        connection = open_to_read(path, immutable=not is_beside(path, "-wal"))
    except sqlite3.DatabaseError:
        return set()
    found: set[str] = set()
    try:
        for (key,) in connection.execute(query):
            found.add(str(key))
    except sqlite3.DatabaseError:
        return found
    finally:
        connection.close()
    return found


def _free_name(path: Path) -> Path:
    number = 1
    while True:
        again = f" {number}" if number > 1 else ""
        target = path.with_name(f"{path.stem} (repaired{again}){path.suffix}")
        if not target.exists():
            return target
        number += 1
