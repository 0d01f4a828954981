"""Asks how chosen lines shall be said in other words."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from studio.model.ids import LineId
from studio.model.project import Project
from studio.ui.counting import counted
from studio.ui.shortening import shortened
from studio.ui.theme import RHYTHM, mark
from studio.ui.writing.asking_dialog import AskingDialog, MakesWork
from studio.ui.writing.writers import WritersAtHand
from studio.writing.revising.rewrite import RewriteOrder, instruction_of, work_of_rewrite

ROWS = 3
WISHES_IN_A_ROW = 4
SEPARATORS = " ,;\n"
"""What stands between wishes, and means nothing at the end."""
SHOWN = 90
"""Characters of the first line that are shown."""


class RewriteDialog(AskingDialog):
    """Makes a RewriteOrder for the lines in hand."""

    def __init__(
        self,
        project: Project,
        lines: tuple[LineId, ...],
        at_hand: WritersAtHand,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Rewrite the selection"), self.tr("Rewrite"), at_hand, parent)
        self._project = project
        self._lines = lines
        self._wish = QPlainTextEdit(self)
        self._propose = QCheckBox(self.tr("Only propose it: each line is yours to accept"), self)
        self._build_content()
        self._wish.textChanged.connect(self.changed)
        self._wish.setFocus()
        self.setMinimumWidth(RHYTHM * 76)
        self.count()

    def order(self) -> RewriteOrder:
        """What stands in the dialog."""
        wish = self._wish.toPlainText().rstrip(SEPARATORS)
        return RewriteOrder(self._lines, wish, as_suggestions=self._propose.isChecked())

    def check(self) -> None:
        """Raise WritingError for a wish that says nothing or too much."""
        instruction_of(self.order())

    def work(self) -> MakesWork | None:
        """The estimate for these lines."""
        project, order = self._project, self.order()
        return lambda: work_of_rewrite(project, order)

    def _build_content(self) -> None:
        told = QLabel(self._told(), self)
        told.setWordWrap(True)
        mark(told, "muted")
        self._wish.setAccessibleName(self.tr("How to rewrite"))
        self._wish.setPlaceholderText(self.tr("How shall it be said?"))
        self._wish.setTabChangesFocus(True)
        self._wish.setFixedHeight(self._wish.fontMetrics().lineSpacing() * ROWS + RHYTHM * 3)
        wishes = QGridLayout()
        wishes.setSpacing(RHYTHM)
        for place, wish in enumerate(self._wishes()):
            button = QPushButton(wish, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda *_, wish=wish: self._add(wish))
            wishes.addWidget(button, place // WISHES_IN_A_ROW, place % WISHES_IN_A_ROW)
        self.content.addWidget(told)
        self.content.addWidget(self._wish)
        self.content.addLayout(wishes)
        self.content.addWidget(self._propose)

    def _told(self) -> str:
        """Which lines are meant."""
        language = self._project.languages[0]
        wanted = frozenset(self._lines)
        first = next((line for _, line in self._project.lines if line.id in wanted), None)
        words = shortened(first.words(language), SHOWN) if first else ""
        lines = counted(len(self._lines), self.tr("1 line"), self.tr("{n} lines"))
        return f"{lines}: “{words}”" if words else lines

    def _wishes(self) -> tuple[str, ...]:
        return (
            self.tr("Shorter"), self.tr("Longer"), self.tr("More formal"), self.tr("More casual"),
            self.tr("Funnier"), self.tr("Sharper"), self.tr("Softer"), self.tr("Easier to say"),
        )  # fmt: skip

    def _add(self, wish: str) -> None:
        """Put one of the usual wishes behind what is typed; what is typed next stands apart."""
        typed = self._wish.toPlainText().strip().rstrip(SEPARATORS)
        self._wish.setPlainText(f"{typed}, {wish.lower()}, " if typed else f"{wish}, ")
        self._wish.moveCursor(QTextCursor.MoveOperation.End)
        self._wish.setFocus()
