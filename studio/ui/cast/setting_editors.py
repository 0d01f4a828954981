"""The field of a setting by its kind: a slider with its number, a choice, a switch, words."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from studio.engines.speech import Range, Setting, SettingKind
from studio.model.cast import Scalar
from studio.ui.cast.blend_editor import BlendEditor
from studio.ui.cast.setting_editor import SettingEditor
from studio.ui.cast.setting_words import choice_name
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM

_ANYTHING = Range(-1000, 1000)
_STEPS = 100


class NumberEditor(SettingEditor):
    """A slider and its number; the slider tells once, when it is let go."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._whole = isinstance(setting.default, int)
        self._range = setting.range or _ANYTHING
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setTracking(False)
        self._slider.setMinimumWidth(RHYTHM * 6)
        self._spin: QSpinBox | QDoubleSpinBox = (
            QSpinBox(self) if self._whole else QDoubleSpinBox(self)
        )
        self._spin.setKeyboardTracking(False)
        self._spin.setMinimumWidth(RHYTHM * 9)
        self._spin.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        self._set_range()
        self._add(self._spin)
        self._add(self._slider, 1)
        self._slider.sliderMoved.connect(lambda at: self._show_number(self._value_at(at)))
        self._slider.valueChanged.connect(lambda at: self.changed.emit(self._value_at(at)))
        self._spin.valueChanged.connect(self._tell)

    def show_value(self, value: Scalar) -> None:
        """Show a number, the nearest in the range."""
        number = self._range.clamped(float(value)) if not isinstance(value, str) else 0.0
        self._show_number(number)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(number) if self._whole else self._step_of(number))

    def _show_number(self, number: float) -> None:
        with QSignalBlocker(self._spin):
            if isinstance(self._spin, QSpinBox):
                self._spin.setValue(round(number))
            else:
                self._spin.setValue(number)

    def _set_range(self) -> None:
        least, most = self._range.least, self._range.most
        if isinstance(self._spin, QSpinBox):
            self._spin.setRange(round(least), round(most))
            self._slider.setRange(round(least), round(most))
            self._slider.setPageStep(max(round((most - least) / 10), 1))
        else:
            self._spin.setRange(least, most)
            self._spin.setSingleStep((most - least) / _STEPS)
            self._slider.setRange(0, _STEPS)

    def _value_at(self, step: int) -> float:
        if self._whole:
            return step
        return self._range.least + (self._range.most - self._range.least) * step / _STEPS

    def _step_of(self, number: float) -> int:
        return round((number - self._range.least) / (self._range.most - self._range.least) * _STEPS)


class ChoiceEditor(SettingEditor):
    """A box of choices; a value that is not among them is shown as it is."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._box = QComboBox(self)
        narrow(self._box)
        for choice in setting.choices:
            self._box.addItem(choice_name(setting.name, choice), choice)
        self._add(self._box, 1)
        self._box.activated.connect(lambda _: self.changed.emit(self._box.currentData()))

    def show_value(self, value: Scalar) -> None:
        """Show a choice."""
        with QSignalBlocker(self._box):
            if self._box.findData(value) < 0:
                self._box.addItem(str(value), value)
            self._box.setCurrentIndex(self._box.findData(value))


class SwitchEditor(SettingEditor):
    """A box to check."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._box = QCheckBox(self)
        self._add(self._box)
        self._row.addStretch(1)
        self._box.clicked.connect(self._tell)

    def show_value(self, value: Scalar) -> None:
        """Show whether it is on."""
        with QSignalBlocker(self._box):
            self._box.setChecked(bool(value))


class WordsEditor(SettingEditor):
    """A line of text; it counts once it is finished."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._line = QLineEdit(self)
        self._shown = ""
        self._add(self._line, 1)
        self._line.editingFinished.connect(self._finish)

    def show_value(self, value: Scalar) -> None:
        """Show words."""
        self._shown = str(value)
        if self._line.text() != self._shown:
            self._line.setText(self._shown)

    def _finish(self) -> None:
        if self._line.text() != self._shown:
            self._shown = self._line.text()
            self.changed.emit(self._shown)


EDITORS: dict[SettingKind, type[SettingEditor]] = {
    SettingKind.NUMBER: NumberEditor,
    SettingKind.CHOICE: ChoiceEditor,
    SettingKind.SWITCH: SwitchEditor,
    SettingKind.WORDS: WordsEditor,
    SettingKind.BLEND: BlendEditor,
}
