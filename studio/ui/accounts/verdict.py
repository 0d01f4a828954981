"""What came of trying or keeping an account: a line that waits, then says it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.model.account import Service
from studio.ui.accounts.words import judged, said, told_let_in
from studio.ui.theme import RHYTHM, mark


class VerdictCard(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._busy = QProgressBar(self)
        self._words = QLabel(self)
        self._detail = QLabel(self)
        self._build()
        self.clear()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return not self._busy.isHidden()

    def wait(self, words: str) -> None:
        """Say what is being waited for."""
        mark(self, "banner")
        mark(self._words, "muted")
        self._show(words, "", busy=True)

    def show_verdict(self, service: Service, error: StudioError | None) -> None:
        """Say whether an account of a service was let in, and if not what to do."""
        mark(self, "banner-failed" if error else "banner-ready")
        mark(self._words, "failed" if error else "ready")
        told = said(error) if error else told_let_in(service)
        self._show(judged(error), told, busy=False)

    def show_trouble(self, words: str) -> None:
        """Say what could not be done, and why."""
        mark(self, "banner-failed")
        mark(self._words, "failed")
        self._show(words, "", busy=False)

    def show_done(self, words: str) -> None:
        """Say what was done."""
        mark(self, "banner-ready")
        mark(self._words, "ready")
        self._show(words, "", busy=False)

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()
        self._show("", "", busy=False)
        self.hide()

    def _show(self, words: str, detail: str, *, busy: bool) -> None:
        self._words.setText(words)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._busy.setVisible(busy)
        self.setAccessibleName(words)
        self.setAccessibleDescription(detail)
        self.show()

    def _build(self) -> None:
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedWidth(RHYTHM * 9)
        self._busy.setAccessibleName(self.tr("Waiting"))
        for label in (self._words, self._detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        mark(self._detail, "muted")
        row = QHBoxLayout()
        row.setSpacing(RHYTHM + RHYTHM // 2)
        row.addWidget(self._words, 1)
        row.addWidget(self._busy)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 2, RHYTHM, RHYTHM * 2, RHYTHM)
        column.setSpacing(RHYTHM // 2)
        column.addLayout(row)
        column.addWidget(self._detail)
