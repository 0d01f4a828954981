"""What is wrong with a sample, or could be better, a row each, with the way to mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM, mark_new

BESIDE_BUTTON = 6
"""Pixels above words that stand beside a button, so that both are on one line."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A button and what it does."""

    text: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; what is `grave` keeps the voice from being made."""

    text: str
    grave: bool = False
    mends: tuple[Mend, ...] = ()


class FindingRows(QWidget):
    """Sentences under each other; nothing where there is nothing to say."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._told: tuple[tuple[str, bool, tuple[str, ...]], ...] = ()
        self._rows: list[QWidget] = []
        self._mends: list[tuple[QPushButton, Mend]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM // 2)
        self.hide()

    def say(self, told: Sequence[Told]) -> None:
        """Say this instead; rows that say the same stay, and keep the focus of their button."""
        shape = tuple((each.text, each.grave, tuple(m.text for m in each.mends)) for each in told)
        mends = [mend for each in told for mend in each.mends]
        if shape == self._told:
            self._mends = [(b, m) for (b, _), m in zip(self._mends, mends, strict=True)]
            return
        self._told = shape
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._mends = []
        self._rows = [self._row(each) for each in told]
        for row in self._rows:
            self._column.addWidget(row)
            row.show()  # a layout would do so a turn of the loop later
        self.setVisible(bool(told))

    def _row(self, told: Told) -> QWidget:
        row, sign, text = QWidget(self), QLabel("●", self), QLabel(told.text, self)
        role = "failed" if told.grave else "stale"
        mark_new(sign, role)
        mark_new(text, role)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        text.setMinimumWidth(RHYTHM * 20)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = BESIDE_BUTTON if told.mends else 0
        sign.setContentsMargins(0, beside, 0, 0)
        text.setContentsMargins(0, beside, 0, beside)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(RHYTHM)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        for mend in told.mends:
            button = QPushButton(mend.text, row)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, it=button: self._run(it))
            self._mends.append((button, mend))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _run(self, button: QPushButton) -> None:
        for known, mend in self._mends:
            if known is button:
                mend.run()
                return
