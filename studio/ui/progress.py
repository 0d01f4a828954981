"""Bars for long work: what is done, how much of it, how long still, and a way to stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.theme import mark, mono_font

FINE = 1000
"""Steps of a bar that has nothing to count."""

SURE_AFTER = 2.0
"""Seconds of work before a guess at the time left is worth showing."""


class Work(QFrame):
    """One piece of long work; made by `WorkBars.begin`, gone after `end`."""

    def __init__(
        self,
        label: str,
        total: int,
        cancel: Callable[[], object] | None,
        clock: Callable[[], float],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began = clock()
        self._offline = False
        self._label = QLabel(label, self)
        self._bar = QProgressBar(self)
        self._count = QLabel(self)
        self._note = QLabel(self)
        self._left = QLabel(self)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._build(cancel)
        self.advance(0, total)

    @property
    def left(self) -> str:
        """The time left as shown, empty while it cannot be told."""
        return self._left.text()

    def advance(self, done: int, total: int) -> None:
        """Show how many are done; a total of 0 is work whose end is not known."""
        counted = self.tr("{done} of {total}").format(done=done, total=total)
        self._show(done, total, counted if total else "")

    def advance_to(self, part: float) -> None:
        """Show which part is done, 0 to 1, of work that has nothing to count."""
        self._show(round(part * FINE), FINE, f"{int(part * 100)} %")

    def note(self, text: str) -> None:
        """Say something more about the work, such as its cost so far."""
        self._note.setText(text)

    def wait_for_network(self, waiting: bool, name: str = "") -> None:
        """Show that the work goes on once there is a connection again, to `name` where known."""
        if waiting:
            self._left.setText(
                self.tr("No connection to {name}; trying again").format(name=name)
                if name
                else self.tr("No connection; trying again")
            )
        elif self._offline:
            self._left.clear()
        self._offline = waiting

    def end(self) -> None:
        """Take the bar away."""
        self.hide()
        self.deleteLater()

    def _show(self, done: int, total: int, told: str) -> None:
        # A bar paints itself at once, and with it all of the window that waits to be painted:
        # for each line of a batch a frame more.
        self._bar.setUpdatesEnabled(False)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setUpdatesEnabled(True)
        self._count.setText(told)
        spent = self._clock() - self._began
        known = 0 < done < total and spent >= SURE_AFTER
        if self._offline:
            return
        self._left.setText(self._time_left(spent * (total - done) / done) if known else "")

    def _build(self, cancel: Callable[[], object] | None) -> None:
        mark(self, "foot")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._label.text())
        self._count.setFont(mono_font(12))
        mark(self._count, "caption")
        mark(self._note, "caption")
        mark(self._left, "caption")
        mark(self._cancel, "quiet")
        self._cancel.setAccessibleName(self.tr("Cancel: {work}").format(work=self._label.text()))
        # A button that goes away would hand the keys to whatever button comes next.
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.setVisible(cancel is not None)
        if cancel is not None:
            self._cancel.clicked.connect(lambda: self._stop(cancel))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 8, 2)
        row.setSpacing(16)
        parts = ((self._label, 0), (self._bar, 1), (self._count, 0), (self._note, 0))
        for part, stretch in (*parts, (self._left, 0)):
            row.addWidget(part, stretch, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._cancel)

    def _stop(self, cancel: Callable[[], object]) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText(self.tr("Stopping"))
        cancel()

    def _time_left(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        if minutes:
            return self.tr("{minutes} min {seconds:02} s left").format(
                minutes=minutes, seconds=rest
            )
        return self.tr("{seconds} s left").format(seconds=max(rest, 1))


class WorkBars(QWidget):
    """The bars of all long work that runs now, one below the other; nothing when none does."""

    def __init__(
        self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def begin(
        self, label: str, *, total: int = 0, cancel: Callable[[], object] | None = None
    ) -> Work:
        """Show a bar for work that begins now; the caller advances and ends it."""
        work = Work(label, total, cancel, self._clock, self)
        self._column.addWidget(work)
        return work
