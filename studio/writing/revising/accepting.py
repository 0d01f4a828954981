"""What becomes of suggestions: taken, put aside, counted. Pure: project in, project out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from studio.errors import EditProblem, EditRefused
from studio.formats.names import spoken_kind
from studio.model.cast import Cast
from studio.model.ids import EpisodeId, LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.translation import Suggestion

MOST_PER_LINE = 5
"""Suggestions a line keeps; the oldest go."""


@dataclass(frozen=True, slots=True)
class SuggestionCounts:
    """How many suggestions a project has, on how many lines, and by episode.

    `remarks` are those of them that change nothing when they are accepted.
    """

    suggestions: int = 0
    lines: int = 0
    remarks: int = 0
    by_episode: Mapping[EpisodeId, int] | None = None


def suggesting(line: Line, suggestion: Suggestion) -> Line:
    """The line with a suggestion more; one that it has already is not added twice."""
    if suggestion in line.suggestions:
        return line
    return replace(line, suggestions=(*line.suggestions, suggestion)[-MOST_PER_LINE:])


def accepting(project: Project, line: LineId, suggestion: Suggestion) -> Project:
    """The project with a suggestion carried out; others for the same thing go with it.

    A remark is only ticked off. Raises EditRefused for a line or a character that is gone; a
    suggestion that is gone changes nothing.
    """
    found = _line(project, line)
    if suggestion not in found.suggestions:
        return project
    if suggestion.character and project.cast.find(suggestion.character) is None:
        raise EditRefused(EditProblem.NO_SUCH_CHARACTER, suggestion.character)
    return project.with_line(_accepted(found, suggestion, project.cast))


def dismissing(project: Project, line: LineId, suggestion: Suggestion | None = None) -> Project:
    """The project without a suggestion, or without all of a line; raises EditRefused."""
    found = _line(project, line)
    left = tuple(each for each in found.suggestions if suggestion not in (None, each))
    return _with_suggestions(project, found, left)


def accepting_all(project: Project, lines: Collection[LineId] | None = None) -> Project:
    """The project with all suggestions carried out, on these lines or on all; remarks stay.

    Of several for the same words the newest counts. Nobody who is gone gets a line.
    """

    def accepted(line: Line) -> Line:
        for suggestion in reversed(line.suggestions):
            gone = suggestion.character and project.cast.find(suggestion.character) is None
            if suggestion in line.suggestions and not is_remark(suggestion) and not gone:
                line = _accepted(line, suggestion, project.cast)
        return line

    return _each(project, lines, accepted)


def dismissing_all(project: Project, lines: Collection[LineId] | None = None) -> Project:
    """The project without suggestions, on these lines or on all."""
    return _each(project, lines, lambda line: replace(line, suggestions=()))


def counts(project: Project) -> SuggestionCounts:
    """How many suggestions there are."""
    by_episode: Counter[EpisodeId] = Counter()
    lines = remarks = 0
    for episode, line in project.lines:
        if line.suggestions:
            lines += 1
            by_episode[episode.id] += len(line.suggestions)
            remarks += sum(map(is_remark, line.suggestions))
    return SuggestionCounts(by_episode.total(), lines, remarks, dict(by_episode))


def is_remark(suggestion: Suggestion) -> bool:
    """Whether a suggestion proposes nothing that could be carried out."""
    return not suggestion.words and suggestion.character is None


def _accepted(line: Line, suggestion: Suggestion, cast: Cast) -> Line:
    """The line as proposed, without what was proposed for the same."""
    left = tuple(
        each
        for each in line.suggestions
        if each != suggestion
        and not (each.words and suggestion.words and each.language == suggestion.language)
        and not (each.character and suggestion.character)
    )
    if suggestion.words:
        line = line.saying(suggestion.language, suggestion.words)
    if suggestion.character:
        speaker = cast.find(suggestion.character)
        line = replace(line, character=suggestion.character)
        if speaker and line.kind in (LineKind.ACTION, LineKind.DIALOGUE, LineKind.VOICE_OVER):
            line = replace(line, kind=spoken_kind(speaker.name, line.extension))
    return replace(line, suggestions=left)


def _line(project: Project, line: LineId) -> Line:
    found = project.find_line(line)
    if found is None:
        raise EditRefused(EditProblem.NO_SUCH_LINE, line)
    return found[1]


def _with_suggestions(project: Project, line: Line, left: tuple[Suggestion, ...]) -> Project:
    if left == line.suggestions:
        return project
    return project.with_line(replace(line, suggestions=left))


def _each(
    project: Project, lines: Collection[LineId] | None, change: Callable[[Line], Line]
) -> Project:
    """The project with those lines changed that have suggestions; others stay."""
    for episode in project.episodes:
        chosen = [
            line.id
            for line in episode.lines
            if line.suggestions and (lines is None or line.id in lines)
        ]
        if chosen:
            project = project.with_episode(episode.changing(chosen, change))
    return project
