"""Paints an account: its name over what is worth knowing of it; and the headings between."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.store.account_listing import Listed
from studio.ui.accounts.account_table import AccountTable, Index
from studio.ui.icons import paint_icon
from studio.ui.theme import RHYTHM, Theme, theme_now, ui_font

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
TOP, BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom


class AccountRow(QStyledItemDelegate):
    """Paints the rows of an `AccountTable`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        table = index.model()
        assert isinstance(table, AccountTable)
        listed, theme = table.listed(index.row()), theme_now()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if listed is None:
            _paint_heading(painter, option.rect, str(index.data()), theme)
        else:
            _paint_ground(painter, option, theme)
            _paint_account(painter, option.rect, listed, table.note(index.row()), theme)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Accounts have two lines, headings one."""
        table = index.model()
        assert isinstance(table, AccountTable)
        line = option.fontMetrics.height()
        listed = table.listed(index.row())
        return QSize(0, line * 2 + RHYTHM * 2 if listed else line + RHYTHM * 2)


def _paint_heading(painter: QPainter, rect: QRect, name: str, theme: Theme) -> None:
    painter.setPen(theme.muted)
    painter.setFont(ui_font(12, bold=True))
    painter.drawText(rect.adjusted(RHYTHM, 0, -RHYTHM, -4), LEFT | BOTTOM, name)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    state = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if not chosen and not state & QStyle.StateFlag.State_MouseOver:
        return
    focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
    painter.setBrush(theme.selected if chosen else theme.raised)
    painter.setPen(theme.accent if focused else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(option.rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _paint_account(painter: QPainter, rect: QRect, listed: Listed, note: str, theme: Theme) -> None:
    words = rect.adjusted(RHYTHM * 2, RHYTHM - 1, -RHYTHM, -RHYTHM + 1)
    name = QRect(words)
    if listed.first:
        default = QCoreApplication.translate("Accounts", "default")
        painter.setFont(ui_font(11))
        painter.setPen(theme.accent)
        painter.drawText(words.adjusted(0, 2, 0, 0), RIGHT | TOP, default)
        name.setRight(words.right() - painter.fontMetrics().horizontalAdvance(default) - RHYTHM)
    painter.setFont(ui_font(13))
    painter.setPen(theme.text)
    _elided(painter, name, TOP, listed.account.name)
    if listed.problem is not None:
        sign = QRect(words.left(), words.bottom() - 14, 14, 14)
        paint_icon(painter, sign.toRectF(), "warning", theme.failed.name())
        words.setLeft(words.left() + 18)
    painter.setFont(ui_font(12))
    painter.setPen(theme.failed if listed.problem is not None else theme.muted)
    _elided(painter, words, BOTTOM, note)


def _elided(painter: QPainter, rect: QRect, where: Qt.AlignmentFlag, text: str) -> None:
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, LEFT | where, short)
