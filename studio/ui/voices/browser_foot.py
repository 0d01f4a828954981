"""The foot of the voice browser: what is heard, what it costs, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.casting.blind import FEWEST_VOICES, MOST_VOICES
from studio.engines.speech import Voice
from studio.synthesis.hearing import Hearing
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.stale_words import hearing_words

SHOWN_WORDS = 120


class BrowserFoot(QWidget):
    """Shows the voice in hand; the buttons only ask."""

    hear_requested = Signal()
    sample_requested = Signal()
    compare_requested = Signal()
    cast_requested = Signal()
    left = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = _shortened(words)
        self._told = QLabel(self)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._price = QLabel(self)
        self._price.setTextFormat(Qt.TextFormat.PlainText)
        self._price.setWordWrap(True)
        self._change = QLabel(self)
        self._change.setTextFormat(Qt.TextFormat.PlainText)
        self._change.setWordWrap(True)
        self._change.setAccessibleName(self.tr("What becomes stale"))
        mark(self._change, "stale")
        self._hear = QPushButton(icon("play"), self.tr("Hear"), self)
        self._hear.setToolTip(self.tr("Hear the voice say these words  (Space in the list)"))
        self._sample = QPushButton(icon("speaker"), self.tr("Free sample"), self)
        self._sample.setToolTip(self.tr("Hear the service's own sample  (Ctrl+Shift+Space)"))
        self._compare = QPushButton(self.tr("Compare blind…"), self)
        self._compare.setToolTip(
            self.tr("Choose two to six voices with Ctrl or Shift, then compare them  (Ctrl+B)")
        )
        self._cast = QPushButton(self.tr("Cast this voice"), self)
        self._cast.setDefault(True)
        mark(self._cast, "primary")
        self._leave = QPushButton(self.tr("Cancel"), self)
        for button in (self._hear, self._sample, self._compare, self._leave):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()

    def show_voice(self, voice: Voice | None, hearing: Hearing | None) -> None:
        """Show what hearing this voice takes."""
        can_speak = hearing is not None and not hearing.refusal
        self._cast.setEnabled(voice is not None)
        self._hear.setEnabled(can_speak)
        self._sample.setVisible(hearing is not None and hearing.sampled)
        if voice is not None:
            self._told.setText(f"{voice.name}: “{self._words}”")
        else:
            self._told.clear()
        self._price.setText(hearing_words(hearing) if hearing else "")
        mark(self._price, "caption" if can_speak else "failed")

    def show_change(self, words: str) -> None:
        """Say what casting the voice in hand makes stale."""
        self._change.setText(words)

    def show_chosen(self, voices: int) -> None:
        """Offer to compare when so many voices are chosen."""
        self._compare.setEnabled(comparable(voices))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(RHYTHM)
        buttons.addWidget(self._hear)
        buttons.addWidget(self._sample)
        buttons.addWidget(self._compare)
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._cast)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(self._told)
        column.addWidget(self._price)
        column.addWidget(self._change)
        column.addSpacing(RHYTHM // 2)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._hear.clicked.connect(self.hear_requested)
        self._sample.clicked.connect(self.sample_requested)
        self._compare.clicked.connect(self.compare_requested)
        self._cast.clicked.connect(self.cast_requested)
        self._leave.clicked.connect(self.left)


def comparable(voices: int) -> bool:
    """Whether so many voices can be compared blind."""
    return FEWEST_VOICES <= voices <= MOST_VOICES


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= SHOWN_WORDS else plain[: SHOWN_WORDS - 1] + "…"
