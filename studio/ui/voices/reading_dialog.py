"""How one line departs from its casting: its own voice, model, speed, pitch, volume, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.casting.catalogue import Catalogue
from studio.engines.speech import Limits, Range
from studio.model.cast import Casting, Override, Scalar
from studio.ui.cast.model_field import ModelField
from studio.ui.cast.more_settings import MoreSettings
from studio.ui.fitting_scroll import FittingScroll
from studio.ui.shortening import shortened
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.names import engine_name
from studio.ui.voices.own_number import OwnNumber
from studio.ui.voices.voice_field import VoiceField

ANYTHING = Range(0.0, 4.0)
ANY_PITCH = Range(-24, 24)
SHOWN_LETTERS = 160


class ReadingDialog(QDialog):
    """Holds the wish until it is accepted; `override` is what is asked for then.

    `limits` tells what the engine of a casting takes, None where it is not here; `cost` tells in
    words what the line would cost with a reading.
    """

    voice_wanted = Signal(str)
    hear_requested = Signal()

    def __init__(
        self,
        words: str,
        language: str,
        casting: Casting,
        override: Override,
        limits: Callable[[Casting], Limits | None],
        cost: Callable[[Override], str],
        catalogue: Catalogue,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._casting = casting
        self._override = override
        self._limits = limits
        self._cost = cost
        self._price = QLabel(self)
        self._voice = VoiceField(catalogue, language, self)
        self._back_to_voice = QToolButton(self)
        self._engine = QLabel(self)
        self._model = ModelField(self.tr("as the casting"), self)
        self._speed = OwnNumber(self.tr("Speed"), step=0.05, unit=" ×", parent=self)
        self._pitch = OwnNumber(self.tr("Pitch, in semitones"), step=0.5, unit=" st", parent=self)
        self._volume = OwnNumber(self.tr("Volume"), step=0.05, unit=" ×", parent=self)
        self._more = MoreSettings(self)
        self.setWindowTitle(self.tr("Reading of this line"))
        self._build(words)
        self._connect()
        self._show()
        self._voice.setFocus()

    @property
    def override(self) -> Override:
        """What the line has of its own."""
        return self._override

    @property
    def casting(self) -> Casting:
        """How the line would be spoken."""
        return self._casting.overridden(self._override)

    @property
    def cast_engine(self) -> str:
        """The engine the character is cast with."""
        return self._casting.engine

    def accept(self) -> None:
        """Close with what is in the fields, also where the caret still is."""
        self._model.finish()
        super().accept()

    def take_voice(self, engine: str, voice: str) -> None:
        """Give the line a voice; the casting's own is none of its own."""
        if (engine, voice) == (self._casting.engine, self._casting.voice):
            engine = voice = ""
        own = self._override
        if (engine or self._casting.engine) != self.casting.engine:
            own = replace(own, model="", settings={})
        self._change(replace(own, engine=engine, voice=voice))

    def _build(self, words: str) -> None:
        self.resize(RHYTHM * 62, RHYTHM * 58)
        said = QLabel(f"“{shortened(words, SHOWN_LETTERS)}”", self)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        mark(self._price, "caption")
        self._price.setTextFormat(Qt.TextFormat.PlainText)
        self._price.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(RHYTHM * 3, RHYTHM * 3, RHYTHM * 3, RHYTHM * 2)
        column.setSpacing(RHYTHM * 2)
        column.addWidget(said)
        column.addWidget(FittingScroll(self._build_fields(), self), 1)
        column.addStretch(0)
        column.addWidget(self._price)
        column.addWidget(self._build_buttons())

    def _build_fields(self) -> QWidget:
        mark(self._engine, "caption")
        mark(self._back_to_voice, "small")
        self._back_to_voice.setIcon(icon("undo"))
        self._back_to_voice.setToolTip(self.tr("The voice of the casting"))
        self._back_to_voice.setAccessibleName(self.tr("Back to the voice of the casting"))
        voice = QHBoxLayout()
        voice.setSpacing(RHYTHM)
        voice.addWidget(self._voice, 1)
        voice.addWidget(self._back_to_voice)
        holder = QWidget(self)
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Voice"), voice)
        form.addRow(self.tr("Engine"), self._engine)
        form.addRow(self.tr("Model"), self._model)
        form.addRow(self.tr("Speed"), self._speed)
        form.addRow(self.tr("Pitch"), self._pitch)
        form.addRow(self.tr("Volume"), self._volume)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(form)
        column.addWidget(self._more)
        return holder

    def _build_buttons(self) -> QWidget:
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(ok | cancel, self)
        self._hear = QPushButton(icon("play"), self.tr("Hear"), self)
        told = self.tr("Hear the line read like this; it is billed unless it was heard before")
        self._hear.setToolTip(told)
        self._back = QPushButton(self.tr("Back to the casting"), self)
        for button in (self._hear, self._back):
            button.setAutoDefault(False)
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self._hear)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._buttons)
        return holder

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._voice.voice_wanted.connect(self.voice_wanted)
        self._back_to_voice.clicked.connect(
            lambda: self.take_voice(self._casting.engine, self._casting.voice)
        )
        self._model.model_chosen.connect(lambda m: self._change(replace(self._override, model=m)))
        for number in (self._speed, self._pitch, self._volume):
            number.changed.connect(self._take_numbers)
        self._more.fields.setting_requested.connect(self._set)
        self._hear.clicked.connect(self.hear_requested)
        self._back.clicked.connect(lambda: self._change(Override()))

    def _take_numbers(self) -> None:
        speed, pitch, volume = self._speed.value, self._pitch.value, self._volume.value
        self._change(replace(self._override, speed=speed, pitch=pitch, volume=volume))

    def _set(self, name: str, value: Scalar | None) -> None:
        rest = {known: kept for known, kept in self._override.settings.items() if known != name}
        settings = rest if value is None else {**rest, name: value}
        self._change(replace(self._override, settings=settings))

    def _change(self, override: Override) -> None:
        self._override = override
        self._show()

    def _show(self) -> None:
        own, now = self._override, self.casting
        limits = self._limits(now)
        name = engine_name(now.engine)
        self._voice.show_casting(now)
        self._back_to_voice.setEnabled(bool(own.voice or own.engine))
        gone = self.tr("{engine} (not here)").format(engine=name)
        self._engine.setText(name if limits else gone)
        self._model.show_model(own.model, limits.models if limits else (), now.model)
        usual = self._casting
        speed, volume = (limits.speed, limits.volume) if limits else (ANYTHING, ANYTHING)
        self._speed.show_number(own.speed, usual.speed, speed)
        self._pitch.show_number(own.pitch, usual.pitch, limits.pitch if limits else ANY_PITCH)
        self._volume.show_number(own.volume, usual.volume, volume)
        self._more.setVisible(bool(limits and limits.settings))
        if limits:
            inherited = usual.settings if now.engine == usual.engine else {}
            self._more.show_settings(name, limits.settings, own.settings, inherited)
        self._price.setText(self._cost(own))
        self._price.setVisible(bool(self._price.text()))
        self._hear.setEnabled(limits is not None)
        self._back.setEnabled(own != Override())
