"""The settings of one engine behind a heading that folds them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.engines.speech import Setting
from studio.model.cast import Scalar
from studio.ui.cast.setting_fields import NOTHING, SettingFields
from studio.ui.counting import counted
from studio.ui.theme import RHYTHM, icon


class MoreSettings(QWidget):
    """Folded at first; the heading says how many settings are not as usual."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = QToolButton(self)
        self._heading.setCheckable(True)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setIconSize(QSize(14, 14))
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fields = SettingFields(self)
        """The settings themselves."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(self._heading)
        column.addWidget(self.fields)
        self._heading.toggled.connect(self._fold)
        self._fold(False)

    def show_settings(
        self,
        engine: str,
        settings: Sequence[Setting],
        values: Mapping[str, Scalar],
        inherited: Mapping[str, Scalar] = NOTHING,
    ) -> None:
        """Show the settings of an engine, named as people call it."""
        self.fields.show_settings(settings, values, inherited)
        set_here = sum(setting.name in values for setting in settings)
        words = self.tr("Settings of {engine}").format(engine=engine)
        if set_here:
            words += " · " + counted(set_here, self.tr("1 set"), self.tr("{n} set"))
        self._heading.setText(words)
        self._heading.setAccessibleName(words)

    def _fold(self, shown: bool) -> None:
        self.fields.setVisible(shown)
        self._heading.setIcon(icon("chevron-down" if shown else "chevron-right"))
