"""The ruler above the lanes: where the time is, and a click to go there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.model.span import Span
from studio.ui.theme import Theme, mono_font
from studio.ui.timeline.geometry import Scale, tick_label, ticks_for

RULER_HEIGHT = 28


class Ruler(QWidget):
    """Ticks and times; pressing or dragging on it asks for that place."""

    seek_requested = Signal(int)
    scrub_requested = Signal(int)
    """A place the pointer is dragged over."""
    scrub_ended = Signal()
    range_marked = Signal(object)
    """The Span that was dragged over with Shift held."""
    wheel_turned = Signal(QWheelEvent)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = Scale(1.0)
        self._playhead = 0
        self._range: Span | None = None
        self._scrubbing = False
        self._marked_from: int | None = None
        self._font = mono_font(11)
        self.setAccessibleName(self.tr("Ruler"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_scale(self, scale: Scale) -> None:
        """Draw the ticks for another zoom or place."""
        if scale != self._scale:
            self._scale = scale
            self.update()

    def show_playhead(self, sample: int) -> None:
        """Draw the playhead's top somewhere else."""
        for place in (self._playhead, sample):
            self.update(QRect(round(self._scale.x_of(place)) - 7, 0, 15, self.height()))
        self._playhead = sample

    def show_range(self, marked: Span | None) -> None:
        """Draw the marked range, or none."""
        if marked != self._range:
            self._range = marked
            self.update()

    def sizeHint(self) -> QSize:
        """As high as ticks and times need."""
        return QSize(200, RULER_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ticks, times and the playhead's top."""
        theme, dirty = Theme.of(self), event.rect()
        painter = QPainter(self)
        painter.fillRect(dirty, theme.panel)
        if self._range is not None:
            left, right = (
                round(self._scale.x_of(end)) for end in (self._range.start, self._range.end)
            )
            painter.fillRect(left, self.height() - 7, max(right - left, 1), 6, theme.accent)
        self._paint_ticks(painter, theme, dirty)
        painter.fillRect(dirty.left(), self.height() - 1, dirty.width(), 1, theme.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.playing)
        x, foot = round(self._scale.x_of(self._playhead)) + 0.5, self.height()
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - 5, foot - 11),
                    QPointF(x + 5, foot - 11),
                    QPointF(x + 5, foot - 6),
                    QPointF(x, foot - 0.5),
                    QPointF(x - 5, foot - 6),
                ]
            )
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the place under the pointer; with Shift begin to mark a range."""
        if event.button() is Qt.MouseButton.LeftButton:
            place = self._scale.sample_at(event.position().x())
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._marked_from = place
            else:
                self.seek_requested.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let each place sound that the pointer is dragged over, or mark what it passes."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        place = max(self._scale.sample_at(event.position().x()), 0)
        if self._marked_from is None:
            self._scrubbing = True
            self.scrub_requested.emit(place)
        else:
            start, end = sorted((max(self._marked_from, 0), place))
            self.range_marked.emit(Span(start, end))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the playhead."""
        del event
        self._marked_from = None
        if self._scrubbing:
            self._scrubbing = False
            self.scrub_ended.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll and zoom as over the lanes."""
        self.wheel_turned.emit(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take fonts and colours anew with another look."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._font = mono_font(11)
            self.update()
        super().changeEvent(event)

    def _paint_ticks(self, painter: QPainter, theme: Theme, dirty: QRect) -> None:
        ticks, foot = ticks_for(self._scale.per_pixel), self.height() - 1
        span = self._scale.span(dirty.left() - 100, dirty.right() + 2)
        painter.setFont(self._font)
        for sample in ticks.within(span, ticks.minor):
            x = round(self._scale.x_of(sample))
            labelled = sample % ticks.major == 0
            painter.fillRect(x, foot - (9 if labelled else 4), 1, 9 if labelled else 4, theme.faint)
            if labelled:
                painter.setPen(theme.muted)
                painter.drawText(x + 4, 15, tick_label(sample, ticks.major))
