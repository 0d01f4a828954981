"""Takes back that words are a person's: a model may translate these lines again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState


def is_released(line: Line, language: str) -> bool:
    """Whether a model may change the words a line has in a language, or give it some."""
    if not line.words(language).strip():
        return True
    known = line.translations.get(language)
    return known is not None and known.state is not TranslationState.EDITED


def released(project: Project, lines: Collection[LineId], language: str) -> Project:
    """The project in which these lines keep their words, but as stale ones of a model."""
    wanted = frozenset(lines)
    episodes = tuple(
        episode.changing(held, lambda line: _released(line, language))
        if (
            held := frozenset(
                line.id
                for line in episode.lines
                if line.id in wanted and not is_released(line, language)
            )
        )
        else episode
        for episode in project.episodes
    )
    if all(new is old for new, old in zip(episodes, project.episodes, strict=True)):
        return project
    return replace(project, episodes=episodes)


def _released(line: Line, language: str) -> Line:
    how = Translation(TranslationState.OK)
    return replace(line, translations={**line.translations, language: how})
