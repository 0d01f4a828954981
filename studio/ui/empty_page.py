"""What stands where something will be: what it will be, and how to get there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM, mark


class EmptyPage(QFrame):
    """A title, some words and buttons in the middle, two parts of room above, `below` under it."""

    def __init__(self, parent: QWidget, *, below: int = 2) -> None:
        super().__init__(parent)
        mark(self, "panel")
        self._title = QLabel(self)
        mark(self._title, "heading")
        self._words = QLabel(self)
        mark(self._words, "muted")
        self._words.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(RHYTHM)
        self._column.addStretch(2)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(label)
        self._column.addStretch(below)

    def say(self, title: str, words: str) -> None:
        """Say what is not here, and what would bring it."""
        self._title.setText(title)
        self._words.setText(words)

    def add_button(self, text: str) -> QPushButton:
        """A way there, below the words."""
        button = QPushButton(text, self)
        place = self._column.count() - 1
        self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignCenter)
        return button
