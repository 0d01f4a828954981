"""What a person decides about translated lines: project in, project out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.writing.translating.order import Mode, TranslationOrder
from studio.writing.translating.staleness import Keys


def accepted(project: Project, lines: Collection[LineId], language: str) -> Project:
    """The words of these lines are fine as they are: they are a person's from now on."""
    keys = Keys(project, language)

    def accept(line: Line) -> Line:
        words = line.words(language)
        if not words.strip():
            return line
        how = Translation(TranslationState.EDITED, keys.key(line))
        return line.translated(language, words, how)

    return _changed(project, lines, accept)


def shortened(project: Project, lines: Collection[LineId], language: str) -> Project:
    """These lines take their shorter variant; the longer one takes its place."""

    def shorten(line: Line) -> Line:
        known = line.translations.get(language)
        if known is None or not known.shorter:
            return line
        how = replace(known, shorter=line.words(language))
        return line.translated(language, known.shorter, how)

    return _changed(project, lines, shorten)


def cleared(project: Project, lines: Collection[LineId], language: str) -> Project:
    """These lines have no words in the language any more, a person's neither."""

    def clear(line: Line) -> Line:
        text = {code: words for code, words in line.text.items() if code != language}
        known = {code: how for code, how in line.translations.items() if code != language}
        if len(text) == len(line.text) and len(known) == len(line.translations):
            return line
        return replace(line, text=text, translations=known)

    return _changed(project, lines, clear)


def to_retry(
    project: Project,
    language: str,
    *,
    states: Collection[TranslationState] = (TranslationState.FAILED,),
    style: str = "",
    mode: Mode = Mode.STANDARD,
) -> TranslationOrder:
    """An order for the lines that are in one of these states."""
    lines = frozenset(
        line.id
        for _, line in project.lines
        if (known := line.translations.get(language)) and known.state in states
    )
    return TranslationOrder((language,), lines, style=style, mode=mode)


def _changed(
    project: Project, lines: Collection[LineId], change: Callable[[Line], Line]
) -> Project:
    wanted = frozenset(lines)
    episodes = tuple(_episode(episode, wanted, change) for episode in project.episodes)
    if all(new is old for new, old in zip(episodes, project.episodes, strict=True)):
        return project
    return replace(project, episodes=episodes)


def _episode(
    episode: Episode, wanted: frozenset[LineId], change: Callable[[Line], Line]
) -> Episode:
    lines = tuple(change(line) if line.id in wanted else line for line in episode.lines)
    same = all(new is old for new, old in zip(lines, episode.lines, strict=True))
    return episode if same else replace(episode, lines=lines)
