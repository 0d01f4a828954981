"""What stands where the clips will be while nothing is voiced."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM, mark


class EmptyPage(QFrame):
    """Says that nothing is voiced yet, and how to change that."""

    voice_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "panel")
        self._title = QLabel(self)
        mark(self._title, "heading")
        self._words = QLabel(self)
        mark(self._words, "muted")
        self._words.setWordWrap(True)
        self._voice = QPushButton(self.tr("Voice the missing lines"), self)
        self._voice.clicked.connect(lambda *_: self.voice_requested.emit())
        self.setFocusProxy(self._voice)
        column = QVBoxLayout(self)
        column.setSpacing(RHYTHM)
        column.addStretch(1)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self._voice, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def explain(self, *, written: bool, can_voice: bool) -> None:
        """Say what is missing: lines, or their takes."""
        if written:
            self._title.setText(self.tr("Nothing is voiced yet"))
            self._words.setText(self.tr("Voiced lines appear here as clips, one lane a character."))
        else:
            self._title.setText(self.tr("This episode has no spoken lines"))
            self._words.setText(self.tr("Write the script; voiced lines appear here as clips."))
        self._voice.setVisible(written and can_voice)
