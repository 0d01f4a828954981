"""Which lines are another object, have other takes or are held otherwise than before."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, compress, repeat
from operator import is_not

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.project import Project
from studio.model.timeline import Timeline


def changed_lines(before: Project, after: Project) -> set[LineId]:
    """The lines a listener has to look at again; found by identity, for thousands in a blink."""
    found: set[LineId] = set()
    if before.takes is not after.takes:
        found |= _others(before.takes.by_line, after.takes.by_line)
    if before.languages != after.languages:
        return found | {line.id for episode in after.episodes for line in episode.lines}
    if before.episodes is not after.episodes:
        known = {episode.id: episode for episode in before.episodes}
        for episode in after.episodes:
            was = known.pop(episode.id, None)
            if was is not episode:
                found |= _of_episode(was, episode)
        found.update(line.id for gone in known.values() for line in gone.lines)
    return found


def _of_episode(before: Episode | None, after: Episode) -> set[LineId]:
    if before is None:
        return {line.id for line in after.lines}
    found: set[LineId] = set()
    if before.lines is not after.lines:
        was = {line.id: line for line in before.lines}
        found = {line.id for line in after.lines if was.pop(line.id, None) is not line} | was.keys()
    for language in before.timelines.keys() | after.timelines.keys():
        held, now = before.timeline(language), after.timeline(language)
        if held is not now:
            found |= _held_otherwise(held, now)
            if held.tightness != now.tightness:
                found |= {line.id for line in after.lines}
    return found


def _held_otherwise(before: Timeline, after: Timeline) -> set[LineId]:
    was = dict(before.placements)
    others = {
        line for line, placement in after.placements.items() if was.pop(line, None) is not placement
    }
    return others | was.keys()


def _others(before: Mapping[LineId, object], after: Mapping[LineId, object]) -> set[LineId]:
    """The keys whose values are not the same object at the same place; by far the quickest way."""
    values = chain(before.values(), repeat(None))
    return set(compress(after, map(is_not, after.values(), values)))
