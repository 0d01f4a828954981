"""How a voice is used: speed, pitch and volume side by side, and the emotion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from studio.engines.speech import Limits, Range
from studio.model.cast import Casting
from studio.model.line import EMOTIONS
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM, mark

ANYTHING = Range(0.0, 4.0)
ANY_PITCH = Range(-24, 24)
"""What may be chosen where no engine says what it takes."""


class MannerFields(QWidget):
    """Three numbers under their names; the emotion's box stands where the form wants it."""

    setting_requested = Signal(str, object)
    """The name of a setting of the casting, and its value."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._speed = self._spin(self.tr("Speed"), 0.05, " ×")
        self._pitch = self._spin(self.tr("Pitch, in semitones"), 0.5, " st")
        self._volume = self._spin(self.tr("Volume"), 0.05, " ×")
        self.emotion = QComboBox(parent)
        """What a line is spoken with that has no emotion of its own."""
        narrow(self.emotion)
        self.emotion.setAccessibleName(self.tr("Emotion where the line has none"))
        self.emotion.setToolTip(self.emotion.accessibleName())
        self._lay_out()
        self._connect()

    def show_casting(self, casting: Casting | None, limits: Limits | None) -> None:
        """Show how a casting uses its voice, within what its engine takes."""
        for widget in (self._speed, self._pitch, self._volume, self.emotion):
            widget.setEnabled(casting is not None)
        if casting is None:
            return
        _show(self._speed, limits.speed if limits else ANYTHING, casting.speed)
        _show(self._pitch, limits.pitch if limits else ANY_PITCH, casting.pitch)
        _show(self._volume, limits.volume if limits else ANYTHING, casting.volume)
        self._show_emotions(limits.emotions if limits else EMOTIONS, casting.emotion)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(RHYTHM)
        grid.setVerticalSpacing(RHYTHM // 2)
        fields = (
            (self.tr("Speed"), self._speed),
            (self.tr("Pitch"), self._pitch),
            (self.tr("Volume"), self._volume),
        )
        for column, (text, widget) in enumerate(fields):
            label = QLabel(text, self)
            label.setBuddy(widget)
            mark(label, "caption")
            grid.addWidget(label, 0, column)
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, 1)

    def _connect(self) -> None:
        ask = self.setting_requested.emit
        self._speed.valueChanged.connect(lambda value: ask("speed", round(value, 2)))
        self._pitch.valueChanged.connect(lambda value: ask("pitch", round(value, 2)))
        self._volume.valueChanged.connect(lambda value: ask("volume", round(value, 2)))
        self.emotion.activated.connect(lambda _: ask("emotion", self.emotion.currentData()))

    def _spin(self, name: str, step: float, unit: str) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setSingleStep(step)
        spin.setSuffix(unit)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        spin.setMinimumWidth(RHYTHM * 10)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.setKeyboardTracking(False)  # a typed number counts once it is finished
        spin.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)  # the style's padding is not heeded
        return spin

    def _show_emotions(self, emotions: Sequence[str], chosen: str) -> None:
        with QSignalBlocker(self.emotion):
            self.emotion.clear()
            self.emotion.addItem(self.tr("as the line says"), "")
            for emotion in dict.fromkeys([*emotions, *filter(None, [chosen])]):
                self.emotion.addItem(emotion, emotion)
            self.emotion.setCurrentIndex(max(self.emotion.findData(chosen), 0))


def _show(spin: QDoubleSpinBox, range_: Range, value: float) -> None:
    with QSignalBlocker(spin):
        spin.setRange(range_.least, range_.most)
        if abs(spin.value() - value) > 1e-9:
            spin.setValue(value)
