"""How many lines of an episode wait for a person or a model in one language, counted in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import is_not
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from studio.model.line import Line
from studio.ui.script.row_changes import first_other
from studio.ui.writing.translation_states import Look, TranslationStates

PIECE = 100
"""Lines looked at before it is looked at how long that took."""
PIECE_S = 0.004
"""Seconds after which the loop has its turn."""


class TranslationCounts(QObject):
    """Counts the looks of lines; after an edit only lines that are others are looked at."""

    counted = Signal()
    """All lines are counted, and some counts are others than before."""

    def __init__(self, states: TranslationStates, parent: QObject) -> None:
        super().__init__(parent)
        self._states = states
        self._language = ""
        self._lines: Sequence[Line] = ()
        self._looks: list[Look] = []
        self._counts: Counter[Look] = Counter()
        self._told: Mapping[Look, int] = {}
        self._pieces = QTimer(self)
        self._pieces.setSingleShot(True)
        self._pieces.timeout.connect(self._go_on)

    def of(self, look: Look) -> int:
        """Lines that had this look when all were counted last."""
        return self._told.get(look, 0)

    @property
    def complete(self) -> bool:
        """Whether all lines are counted as they are now."""
        return len(self._looks) == len(self._lines)

    def follow(self, lines: Sequence[Line], language: str, *, anew: bool = False) -> None:
        """Count these lines in a language, all of them `anew` when names or terms changed."""
        before, self._lines = self._lines, lines
        if language != self._language or anew or not self._taken_over(before, lines):
            self._language = language
            self._looks, self._counts = [], Counter()
            self._pieces.start()
        elif self.complete:
            self._tell()

    def _taken_over(self, before: Sequence[Line], lines: Sequence[Line]) -> bool:
        """Look at the lines that are others, came or went; not when there are many of them."""
        if len(before) == len(lines):
            rows = list(compress(range(len(self._looks)), map(is_not, lines, before)))
            if len(rows) <= PIECE:
                for row in rows:
                    self._replace(row, row + 1, lines[row : row + 1])
            return len(rows) <= PIECE
        if len(self._looks) < len(before):
            return False
        shorter = min(len(before), len(lines))
        start = first_other(before, lines)
        end = min(first_other(before[::-1], lines[::-1]), shorter - start)
        fresh = lines[start : len(lines) - end]
        if len(fresh) > PIECE:
            return False
        self._replace(start, len(before) - end, fresh)
        return True

    def _replace(self, start: int, end: int, lines: Sequence[Line]) -> None:
        looks = [self._look(line) for line in lines]
        self._counts.subtract(self._looks[start:end])
        self._counts.update(looks)
        self._looks[start:end] = looks

    def _go_on(self) -> None:
        begun = perf_counter()
        while len(self._looks) < len(self._lines) and perf_counter() - begun < PIECE_S:
            start = len(self._looks)
            looks = [self._look(line) for line in self._lines[start : start + PIECE]]
            self._looks += looks
            self._counts.update(looks)
        if self.complete:
            self._tell()
        else:
            self._pieces.start()

    def _look(self, line: Line) -> Look:
        return self._states.look(line, self._language)

    def _tell(self) -> None:
        counts = {look: count for look, count in self._counts.items() if count}
        if counts != self._told:
            self._told = counts
            self.counted.emit()
