"""Draws how a clip is cut and held: fades, joints, trimmed edges, handles, badges."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.model.layout import Clip
from studio.ui.icons import paint_icon
from studio.ui.timeline.look import LaneLook, faded
from studio.ui.timeline.scene import Scene
from studio.ui.timeline.zones import HANDLE, Zone, handles

ICON = 12
CURVE_STEPS = 12
NOTCH = 5


def paint_fades(
    painter: QPainter, scene: Scene, clip: Clip, rect: QRect, colours: LaneLook
) -> None:
    """Cover what a fade takes away, and draw its curve as it is heard."""
    if not clip.fade_in and not clip.fade_out:
        return
    lit = clip.line in scene.chosen or clip.line == scene.playing
    body = colours.lit if lit else colours.body
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for samples, rising in ((clip.fade_in, True), (clip.fade_out, False)):
        width = samples / scene.scale.per_pixel
        if width >= 1:
            _paint_fade(painter, rect, width, (body, colours.wave), rising=rising)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_fade(
    painter: QPainter, rect: QRect, width: float, colours: tuple[QColor, QColor], *, rising: bool
) -> None:
    body, line = colours
    inner = QRectF(rect.left() + 1, rect.top() + 1, rect.width() - 2, rect.height() - 2)
    edge = inner.left() if rising else inner.right()
    sign = 1 if rising else -1
    curve: list[QPointF] = []
    for step in range(CURVE_STEPS + 1):
        share = step / CURVE_STEPS
        level = share * share * (3 - 2 * share)
        curve.append(QPointF(edge + sign * share * width, inner.bottom() - level * inner.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(body, 0.8))
    painter.drawPolygon(QPolygonF([*curve, QPointF(edge, inner.top())]))
    painter.setPen(QPen(line, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(curve))


def paint_cuts(painter: QPainter, scene: Scene, number: int, rect: QRect, length: int) -> None:
    """Mark edges where a take of so many samples is cut.

    A joint where its sound goes on in the next piece, a notch where there is more of it.
    """
    clip, colour = scene.board.clips[number], scene.look.theme.text
    if clip.source_span.start > 0:
        before = _neighbour(scene, number, -1)
        joined = before is not None and before.source_span.end == clip.source_span.start
        _paint_edge(painter, rect.left(), rect, colour, joined=joined, inwards=1)
    after = _neighbour(scene, number, 1)
    if clip.source_span.end < length:
        joined = after is not None and after.source_span.start == clip.source_span.end
        _paint_edge(painter, rect.right(), rect, colour, joined=joined, inwards=-1)


def _neighbour(scene: Scene, number: int, by: int) -> Clip | None:
    """The piece beside a clip in its own line."""
    clips, other = scene.board.clips, number + by
    if not 0 <= other < len(clips) or clips[other].line != clips[number].line:
        return None
    return clips[other]


def _paint_edge(
    painter: QPainter, x: int, rect: QRect, colour: QColor, *, joined: bool, inwards: int
) -> None:
    if joined:
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.drawLine(x, rect.top(), x, rect.bottom())
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    foot = rect.bottom() - 2
    points = [QPoint(x, foot), QPoint(x + inwards * NOTCH, foot), QPoint(x, foot - NOTCH)]
    painter.drawPolygon(points)


def paint_apart(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Break the outline of a clip that lies apart from its line into dashes."""
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def paint_handles(painter: QPainter, scene: Scene, clip: Clip, rect: QRect) -> None:
    """Draw the handles of fades and level, and the level as a line."""
    theme = scene.look.theme
    places = handles(clip, rect, scene.scale)
    level = places.get(Zone.GAIN)
    if level is None:
        return
    painter.fillRect(rect.left() + 2, level.y(), rect.width() - 4, 1, faded(theme.text, 0.35))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.panel, 1))
    painter.setBrush(theme.text)
    for zone, middle in places.items():
        box = QRectF(0, 0, HANDLE, HANDLE)
        box.moveCenter(QPointF(middle) + QPointF(0.5, 0.5))
        if zone is Zone.GAIN:
            painter.drawEllipse(box)
        else:
            painter.drawRoundedRect(box, 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_following(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Shade a clip that goes along with those that are dragged."""
    painter.fillRect(rect, faded(colour, 0.22))
    painter.fillRect(rect.left(), rect.top(), rect.width(), 2, colour)


def with_icon(painter: QPainter, strip: QRect, name: str, colour: QColor) -> QRect:
    """Draw an icon at the left of a strip if there is room; what remains of the strip."""
    if strip.width() < ICON:
        return strip
    at = QRectF(strip.left(), strip.center().y() - ICON / 2 + 0.5, ICON, ICON)
    paint_icon(painter, at, name, colour.name())
    return strip.adjusted(ICON + 3, 0, 0, 0)


def with_badge(painter: QPainter, strip: QRect, words: str, colour: QColor) -> QRect:
    """Write a short word at the right of a strip if there is room; what remains of the strip."""
    width = painter.fontMetrics().horizontalAdvance(words)
    if strip.width() < width + 44:
        return strip
    painter.setPen(colour)
    painter.drawText(strip, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    return strip.adjusted(0, 0, -width - 6, 0)
