"""How fast a plan lets an account be asked, where that is known."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from studio.model.account import Account
from studio.store.accounts import MOST_IN_FLIGHT, MOST_PER_MINUTE
from studio.ui.theme import RHYTHM, mark


class PaceField(QWidget):
    """Requests in a minute and at the same time; 0 is learned from the service."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        learned = self.tr("0 = learned: Understudy finds out by itself.")
        self._minute = self._box(MOST_PER_MINUTE, self.tr("Requests per minute"), learned)
        self._flight = self._box(MOST_IN_FLIGHT, self.tr("Requests at the same time"), learned)
        self.setFocusProxy(self._minute)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        for box, unit in (
            (self._minute, self.tr("per minute")),
            (self._flight, self.tr("at once")),
        ):
            words = QLabel(unit, self)
            mark(words, "muted")
            row.addWidget(box)
            row.addWidget(words)
            row.addSpacing(RHYTHM)
        row.addStretch(1)

    @property
    def per_minute(self) -> int:
        """Requests in a minute, 0 where it is to be learned."""
        return self._minute.value()

    @property
    def in_flight(self) -> int:
        """Requests at the same time, 0 where it is to be learned."""
        return self._flight.value()

    def show_pace(self, account: Account) -> None:
        """Show what is told of an account."""
        with QSignalBlocker(self._minute), QSignalBlocker(self._flight):
            self._minute.setValue(account.per_minute)
            self._flight.setValue(account.in_flight)

    def _box(self, most: int, name: str, tip: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setSpecialValueText(self.tr("0 = learned"))
        box.setAccessibleName(name)
        box.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        box.setToolTip(f"{name}. {tip}")
        box.valueChanged.connect(self.changed)
        return box
