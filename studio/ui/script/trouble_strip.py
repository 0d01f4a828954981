"""What is wrong with the line in hand, in full, below the rows that have room for a part of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.model.ids import LineId
from studio.model.line import Line
from studio.synthesis.plan import TakeState
from studio.ui.icon_label import IconLabel
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.states import TROUBLED, state_words
from studio.ui.theme import RHYTHM, mark

ICON = 16


class TroubleStrip(QFrame):
    """Seen only while the line in hand failed, cannot be voiced or should be listened to."""

    def __init__(self, table: ScriptTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._line: LineId | None = None
        self._words = QLabel(self)
        self._words.setAccessibleName(self.tr("What is wrong with the line in hand"))
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM + RHYTHM // 2, RHYTHM, RHYTHM, RHYTHM)
        row.setSpacing(RHYTHM)
        row.addWidget(IconLabel("warning", ICON, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        table.dataChanged.connect(lambda *_: self._show())
        self.hide()

    def show_line(self, line: LineId | None) -> None:
        """Follow the line in hand."""
        self._line = line
        self._show()

    def _show(self) -> None:
        row = self._table.row_of(self._line)
        line = self._table.line(row) if row >= 0 else None
        words = self._words_of(line) if line and line.spoken else ""
        self._words.setText(words)
        self.setVisible(bool(words))

    def _words_of(self, line: Line) -> str:
        state = self._table.state(line)
        if state.state in TROUBLED:
            mark(self, "banner" if state.state is TakeState.UNSURE else "banner-failed")
            return state_words(state)
        reasons = self._table.checks.reasons(line)
        mark(self, "banner")
        return (
            self.tr("Worth a listen: {reasons}").format(reasons=" ".join(reasons))
            if reasons
            else ""
        )
