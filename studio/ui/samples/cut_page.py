"""The samples as a list, the one in hand as a waveform, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.audio.stretch import Listening
from studio.bridge import TaskScope
from studio.model.span import samples_of
from studio.ui.rows_view import RowsView
from studio.ui.samples.cut_tools import CutTools
from studio.ui.samples.cutting import Cutting
from studio.ui.samples.drafts import Draft
from studio.ui.samples.finding_rows import FindingRows
from studio.ui.samples.hearing import Hearing
from studio.ui.samples.measuring import Verdict
from studio.ui.samples.sample_words import figures_words, length_words
from studio.ui.samples.samples_table import Column, SamplesTable
from studio.ui.samples.sound_choice import SoundChoice
from studio.ui.samples.telling import meanwhile, told_of, told_of_all
from studio.ui.samples.wave_view import WaveView
from studio.ui.samples.workbench import Workbench
from studio.ui.theme import RHYTHM, icon, mark

MOST_ROWS = 4
POLL_MS = 16
REMARK_MS = 4000
"""Milliseconds that a remark on what changed nothing is read."""


class CutPage(QWidget):
    """What there is once there is a recording."""

    files_wanted = Signal()
    recording_wanted = Signal()

    def __init__(
        self, bench: Workbench, hearing: Hearing, tasks: TaskScope, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._hearing = hearing
        self._shown: Draft | None = None
        self._before = "", Verdict()
        self._table = SamplesTable(bench, self)
        self._view = WaveView(self)
        self._cutting = Cutting(bench, tasks, self)
        self._tools = CutTools(bench, self._cutting, hearing, self._view, self)
        self._sound = SoundChoice(self)
        self._poll = QTimer(self)
        self._poll.setTimerType(Qt.TimerType.PreciseTimer)
        self._poll.setInterval(POLL_MS)
        self._remark_over = QTimer(self)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the drafts as they are now."""
        self._table.refresh()
        draft = self._bench.chosen
        before, self._shown = self._shown, draft
        if draft is not None:
            afresh = before is None or before.id != draft.id
            if before is None or before != draft:
                self._say_no_more()
                self._hearing.stop()
                surveys = self._bench.recordings.surveys
                self._view.show_edit(draft.edit, surveys, afresh=afresh)
            self._view.show_limit(samples_of(self._bench.rules_for(draft).most_s))
        self._show_row()
        self._show_known()

    def hideEvent(self, event: QHideEvent) -> None:
        """Be silent when nobody sees it."""
        self._hearing.stop()
        self._say_no_more()
        super().hideEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(self._build_head())
        column.addWidget(self._build_list())
        column.addWidget(self._tools)
        column.addWidget(self._view, 1)
        column.addLayout(self._build_foot())
        self._figures = QLabel(self)
        self._figures.setWordWrap(True)
        mark(self._figures, "caption")
        self._findings = FindingRows(self.tr("Findings"), self)
        column.addWidget(self._figures)
        column.addWidget(self._findings)

    def _build_head(self) -> QHBoxLayout:
        self._files = QPushButton(icon("plus"), self.tr("Add Files…"), self)
        self._record = QPushButton(icon("microphone"), self.tr("Record…"), self)
        for button in (self._files, self._record):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._files)
        row.addWidget(self._record)
        row.addStretch(1)
        self._up = self._button("arrow-up", self.tr("Move Up"))
        self._down = self._button("arrow-down", self.tr("Move Down"))
        self._leave_out = self._button("trash", self.tr("Leave This Sample Out"))
        self._undo = self._button("undo", self.tr("Undo"))
        self._redo = self._button("redo", self.tr("Redo"))
        self._undo.setShortcut("Ctrl+Z")
        self._redo.setShortcut("Ctrl+Shift+Z")
        for button in (self._up, self._down, self._leave_out, self._undo, self._redo):
            row.addWidget(button)
        return row

    def _button(self, picture: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _build_list(self) -> RowsView:
        widths: dict[int, float] = {Column.LENGTH: 9, Column.VERDICT: 23}
        name = self.tr("Samples of the voice")
        self._list = RowsView(self._table, name, widths, stretched=Column.NAME, parent=self)
        self._list.horizontalHeader().hide()
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self._list

    def _build_foot(self) -> QHBoxLayout:
        self._place = QLabel(self)
        mark(self._place, "caption")
        self._remark = QLabel(self)
        mark(self._remark, "caption")
        self._remark_over.setSingleShot(True)
        self._remark_over.setInterval(REMARK_MS)
        self._to_prompt = QPushButton(self.tr("Use as Prompt"), self)
        self._to_prompt.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._place)
        row.addWidget(self._remark, 1)
        row.addWidget(self._sound)
        row.addWidget(self._to_prompt)
        return row

    def _connect(self) -> None:
        self._files.clicked.connect(self.files_wanted)
        self._record.clicked.connect(self.recording_wanted)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._leave_out.clicked.connect(self._leave)
        self._undo.clicked.connect(self._bench.undo)
        self._redo.clicked.connect(self._bench.redo)
        self._to_prompt.clicked.connect(self._use_as_prompt)
        self._tools.prompt_requested.connect(self._use_as_prompt)
        self._list.selectionModel().currentRowChanged.connect(self._row_chosen)
        self._view.picked.connect(self._show_place)
        self._view.picked.connect(self._say_no_more)
        self._remark_over.timeout.connect(self._say_no_more)
        self._sound.listening_chosen.connect(self._listen_to)
        self._cutting.nothing_to_do.connect(self._say_nothing_to_do)
        self._bench.known.connect(self._show_known)
        self._hearing.changed.connect(self._follow)
        self._poll.timeout.connect(self._show_playhead)

    def _show_known(self) -> None:
        draft, drafts = self._shown, self._bench.drafts
        at = drafts.place(draft.id) if draft else None
        self._up.setEnabled(bool(at))
        self._down.setEnabled(at is not None and at + 1 < len(drafts.samples))
        self._leave_out.setEnabled(draft is not None)
        steps = self._bench.steps
        for button, name, told in (
            (self._undo, steps.undone_by_undo, self.tr("Undo")),
            (self._redo, steps.done_by_redo, self.tr("Redo")),
        ):
            button.setEnabled(bool(name))
            button.setToolTip(f"{told}: {name}" if name else told)
        if draft is not None:
            self._view.show_surveys(self._bench.recordings.surveys)
        self._show_findings()
        self._show_place()

    def _show_row(self) -> None:
        rows = min(max(self._table.rowCount(), 1), MOST_ROWS)
        self._list.setFixedHeight(rows * RHYTHM * 4 + 2)
        if self._shown is not None:
            row = self._table.index(self._table.row_of(self._shown.id), 0)
            if row != self._list.currentIndex():
                self._list.setCurrentIndex(row)

    def _show_place(self) -> None:
        draft, span = self._shown, self._view.selected
        self._tools.refresh()
        self._show_source()
        rules = self._bench.prompt_rules
        self._to_prompt.setVisible(rules is not None)
        if draft is None:
            self._place.clear()
            return
        fits = rules is not None and span is not None and _fits_prompt(span.length, rules.most_s)
        self._to_prompt.setEnabled(fits)
        self._to_prompt.setToolTip(self._prompt_words(rules.most_s if rules else 0.0))
        if span is None:
            told = self.tr("{place} of {length}")
            self._place.setText(
                told.format(
                    place=length_words(self._view.caret), length=length_words(self._view.length)
                )
            )
        else:
            told = self.tr("{start} – {end}, {length} selected")
            self._place.setText(
                told.format(
                    start=length_words(span.start),
                    end=length_words(span.end),
                    length=length_words(span.length),
                )
            )

    def _prompt_words(self, most_s: float) -> str:
        told = self.tr("Select less than {seconds:g} seconds whose words you know.")
        return told.format(seconds=most_s) if most_s else ""

    def _show_source(self) -> None:
        place = self._shown.edit.source_place(self._view.caret) if self._shown else None
        source = self._bench.recordings.sources.get(place[0]) if place else None
        self._sound.show_source(source)

    def _show_findings(self) -> None:
        draft = self._shown
        told, figures = told_of_all(self._bench), ""
        verdict = self._bench.verdict(draft) if draft else None
        if verdict is not None and draft is not None:
            self._before = draft.id, verdict
            figures = figures_words(verdict.figures, self.tr) if verdict.figures else ""
        elif draft is not None:
            figures = self.tr("Measuring")
            rules, (known, before) = self._bench.rules_for(draft), self._before
            verdict = meanwhile(
                before if known == draft.id else Verdict(), draft.edit.seconds, rules
            )
        if verdict is not None and draft is not None:
            told += told_of(self._bench, draft, verdict, self._tools)
        self._findings.say(told)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))

    def _row_chosen(self) -> None:
        row = self._list.currentIndex().row()
        if row >= 0:
            id = self._table.draft(row).id
            if self._shown is None or self._shown.id != id:
                self._bench.choose(id)

    def _move(self, by: int) -> None:
        if self._shown is not None:
            drafts = self._bench.drafts.moving(self._shown.id, by)
            self._bench.take(self.tr("Move a sample"), drafts)

    def _leave(self) -> None:
        if self._shown is not None:
            drafts = self._bench.drafts.without(self._shown.id)
            self._bench.take(self.tr("Leave a sample out"), drafts)

    def _use_as_prompt(self) -> None:
        draft, span = self._shown, self._view.selected
        if draft is not None and span is not None:
            drafts = self._bench.drafts.prompting(draft.edit.keeping(span))
            self._bench.take(self.tr("Use as prompt"), drafts, chosen=draft.id)

    def _listen_to(self, source: str, listening: Listening) -> None:
        self._cutting.listen_to(self.tr("Another channel"), source, listening)

    def _say_nothing_to_do(self) -> None:
        self._remark.setText(self.tr("There is nothing to do here."))
        self._remark_over.start()

    def _say_no_more(self) -> None:
        self._remark_over.stop()
        self._remark.clear()

    def _follow(self) -> None:
        self._tools.refresh()
        if self._hearing.wanted:
            self._poll.start()
        else:
            self._poll.stop()
        self._show_playhead()

    def _show_playhead(self) -> None:
        self._view.show_playhead(self._hearing.position)


def _fits_prompt(samples: int, most_s: float) -> bool:
    return not most_s or samples < samples_of(most_s)
