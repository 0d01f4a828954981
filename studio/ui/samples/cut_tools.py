"""The buttons and keys above the waveform: each does one thing to the draft in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QToolButton, QWidget

from studio.model.sample import LOUDEST_GAIN, SampleEdit
from studio.model.span import SAMPLE_RATE, Span
from studio.ui.samples.cutting import Cutting
from studio.ui.samples.hearing import Hearing
from studio.ui.samples.wave_view import WaveView
from studio.ui.samples.workbench import Workbench
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.wheel_guard import WheelGuard

LEAST_PLAYED = SAMPLE_RATE // 2
"""Samples behind the caret that are worth playing; with fewer it begins at the beginning."""


class CutTools(QWidget):
    """Acts on the draft in hand, the selection in it where there is one."""

    prompt_requested = Signal()

    def __init__(
        self,
        bench: Workbench,
        cutting: Cutting,
        hearing: Hearing,
        view: WaveView,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._cutting = cutting
        self._hearing = hearing
        self._view = view
        self._clipboard = SampleEdit()
        self._gain = QDoubleSpinBox(self)
        self._row = QHBoxLayout(self)
        self._build()
        view.play_requested.connect(self._play_or_stop)

    def refresh(self) -> None:
        """Offer what can be done now."""
        draft, selected = self._bench.chosen, self._view.selected
        is_sample = draft is not None and self._bench.drafts.place(draft.id) is not None
        whole = self._cutting.ready
        for action in (self._play, self._fit, self._zoom_in, self._zoom_out):
            action.setEnabled(draft is not None)
        for action in (self._remove, self._keep, self._copy, self._take_away):
            action.setEnabled(draft is not None and selected is not None)
        for action in (self._trim, self._squeeze, self._best, self._level):
            action.setEnabled(whole)
        self._paste.setEnabled(draft is not None and bool(self._clipboard.pieces))
        self._split.setEnabled(whole and is_sample and self._bench.rules.most > 1)
        self._join.setEnabled(is_sample and draft is not self._bench.drafts.samples[-1])
        self._prompt.setEnabled(selected is not None and self._bench.prompt_rules is not None)
        self._prompt.setVisible(self._bench.prompt_rules is not None)
        self._gain.setEnabled(draft is not None)
        with QSignalBlocker(self._gain):
            self._gain.setValue(self._gain_now())
        self._play.setIcon(icon("pause" if self._hearing.wanted else "play"))
        self._play.setText(self.tr("Pause") if self._hearing.wanted else self.tr("Play"))

    def trim(self) -> None:
        """Take the silence at both ends away."""
        self._cutting.trim(self.tr("Trim the ends"))

    def squeeze(self) -> None:
        """Shorten the pauses."""
        self._cutting.squeeze(self.tr("Squeeze the pauses"))

    def split(self) -> None:
        """Cut it into parts."""
        self._cutting.split(self.tr("Split at pauses"))

    def keep_best(self) -> None:
        """Keep where most is spoken."""
        self._cutting.keep_best(self.tr("Keep the best part"))

    def fit_level(self) -> None:
        """Bring it to full level."""
        self._cutting.fit_level(self.tr("Fit the level"))

    def _build(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(RHYTHM // 4)
        tr = self.tr
        self._play = self._add(tr("Play"), "play", self._play_or_stop)
        self._rule()
        self._remove = self._add(tr("Cut Out"), "cut-out", self._cut_out, "Del; Backspace")
        self._keep = self._add(tr("Keep Only This"), "keep-only", self._keep_only, "K")
        self._trim = self._add(tr("Trim the Ends"), "trim-ends", self.trim, "T")
        self._squeeze = self._add(tr("Squeeze the Pauses"), "shorter", self.squeeze, "Q")
        self._best = self._add(tr("Keep the Best Part"), "star", self.keep_best, "B")
        self._split = self._add(tr("Split at Pauses"), "split-parts", self.split, "S")
        self._join = self._add(tr("Join with the Next Sample"), "join-parts", self._join_next, "J")
        self._rule()
        self._level = self._add(tr("Fit the Level"), "level", self.fit_level, "L")
        self._build_gain()
        self._rule()
        self._zoom_out = self._add(tr("Zoom Out"), "zoom-out", self._view.zoom_out, "-")
        self._zoom_in = self._add(tr("Zoom In"), "zoom-in", self._view.zoom_in, "+; =")
        self._fit = self._add(tr("Fit the Selection, or All"), "fit", self._view.fit, "0")
        self._row.addStretch(1)
        self._all = self._only_key(tr("Select All"), self._view.select_all, "Ctrl+A")
        self._take_away = self._only_key(tr("Take Away, to Paste"), self._cut_away, "Ctrl+X")
        self._copy = self._only_key(tr("Copy"), self._copy_part, "Ctrl+C")
        self._paste = self._only_key(tr("Paste at the Caret"), self._paste_part, "Ctrl+V")
        self._prompt = self._only_key(tr("Use as Prompt"), self.prompt_requested.emit, "P")
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _build_gain(self) -> None:
        self._gain.setRange(-LOUDEST_GAIN, LOUDEST_GAIN)
        self._gain.setDecimals(1)
        self._gain.setSingleStep(1.0)
        self._gain.setSuffix(" dB")
        self._gain.setKeyboardTracking(False)
        self._gain.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        self._gain.setMinimumWidth(RHYTHM * 11)
        self._gain.setAccessibleName(self.tr("Gain"))
        self._gain.setToolTip(self.tr("Gain of the selection, or of all"))
        WheelGuard(self).guard(self._gain)
        self._gain.valueChanged.connect(self._set_gain)
        self._row.addWidget(self._gain)

    def _add(self, text: str, picture: str, run: Callable[[], object], keys: str = "") -> QAction:
        action = self._only_key(text, run, keys)
        action.setIcon(icon(picture))
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(text)
        self._row.addWidget(button)
        return action

    def _only_key(self, text: str, run: Callable[[], object], keys: str = "") -> QAction:
        """An action of the view's menu, with keys that count where the view has the focus."""
        action = QAction(text, self)
        action.setShortcuts(QKeySequence.listFromString(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        told = QKeySequence(keys.partition(";")[0]).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text}  ({told})" if told else text)
        action.triggered.connect(lambda *_: run())
        self._view.addAction(action)
        return action

    def _rule(self) -> None:
        rule = QFrame(self)
        mark(rule, "rule")
        rule.setFixedSize(1, RHYTHM * 2)
        self._row.addSpacing(RHYTHM // 2)
        self._row.addWidget(rule)
        self._row.addSpacing(RHYTHM // 2)

    def _play_or_stop(self) -> None:
        draft = self._bench.chosen
        if self._hearing.wanted:
            place = self._hearing.position
            self._hearing.stop()
            if place is not None and self._view.selected is None:
                self._view.put_caret(place)
        elif draft is not None:
            left = draft.edit.length - self._view.caret
            begin = self._view.caret if left >= LEAST_PLAYED else 0
            span = self._view.selected or Span(begin, draft.edit.length)
            self._hearing.play(draft.edit, span, self._bench.recordings.sources)

    def _cut_out(self) -> None:
        if span := self._view.selected:
            self._cutting.remove(self.tr("Cut out"), span)
            self._view.put_caret(span.start)

    def _keep_only(self) -> None:
        if span := self._view.selected:
            self._cutting.keep(self.tr("Keep only this"), span)
            self._view.put_caret(0)

    def _copy_part(self) -> None:
        draft, span = self._bench.chosen, self._view.selected
        if draft is not None and span is not None:
            self._clipboard = draft.edit.keeping(span)
            self.refresh()

    def _cut_away(self) -> None:
        self._copy_part()
        self._cut_out()

    def _paste_part(self) -> None:
        at = self._view.caret
        if self._clipboard.pieces:
            self._cutting.insert(self.tr("Paste"), self._clipboard, at)
            self._view.select(Span(at, at + self._clipboard.length))

    def _join_next(self) -> None:
        if draft := self._bench.chosen:
            drafts = self._bench.drafts.joining(draft.id)
            self._bench.take(self.tr("Join samples"), drafts, chosen=draft.id)

    def _gain_now(self) -> float:
        draft, span = self._bench.chosen, self._view.selected
        if draft is None:
            return 0.0
        if span is None:
            return draft.edit.gain_db
        gains = (
            piece.gain_db
            for start, piece in draft.edit.placed()
            if span.start < start + piece.length
        )
        return draft.edit.gain_db + next(gains, 0.0)

    def _set_gain(self, wanted: float) -> None:
        by = wanted - self._gain_now()
        if abs(by) >= 0.05:
            self._cutting.louder(self.tr("Gain"), by, self._view.selected)
        self.refresh()
