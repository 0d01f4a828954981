"""How many lines of the episode are suspicious and how many are not ok yet, counted in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from studio.model.line import Line
from studio.synthesis.plan import TakeState
from studio.ui.script.filters import Want
from studio.ui.script.script_table import ScriptTable

COUNT_AFTER_MS = 150
"""Quiet time before it is counted anew; what changes meanwhile is counted along."""

PIECE_S = 0.004
"""Seconds after which the loop has its turn."""


class CheckCounts(QObject):
    """Counts the lines of a table's episode, shown or not."""

    counted = Signal(object)
    """By filter, how many lines it lets pass."""

    def __init__(self, table: ScriptTable, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._lines: Iterator[Line] = iter(())
        self._found: dict[Want, int] = {}
        self._pieces = QTimer(self)
        self._pieces.setSingleShot(True)
        self._pieces.timeout.connect(self._go_on)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(COUNT_AFTER_MS)
        self._later.timeout.connect(self._begin)

    def count_soon(self) -> None:
        """Count anew within a moment."""
        if not self._later.isActive():
            self._later.start()

    def _begin(self) -> None:
        lines: Sequence[Line] = self._table.episode_lines
        self._lines = iter(lines)
        self._found = {Want.SUSPICIOUS: 0, Want.NOT_OK: 0}
        self._go_on()

    def _go_on(self) -> None:
        begun, checks = perf_counter(), self._table.checks
        for line in self._lines:
            if line.spoken and self._table.state(line).state is not TakeState.SILENT:
                self._found[Want.SUSPICIOUS] += checks.is_suspicious(line)
                self._found[Want.NOT_OK] += not checks.is_approved(line)
            if perf_counter() - begun > PIECE_S:
                self._pieces.start()
                return
        self.counted.emit(dict(self._found))
