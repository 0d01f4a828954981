"""The ruler with the markers of the timeline: to name, to drag, to go to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from studio.model.timeline import Marker
from studio.ui.shortening import shortened
from studio.ui.theme import Theme
from studio.ui.timecode import clock
from studio.ui.timeline.look import faded
from studio.ui.timeline.marker_name import MarkerName
from studio.ui.timeline.ruler import Ruler
from studio.ui.timeline.snapping import Magnets

REACH = 6
"""Pixels beside a marker's flag within which a press takes hold of it."""

MOST_LETTERS = 40


class MarkerRuler(Ruler):
    """A ruler with flags: press to go there, drag to move one, double click to name it."""

    marker_moved = Signal(int, int)
    marker_named = Signal(int, str)
    marker_menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._markers: tuple[Marker, ...] = ()
        self._cuts: Sequence[int] = ()
        self._held: Marker | None = None
        self._pressed = QPoint()
        self._dragged: int | None = None
        self._magnets: Magnets | None = None
        self.lures: Callable[[], Magnets] | None = None
        self.editable = True
        self._name = MarkerName(self)
        self._name.named.connect(self.marker_named)

    def show_marks(self, markers: tuple[Marker, ...], cuts: Sequence[int]) -> None:
        """Show these markers, and where the picture is cut."""
        if markers != self._markers or cuts != self._cuts:
            self._markers, self._cuts = markers, cuts
            self.let_go()
            self.setAccessibleDescription(", ".join(told(marker) for marker in markers))
            self.update()

    @property
    def dragging(self) -> bool:
        """Whether a marker is being pulled along."""
        return self._dragged is not None

    def let_go(self) -> None:
        """Leave the marker in hand where it was."""
        self._held = self._dragged = self._magnets = None
        self.update()

    def rename(self, at: int) -> None:
        """Let a person type the name of the marker at a place."""
        found = next((marker for marker in self._markers if marker.at == at), None)
        if found is not None and self.editable:
            self._name.ask(found, round(self._scale.x_of(at)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a marker, else ask for the place under the pointer."""
        found = self._marker_at(event.position())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._held, self._pressed = found, event.position().toPoint()
        self.seek_requested.emit(found.at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the marker along."""
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        trembling = (at - self._pressed).manhattanLength() < QApplication.startDragDistance()
        if self.editable and (self._dragged is not None or not trembling):
            if self._magnets is None and self.lures is not None:
                self._magnets = self.lures()
            free = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._dragged = self._caught(self._held.at, self._scale.sample_at(at.x()), free=free)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the marker where it is let go."""
        held, dragged = self._held, self._dragged
        self.let_go()
        if held is not None and dragged is not None and dragged != held.at:
            self.marker_moved.emit(held.at, dragged)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Name a marker."""
        found = self._marker_at(event.position())
        if found is not None:
            self._held = None
            self.rename(found.at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a marker."""
        found = self._marker_at(QPointF(event.pos()))
        if found is not None:
            self.marker_menu_requested.emit(found.at, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Tell a marker's name and place."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self._marker_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), told(found) if found else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw flags over the ticks, below the playhead's top."""
        super().paintEvent(event)
        theme, dirty = Theme.of(self), event.rect()
        painter = QPainter(self)
        span = self._scale.span(dirty.left() - 160, dirty.right() + 8)
        first = bisect_left(self._cuts, span.start)
        for at in self._cuts[first : bisect_left(self._cuts, span.end)]:
            x = round(self._scale.x_of(at))
            painter.fillRect(x, self.height() - 6, 2, 5, theme.stale)
        painter.setFont(self._font)
        for marker in self._markers:
            at, name = marker.at, marker.name
            if marker is self._held and self._dragged is not None:
                at, name = self._dragged, told(Marker(self._dragged, marker.name))
            if span.start <= at < span.end:
                self._paint_flag(painter, theme, round(self._scale.x_of(at)), name)
        painter.end()

    def _paint_flag(self, painter: QPainter, theme: Theme, x: int, name: str) -> None:
        painter.fillRect(x, 0, 1, self.height(), theme.speaking)
        words = shortened(name, MOST_LETTERS)
        if words:
            width = painter.fontMetrics().horizontalAdvance(words) + 8
            painter.fillRect(QRect(x, 0, width, 14), theme.panel)
            painter.fillRect(QRect(x, 0, width, 14), faded(theme.speaking, 0.25))
            painter.setPen(theme.text)
            painter.drawText(x + 4, 11, words)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.speaking)
            painter.drawPolygon(QPolygonF([QPointF(x, 0), QPointF(x + 9, 0), QPointF(x, 11)]))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _caught(self, known: int, wanted: int, *, free: bool) -> int:
        """Where a marker is pulled to, caught by what is near."""
        if free or self._magnets is None:
            return wanted
        return known + self._magnets.snapped(wanted - known, (known,), self._scale).delta

    def _marker_at(self, at: QPointF) -> Marker | None:
        """The marker whose flag is under the pointer."""
        if at.y() > 16:
            return None
        near = [m for m in self._markers if abs(self._scale.x_of(m.at) + 3 - at.x()) <= REACH]
        return min(near, key=lambda m: abs(self._scale.x_of(m.at) - at.x()), default=None)


def told(marker: Marker) -> str:
    """A marker in words: its place and its name."""
    return f"{clock(marker.at)} {marker.name}".strip()
