"""The foot of an order: what happens with it, what is wrong, and a button that says its price."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.cloning.form_rows import told
from studio.ui.theme import RHYTHM, mark


class DialogFoot(QWidget):
    """Its button can be pressed while something is missing: then it is said what."""

    accepted = Signal()
    rejected = Signal()

    def __init__(self, go: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._busy = False
        self._enabled = True
        self._happens = told(self)
        self._wrong = told(self, "failed")
        self._wrong.setAccessibleName(self.tr("What is wrong"))
        self._why_not = QLabel(self)
        self._why_not.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why_not.setTextFormat(Qt.TextFormat.PlainText)
        self._go = QPushButton(go, self)
        self._words = go
        self._build()

    @property
    def go(self) -> QPushButton:
        """The button that orders."""
        return self._go

    @property
    def busy(self) -> bool:
        """Whether an order is under way."""
        return self._busy

    def tell(self, text: str) -> None:
        """Say what happens when it is ordered."""
        self._happens.setText(text)
        self._happens.setVisible(bool(text))

    def say(self, text: str) -> None:
        """Say what is wrong, empty for nothing."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))

    def show_go(self, words: str, *, why_not: str = "") -> None:
        """Show what the button does for which price, or why it does nothing now, beside it."""
        self._words, self._enabled = words, not why_not
        self._why_not.setText(why_not)
        self._show()

    def set_busy(self, words: str) -> None:
        """Show what is being done instead of the button's words; empty when it is over."""
        self._busy = bool(words)
        self._show(words)

    def _show(self, instead: str = "") -> None:
        if self._busy and not instead:
            return
        self._go.setText(instead or self._words)
        self._go.setEnabled(self._enabled and not self._busy)

    def _build(self) -> None:
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.NoFrame)
        rule.setFixedHeight(1)
        mark(rule, "rule")
        mark(self._go, "primary")
        self._go.setAutoDefault(False)  # Enter in a field must not pay
        mark(self._why_not, "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accepted)
        buttons.rejected.connect(self.rejected)
        for button in buttons.buttons():
            if isinstance(button, QPushButton) and button is not self._go:
                button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        for widget in (rule, self._happens, self._wrong):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM * 2)
        row.addWidget(self._why_not, 1)
        row.addWidget(buttons)
        column.addLayout(row)
