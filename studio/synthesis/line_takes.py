"""Lines with their takes as a project has them, one by one for each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.take import Take
from studio.synthesis.lane_takes import ChosenTake, Place

_NOBODYS = Line(LineId(""), LineKind.NOTE, {})
"""Stands for a line that is no longer there."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line in a language with its takes, and the one that sounds."""

    place: Place
    line: Line
    takes: Sequence[Take]
    chosen: ChosenTake | None


def spots_of(project: Project, lines: set[LineId] | None) -> Iterator[Spot]:
    """These lines in every language; those that are gone have nothing."""
    left = set(lines or ())
    for episode, line in project.lines:
        if lines is not None and line.id not in left:
            continue
        left.discard(line.id)
        for language in project.languages:
            takes = project.takes.of(line.id, language) if line.spoken else ()
            chosen = _chosen(project, episode, line, language) if takes else None
            yield Spot((line.id, language), line, takes, chosen)
    for gone in left:
        for language in project.languages:
            yield Spot((gone, language), _NOBODYS, (), None)


def _chosen(project: Project, episode: Episode, line: Line, language: str) -> ChosenTake | None:
    take = project.takes.circled(line, language)
    if take is None:
        return None
    timeline = episode.timeline(language)
    held = timeline.placement(line.id)
    return ChosenTake(line, take, held.gain_db, held.tempo * timeline.tightness.tempo)
