"""Why the line in hand has no take, in full, below the rows that have room for a part of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.model.ids import LineId
from studio.synthesis.plan import TakeState
from studio.ui.icon_label import IconLabel
from studio.ui.script.script_table import ScriptTable
from studio.ui.script.states import TROUBLED, state_words
from studio.ui.theme import RHYTHM, mark

ICON = 16


class TroubleStrip(QFrame):
    """Seen only while the line in hand failed, is in doubt or cannot be voiced."""

    def __init__(self, table: ScriptTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._line: LineId | None = None
        self._words = QLabel(self)
        self._words.setAccessibleName(self.tr("Why the line in hand has no take"))
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
        state = self._table.state(self._table.line(row)) if row >= 0 else None
        if state is None or state.state not in TROUBLED:
            self.hide()
            return
        mark(self, "banner" if state.state is TakeState.UNSURE else "banner-failed")
        self._words.setText(state_words(state))
        self.show()
