"""Find and replace in the script, over one episode or the series, one language or all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; `language` empty for every language, `episode` None for the series."""

    text: str
    language: str = ""
    episode: EpisodeId | None = None
    case: bool = False
    whole_words: bool = False
    regex: bool = False

    def pattern(self) -> re.Pattern[str] | None:
        """What to look for as an expression, None for nothing; raises re.error when broken."""
        if not self.text:
            return None
        body = self.text if self.regex else re.escape(self.text)
        if self.whole_words:
            body = rf"(?<!\w)(?:{body})(?!\w)"
        return re.compile(body, 0 if self.case else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words were found: characters [start, end) of a line's text."""

    episode: EpisodeId
    line: LineId
    language: str
    start: int
    end: int


def find(project: Project, query: Query) -> tuple[Hit, ...]:
    """Every hit in script order; raises re.error for a broken expression."""
    pattern = query.pattern()
    return tuple(_hits(project, query, pattern)) if pattern else ()


def _hits(project: Project, query: Query, pattern: re.Pattern[str]) -> Iterator[Hit]:
    languages = (query.language,) if query.language else project.languages
    for episode in project.episodes:
        if query.episode not in (None, episode.id):
            continue
        for line in episode.lines:
            for language in languages:
                for found in pattern.finditer(line.words(language)):
                    if found.end() > found.start():
                        yield Hit(episode.id, line.id, language, found.start(), found.end())


def replaced(project: Project, query: Query, hits: Sequence[Hit], by: str) -> Project:
    """The project with the words of these hits of the query replaced.

    With a regular expression `by` may name groups; raises re.error when it names a wrong one.
    """
    pattern = query.pattern()
    if pattern is None:
        return project
    places: dict[EpisodeId, dict[LineId, set[tuple[str, int]]]] = {}
    for hit in hits:
        lines = places.setdefault(hit.episode, {})
        lines.setdefault(hit.line, set()).add((hit.language, hit.start))
    for episode in project.episodes:
        wanted = places.get(episode.id)
        if wanted:
            lines = tuple(
                _rewritten(line, wanted[line.id], pattern, by, query.regex)
                if line.id in wanted
                else line
                for line in episode.lines
            )
            project = project.with_episode(replace(episode, lines=lines))
    return project


def _rewritten(
    line: Line, places: set[tuple[str, int]], pattern: re.Pattern[str], by: str, regex: bool
) -> Line:
    text = dict(line.text)
    for language in {language for language, _ in places}:

        def word(found: re.Match[str], language: str = language) -> str:
            if (language, found.start()) not in places:
                return found[0]
            return found.expand(by) if regex else by

        text[language] = pattern.sub(word, line.words(language))
    return replace(line, text=text)


def next_hit(
    hits: Sequence[Hit], order: dict[LineId, int], here: LineId | None, forward: bool = True
) -> int:
    """The index of the first hit after (or before) a line, going round at the end.

    `order` is the place of each line in the series; raises IndexError when there are no hits.
    """
    if not hits:
        raise IndexError("no hits")
    at = order.get(here, -1) if here else -1
    if forward:
        return next((i for i, hit in enumerate(hits) if order.get(hit.line, -1) >= at), 0)
    later = (i for i in range(len(hits) - 1, -1, -1) if order.get(hits[i].line, -1) <= at)
    return next(later, len(hits) - 1)
