"""What stands where the samples will be: what is taken, and the ways to get there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.model.sample import SampleRules
from studio.ui.icon_label import IconLabel
from studio.ui.samples.sample_words import rules_words
from studio.ui.theme import RHYTHM, icon, mark


class DropPage(QFrame):
    """Says that recordings can be dropped here, chosen, or made."""

    files_wanted = Signal()
    recording_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._title = QLabel(self.tr("Drop recordings of the voice here"), self)
        self._words = QLabel(self)
        self._files = QPushButton(icon("plus"), self.tr("Choose Files…"), self)
        self._record = QPushButton(icon("microphone"), self.tr("Record…"), self)
        self._build()
        self._files.clicked.connect(self.files_wanted)
        self._record.clicked.connect(self.recording_wanted)
        self.show_rules(SampleRules())

    def show_rules(self, rules: SampleRules) -> None:
        """Say what is taken."""
        told = (
            rules_words(rules, self.tr),
            self.tr("Any file of sound or video will do; the best minute can be cut out here."),
            self.tr("One person, a quiet room, no music."),
        )
        self._words.setText("\n".join(filter(None, told)))

    def show_drag(self, over: bool) -> None:
        """Say that files are held over it, or what could be done."""
        self._title.setText(
            self.tr("Let go to add them") if over else self.tr("Drop recordings of the voice here")
        )

    def _build(self) -> None:
        mark(self._title, "heading")
        mark(self._words, "muted")
        self._words.setWordWrap(True)
        for button in (self._files, self._record):
            button.setAutoDefault(False)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addStretch(1)
        buttons.addWidget(self._files)
        buttons.addWidget(self._record)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 3)
        column.setSpacing(RHYTHM * 2)
        column.addStretch(2)
        column.addWidget(IconLabel("microphone", RHYTHM * 5, self), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(buttons)
        column.addStretch(3)
