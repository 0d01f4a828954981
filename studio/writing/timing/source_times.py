"""The time a translated line has: its imported slot, else as long as its source is spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from studio.model.episode import Episode
from studio.model.ids import LineId
from studio.model.layout import lay_out, line_spans
from studio.model.project import Project
from studio.model.span import Span, samples_of
from studio.model.take import Take
from studio.writing.timing.slots import Budget, budgets_in, budgets_of

TakeSeconds = Callable[[Take], float | None]
"""Tells the seconds of a take without silence around it, None where nobody knows them."""


def budgets_for(
    project: Project, episode: Episode, language: str, seconds_of_take: TakeSeconds
) -> Mapping[LineId, Budget]:
    """The budgets of an episode's spoken lines in a language.

    A line without a slot has the time of its circled take in the project's first language, and of
    the gap after that in its layout. Lines of that language have a budget by slots only.
    """
    budgets = budgets_of(episode.lines)
    source = project.languages[0] if project.languages else ""
    if language == source:
        return budgets
    return {**budgets_in(_spoken_spans(project, episode, source, seconds_of_take)), **budgets}


def _spoken_spans(
    project: Project, episode: Episode, source: str, seconds_of_take: TakeSeconds
) -> Iterator[tuple[LineId, Span]]:
    """Where each line of the source is heard, as it is laid out; unmeasured ones are left out."""
    lines = {line.id: line for line in episode.lines}
    spans = line_spans(lay_out(episode, source, project.takes, project.gaps))
    for line, span in spans.items():
        take = project.takes.circled(lines[line], source)
        seconds = seconds_of_take(take) if take else None
        if seconds:
            yield line, Span(span.start, span.start + samples_of(seconds))
