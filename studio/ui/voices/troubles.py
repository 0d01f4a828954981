"""Why an engine's voices are not new: one line per engine, out of the way when all is well."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.errors import StudioError
from studio.ui.icon_label import IconLabel
from studio.ui.theme import RHYTHM
from studio.wording import sentence


class TroubleLines(QWidget):
    """A sign and a sentence for each engine that did not answer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(IconLabel("warning", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._told, 1)
        self.hide()

    def show_troubles(self, troubles: Mapping[str, StudioError]) -> None:
        """Say these, by engine."""
        self._told.setText("\n".join(sentence(error, self.tr) for error in troubles.values()))
        self.setVisible(bool(troubles))
