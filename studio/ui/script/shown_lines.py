"""Which lines of an episode pass the filter, judged once per line and not at every keystroke."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from studio.model.ids import LineId
from studio.model.line import Line
from studio.ui.script.filters import LineFilter, Standing


class ShownLines:
    """The filter and what it said of each line; lines that were in hand since go on being shown."""

    def __init__(self, standing: Callable[[Line, LineFilter], Standing]) -> None:
        """`standing` tells of a line what a filter has to know."""
        self._standing = standing
        self._filter = LineFilter()
        self._kept: set[LineId] = set()
        self._verdicts: dict[LineId, tuple[Line, bool]] = {}

    @property
    def filter(self) -> LineFilter:
        """Which lines are wanted."""
        return self._filter

    @property
    def by_state(self) -> bool:
        """Whether a take or the booth can change what is shown."""
        return self._filter.by_state

    def filter_by(self, wanted: LineFilter, in_hand: Iterable[LineId]) -> bool:
        """Take another filter; whether it is another one."""
        if wanted == self._filter:
            return False
        self._filter = wanted
        self._kept = set(in_hand)
        self._verdicts.clear()
        return True

    def keep(self, lines: Iterable[LineId]) -> None:
        """Go on showing these lines, whether they pass the filter or not."""
        self._kept.update(lines)

    def forget(self, lines: Iterable[LineId] | None = None) -> None:
        """Judge these lines anew, all of them when none are named."""
        if lines is None:
            self._verdicts.clear()
        else:
            for line in lines:
                self._verdicts.pop(line, None)

    def of(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that are shown."""
        if self._filter == LineFilter():
            return list(lines)
        return [line for line in lines if line.id in self._kept or self._passes(line)]

    def _passes(self, line: Line) -> bool:
        known = self._verdicts.get(line.id)
        if known is None or known[0] is not line:
            known = (line, self._filter.accepts(line, self._standing(line, self._filter)))
            self._verdicts[line.id] = known
        return known[1]
