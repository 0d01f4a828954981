"""The letters of a blind comparison as large buttons, gone through with keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from studio.casting.blind import Ballot
from studio.ui.counting import counted
from studio.ui.theme import RHYTHM, mark, ui_font

_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_LINES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LETTER_PIXELS = 20


class LetterRow(QWidget):
    """Shows a ballot; one letter is in hand, and it is the one with the focus."""

    hear_requested = Signal(str)
    vote_requested = Signal(str)
    line_requested = Signal(int)
    """How many lines on, or back."""
    taken_in_hand = Signal(str)

    def __init__(self, letters: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self.in_hand = letters[0]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        for letter in letters:
            row.addWidget(self._add(letter), 1)

    def take_in_hand(self, letter: str) -> None:
        """Go to a letter that can be heard."""
        button = self._buttons.get(letter)
        if button is not None and button.isEnabled():
            self.in_hand = letter
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.taken_in_hand.emit(letter)

    def show_ballot(self, ballot: Ballot, line: int, *, ready: bool, names: dict[str, str]) -> None:
        """Show what can be heard, what is best on a line, and after the end who it is."""
        for letter, button in self._buttons.items():
            out = letter in ballot.out
            best = ballot.votes.get(line) == letter
            points = ballot.points(letter)
            below = self._below(out, best, points, names.get(letter, ""))
            button.setText(f"{letter}\n{below}")
            button.setAccessibleName(f"{letter}, {below}" if below else letter)
            button.setEnabled(ready and not out)
            with QSignalBlocker(button):
                button.setChecked(best)
        if ready and self.in_hand in ballot.out and ballot.running:
            self.in_hand = ballot.running[0]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go to other letters and lines, Enter votes; Space presses the button anyway."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _SIDES:
                self._step(_SIDES[key])
            elif key in _LINES:
                self.line_requested.emit(_LINES[key])
            elif key in _ENTER:
                if not event.isAutoRepeat():  # a vote said twice is taken back
                    self.vote_requested.emit(self.in_hand)
            else:
                return super().eventFilter(watched, event)
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPushButton):
            self.in_hand = next(x for x, known in self._buttons.items() if known is watched)
            self.taken_in_hand.emit(self.in_hand)
        return super().eventFilter(watched, event)

    def _add(self, letter: str) -> QPushButton:
        button = QPushButton(letter, self)
        button.setFont(ui_font(LETTER_PIXELS, bold=True))
        button.setMinimumHeight(RHYTHM * 12)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setCheckable(True)
        mark(button, "letter")
        button.setAutoDefault(False)
        button.setAccessibleDescription(self.tr("Space hears it, Enter votes for it"))
        button.clicked.connect(lambda: self._press(letter))
        button.installEventFilter(self)
        self._buttons[letter] = button
        return button

    def _press(self, letter: str) -> None:
        """Hear it; Qt has switched the button meanwhile, but only a vote does that."""
        button = self._buttons[letter]
        with QSignalBlocker(button):
            button.setChecked(not button.isChecked())
        self.hear_requested.emit(letter)

    def _step(self, by: int) -> None:
        running = [letter for letter, button in self._buttons.items() if button.isEnabled()]
        if self.in_hand in running:
            self.take_in_hand(running[(running.index(self.in_hand) + by) % len(running)])

    def _below(self, out: bool, best: bool, points: int, name: str) -> str:
        if out:
            return self.tr("out")
        if name:
            return counted(points, self.tr("1 vote"), self.tr("{n} votes"))
        return self.tr("★ best") if best else ""
