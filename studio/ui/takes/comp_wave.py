"""One take in the comp editor: its outline, the part that is used, and the cut to be dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.audio.peaks import Peaks
from studio.model.span import samples_of_ms, seconds
from studio.ui.theme import RHYTHM, Theme, ui_font

NUDGE = samples_of_ms(10)
FAR_NUDGE = samples_of_ms(100)
HANDLE = 7
"""Pixels of the handle on either side of the cut."""
BELOW = 0.28
"""How strong the part is drawn that is left out."""


class CompWave(QWidget):
    """Shows and asks; a drag ends in one wish, and Escape takes it back."""

    cut_wished = Signal(int, bool)
    """The sample of the cut, and whether it is to be exactly there."""

    def __init__(self, parent: QWidget, *, used_before: bool) -> None:
        super().__init__(parent)
        self._used_before = used_before
        self._peaks: Peaks | None = None
        self._whole = 1
        self._cut = 0
        self._dragged: int | None = None
        self._title = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def cut(self) -> int:
        """The sample of the cut as it is shown."""
        return self._cut if self._dragged is None else self._dragged

    def show_take(self, title: str, peaks: Peaks, whole: int) -> None:
        """Show another take; `whole` are the samples that fill the width."""
        self._title, self._peaks, self._whole = title, peaks, max(whole, 1)
        self.setAccessibleName(title)
        self.update()

    def show_cut(self, sample: int) -> None:
        """Put the cut somewhere, unless it is being dragged."""
        self._cut = sample
        self.setAccessibleDescription(
            self.tr("Cut at {at} s. Left and Right move it, with Shift further.").format(
                at=f"{seconds(sample):.2f}"
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Room for an outline that can be read."""
        return QSize(RHYTHM * 80, RHYTHM * 14)

    def minimumSizeHint(self) -> QSize:
        """As low as it can be."""
        return QSize(RHYTHM * 40, RHYTHM * 9)

    def sample_at(self, x: float) -> int:
        """The sample of the take at a pixel."""
        length = self._peaks.length if self._peaks else 0
        return min(max(round(x * self._whole / max(self.width(), 1)), 0), length)

    def pixel_of(self, sample: int) -> float:
        """Where a sample is."""
        return sample * self.width() / self._whole

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cut goes where it is pressed, and follows."""
        if event.button() == Qt.MouseButton.LeftButton and self._peaks:
            self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cut follows."""
        if self._dragged is not None:
            self._drag_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cut is wished there; with Shift exactly there."""
        if self._dragged is not None and event.button() == Qt.MouseButton.LeftButton:
            at, self._dragged = self._dragged, None
            exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.show_cut(at)
            self.cut_wished.emit(at, exact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the cut by 10 ms, with Shift by 100; Escape ends a drag."""
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        side = sides.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._dragged is not None:
            self._dragged = None
            self.update()
        elif side is not None and self._peaks:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            at = self._cut + side * (FAR_NUDGE if far else NUDGE)
            at = min(max(at, 0), self._peaks.length)
            self.show_cut(at)
            self.cut_wished.emit(at, True)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cut is drawn as the one that the keys move."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys move something else."""
        super().focusOutEvent(event)
        self.update()

    def _drag_to(self, event: QMouseEvent) -> None:
        self._dragged = self.sample_at(event.position().x())
        self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outline, the part left out faint, the cut with its handles."""
        theme = Theme.of(self)
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.panel)
        x = self.pixel_of(self.cut)
        used = QRectF(0, 0, x, self.height()) if self._used_before else QRectF(self.rect())
        if not self._used_before:
            used.setLeft(x)
        painter.fillRect(used.intersected(QRectF(self.rect())), theme.selected)
        self._paint_outline(painter, theme, x)
        self._paint_cut(painter, theme, x)
        painter.setFont(ui_font(12))
        painter.setPen(theme.muted)
        painter.drawText(QPointF(RHYTHM, RHYTHM * 2), self._title)
        painter.end()

    def _paint_outline(self, painter: QPainter, theme: Theme, cut: float) -> None:
        if self._peaks is None:
            return
        outline = self._peaks.window(0, self._whole, self.width())
        middle, half = self.height() / 2, self.height() / 2 - 4
        loudest = max(float(np.abs(outline).max(initial=0.0)), 1e-3)
        strong, faint = QColor(theme.accent), QColor(theme.accent)
        faint.setAlphaF(BELOW)
        for x, (low, high) in enumerate(outline / loudest):
            kept = x < cut if self._used_before else x >= cut
            painter.setPen(strong if kept else faint)
            painter.drawLine(QPointF(x, middle - high * half), QPointF(x, middle - low * half))

    def _paint_cut(self, painter: QPainter, theme: Theme, x: float) -> None:
        colour = theme.playing if self.hasFocus() else theme.text
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.6))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        edge = 0 if not self._used_before else self.height()
        tip = HANDLE * 1.4 * (1 if edge == 0 else -1)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - HANDLE, edge), QPointF(x + HANDLE, edge), QPointF(x, edge + tip)]
            )
        )
