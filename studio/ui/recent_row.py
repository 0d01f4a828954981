"""Paints one of the projects opened last: a name over a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import paint_icon
from studio.ui.recent_table import Index, RecentTable
from studio.ui.theme import Theme, theme_now, ui_font

ROW_HEIGHT = 56


class RecentRow(QStyledItemDelegate):
    """Paints a project's name over its folder."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        table = index.model()
        assert isinstance(table, RecentTable)
        path = table.path(index.row())
        theme = theme_now()  # to ask for the widget would load every kind there is
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option, theme)
        side, rect = 20, option.rect
        sign = QRect(rect.left() + 16, rect.center().y() - side // 2, side, side)
        paint_icon(painter, sign.toRectF(), "project", theme.muted.name())
        words = rect.adjusted(52, 8, -16, -8)
        left = Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.text)
        painter.setFont(ui_font(14))
        name = painter.fontMetrics().elidedText(
            path.stem, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, left | Qt.AlignmentFlag.AlignTop, name)
        painter.setPen(theme.muted)
        painter.setFont(ui_font(12))
        folder = painter.fontMetrics().elidedText(
            _short(path.parent), Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, left | Qt.AlignmentFlag.AlignBottom, folder)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the next."""
        del index
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() * 2 + 20))


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    state = option.state
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    chosen = focused and bool(state & QStyle.StateFlag.State_Selected)
    if not chosen and not state & QStyle.StateFlag.State_MouseOver:
        return
    painter.setBrush(theme.selected if chosen else theme.raised)
    painter.setPen(theme.accent if chosen else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(option.rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _short(folder: Path) -> str:
    home = Path.home()
    return str("~" / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
