"""The foot of the window: the transport at the left, what just happened at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.ui.theme import mark

SHOWN_MS = 8000


class Foot(QFrame):
    """Carries the transport bar of an open document; hidden while it has nothing to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "foot")
        self._carried: QWidget | None = None
        self._text = ""
        self._said = QLabel(self)
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark(self._said, "caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 16, 4)
        self._row.setSpacing(16)
        self._row.addWidget(self._said, 1)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(SHOWN_MS)
        self._over.timeout.connect(lambda: self.say(""))
        self.hide()

    def carry(self, bar: QWidget) -> None:
        """Show this at the left; it belongs to the foot until `put_down`."""
        self._carried = bar
        self._row.insertWidget(0, bar)
        self.show()

    def put_down(self) -> None:
        """Destroy what was carried."""
        if self._carried is not None:
            self._row.removeWidget(self._carried)
            self._carried.hide()
            self._carried.deleteLater()
            self._carried = None
        self.setVisible(bool(self._text))

    def say(self, text: str) -> None:
        """Show a sentence for some seconds; an empty one takes it away."""
        self._text = text
        self._said.setToolTip(text)
        self._show_text()
        if text:
            self._over.start()
        else:
            self._over.stop()
        self.setVisible(bool(text) or self._carried is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long sentence gives way to the transport."""
        super().resizeEvent(event)
        self._show_text()

    def _show_text(self) -> None:
        metrics = self._said.fontMetrics()
        width = max(self._said.width(), 0)
        self._said.setText(metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, width))
