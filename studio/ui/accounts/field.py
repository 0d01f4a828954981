"""A control of a form, and below it what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.theme import RHYTHM, mark


class Field(QWidget):
    """Holds a control and its error, which is read out with the control.

    It is no proxy of the control: Tab would go back to it from the end of the form.
    """

    def __init__(self, control: QWidget, parent: QWidget, *, hint: str = "") -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(control)
        column.addWidget(self._told)
        self.clear()

    @property
    def wrong(self) -> str:
        """What is wrong with it, empty when nothing is."""
        return self.control.accessibleDescription() if self._told.property("wrong") else ""

    def say(self, text: str) -> None:
        """Say what is wrong."""
        self._show(text, wrong=True)

    def advise(self, text: str) -> None:
        """Say what may stay as it is, but had better be known."""
        self._show(text, wrong=False, role="stale")

    def clear(self) -> None:
        """Say that nothing is wrong; a hint comes back."""
        self._show(self._hint, wrong=False)

    def set_hint(self, hint: str) -> None:
        """Say something useful where nothing is wrong."""
        self._hint = hint
        if not self.wrong:
            self.clear()

    def _show(self, text: str, *, wrong: bool, role: str = "caption") -> None:
        self._told.setProperty("wrong", wrong)
        mark(self._told, "failed" if wrong else role)
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
