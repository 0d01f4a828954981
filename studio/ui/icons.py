"""Icons: own SVG drawings, tinted when they are painted, so that they follow the look."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

from studio.resources import resource

_ROLES = {
    QIcon.Mode.Normal: (QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText),
    QIcon.Mode.Active: (QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText),
    QIcon.Mode.Selected: (QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText),
    QIcon.Mode.Disabled: (QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText),
}


class _Drawing(QIconEngine):
    """Paints one SVG in the colour that the program's palette has at that moment."""

    def __init__(self, name: str, tint: QPalette.ColorRole | None) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into the rectangle of the painter."""
        paint_icon(painter, QRectF(rect), self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The drawing on nothing, `size` in device pixels."""
        return _pixmap(self._name, size.width(), size.height(), self._colour(mode, state))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """The drawing for a screen of this scale; Qt asks with the scaled size."""
        del scale
        return self.pixmap(size, mode, state)

    def clone(self) -> QIconEngine:
        """Another one like it."""
        return _Drawing(self._name, self._tint)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        group, role = _ROLES[mode]
        if mode is not QIcon.Mode.Disabled:
            if self._tint is not None:
                role = self._tint
            elif state is QIcon.State.On:
                role = QPalette.ColorRole.Accent
        return QGuiApplication.palette().color(group, role).name()


def icon(name: str, tint: QPalette.ColorRole | None = None) -> QIcon:
    """The icon with this name, in the colour of the text or of another role of the palette."""
    return QIcon(_Drawing(name, tint))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Draw an icon in a colour such as `#a9b1be`; for delegates."""
    ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
    side = round(min(rect.width(), rect.height()) * ratio)
    if side > 0:
        drawing = _pixmap(name, side, side, colour)
        edge = side / ratio
        target = QRectF(0, 0, edge, edge)
        target.moveCenter(rect.center())
        painter.drawPixmap(target, drawing, QRectF(drawing.rect()))


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _pixmap(name: str, width: int, height: int, colour: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # the first icon pays for the module, not the start

    drawing = QPixmap(max(width, 1), max(height, 1))
    drawing.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawing)
    side = min(width, height)
    renderer.render(painter, QRectF((width - side) / 2, (height - side) / 2, side, side))
    painter.end()
    return drawing
