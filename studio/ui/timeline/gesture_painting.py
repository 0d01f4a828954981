"""Draws what a gesture adds: what caught, the lasso, a second clip to be, numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.ui.timeline.look import faded
from studio.ui.timeline.scene import Scene

PAD = 8


def paint_gesture(painter: QPainter, scene: Scene) -> None:
    """Draw what caught an edge, the lasso, and a second clip that is pulled off."""
    theme = scene.look.theme
    if scene.ghost is not None:
        _paint_ghost(painter, scene)
    if scene.caught is not None:
        at, name = scene.caught
        x, foot = scene.pixel(at), scene.shelves.y_of(scene.shelves.count)
        painter.setPen(QPen(theme.accent, 1, Qt.PenStyle.DashLine))
        painter.drawLine(x, 0, x, foot)
        painter.setFont(scene.look.label)
        box = painter.fontMetrics().boundingRect(name).adjusted(-5, -2, 5, 2)
        box.moveTopLeft(QPoint(x + 4, max(foot - box.height() - 3, 2)))
        box.moveLeft(min(box.left(), painter.viewport().right() - box.width() - 2))
        _paint_box(painter, box, theme.accent, theme.accent)
        painter.setPen(theme.on_accent)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    if scene.lasso is not None:
        painter.fillRect(scene.lasso, faded(theme.accent, 0.14))
        painter.setPen(theme.accent)
        painter.drawRect(scene.lasso)


def paint_bubble(painter: QPainter, scene: Scene) -> None:
    """Write the numbers of a gesture beside the pointer, inside the view."""
    if scene.bubble is None:
        return
    at, main, extra = scene.bubble
    theme = scene.look.theme
    painter.setFont(scene.look.numbers)
    metrics = painter.fontMetrics()
    first, gap = metrics.horizontalAdvance(main), 10 if extra else 0
    width = first + gap + metrics.horizontalAdvance(extra) + 2 * PAD
    box = QRect(0, 0, width, metrics.height() + 9)
    box.moveTopLeft(at + QPoint(14, 16))
    view = painter.viewport()
    box.moveLeft(max(min(box.left(), view.right() - box.width() - 2), 2))
    if box.bottom() > view.bottom() - 2:
        box.moveBottom(at.y() - 10)
    _paint_box(painter, box, theme.raised, theme.line)
    inner = box.adjusted(PAD, 0, -PAD, 0)
    painter.setPen(theme.text)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, main)
    painter.setPen(theme.muted)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, extra)


def _paint_box(painter: QPainter, box: QRect, ground: QColor, edge: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_ghost(painter: QPainter, scene: Scene) -> None:
    ghost = scene.ghost
    if ghost is None:
        return
    board = scene.board
    lane = int(board.lane_of[ghost.number])
    left = scene.pixel(ghost.start)
    right = scene.pixel(ghost.start + board.span(ghost.number).length)
    top, foot = scene.shelves.y_of(lane) + 3, scene.shelves.y_of(lane + 1) - 3
    rect = QRect(left, top, right - left, foot - top)
    colours = scene.look.lanes[lane]
    painter.fillRect(rect, faded(colours.lit, 0.75))
    painter.setPen(QPen(scene.look.theme.accent, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
