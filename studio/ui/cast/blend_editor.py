"""The fields of a blend: up to four voices by their ids, each with its weight."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from studio.engines.speech import Setting
from studio.model.cast import Scalar
from studio.ui.cast.blend_words import MOST_BLENDED, WEIGHTS, Share, shares_of, words_of
from studio.ui.cast.setting_editor import SettingEditor
from studio.ui.theme import RHYTHM

EVEN = 50
"""The weight that a voice begins with."""


class BlendEditor(SettingEditor):
    """A row for each voice and an empty one below them; a voice without an id is left out."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(setting, parent)
        self._shown = ""
        self._voices: list[QLineEdit] = []
        self._weights: list[QSpinBox] = []
        self._holders: list[QWidget] = []
        column = QVBoxLayout()
        column.setSpacing(RHYTHM // 2)
        self._row.addLayout(column, 1)
        for number in range(1, MOST_BLENDED + 1):
            column.addWidget(self._a_row(number))
        self._show_rows(())

    def show_value(self, value: Scalar) -> None:
        """Show a blend; the fields of one that is shown already stay as they are."""
        words = str(value)
        if words != self._shown or words_of(self._shares()) != words:
            self._shown = words
            self._show_rows(shares_of(words))

    def _a_row(self, number: int) -> QWidget:
        holder = QWidget(self)
        voice, weight = QLineEdit(holder), QSpinBox(holder)
        weight.setRange(*WEIGHTS)
        weight.setKeyboardTracking(False)
        weight.setMinimumWidth(RHYTHM * 8)
        voice.setPlaceholderText(self.tr("Id of a voice"))
        self._name(voice, self.tr("Voice {n} of the blend").format(n=number))
        self._name(weight, self.tr("Weight of voice {n}").format(n=number))
        voice.editingFinished.connect(self._finish)
        weight.valueChanged.connect(self._finish)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(voice, 1)
        row.addWidget(weight)
        self._voices.append(voice)
        self._weights.append(weight)
        self._holders.append(holder)
        return holder

    def _name(self, field: QWidget, name: str) -> None:
        field.setAccessibleName(name)
        field.setToolTip(name)
        self._guard.guard(field)

    def _shares(self) -> tuple[Share, ...]:
        """What stands in the fields."""
        pairs = zip(self._voices, self._weights, strict=True)
        return tuple((voice.text(), weight.value()) for voice, weight in pairs)

    def _show_rows(self, shares: tuple[Share, ...]) -> None:
        for row, holder in enumerate(self._holders):
            voice, weight = self._voices[row], self._weights[row]
            name, share = shares[row] if row < len(shares) else ("", EVEN)
            with QSignalBlocker(voice), QSignalBlocker(weight):
                if voice.text() != name:
                    voice.setText(name)
                    voice.setCursorPosition(0)  # the beginning of an id says more than its end
                weight.setValue(share)
            holder.setVisible(row <= len(shares))

    def _finish(self) -> None:
        words = words_of(self._shares())
        if words != self._shown:
            self._shown = words
            self._show_rows(shares_of(words))
            self.changed.emit(words)
