"""The options of a clone as its engine declares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.engines.speech import Setting
from studio.model.cast import Scalar
from studio.ui.cast.setting_fields import SettingFields


class OptionsForm(QWidget):
    """Shows a row for each option; what is as the engine has it anyway is not told to it."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._declared: tuple[Setting, ...] = ()
        self._values: dict[str, Scalar] = {}
        self._fields = SettingFields(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._fields)
        self._fields.setting_requested.connect(self._take)

    @property
    def values(self) -> dict[str, Scalar]:
        """The options that are not as usual."""
        names = {setting.name for setting in self._declared}
        return {name: value for name, value in self._values.items() if name in names}

    def show_options(self, declared: Sequence[Setting]) -> None:
        """Show these options; a value chosen for one of the same name stays."""
        self._declared = tuple(declared)
        self._fields.show_settings(self._declared, self.values)

    def show_values(self, values: Mapping[str, Scalar]) -> None:
        """Show these values."""
        self._values = dict(values)
        self._fields.show_settings(self._declared, self.values)

    def _take(self, name: str, value: Scalar | None) -> None:
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._fields.show_settings(self._declared, self.values)
        self.changed.emit()
