"""Paints what is being written just now below the last row: in grey, and in no model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QTableView

from studio.ui.script import page
from studio.ui.script.columns import Column
from studio.ui.theme import script_font, theme_now, ui_font
from studio.writing.page import GhostLine

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_ENDLESS = 100_000


class GhostRows:
    """The lines that are not there yet, laid out in the columns of a view."""

    def __init__(self, view: QTableView) -> None:
        self._view = view
        self._words = script_font()
        self._name = ui_font(13)
        self._ghosts: tuple[GhostLine, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._ghosts)

    def become(self, ghosts: Sequence[GhostLine]) -> bool:
        """Show these from now on; whether they are others than before."""
        changed = tuple(ghosts) != self._ghosts
        self._ghosts = tuple(ghosts)
        return changed

    def height(self) -> int:
        """How high they are together, in pixels."""
        return sum(map(self._height, self._ghosts))

    def paint(self, painter: QPainter, top: int) -> None:
        """Draw them, one below the other."""
        ink = theme_now().faint
        painter.setPen(ink)
        for ghost in self._ghosts:
            height = self._height(ghost)
            if ghost.speaker:
                self._paint_name(painter, ghost.speaker, top)
            painter.setFont(self._words)
            place = self._box(ghost).translated(0, top + page.PAD_Y)
            painter.drawText(place, _WRAPPED, ghost.text)
            top += height

    def _paint_name(self, painter: QPainter, name: str, top: int) -> None:
        left = self._view.columnViewportPosition(Column.CHARACTER) + page.PAD_X
        room = self._view.columnWidth(Column.CHARACTER) - page.PAD_X - 4
        metrics = QFontMetrics(self._name)
        painter.setFont(self._name)
        shown = metrics.elidedText(name.upper(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, top + page.PAD_Y + 1 + metrics.ascent(), shown)

    def _height(self, ghost: GhostLine) -> int:
        words = QFontMetrics(self._words).boundingRect(self._box(ghost), _WRAPPED, ghost.text)
        return max(page.LEAST_HEIGHT, words.height() + 2 * page.PAD_Y)

    def _box(self, ghost: GhostLine) -> QRect:
        """Where the words stand, from a top of 0: an action is written across, as in its row."""
        first = Column.TEXT if ghost.speaker else Column.CHARACTER
        left = self._view.columnViewportPosition(first) + page.PAD_X
        right = self._view.columnViewportPosition(Column.TEXT) + self._view.columnWidth(Column.TEXT)
        return QRect(left, 0, max(right - left - page.PAD_X, 1), _ENDLESS)
