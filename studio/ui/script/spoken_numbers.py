"""The numbers of the spoken lines of an episode, counted only as far as someone looks."""

from __future__ import annotations

from collections.abc import Sequence

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.script.row_changes import first_other


class SpokenNumbers:
    """Counts from 1; after an edit it counts anew from the first line that differs."""

    def __init__(self) -> None:
        self._lines: Sequence[Line] = ()
        self._numbers: dict[LineId, tuple[int, int]] = {}
        self._counts: list[int] = []

    def follow(self, lines: Sequence[Line]) -> None:
        """Count these lines from now on."""
        del self._counts[first_other(self._lines, lines) :]
        self._lines = lines

    def of(self, line: LineId) -> int:
        """The number of a spoken line; 0 for one that is not here."""
        place, number = self._numbers.get(line, (-1, 0))
        if 0 <= place < len(self._counts) and self._lines[place].id == line:
            return number
        count = self._counts[-1] if self._counts else 0
        for place in range(len(self._counts), len(self._lines)):
            each = self._lines[place]
            count += each.spoken
            self._counts.append(count)
            self._numbers[each.id] = (place, count)
            if each.id == line:
                return count
        return 0
