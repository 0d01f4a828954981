"""Text broken into the lines of a column, remembered so that it is broken once."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QStaticText,
    QTextLayout,
    QTextOption,
)

REMEMBERED = 3000
MOST_LINES = 14
"""Lines of text shown of one line of the script; the rest is there while it is edited."""
MORE = "…"
"""What stands behind words that are cut."""
LEAST_WIDTH = 8
NARROWEST = 2
"""Pixels: no letter of any of the faces is narrower."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A text laid out for a width in pixels."""

    layout: QTextLayout
    height: int
    cut: bool


class Wrapping:
    """Lays out texts by width and face; a face is a name for one font."""

    def __init__(self) -> None:
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, tuple[float, float, float]] = {}
        self._widths: dict[tuple[str, str], int] = {}
        self._shaped: dict[tuple[str, str], QStaticText] = {}
        self._known: OrderedDict[tuple[str, str, int, Qt.AlignmentFlag], Wrapped] = OrderedDict()

    def set_face(self, face: str, font: QFont) -> None:
        """Use this font for a face; what was laid out is forgotten."""
        metrics = QFontMetricsF(font)
        self._fonts[face] = font
        wide = metrics.horizontalAdvance("漢")
        self._metrics[face] = (metrics.averageCharWidth(), wide, metrics.lineSpacing())
        self._known.clear()
        self._widths.clear()
        self._shaped.clear()

    def font(self, face: str) -> QFont:
        """The font of a face."""
        return self._fonts[face]

    def spacing(self, face: str) -> int:
        """How high a row of text is."""
        return math.ceil(self._metrics[face][2])

    def width(self, text: str, face: str) -> int:
        """How wide a text is in one row."""
        key = (face, text)
        known = self._widths.get(key)
        if known is None:
            known = math.ceil(QFontMetricsF(self._fonts[face]).horizontalAdvance(text))
            if len(self._widths) > REMEMBERED:
                self._widths.clear()
            self._widths[key] = known
        return known

    def elided(self, face: str, text: str, width: int) -> str:
        """The text, or its beginning and an ellipsis where the width is too small."""
        if self.width(text, face) <= width:
            return text
        metrics = QFontMetricsF(self._fonts[face])
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def draw(
        self, painter: QPainter, face: str, text: str, left: float, top: float, ink: QColor
    ) -> None:
        """Draw short words in one row; they are shaped once."""
        key = (face, text)
        shaped = self._shaped.get(key)
        if shaped is None:
            shaped = QStaticText(text)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
            shaped.prepare(font=self._fonts[face])
            if len(self._shaped) > REMEMBERED:
                self._shaped.clear()
            self._shaped[key] = shaped
        painter.setFont(self._fonts[face])
        painter.setPen(ink)
        painter.drawStaticText(QPointF(left, top), shaped)

    def estimate(self, face: str, text: str, width: float) -> int:
        """About how high the text will be in this width, without laying it out."""
        narrow, wide, spacing = self._metrics[face]
        if text.isascii():
            long = len(text) * narrow
        else:
            broad = sum(1 for c in text if c >= "⺀")
            long = (len(text) - broad) * narrow + broad * wide
        rows = min(MOST_LINES, max(1, math.ceil(long * 1.04 / max(width, 1.0)) + text.count("\n")))
        return math.ceil(rows * spacing)

    def lay_out(
        self, face: str, text: str, width: int, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> Wrapped:
        """The text broken for a width; the same question again costs nothing."""
        key = (face, text, width, align)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        wrapped = self._broken(face, text, width, align)
        self._known[key] = wrapped
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return wrapped

    def _broken(self, face: str, text: str, width: int, align: Qt.AlignmentFlag) -> Wrapped:
        width = max(width, LEAST_WIDTH)
        head = text[: MOST_LINES * width // NARROWEST]  # the rest would be shaped for nothing
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(head.replace("\n", "\u2028"), self._fonts[face])
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        height, left = 0.0, utf16_length(head)
        layout.beginLayout()
        # A line that is made belongs to the layout and is painted: not one more than is shown.
        while layout.lineCount() < MOST_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            left = utf16_length(head) - line.textStart() - line.textLength()
            if left and layout.lineCount() == MOST_LINES:
                line.setLineWidth(max(width - self.width(MORE, face), LEAST_WIDTH))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return Wrapped(layout, math.ceil(height), bool(left) or head != text)


def utf16_length(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
