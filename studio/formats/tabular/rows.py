"""Rows of cells, as all tables have them, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from studio.errors import ScriptError, ScriptProblem

MOST_ROWS = 200_000
"""Rows of one table; a season of a hundred episodes has ten thousand."""

MOST_COLUMNS = 1000
"""Columns of one table."""

Row = tuple[str, ...]
Cells = TypeVar("Cells", bound=Sequence[str])


def limited(rows: Iterable[Cells], source: str) -> Iterator[Cells]:
    """The rows, as long as they are not too many or too wide."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            told = f"more than {MOST_ROWS:,} rows"
            raise ScriptError(ScriptProblem.TOO_LARGE, source, number, detail=told)
        if len(row) > MOST_COLUMNS:
            told = f"more than {MOST_COLUMNS:,} columns"
            raise ScriptError(ScriptProblem.TOO_LARGE, source, number, detail=told)
        yield row
