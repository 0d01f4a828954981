"""The small field on the ruler in which a marker is named."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from studio.model.timeline import Marker

WIDTH = 180
MOST_LETTERS = 200


class MarkerName(QLineEdit):
    """Asks for a name at a place of the ruler; Return takes it, Escape leaves the old one."""

    named = Signal(int, str)

    def __init__(self, ruler: QWidget) -> None:
        super().__init__(ruler)
        self._at: int | None = None
        self.setMaxLength(MOST_LETTERS)
        self.setPlaceholderText(self.tr("Name of the marker"))
        self.setAccessibleName(self.tr("Name of the marker"))
        self.editingFinished.connect(self._finish)
        self.hide()

    def ask(self, marker: Marker, x: int) -> None:
        """Show the field over a marker with its name."""
        ruler = self.parentWidget()
        room = ruler.width() - WIDTH if ruler else x
        self._at = marker.at
        self.setText(marker.name)
        self.setGeometry(max(min(x, room), 0), 0, WIDTH, ruler.height() if ruler else 26)
        self.show()
        self.selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._at = None
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed along."""
        super().focusOutEvent(event)
        self._finish()

    def _finish(self) -> None:
        at, self._at = self._at, None
        if at is not None:
            self._leave()
            self.named.emit(at, self.text().strip())

    def _leave(self) -> None:
        had_focus = self.hasFocus()
        self.hide()
        ruler = self.parentWidget()
        stage = ruler.parentWidget() if ruler else None
        if had_focus and stage is not None:
            stage.setFocus()
