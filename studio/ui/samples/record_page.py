"""Recording a voice: a text to read, how loud it is, and the buttons of a recorder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.bridge import TaskScope
from studio.casting.samples.reading_texts import ReadingText, text_for
from studio.model.sample import SampleRules
from studio.ui.narrow_box import narrow
from studio.ui.samples.level_bar import LevelBar
from studio.ui.samples.microphone_session import MicrophoneSession, State, microphones
from studio.ui.samples.sample_words import length_words, rules_words
from studio.ui.sound_loading import load_sound
from studio.ui.theme import RHYTHM, icon, mark, mono_font, script_font
from studio.wording import sentence


class RecordPage(QWidget):
    """Nobody is heard over the loudspeaker while they record: that would be in the recording."""

    recorded = Signal(Path)
    left = Signal()
    changed = Signal()

    def __init__(
        self,
        folder: Path,
        texts: Sequence[ReadingText],
        device: str,
        tasks: TaskScope,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._texts = tuple(texts)
        self._wanted_device = device
        self._tasks = tasks
        self.session = MicrophoneSession(folder, self)
        self._devices = QComboBox(self)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._meter = LevelBar(self)
        self._time = QLabel(self)
        self._hint = QLabel(self)
        self._trouble = QLabel(self)
        self._go = QPushButton(self)
        self._use = QPushButton(icon("check"), self.tr("Use the Recording"), self)
        self._away = QPushButton(self.tr("Throw Away"), self)
        self._back = QPushButton(icon("chevron-left"), self.tr("Back"), self)
        self._build()
        self._connect()
        self.show_language("")
        self._show()

    def open(self) -> None:
        """Look which microphones there are."""
        self._tasks.start(self._look_for_devices())
        self._go.setFocus()

    def show_language(self, language: str) -> None:
        """Show the text to read in this language; "" is none that is known, and shows any."""
        text = text_for(self._texts, language) if language else next(iter(self._texts), None)
        if text is None:
            self._title.setText(self.tr("Speak freely"))
            told = self.tr(
                "There is no text in this language here. Read a page of a book, or tell of your "
                "day: a minute of natural speech, with questions and exclamations in it."
            )
            self._text.setText(told)
        else:
            self._title.setText(text.title)
            self._text.setText("\n\n".join(text.paragraphs))

    def show_rules(self, rules: SampleRules) -> None:
        """Say how long it should be."""
        told = rules_words(rules, self.tr)
        self._hint.setText(f"{told} {self.tr('A minute is best.')}" if told else "")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM * 2)
        column.addLayout(self._build_head())
        column.addWidget(self._build_text(), 1)
        column.addLayout(self._build_meter())
        column.addWidget(self._trouble)
        column.addLayout(self._build_buttons())

    def _build_head(self) -> QHBoxLayout:
        name = self.tr("Microphone")
        label = QLabel(name, self)
        label.setBuddy(self._devices)
        self._devices.setAccessibleName(name)
        narrow(self._devices)
        self._devices.addItem(self.tr("The system's microphone"), "")
        self._devices.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        row.addWidget(self._back)
        row.addSpacing(RHYTHM)
        row.addWidget(label)
        row.addWidget(self._devices, 1)
        return row

    def _build_text(self) -> QWidget:
        paper, area = QWidget(self), QScrollArea(self)
        mark(self._title, "heading")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(script_font(17))
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(paper)
        column.setContentsMargins(RHYTHM * 2, RHYTHM * 2, RHYTHM * 2, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        area.setWidget(paper)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Text to read"))
        mark(area, "plain")
        return area

    def _build_meter(self) -> QHBoxLayout:
        self._time.setFont(mono_font(20))
        self._time.setAccessibleName(self.tr("Length of the recording"))
        row = QHBoxLayout()
        row.setSpacing(RHYTHM * 2)
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._meter, 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_buttons(self) -> QHBoxLayout:
        mark(self._trouble, "failed")
        self._trouble.setWordWrap(True)
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        mark(self._hint, "caption")
        self._hint.setWordWrap(True)
        mark(self._back, "quiet")
        row = QHBoxLayout()
        row.setSpacing(RHYTHM)
        for button in (self._go, self._use, self._away, self._back):
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self._go)
        row.addWidget(self._use)
        row.addWidget(self._away)
        row.addWidget(self._hint, 1)
        row.addStretch(0)
        return row

    def _connect(self) -> None:
        self._go.clicked.connect(self._begin_or_pause)
        self._use.clicked.connect(lambda: self._tasks.start(self._finish()))
        self._away.clicked.connect(lambda: self._tasks.start(self.session.throw_away()))
        self._back.clicked.connect(self.left)
        self.session.changed.connect(self._show)
        self.session.changed.connect(self._give_up_without_sound)
        self.session.changed.connect(self.changed)
        self.session.measured.connect(self._show_meter)

    def _show(self) -> None:
        state = self.session.state
        resting, running = state is State.RESTING, state is State.RECORDING
        words = {State.RESTING: self.tr("Record"), State.RECORDING: self.tr("Pause")}
        self._go.setText(words.get(state, self.tr("Go On")))
        self._go.setIcon(icon("pause" if running else "microphone"))
        self._go.setEnabled(state not in (State.STARTING, State.ENDING))
        heard = bool(self.session.meter.length)
        for button in (self._use, self._away):
            button.setVisible(not resting)
            button.setEnabled(state in (State.RECORDING, State.PAUSED, State.LOST))
        self._use.setEnabled(self._use.isEnabled() and (heard or running))
        self._back.setEnabled(resting)
        self._devices.setEnabled(resting)
        mark(self._time, "failed" if running else "muted")
        self._hint.setVisible(resting)
        trouble = self.session.trouble
        self._trouble.setText(sentence(trouble, self.tr) if trouble else "")
        self._trouble.setVisible(trouble is not None)
        self._show_meter()

    def _show_meter(self) -> None:
        meter = self.session.meter
        self._meter.show_meter(meter)
        self._time.setText(length_words(meter.length))

    def _begin_or_pause(self) -> None:
        if self.session.state is State.RESTING:
            device, name = self._devices.currentData() or "", self.tr("Recording")
            self._tasks.start(self.session.begin(device, name))
        elif self.session.state is State.RECORDING:
            self.session.pause()
        else:
            self._tasks.start(self.session.go_on())

    def _give_up_without_sound(self) -> None:
        """A microphone that is not there leaves nothing that could be used."""
        if self.session.state is State.LOST and not self.session.meter.length:
            self._tasks.start(self.session.throw_away())

    async def _finish(self) -> None:
        path = await self.session.finish()
        if path is not None:
            self.recorded.emit(path)

    async def _look_for_devices(self) -> None:
        await load_sound()
        found = await asyncio.to_thread(microphones)
        wanted = self._devices.currentData() or self._wanted_device
        with QSignalBlocker(self._devices):
            while self._devices.count() > 1:
                self._devices.removeItem(1)
            for id, name in found:
                self._devices.addItem(name, id)
            self._devices.setCurrentIndex(max(self._devices.findData(wanted), 0))
