"""The meters in the transport bar: a bar for each side with its peak held, and the loudness."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.audio.loudness import QUIETEST
from studio.audio.metering import Levels
from studio.ui.meters.ballistics import FLOOR_DB, Needle
from studio.ui.theme import Theme, mono_font

TICK_MS = 33
WORDS_S = 0.2
"""Seconds between two figures: faster ones cannot be read."""

BARS = 96
LAMP = 6
HEIGHT = 24
LOUD_DB, HOT_DB = -12.0, -3.0
"""Where the bar turns to its second and third colour."""


class Sounding(Protocol):
    """What is measured."""

    @property
    def sounding(self) -> bool:
        """Whether anything is heard."""
        ...

    def levels(self) -> Levels:
        """How loud what was heard since the last question is."""
        ...


class MeterStrip(QWidget):
    """Looks 30 times a second while something sounds; a click forgets what went beyond."""

    def __init__(
        self,
        source: Sounding,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._clock = clock
        self._needles = (Needle(), Needle())
        self._figure = ""
        self._said = 0.0
        self._drawn: tuple[object, ...] = ()
        self._font = mono_font(11)
        self.setAccessibleName(self.tr("Meters"))
        self.setFixedHeight(HEIGHT)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._tell()

    @property
    def needles(self) -> tuple[Needle, Needle]:
        """Left and right."""
        return self._needles

    @property
    def figure(self) -> str:
        """The loudness of the last three seconds as it is shown, empty in silence."""
        return self._figure

    def wake(self) -> None:
        """Look from now on, until nothing sounds and the needles rest."""
        if self._source.sounding and not self._timer.isActive():
            self._needles = (Needle(self._clock()), Needle(self._clock()))
            self._timer.start()
            self._tell()

    def look(self) -> None:
        """Show how loud it is now."""
        now, levels = self._clock(), self._source.levels()
        left, right = self._needles
        self._needles = (left.moved(now, levels.left), right.moved(now, levels.right))
        if now - self._said >= WORDS_S:
            self._said = now
            told = levels.short_term
            self._figure = f"{told:.1f}" if told > QUIETEST else ""
        if any(needle.over for needle in self._needles) != (left.over or right.over):
            self._tell()
        drawn = (self._figure, *(_pixels(needle) for needle in self._needles))
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()
        if not self._source.sounding and all(needle.resting for needle in self._needles):
            self._timer.stop()

    def sizeHint(self) -> QSize:
        """As wide as the bars, their lamp and a figure with its unit."""
        return QSize(BARS + LAMP + 12 + self._words_width(), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Forget what went beyond full scale."""
        del event
        left, right = self._needles
        self._needles = (left.cleared(), right.cleared())
        self._tell()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take fonts and colours anew with another look."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._font = mono_font(11)
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both bars, their marks, the lamps and the figure."""
        del event
        theme, painter = Theme.of(self), QPainter(self)
        for row, needle in enumerate(self._needles):
            top = 4.0 + row * 9
            painter.fillRect(QRectF(0, top, BARS, 7), theme.line)
            _paint_bar(painter, theme, needle, top)
            lamp = theme.failed if needle.over else theme.line
            painter.fillRect(QRectF(BARS + 2, top, LAMP, 7), lamp)
        painter.setFont(self._font)
        painter.setPen(theme.muted)
        words = self.tr("{loudness} LUFS").format(loudness=self._figure or "–")
        place = QRectF(BARS + LAMP + 12, 0, self.width() - BARS - LAMP - 12, HEIGHT)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        painter.end()

    def _words_width(self) -> int:
        return QFontMetrics(self._font).horizontalAdvance("-00.0 LUFS")

    def _tell(self) -> None:
        over = any(needle.over for needle in self._needles)
        told = self.tr("Peaks of both sides, and the loudness of the last three seconds.")
        beyond = self.tr("It went beyond full scale; click to forget that.")
        self.setToolTip(f"{told}\n{beyond}" if over else told)
        self.setAccessibleDescription(beyond if over else told)


def _paint_bar(painter: QPainter, theme: Theme, needle: Needle, top: float) -> None:
    level, held = _pixels(needle)[:2]
    parts = ((FLOOR_DB, theme.ready), (LOUD_DB, theme.playing), (HOT_DB, theme.failed))
    for number, (begin, colour) in enumerate(parts):
        left = _pixel(begin)
        right = _pixel(parts[number + 1][0]) if number + 1 < len(parts) else BARS
        if level > left:
            painter.fillRect(QRectF(left, top, min(level, right) - left, 7), colour)
    if held > 0:
        painter.fillRect(QRectF(held - 2, top, 2, 7), theme.text)


def _pixels(needle: Needle) -> tuple[int, int, bool]:
    return _pixel(needle.level), _pixel(needle.held), needle.over


def _pixel(level: float) -> int:
    return round(BARS * min(max(1 - level / FLOOR_DB, 0.0), 1.0))
