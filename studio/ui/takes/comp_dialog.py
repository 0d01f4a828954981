"""The comp editor: two takes above each other, one cut dragged, heard and kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.audio.peaks import Peaks
from studio.model.comp import Cut
from studio.model.ids import TakeId
from studio.model.span import seconds
from studio.ui.takes.comp_wave import CompWave
from studio.ui.theme import RHYTHM, icon, mark


class CompDialog(QDialog):
    """Knows takes by names and outlines; whoever opened it cuts, plays and keeps."""

    pair_chosen = Signal(str, str)
    """The take of the beginning and the take of the end."""
    junction_chosen = Signal(int)
    """Which cut of a take that was put together is to be moved."""
    first_cut_wished = Signal(int, bool)
    second_cut_wished = Signal(int, bool)
    hear_requested = Signal(bool)
    """Whether all is to be heard, not only what is around the cut."""
    keep_requested = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Put a take together from two"))
        self._words = words
        self._build()
        self._connect()

    def offer(self, names: Sequence[tuple[TakeId, str]], first: TakeId, second: TakeId) -> None:
        """Let the two takes be chosen among these."""
        for combo, chosen in ((self._first, first), (self._second, second)):
            with QSignalBlocker(combo):
                combo.clear()
                for take, name in names:
                    combo.addItem(name, take)
                combo.setCurrentIndex(combo.findData(chosen))

    def offer_junctions(self, count: int) -> None:
        """Let one of several cuts be chosen; the takes are those of the comp."""
        for combo in (self._first, self._second):
            combo.setEnabled(False)
        self._swap.hide()
        with QSignalBlocker(self._junction):
            for number in range(count):
                self._junction.addItem(self.tr("Cut {n} of {all}").format(n=number + 1, all=count))
        self._junction.setVisible(count > 1)

    def show_pair(self, names: tuple[str, str], peaks: tuple[Peaks, Peaks]) -> None:
        """Draw the two takes, one second of both as wide."""
        whole = max(each.length for each in peaks)
        waves = (self._before, self._after)
        titles = (self.tr("Begins with {take}"), self.tr("Ends with {take}"))
        for wave, title, name, outline in zip(waves, titles, names, peaks, strict=True):
            wave.show_take(title.format(take=name), outline, whole)
        self._before.setFocus()

    def show_cut(self, cut: Cut) -> None:
        """Show where the takes are cut, and how long the whole is."""
        self._before.show_cut(cut.first_end)
        self._after.show_cut(cut.second_start)
        length = cut.first_end + cut.second.length - cut.second_start
        told = self.tr("{first} s of the first, then the second from {second} s on: {whole} s.")
        self._status.setText(
            told.format(
                first=f"{seconds(cut.first_end):.2f}",
                second=f"{seconds(cut.second_start):.2f}",
                whole=f"{seconds(length):.2f}",
            )
        )

    def say(self, words: str) -> None:
        """Say why something cannot be done."""
        self._status.setText(words)

    def set_ready(self, ready: bool) -> None:
        """Whether there is a cut that can be heard and kept."""
        for button in (self._around, self._all, self._keep):
            button.setEnabled(ready)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space hears what is around the cut, with Shift all of it; Ctrl+Enter keeps it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and self._around.isEnabled():
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.hear_requested.emit(bool(shift))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control and self._keep.isEnabled():
                self.keep_requested.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.resize(RHYTHM * 104, RHYTHM * 62)
        self._said = QLabel(f"“{self._words}”", self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._first, self._second, self._junction = (QComboBox(self) for _ in range(3))
        self._first.setAccessibleName(self.tr("Take of the beginning"))
        self._second.setAccessibleName(self.tr("Take of the end"))
        self._junction.setAccessibleName(self.tr("Cut to be moved"))
        self._junction.hide()
        self._before = CompWave(self, used_before=True)
        self._after = CompWave(self, used_before=False)
        self._status = QLabel(self)
        self._status.setWordWrap(True)
        self._status.setAccessibleName(self.tr("Where it is cut"))
        keys = self.tr(
            "Drag the cut: it goes to the quietest place nearby, with Shift exactly there. "
            "Space hears what is around it, Shift+Space all, Ctrl+Enter keeps it."
        )
        self._keys = QLabel(keys, self)
        self._keys.setWordWrap(True)
        mark(self._keys, "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM)
        column.addWidget(self._said)
        column.addLayout(self._build_choice())
        column.addWidget(self._before, 1)
        column.addWidget(self._after, 1)
        column.addWidget(self._status)
        column.addWidget(self._keys)
        column.addLayout(self._build_foot())
        self.set_ready(False)

    def _build_choice(self) -> QGridLayout:
        self._swap = QPushButton(self.tr("Swap"), self)
        self._swap.setAutoDefault(False)
        grid = QGridLayout()
        grid.setHorizontalSpacing(RHYTHM)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.addWidget(QLabel(self.tr("Beginning:"), self), 0, 0)
        grid.addWidget(self._first, 0, 1)
        grid.addWidget(QLabel(self.tr("End:"), self), 0, 2)
        grid.addWidget(self._second, 0, 3)
        grid.addWidget(self._swap, 0, 4)
        grid.addWidget(self._junction, 0, 5)
        return grid

    def _build_foot(self) -> QHBoxLayout:
        self._around = QPushButton(icon("play"), self.tr("Hear the cut"), self)
        self._all = QPushButton(icon("play"), self.tr("Hear all"), self)
        self._leave = QPushButton(self.tr("Close"), self)
        self._keep = QPushButton(self.tr("Keep as a take"), self)
        mark(self._keep, "primary")
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        for button in (self._around, self._all):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self._leave, self._keep):
            row.addWidget(button)
        for button in (self._around, self._all, self._leave, self._keep):
            button.setAutoDefault(False)
        return row

    def _connect(self) -> None:
        self._before.cut_wished.connect(self.first_cut_wished)
        self._after.cut_wished.connect(self.second_cut_wished)
        self._first.currentIndexChanged.connect(lambda _: self._choose())
        self._second.currentIndexChanged.connect(lambda _: self._choose())
        self._junction.currentIndexChanged.connect(self.junction_chosen)
        self._swap.clicked.connect(self._swap_takes)
        self._around.clicked.connect(lambda: self.hear_requested.emit(False))
        self._all.clicked.connect(lambda: self.hear_requested.emit(True))
        self._keep.clicked.connect(self.keep_requested)
        self._leave.clicked.connect(self.reject)

    def _choose(self) -> None:
        self.set_ready(False)
        self.pair_chosen.emit(self._first.currentData(), self._second.currentData())

    def _swap_takes(self) -> None:
        first, second = self._first.currentIndex(), self._second.currentIndex()
        with QSignalBlocker(self._first):
            self._first.setCurrentIndex(second)
        with QSignalBlocker(self._second):
            self._second.setCurrentIndex(first)
        self._choose()
