"""A project put together from its rows, with an account of what is wrong with them."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, TypeVar

from studio.model.cast import Cast, Character
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take, Takes
from studio.model.timeline import Placement
from studio.store import rows
from studio.store.differences import CAST_LIST, EPISODE_LIST, Places
from studio.store.findings import Finding, Wrong
from studio.store.schema import (
    CHARACTERS,
    EPISODES,
    LINES,
    PLACEMENTS,
    PROJECT,
    TABLES,
    TAKES,
    Table,
)
from studio.store.timeline_rows import placement_of

AT_ONCE = 256
"""Rows that are decoded or let go of in one call of C, which keeps the interpreter till its end:
30,000 takes in one held up the window for 140 ms, however many threads there were."""

StoredRow = tuple[Any, ...]
Value = TypeVar("Value")


@dataclass(slots=True)
class Reading:
    """A project as read, the places of its lists, the number of the last write, and findings."""

    project: Project
    places: Places = field(default_factory=dict[str, dict[str, int]])
    edit: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])


def stored_rows(
    connection: sqlite3.Connection, findings: list[Finding]
) -> dict[Table, list[StoredRow]]:
    """The rows of every table; a table that cannot be read is a finding."""
    found: dict[Table, list[StoredRow]] = {}
    for table in TABLES:
        try:
            found[table] = connection.execute(table.select).fetchall()
        except sqlite3.DatabaseError as error:
            found[table] = []
            if "no such table" not in str(error):
                findings.append(Finding(Wrong.UNREADABLE, table.name, detail=str(error)))
    return found


def read_project(connection: sqlite3.Connection) -> Reading:
    """The project of a file; what is damaged is left out and reported."""
    findings: list[Finding] = []
    connection.execute("BEGIN")
    try:
        found = stored_rows(connection, findings)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    with _without_collecting():
        reading = put_together(found)
        for rows_of_table in found.values():
            _let_go(rows_of_table)
    reading.findings[:0] = findings
    return reading


def _let_go(found: list[StoredRow]) -> None:
    """Free rows some at a time."""
    while found:
        del found[-AT_ONCE:]


@contextmanager
def _without_collecting() -> Generator[None]:
    """Tens of thousands of objects are made and all are kept: looking for garbage is in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def put_together(found: Mapping[Table, list[StoredRow]]) -> Reading:
    """A project from the rows of its tables; of two rows with one key the later counts."""
    reading = Reading(Project("", "", ("und",)))
    sound = {table: _sound(table, found.get(table, []), reading) for table in TABLES}
    takes = _takes(sound[TAKES], reading)
    lines = _lines(sound[LINES], reading)
    episodes = _episodes(sound[EPISODES], lines, reading)
    episodes = _placed(episodes, sound[PLACEMENTS], reading)
    cast = _cast(sound[CHARACTERS], reading)
    facts = _facts(sound[PROJECT], episodes, takes, reading)
    reading.project = replace(facts, episodes=episodes, cast=cast, takes=takes)
    return reading


def _sound(table: Table, found: list[StoredRow], reading: Reading) -> list[StoredRow]:
    """The rows whose checksum is right, one for each key, in the order of the file."""
    width, edit = len(table.key), len(table.columns) - 3
    types, checksum = table.types, table.checksum
    sound = [r for r in found if checksum(r[:-1]) == r[-1] and tuple(map(type, r)) == types]
    if len(sound) < len(found):
        kept = {id(row) for row in sound}
        for row in (row for row in found if id(row) not in kept):
            reading.findings.append(Finding(Wrong.CHECKSUM, table.name, _name(row[:width])))
    reading.edit = max([reading.edit, *[row[edit] for row in sound]])
    latest = {row[:width]: row for row in sound}
    if len(latest) == len(sound):
        return sound
    return _without_doubles(table, sound, reading)


def _without_doubles(table: Table, sound: list[StoredRow], reading: Reading) -> list[StoredRow]:
    """One row for each key: the one written last."""
    width, edit = len(table.key), len(table.columns) - 3
    latest: dict[StoredRow, StoredRow] = {}
    for row in sound:
        key = row[:width]
        if key in latest:
            reading.findings.append(Finding(Wrong.DOUBLED, table.name, _name(key)))
            if latest[key][edit] > row[edit]:
                continue
        latest[key] = row
    return list(latest.values())


def _name(key: StoredRow) -> str:
    return " ".join(map(str, key))


def _decoded(
    table: Table,
    found: Sequence[StoredRow],
    make: Callable[[StoredRow, rows.Body], Value],
    reading: Reading,
) -> list[tuple[StoredRow, Value]]:
    """Each row with its value; a row that makes none is a finding."""
    values: list[tuple[StoredRow, Value]] = []
    for at in range(0, len(found), AT_ONCE):
        values += _some_decoded(table, found[at : at + AT_ONCE], make, reading)
    return values


def _some_decoded(
    table: Table,
    found: Sequence[StoredRow],
    make: Callable[[StoredRow, rows.Body], Value],
    reading: Reading,
) -> list[tuple[StoredRow, Value]]:
    try:
        # Their bodies together, which is several times as fast; in vain when one is damaged.
        bodies = json.loads("[" + ",".join([row[-2] for row in found]) + "]")
        return [(row, make(row, body)) for row, body in zip(found, bodies, strict=True)]
    except rows.BAD_ROW:
        return _decoded_singly(table, found, make, reading)


def _decoded_singly(
    table: Table,
    found: Sequence[StoredRow],
    make: Callable[[StoredRow, rows.Body], Value],
    reading: Reading,
) -> list[tuple[StoredRow, Value]]:
    values: list[tuple[StoredRow, Value]] = []
    for row in found:
        try:
            values.append((row, make(row, json.loads(row[-2]))))
        except rows.BAD_ROW as error:
            name = _name(row[: len(table.key)])
            reading.findings.append(Finding(Wrong.BODY, table.name, name, str(error)))
    return values


def _takes(found: list[StoredRow], reading: Reading) -> Takes:
    by_line: defaultdict[LineId, list[tuple[int, Take]]] = defaultdict(list)

    def make(row: StoredRow, body: rows.Body) -> Take:
        return rows.take_of(row[0], row[1], body)

    for row, take in _decoded(TAKES, found, make, reading):
        by_line[take.line].append((row[2], take))
    return Takes({line: _in_order(takes) for line, takes in by_line.items()})


def _in_order(placed: list[tuple[int, Value]]) -> tuple[Value, ...]:
    if len(placed) > 1:
        placed.sort(key=itemgetter(0))
    return tuple([value for _, value in placed])


def _lines(found: list[StoredRow], reading: Reading) -> dict[str, tuple[Line, ...]]:
    by_episode: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)

    def make(row: StoredRow, body: rows.Body) -> Line:
        return rows.line_of(row[0], body)

    for row, line in _decoded(LINES, found, make, reading):
        by_episode[row[1]].append((row[2], line))
    for episode, placed in by_episode.items():
        reading.places[episode] = _places(placed, LINES, reading)
    return {episode: _in_order(placed) for episode, placed in by_episode.items()}


def _places(placed: list[tuple[int, Any]], table: Table, reading: Reading) -> dict[str, int]:
    """The place of each; two in one place are a finding."""
    places = {item.id: place for place, item in placed}
    if len(set(places.values())) < len(places):
        seen: set[int] = set()
        for name, place in places.items():
            if place in seen:
                reading.findings.append(Finding(Wrong.ORDER, table.name, name))
            seen.add(place)
    return places


def _episodes(
    found: list[StoredRow], lines: dict[str, tuple[Line, ...]], reading: Reading
) -> tuple[Episode, ...]:
    placed: list[tuple[int, Episode]] = []

    def make(row: StoredRow, body: rows.Body) -> Episode:
        return rows.episode_of(row[0], body)

    for row, empty in _decoded(EPISODES, found, make, reading):
        placed.append((row[1], replace(empty, lines=lines.pop(empty.id, ()))))
    reading.places[EPISODE_LIST] = _places(placed, EPISODES, reading)
    known = _in_order(placed)
    number = max((episode.number for episode in known), default=0)
    lost: list[Episode] = []
    for name, spoken in lines.items():
        reading.findings.append(Finding(Wrong.EPISODE_LOST, EPISODES.name, name))
        number += 1
        lost.append(Episode(EpisodeId(name), number, "", spoken))
    return (*known, *lost)


def _placed(
    episodes: tuple[Episode, ...], found: list[StoredRow], reading: Reading
) -> tuple[Episode, ...]:
    """The episodes with what was placed by hand on their timelines."""
    held: defaultdict[str, defaultdict[str, dict[LineId, Placement]]]
    held = defaultdict(lambda: defaultdict(dict))

    def make(_: StoredRow, body: rows.Body) -> Placement:
        return placement_of(body)

    for row, placement in _decoded(PLACEMENTS, found, make, reading):
        held[row[0]][row[1]][LineId(row[2])] = placement

    def with_timelines(episode: Episode) -> Episode:
        if episode.id not in held:
            return episode
        timelines = {
            code: replace(episode.timeline(code), placements=dict(placements))
            for code, placements in held.pop(episode.id).items()
        }
        return replace(episode, timelines={**episode.timelines, **timelines})

    result = tuple([with_timelines(episode) for episode in episodes])
    for name in held:
        reading.findings.append(Finding(Wrong.EPISODE_LOST, PLACEMENTS.name, name))
    return result


def _cast(found: list[StoredRow], reading: Reading) -> Cast:
    def make(row: StoredRow, body: rows.Body) -> Character:
        return rows.character_of(row[0], body)

    decoded = _decoded(CHARACTERS, found, make, reading)
    placed = [(row[1], character) for row, character in decoded]
    reading.places[CAST_LIST] = _places(placed, CHARACTERS, reading)
    return Cast(_in_order(placed))


def _facts(
    found: list[StoredRow], episodes: Iterable[Episode], takes: Takes, reading: Reading
) -> Project:
    def make(_: StoredRow, body: rows.Body) -> Project:
        return rows.project_of(body)

    facts = _decoded(PROJECT, found, make, reading)
    if facts:
        return facts[0][1]
    reading.findings.append(Finding(Wrong.PROJECT_LOST, PROJECT.name))
    languages = {code: None for e in episodes for line in e.lines for code in line.text}
    languages.update({take.language: None for take in takes})
    return Project("", "", tuple(languages) or ("en",))
