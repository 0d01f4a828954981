"""The settings only some engines have, each with its field and a way back to its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from studio.engines.speech import Setting
from studio.model.cast import Scalar
from studio.ui.cast.setting_editor import SettingEditor
from studio.ui.cast.setting_editors import EDITORS
from studio.ui.cast.setting_words import setting_help, setting_name
from studio.ui.theme import RHYTHM, icon, mark

NOTHING: Mapping[str, Scalar] = {}


class SettingFields(QWidget):
    """One row per setting; what is at its default, or as it is inherited, is not stored."""

    setting_requested = Signal(str, object)
    """A setting's name and its value, None to give it up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings: tuple[Setting, ...] = ()
        self._usual: dict[str, Scalar] = {}
        self._editors: dict[str, SettingEditor] = {}
        self._backs: dict[str, QToolButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(RHYTHM)
        self._grid.setVerticalSpacing(RHYTHM // 2)
        self._grid.setColumnStretch(1, 1)

    def show_settings(
        self,
        settings: Sequence[Setting],
        values: Mapping[str, Scalar],
        inherited: Mapping[str, Scalar] = NOTHING,
    ) -> None:
        """Show these settings with their values; what has none is as inherited, or as usual."""
        if tuple(settings) != self._settings:
            self._rebuild(settings)
        self._usual = {s.name: inherited.get(s.name, s.default) for s in settings}
        for name, editor in self._editors.items():
            editor.show_value(values.get(name, self._usual[name]))
            self._backs[name].setEnabled(name in values)

    def _rebuild(self, settings: Sequence[Setting]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._settings = tuple(settings)
        self._editors, self._backs = {}, {}
        for row, setting in enumerate(settings):
            self._add_row(row, setting)

    def _add_row(self, row: int, setting: Setting) -> None:
        name = setting.name
        label = QLabel(setting_name(name), self)
        label.setToolTip(setting_help(name))
        label.setMinimumWidth(RHYTHM * 8)
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        editor = EDITORS[setting.kind](setting, self)
        editor.changed.connect(lambda value: self._request(name, value))
        back = QToolButton(self)
        mark(back, "small")
        back.setIcon(icon("undo"))
        back.setIconSize(QSize(14, 14))
        told = self.tr("Back to the default: {setting}").format(setting=setting_name(name))
        back.setToolTip(told)
        back.setAccessibleName(told)
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(lambda: self.setting_requested.emit(name, None))
        self._editors[name], self._backs[name] = editor, back
        for column, widget in enumerate((label, editor, back)):
            self._grid.addWidget(widget, row, column)

    def _request(self, name: str, value: Scalar) -> None:
        self.setting_requested.emit(name, None if value == self._usual[name] else value)
