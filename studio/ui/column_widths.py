"""Columns of a fixed width that are never too narrow for their own names."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView

AROUND = 18
"""Pixels that a name has on both sides together, as the style sheet has it."""


def set_width(header: QHeaderView, column: int, width: int) -> None:
    """Give a column so many pixels, or as many as its name needs in the language shown."""
    model = header.model()
    name = str(model.headerData(column, header.orientation()) or "") if model else ""
    bold = QFont(header.font())
    bold.setWeight(QFont.Weight.DemiBold)
    needed = QFontMetrics(bold).horizontalAdvance(name) + AROUND if name else 0
    header.resizeSection(column, max(width, needed))
