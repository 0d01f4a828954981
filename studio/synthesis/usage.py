"""What a project was billed, by episode and language and by line, told by its own takes."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class EpisodeUse:
    """The takes of one episode in one language; discarded ones were paid for too."""

    number: int
    title: str
    language: str
    lines: int
    takes: int
    billed_characters: int


def use_of(project: Project) -> tuple[EpisodeUse, ...]:
    """By episode and language, in order; those without a take are left out."""
    found = (
        _use(project, episode, language)
        for episode in project.episodes
        for language in project.languages
    )
    return tuple(use for use in found if use.takes)


def billed_for(project: Project, line: LineId, language: str) -> int:
    """The characters all takes of a line were billed in a language."""
    takes = project.takes.by_line.get(line, ())
    return sum(take.billed_characters for take in takes if take.language == language)


def _use(project: Project, episode: Episode, language: str) -> EpisodeUse:
    lines = takes = billed = 0
    for line in episode.lines:
        of_line = [t for t in project.takes.by_line.get(line.id, ()) if t.language == language]
        lines += bool(of_line)
        takes += len(of_line)
        billed += sum(take.billed_characters for take in of_line)
    return EpisodeUse(episode.number, episode.title, language, lines, takes, billed)
