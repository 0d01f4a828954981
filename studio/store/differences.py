"""What has to be written to turn one kept state of a project into the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.project import Project
from studio.model.take import Take, Takes
from studio.model.timeline import Placement
from studio.store import rows
from studio.store.schema import CHARACTERS, EPISODES, LINES, PLACEMENTS, PROJECT, TAKES, Table
from studio.store.timeline_rows import placement_body
from studio.store.window import Item, Placed, Window

Row = tuple[str | int, ...]
Places = dict[str, dict[str, int]]
"""By episode the places of its lines; under EPISODE_LIST and CAST_LIST those of the others."""

EPISODE_LIST = "episodes"
CAST_LIST = "characters"


def _by_table() -> defaultdict[Table, list[Row]]:
    return defaultdict(list)


@dataclass(slots=True)
class Difference:
    """Rows to take out, then rows to add or to change; and the places once it is written.

    A row is its key, its other columns and its body; edit and checksum come on writing.
    """

    deleted: defaultdict[Table, list[Row]] = field(default_factory=_by_table)
    added: defaultdict[Table, list[Row]] = field(default_factory=_by_table)
    changed: defaultdict[Table, list[Row]] = field(default_factory=_by_table)
    new_takes: list[Take] = field(default_factory=list[Take])
    places: Places = field(default_factory=dict[str, dict[str, int]])

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.deleted or self.added or self.changed)

    def put(self, table: Table, row: Row, *, known: bool) -> None:
        """Write a row anew or over the one with its key."""
        (self.changed if known else self.added)[table].append(row)

    def drop(self, table: Table, keys: Iterable[Row]) -> None:
        """Take the rows of these keys out."""
        if dropped := list(keys):
            self.deleted[table] += dropped

    def placing(self, name: str, window: Window[Item]) -> list[Placed[Item]]:
        """What of a list has to be written; its new places are noted."""
        placed, self.places[name] = window.placed()
        return placed


NOTHING = Project("", "", ())
"""The state before anything was kept."""


def difference(before: Project, after: Project, places: Places) -> Difference:
    """The difference of two states, whose parts are the same object where nothing changed."""
    found = Difference()
    if before is after:
        return found
    body = rows.project_body(after)
    if before is NOTHING or body != rows.project_body(before):
        found.put(PROJECT, (1, body), known=before is not NOTHING)
    _cast(found, before, after, places)
    _episodes(found, before, after, places)
    _takes(found, before.takes, after.takes)
    return found


def _cast(found: Difference, before: Project, after: Project, places: Places) -> None:
    if before.cast is after.cast:
        return
    window = Window(before.cast.characters, after.cast.characters, places.get(CAST_LIST, {}))
    for placed in found.placing(CAST_LIST, window):
        row = (placed.item.id, placed.place, rows.character_body(placed.item))
        found.put(CHARACTERS, row, known=placed.was is not None)
    found.drop(CHARACTERS, ((character.id,) for character in window.gone))


def _episodes(found: Difference, before: Project, after: Project, places: Places) -> None:
    if before.episodes is after.episodes:
        return
    window = Window(before.episodes, after.episodes, places.get(EPISODE_LIST, {}))
    for placed in found.placing(EPISODE_LIST, window):
        episode, was = placed.item, placed.was
        body = rows.episode_body(episode)
        if was is None or placed.moved or body != rows.episode_body(was):
            found.put(EPISODES, (episode.id, placed.place, body), known=was is not None)
        _lines(found, was, episode, places)
        _placements(found, was, episode)
    for gone in window.gone:
        found.drop(EPISODES, [(gone.id,)])
        found.drop(LINES, ((line.id,) for line in gone.lines))
        found.places[gone.id] = {}
        _placements(found, gone, Episode(gone.id, 0, ""))


def _lines(found: Difference, before: Episode | None, after: Episode, places: Places) -> None:
    lines = before.lines if before else ()
    if lines is after.lines:
        return
    window = Window(lines, after.lines, places.get(after.id, {}))
    for placed in found.placing(after.id, window):
        line = placed.item
        if placed.moved or placed.was != line:
            row = (line.id, after.id, placed.place, rows.line_body(line))
            found.put(LINES, row, known=placed.was is not None)
    found.drop(LINES, ((line.id,) for line in window.gone))


def _placements(found: Difference, before: Episode | None, after: Episode) -> None:
    before = before or Episode(after.id, 0, "")
    if before.timelines is after.timelines:
        return
    for language in {**before.timelines, **after.timelines}:
        old, new = (e.timeline(language).placements for e in (before, after))
        _changed_placements(found, (after.id, language), old, new)


def _changed_placements(
    found: Difference,
    where: tuple[str, str],
    old: Mapping[LineId, Placement],
    new: Mapping[LineId, Placement],
) -> None:
    if old is new:
        return
    for line, placement in new.items():
        if old.get(line) != placement:
            row = (*where, line, placement_body(placement))
            found.put(PLACEMENTS, row, known=line in old)
    found.drop(PLACEMENTS, ((*where, line) for line in old if line not in new))


def _takes(found: Difference, before: Takes, after: Takes) -> None:
    if before is after:
        return
    old = before.by_line
    for line, takes in after.by_line.items():
        were = old.get(line)
        if were is not takes:
            _takes_of_line(found, were or (), takes)
    for line in old.keys() - after.by_line.keys():
        found.drop(TAKES, ((take.id,) for take in old[line]))


def _takes_of_line(found: Difference, old: Sequence[Take], new: Sequence[Take]) -> None:
    were = {take.id: (index, take) for index, take in enumerate(old)}
    for index, take in enumerate(new):
        was = were.pop(take.id, None)
        if was is None:
            found.new_takes.append(take)
        elif was == (index, take):
            continue
        row = (take.id, take.line, index, rows.take_body(take))
        found.put(TAKES, row, known=was is not None)
    found.drop(TAKES, ((take,) for take in were))
