"""Takes of one line compared blind: letters to hear and to vote for, the takes only at the end."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.casting.blind import LETTERS, Ballot
from studio.model.ids import TakeId
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.letter_row import LetterRow

MOST_TAKES = len(LETTERS)
FEWEST_TAKES = 2


class BlindTakes(QDialog):
    """Draws the lots itself and shows nothing of them before the vote."""

    play_requested = Signal(str)
    take_chosen = Signal(str)

    def __init__(
        self,
        words: str,
        takes: Sequence[tuple[TakeId, str]],
        parent: QWidget,
        dice: random.Random | None = None,
    ) -> None:
        """Two to six takes, each with what it is called once that may be told."""
        super().__init__(parent)
        drawn = list(takes)
        (dice or random.Random()).shuffle(drawn)
        self._drawn = dict(zip(LETTERS, drawn, strict=False))
        self._ballot = Ballot("".join(self._drawn), 1)
        self._revealed = False
        self.setWindowTitle(self.tr("Takes compared blind"))
        self._build(words)
        self._connect()
        self._show()
        self._letters.take_in_hand("A")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter or its number hears that take, Space the one in hand, wherever the focus is."""
        typed = event.text().upper()
        letter = LETTERS[int(typed) - 1] if typed in set("123456") else typed
        if typed and letter in self._drawn:
            self._letters.take_in_hand(letter)
            self._hear(letter)
        elif event.key() == Qt.Key.Key_Space:
            self._hear(self._letters.in_hand)
        else:
            super().keyPressEvent(event)

    def _build(self, words: str) -> None:
        self.resize(RHYTHM * 80, RHYTHM * 40)
        said = QLabel(f"“{words}”", self)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        self._letters = LetterRow(self._ballot.letters, self)
        self._status = QLabel(self)
        self._status.setWordWrap(True)
        self._status.setAccessibleName(self.tr("State of the comparison"))
        self._result = QLabel(self)
        self._result.setTextFormat(Qt.TextFormat.PlainText)
        self._result.setWordWrap(True)
        self._result.setAccessibleName(self.tr("Result"))
        self._result.hide()
        self._vote = QPushButton(self)
        self._reveal = QPushButton(self.tr("Reveal"), self)
        self._choose = QPushButton(self)
        self._leave = QPushButton(self.tr("Close"), self)
        for button in (self._vote, self._choose):
            mark(button, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        for part in (said, self._letters, self._status, self._result):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._vote)
        row.addStretch(1)
        for button in (self._leave, self._reveal, self._choose):
            row.addWidget(button)
        for button in (self._vote, self._leave, self._reveal, self._choose):
            button.setAutoDefault(False)
        column.addLayout(row)

    def _connect(self) -> None:
        self._letters.hear_requested.connect(self._hear)
        self._letters.vote_requested.connect(self._vote_for)
        self._letters.taken_in_hand.connect(lambda _: self._show_buttons())
        self._vote.clicked.connect(lambda: self._vote_for(self._letters.in_hand))
        self._reveal.clicked.connect(self._show_names)
        self._choose.clicked.connect(self._take)
        self._leave.clicked.connect(self.reject)

    def _hear(self, letter: str) -> None:
        self.play_requested.emit(self._drawn[letter][0])

    def _vote_for(self, letter: str) -> None:
        if self._revealed:
            self._choose.setFocus()
        else:
            self._ballot = self._ballot.voting(0, letter)
            self._show()

    def _show_names(self) -> None:
        if not self._ballot.votes:
            return
        self._revealed = True
        order = sorted(self._drawn, key=lambda letter: -self._ballot.points(letter))
        self._result.setText("\n".join(f"{letter}: {self._drawn[letter][1]}" for letter in order))
        self._result.show()
        self._show()
        self._letters.take_in_hand(self._ballot.leading[0])

    def _take(self) -> None:
        self.take_chosen.emit(self._drawn[self._letters.in_hand][0])
        self.accept()

    def _show(self) -> None:
        names = {letter: name for letter, (_, name) in self._drawn.items()}
        self._letters.show_ballot(
            self._ballot, 0, ready=True, names=names if self._revealed else {}
        )
        keys = self.tr(
            "A–{last} or 1–{n} hear a take from where the other one was, Enter says it is the best."
        )
        last = self._ballot.letters[-1]
        self._status.setText(
            self.tr("← and → choose a take, Space hears it, Enter goes to choosing it.")
            if self._revealed
            else keys.format(last=last, n=len(self._drawn))
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        letter = self._letters.in_hand
        self._vote.setText(self.tr("{letter} is the best").format(letter=letter))
        self._vote.setVisible(not self._revealed)
        self._reveal.setVisible(not self._revealed)
        self._reveal.setEnabled(bool(self._ballot.votes))
        self._choose.setVisible(self._revealed)
        self._choose.setText(self.tr("Choose {take}").format(take=self._drawn[letter][1]))
