"""How many lines of an episode wait for a person or a model in one language, counted in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import is_not
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from studio.model.line import Line
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
        same = language == self._language and len(lines) == len(self._lines)
        if same and not anew and lines is self._lines:
            return
        others = compress(range(len(self._looks)), map(is_not, lines, self._lines))
        rows = list(others) if same else []
        self._lines = lines
        if anew or not same or len(rows) > PIECE:
            self._language = language
            self._looks, self._counts = [], Counter()
            self._pieces.start()
            return
        self._judge(rows)
        if self.complete:
            self._tell()

    def _judge(self, rows: Sequence[int]) -> None:
        for row in rows:
            look = self._look(self._lines[row])
            self._counts[self._looks[row]] -= 1
            self._counts[look] += 1
            self._looks[row] = look

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
