"""How long a take should be, as the lengths that were learned and the line's own time tell."""

from __future__ import annotations

from dataclasses import replace

from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.writing.timing.length import manner_of
from studio.writing.timing.length_book import LengthBook


def seconds_expected(
    book: LengthBook, project: Project, line: Line, take: Take
) -> tuple[float, float]:
    """The seconds that what a take says should last, and the most its line may last.

    0 where nothing tells: for a voice that was hardly heard, and for a line without a time. From
    any thread.
    """
    budget = book.budget(line.id, take.language)
    most = max(budget.most, budget.limit) if budget else 0.0
    manner = manner_of(project, line, take.language)
    if manner is None:
        return 0.0, most
    as_spoken = replace(manner, engine=take.engine, model=take.model, voice=take.voice)
    if not book.lengths.has_heard(as_spoken):
        return 0.0, most
    return book.lengths.estimate(take.said, as_spoken), most
