"""What is proposed for the line in hand, below the rows, with the way to take it or not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Suggestion
from studio.ui.icon_label import IconLabel
from studio.ui.theme import RHYTHM, mark
from studio.writing.adapting.verbatim import NOBODY_KNOWS
from studio.writing.revising.accepting import is_remark

ICON = 16


class SuggestionStrip(QFrame):
    """Seen only while the line in hand has a suggestion; the newest is shown first."""

    accept_requested = Signal()
    dismiss_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._problem = QLabel(self)
        self._proposed = QLabel(self)
        self._accept = QPushButton(self.tr("Accept"), self)
        self._dismiss = QPushButton(self.tr("Dismiss"), self)
        self._build()
        self._accept.clicked.connect(lambda *_: self.accept_requested.emit())
        self._dismiss.clicked.connect(lambda *_: self.dismiss_requested.emit())
        self.hide()

    def name_keys(self, accept: QAction, dismiss: QAction) -> None:
        """Tell the keys of both in the tooltips, whatever they are now."""
        for button, action in ((self._accept, accept), (self._dismiss, dismiss)):
            button.setToolTip(action.toolTip())
            action.changed.connect(
                lambda button=button, action=action: button.setToolTip(action.toolTip())
            )

    def show_line(self, line: Line | None, project: Project) -> None:
        """Show what is proposed for a line, or nothing."""
        suggestion = current(line)
        self.setVisible(suggestion is not None)
        if suggestion is None or line is None:
            return
        self._problem.setText(self._told(suggestion, len(line.suggestions)))
        proposed = self._proposal(suggestion, project)
        self._proposed.setText(proposed)
        self._proposed.setVisible(bool(proposed))
        remark = is_remark(suggestion)
        self._accept.setVisible(not remark)
        self._dismiss.setText(self.tr("Done") if remark else self.tr("Dismiss"))

    def _told(self, suggestion: Suggestion, many: int) -> str:
        if suggestion.problem == NOBODY_KNOWS:
            problem = self.tr("Nobody knows who says this: choose the character.")
        else:
            problem = suggestion.problem or self.tr("Other words are proposed.")
        return f"{problem}  (1/{many})" if many > 1 else problem

    def _proposal(self, suggestion: Suggestion, project: Project) -> str:
        who = project.cast.find(suggestion.character)
        name = who.name if who else ""
        if name and suggestion.words:
            return f"{name}: {suggestion.words}"
        if name:
            return self.tr("{name} says it.").format(name=name)
        return suggestion.words

    def _build(self) -> None:
        mark(self, "banner-ready")
        mark(self._problem, "muted")
        self._problem.setAccessibleName(self.tr("What could be better in the line in hand"))
        self._proposed.setAccessibleName(self.tr("What is proposed"))
        words = QVBoxLayout()
        words.setSpacing(RHYTHM // 2)
        for label in (self._problem, self._proposed):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM + RHYTHM // 2, RHYTHM, RHYTHM, RHYTHM)
        row.setSpacing(RHYTHM)
        row.addWidget(IconLabel("suggestion", ICON, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self._accept, self._dismiss):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


def current(line: Line | None) -> Suggestion | None:
    """The suggestion of a line that is in hand: the newest."""
    return line.suggestions[-1] if line is not None and line.suggestions else None
