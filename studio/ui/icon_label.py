"""An icon on its own, painted anew when the look changes."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import icon


class IconLabel(QWidget):
    """Shows one of our icons; it says nothing to a screen reader, what is beside it does."""

    def __init__(self, name: str, side: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon(name)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the colour of the text."""
        del event
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
