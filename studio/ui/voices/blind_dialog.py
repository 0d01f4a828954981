"""Voices compared blind: letters to hear and to vote for, the names only at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.audio.same_level import Samples
from studio.casting.blind import FEWEST_VOICES, LETTERS, Ballot, Ranked
from studio.ui.counting import counted
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.letter_row import LetterRow
from studio.ui.voices.names import engine_name

Sounds = Mapping[str, Sequence[Samples]]
"""Under each letter a sound for each line."""


class BlindDialog(QDialog):
    """Knows letters and sounds, and asks for the names when the person does."""

    samples_requested = Signal(int)
    """How many lines each voice shall say."""
    voice_chosen = Signal(str, str)
    """The engine and the id of the voice to be cast."""

    def __init__(
        self,
        words: Sequence[str],
        ballot: Callable[[int], Ballot],
        ranking: Callable[[Ballot], Sequence[Ranked]],
        price: Callable[[int], str],
        play: Callable[[Samples], None],
        parent: QWidget,
    ) -> None:
        """`price` tells what so many lines are billed, nothing where they are free."""
        super().__init__(parent)
        self._words = [" ".join(said.split()) for said in words]
        self._new_ballot, self._ranking, self._price, self._play = ballot, ranking, price, play
        self._ballot = ballot(len(words))
        self._sounds: Sounds = {}
        self._line = 0
        self._ranked: dict[str, Ranked] = {}
        self.setWindowTitle(self.tr("Blind comparison"))
        self._build()
        self._connect()
        self._show_price()
        self._show()

    def begin(self) -> None:
        """Ask for the samples at once where they cost nothing; otherwise wait for a yes."""
        if not self._price(len(self._words)):
            self._make()

    def show_progress(self, done: int, of: int) -> None:
        """Show how many samples are there."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        making = self.tr("The voices are speaking: {done} of {all}")
        self._status.setText(making.format(done=done, all=of))

    def show_sounds(self, sounds: Sounds, failures: Mapping[str, str]) -> None:
        """Let the voices be heard; those that failed are out of the race, with a sentence."""
        self._bar.hide()
        self._sounds = sounds
        for letter in failures:
            self._ballot = self._ballot.without(letter)
        out = [self._why_out(why, failures) for why in dict.fromkeys(failures.values())]
        self._told.setText("\n".join(out))
        self._told.setVisible(bool(out))
        self._show()
        if self._can_vote():
            self._letters.take_in_hand(self._letters.in_hand)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A to F, or 1 to 6, hear that voice, and Space the same again, wherever the focus is."""
        typed = event.text().upper()
        letter = LETTERS[int(typed) - 1] if typed in set("123456") else typed
        if typed and letter in self._sounds:
            self._letters.take_in_hand(letter)
            self._hear(letter)
        elif event.key() == Qt.Key.Key_Space:
            self._hear(self._letters.in_hand)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.resize(RHYTHM * 100, RHYTHM * 52)
        self._heading = QLabel(self)
        mark(self._heading, "caption")
        self._said = _plain(self)
        self._said.setMinimumHeight(RHYTHM * 5)
        self._letters = LetterRow(self._ballot.letters, self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._status = _plain(self)
        self._status.setAccessibleName(self.tr("State of the comparison"))
        self._told = _plain(self)
        mark(self._told, "failed")
        self._told.hide()
        self._result = _plain(self)
        self._result.setAccessibleName(self.tr("Result"))
        self._result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addWidget(self._heading)
        column.addWidget(self._said)
        column.addWidget(self._letters)
        column.addWidget(self._bar)
        column.addWidget(self._status)
        column.addWidget(self._told)
        column.addWidget(self._result)
        column.addStretch(1)
        column.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        self._count = QComboBox(self)
        self._count.setAccessibleName(self.tr("Lines that each voice says"))
        for number in range(1, len(self._words) + 1):
            text = counted(number, self.tr("1 line each"), self.tr("{n} lines each"))
            self._count.addItem(text, number)
        self._count.setCurrentIndex(self._count.count() - 1)
        self._start = QPushButton(self.tr("Let them speak"), self)
        self._vote = QPushButton(self)
        self._next = QPushButton(self.tr("Next line"), self)
        self._reveal = QPushButton(self.tr("Reveal"), self)
        self._cast = QPushButton(self)
        self._leave = QPushButton(self.tr("Close"), self)
        for button in (self._start, self._vote, self._cast):
            mark(button, "primary")
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        for widget in (self._vote, self._next, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self._leave, self._reveal, self._start, self._cast):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._letters.hear_requested.connect(self._hear)
        self._letters.vote_requested.connect(self._vote_for)
        self._letters.line_requested.connect(self._turn_to)
        self._letters.taken_in_hand.connect(lambda _: self._show_buttons())
        self._count.currentIndexChanged.connect(lambda _: self._show_price())
        self._start.clicked.connect(self._make)
        self._vote.clicked.connect(lambda: self._vote_for(self._letters.in_hand))
        self._next.clicked.connect(lambda: self._turn_to(1))
        self._reveal.clicked.connect(self._show_names)
        self._cast.clicked.connect(self._choose)
        self._leave.clicked.connect(self.reject)

    def _show_price(self) -> None:
        price = self._price(self._count.currentData())
        told = self.tr("This is billed: {price}.").format(price=price)
        self._status.setText(told if price else "")
        self._start.setFocus()

    def _make(self) -> None:
        """Ask for the samples, once."""
        lines = self._count.currentData()
        self._ballot = self._new_ballot(lines)
        self._words = self._words[:lines]
        self._start.hide()
        self._count.hide()
        self._bar.show()
        self._show()
        self.samples_requested.emit(lines)

    def _hear(self, letter: str) -> None:
        if letter in self._sounds:
            self._play(self._sounds[letter][self._line])

    def _turn_to(self, by: int) -> None:
        """Go to another line; the letter in hand says it at once."""
        if self._sounds and len(self._words) > 1:
            self._line = (self._line + by) % len(self._words)
            self._show()
            self._hear(self._letters.in_hand)

    def _vote_for(self, letter: str) -> None:
        if self._ranked:
            self._cast.setFocus()
        elif self._can_vote():
            self._ballot = self._ballot.voting(self._line, letter)
            self._show()

    def _show_names(self) -> None:
        if not self._can_vote():
            return
        ranked = self._ranking(self._ballot)
        self._ranked = {found.letter: found for found in ranked}
        self._result.setText("\n".join(map(self._ranked_words, ranked)))
        self._result.show()
        self._show()
        self._letters.take_in_hand(ranked[0].letter)

    def _choose(self) -> None:
        """Give the voice away, once, and close."""
        found = self._ranked.get(self._letters.in_hand)
        if found is not None and found.place:
            self.voice_chosen.emit(found.voice.engine, found.voice.id)
            self.accept()

    def _can_vote(self) -> bool:
        enough = len(self._ballot.running) >= FEWEST_VOICES
        return bool(self._sounds) and enough and not self._ranked

    def _show(self) -> None:
        number, of = self._line + 1, len(self._words)
        self._heading.setText(self.tr("Line {n} of {all}").format(n=number, all=of))
        self._said.setText(f"“{self._words[self._line]}”")
        names = {letter: found.voice.name for letter, found in self._ranked.items()}
        self._letters.show_ballot(self._ballot, self._line, ready=bool(self._sounds), names=names)
        if self._sounds or self._told.text():
            self._status.setText(self._state())
        self._show_buttons()

    def _state(self) -> str:
        if len(self._ballot.running) < FEWEST_VOICES:
            return self.tr("Fewer than two voices are left, so there is nothing to compare.")
        if self._ranked:
            return self.tr("← and → choose a voice, Space hears it, Enter goes to casting it.")
        keys = self.tr(
            "A–{last} or 1–{n} hear a voice, Space hears it again, Enter says it is the best, "
            "↑ and ↓ change the line."
        )
        return keys.format(last=self._ballot.letters[-1], n=len(self._ballot.letters))

    def _show_buttons(self) -> None:
        letter, voting = self._letters.in_hand, self._can_vote()
        self._vote.setText(self.tr("{letter} is the best").format(letter=letter))
        self._vote.setVisible(voting)
        self._next.setVisible(bool(self._sounds) and len(self._words) > 1)
        self._reveal.setVisible(voting)
        self._reveal.setEnabled(bool(self._ballot.votes))
        self._cast.setVisible(bool(self._ranked))
        found = self._ranked.get(letter)
        if found is not None:
            wins = letter in self._ballot.leading
            words = self.tr("Cast the winner: {name}") if wins else self.tr("Cast {name}")
            self._cast.setText(words.format(name=found.voice.name))

    def _why_out(self, why: str, failures: Mapping[str, str]) -> str:
        """One sentence for all letters that are out for the same reason."""
        letters = sorted(letter for letter, theirs in failures.items() if theirs == why)
        one = self.tr("{letters} is out of the race. {why}")
        many = self.tr("{letters} are out of the race. {why}")
        told = one if len(letters) == 1 else many
        return told.format(letters=", ".join(letters), why=why)

    def _ranked_words(self, found: Ranked) -> str:
        who = f"{found.letter}: {found.voice.name} · {engine_name(found.voice.engine)}"
        if not found.place:
            return self.tr("Out of the race: {who}").format(who=who)
        votes = counted(found.points, self.tr("1 vote"), self.tr("{n} votes"))
        return f"{found.place}.  {who}, {votes}"


def _plain(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
