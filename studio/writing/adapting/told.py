"""How far a prose is told in an episode, so that a job that was ended goes on. All pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from studio.model.episode import Episode, ToldPart
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.page import Change

_LENGTH = 16


def key_of(part: str) -> str:
    """The name of a part of a prose: a hash of its words."""
    return hashlib.sha256(" ".join(part.split()).encode()).hexdigest()[:_LENGTH]


def episode_of(project: Project, prose: str) -> EpisodeId | None:
    """The episode in which this prose was begun, None where it is in none."""
    begun = key_of(prose)
    return next((e.id for e in project.episodes if e.told and e.told[0].key == begun), None)


def begun(episode: EpisodeId, prose: str) -> Change:
    """Notes that a prose is told from here on; one that was begun already goes on."""

    def change(project: Project) -> Project:
        here = project.episode(episode)
        key = key_of(prose)
        if here.told and here.told[0].key == key:
            return project
        return project.with_episode(replace(here, told=(ToldPart(key, _last(here)),)))

    return change


def finished(episode: EpisodeId, at: int, part: str) -> Change:
    """Notes that the part that begins at a character of the prose is told to its end."""

    def change(project: Project) -> Project:
        here = project.episode(episode)
        told = (*here.told, ToldPart(key_of(f"{at} {part}"), _last(here)))
        return project.with_episode(replace(here, told=told))

    return change


def is_told(episode: Episode, at: int, part: str) -> bool:
    """Whether the part that begins at a character of the prose is told to its end."""
    key = key_of(f"{at} {part}")
    return any(known.key == key for known in episode.told[1:])


def left_over(episode: Episode) -> tuple[Line, ...]:
    """The lines of a part that was not told to its end.

    None are where the line before them is gone: then nobody can say where they begin.
    """
    last = episode.told[-1].last if episode.told else None
    if last is None:
        return episode.lines if episode.told else ()
    ids = [line.id for line in episode.lines]
    return episode.lines[ids.index(last) + 1 :] if last in ids else ()


def _last(episode: Episode) -> LineId | None:
    return episode.lines[-1].id if episode.lines else None
