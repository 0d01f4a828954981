"""How loud the microphone is: mean, peak, the highest peak of late, and a lamp for clipping."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.audio.recorder import Meter
from studio.ui.theme import RHYTHM, Theme
from studio.ui.timeline.look import faded

QUIETEST_DB = -60.0
GOOD_DB = -12.0
LOUD_DB = -3.0
MARKS_DB = (-48, -36, -24, -12, -6)


class LevelBar(QWidget):
    """Shows a meter; the lamp at its right end stays on once a sample was at full scale."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._meter = Meter()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Level of the microphone"))

    def show_meter(self, meter: Meter) -> None:
        """Show this."""
        if meter != self._meter:
            self._meter = meter
            if meter.clipped:
                self.setToolTip(self.tr("Overdriven: speak softer, or turn the microphone down"))
            else:
                self.setToolTip(self.tr("Good speech is at -18 to -6 dB"))
            self.update()

    def sizeHint(self) -> QSize:
        """A bar with numbers under it."""
        return QSize(RHYTHM * 30, RHYTHM * 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar, numbers and lamp."""
        del event
        theme, meter = Theme.of(self), self._meter
        painter = QPainter(self)
        bar = QRectF(0, 0, self.width() - RHYTHM * 3, RHYTHM * 1.5)
        painter.fillRect(bar, theme.line)
        self._fill(painter, bar, meter.peak_db, faded(_colour(theme, meter.peak_db), 0.45))
        self._fill(painter, bar, meter.mean_db, _colour(theme, meter.peak_db))
        if meter.held_db > QUIETEST_DB:
            x = bar.width() * _share(meter.held_db)
            painter.fillRect(QRectF(x - 2, 0, 2, bar.height()), _colour(theme, meter.held_db))
        lamp = QRectF(self.width() - RHYTHM * 2, 0, RHYTHM * 2, bar.height())
        painter.fillRect(lamp, theme.failed if meter.clipped else theme.line)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        painter.setPen(theme.muted)
        for mark in MARKS_DB:
            x = bar.width() * _share(mark)
            place = QRectF(x - 20, bar.height() + 2, 40, self.height() - bar.height() - 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"\N{MINUS SIGN}{-mark}")
        painter.end()

    def _fill(self, painter: QPainter, bar: QRectF, level: float, colour: QColor) -> None:
        if level > QUIETEST_DB:
            painter.fillRect(QRectF(0, 0, bar.width() * _share(level), bar.height()), colour)


def _share(level: float) -> float:
    return min(max((level - QUIETEST_DB) / -QUIETEST_DB, 0.0), 1.0)


def _colour(theme: Theme, peak: float) -> QColor:
    if peak >= LOUD_DB:
        return theme.failed
    return theme.stale if peak >= GOOD_DB + 6 else theme.ready
