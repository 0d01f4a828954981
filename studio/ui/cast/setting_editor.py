"""What the fields of all settings have in common: a value, a name, and no surprise by the wheel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.engines.speech import Setting
from studio.model.cast import Scalar
from studio.ui.cast.setting_words import setting_help, setting_name
from studio.ui.theme import RHYTHM
from studio.ui.wheel_guard import WheelGuard


class SettingEditor(QWidget):
    """Shows one value; `changed` with the new one when the person is done with it."""

    changed = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self._setting = setting
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(RHYTHM)
        self._guard = WheelGuard(self)

    def show_value(self, value: Scalar) -> None:
        """Show a value, without telling that it changed."""
        raise NotImplementedError

    def _tell(self, value: Scalar) -> None:
        self.changed.emit(value)

    def _add(self, field: QWidget, stretch: int = 0) -> None:
        """Take a field in, under the setting's name."""
        field.setAccessibleName(setting_name(self._setting.name))
        field.setToolTip(setting_help(self._setting.name) or setting_name(self._setting.name))
        self._guard.guard(field)
        self._row.addWidget(field, stretch)
