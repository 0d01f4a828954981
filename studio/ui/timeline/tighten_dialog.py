"""Asks how long an episode may take, and shows what that would do to pauses and tempo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from math import ceil

from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.model.layout import end_of
from studio.model.reel import Reel
from studio.model.span import samples_of, seconds
from studio.model.tightening import Tightened, tighten
from studio.model.timeline import AS_IT_FLOWS, Tightness
from studio.ui.enter_presses import EnterPresses
from studio.ui.theme import RHYTHM, mark

LONGEST_S = 24 * 3600.0
WIDTH = 420


class TightenDialog(QDialog):
    """A length, and at once what comes of it; the reel is only read.

    `tightness` is what a person agreed to once the dialog was accepted.
    """

    def __init__(
        self, reel: Reel, report: Callable[[BaseException], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tighten the episode"))
        self._reel = replace(reel)
        self._tasks = TaskScope(report)
        self._measuring: asyncio.Task[None] | None = None
        self._found: Tightened | None = None
        self.tightness = reel.timeline.tightness
        self._length = end_of(reel.clips(), reel.gaps)
        self._target = QDoubleSpinBox(self)
        self._now = QLabel(self._time(self._length), self)
        self._becomes = QLabel(self)
        self._does = QLabel(self)
        self._go = QPushButton(self.tr("Tighten"), self)
        self._build()
        self._target.valueChanged.connect(lambda _: self._measure())
        self._measure()
        EnterPresses(self)

    def _build(self) -> None:
        self._target.setRange(0.1, LONGEST_S)
        self._target.setDecimals(1)
        self._target.setSuffix(self.tr(" s"))
        self._target.setValue(ceil(10 * seconds(self._length)) / 10)
        self._target.setAccessibleName(self.tr("Length the episode may have"))
        self._target.selectAll()
        self._does.setWordWrap(True)
        self._does.setMinimumWidth(WIDTH)
        mark(self._does, "muted")
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.addRow(self.tr("&Length"), self._target)
        form.addRow(self.tr("Now"), self._now)
        form.addRow(self.tr("Becomes"), self._becomes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        whole.setSpacing(RHYTHM * 2)
        whole.addLayout(form)
        whole.addWidget(self._does)
        whole.addStretch(1)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        mark(self._go, "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self.accept)
        flow = QPushButton(self.tr("As it flows"), self)
        flow.setToolTip(self.tr("Every pause and every tempo as it was"))
        flow.setEnabled(self.tightness != AS_IT_FLOWS)
        flow.clicked.connect(lambda: self._agree(AS_IT_FLOWS))
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(flow)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._go)
        return row

    def accept(self) -> None:
        """Close with what is shown; not before it is found out."""
        if self._found is not None:
            self._agree(self._found.tightness)

    def done(self, result: int) -> None:
        """Close; nothing is found out any more."""
        if self._measuring is not None:
            self._measuring.cancel()
        super().done(result)

    def _agree(self, tightness: Tightness) -> None:
        self.tightness = tightness
        super().accept()

    def _measure(self) -> None:
        """Find out what the length asked for does; only the newest question is answered."""
        if self._measuring is not None:
            self._measuring.cancel()
        self._found = None
        self._go.setEnabled(False)
        to = samples_of(self._target.value())
        self._measuring = self._tasks.start(self._find(to))

    async def _find(self, to: int) -> None:
        found = await asyncio.to_thread(tighten, self._reel, to)
        self._found = found
        self._becomes.setText(self._time(found.length))
        self._does.setText(self._told(found))
        self._go.setEnabled(found.tightness != self._reel.timeline.tightness)

    def _told(self, found: Tightened) -> str:
        """What becomes of pauses and tempo, and whether that is enough."""
        gaps, tempo = found.tightness.gaps, found.tightness.tempo
        told: list[str] = []
        if gaps == 1.0 and tempo == 1.0:
            told.append(self.tr("Nothing needs to be shorter: every pause stays as it is."))
        else:
            told.append(self.tr("Pauses become {n} % as long.").format(n=f"{100 * gaps:.1f}"))
        if tempo != 1.0:
            told.append(self.tr("Speech is {n} % quicker.").format(n=f"{100 * (tempo - 1):.1f}"))
        if not found.reached:
            told.append(
                self.tr(
                    "It does not get shorter than that: what is pinned stays where it is, and "
                    "speech that is quicker still would be heard."
                )
            )
        told.append(self.tr("No words change."))
        return " ".join(told)

    def _time(self, samples: int) -> str:
        """A length as minutes and seconds, and as seconds."""
        minutes, rest = divmod(seconds(samples), 60)
        return f"{int(minutes)}:{rest:04.1f}  ({seconds(samples):.1f} s)"
