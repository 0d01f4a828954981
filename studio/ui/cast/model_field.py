"""The model a voice is spoken with: one of the engine's suggestions, or any name typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from studio.ui.narrow_box import narrow
from studio.ui.wheel_guard import WheelGuard


class ModelField(QComboBox):
    """Empty means the model of whoever decides otherwise: the project, or the casting."""

    model_chosen = Signal(str)

    def __init__(self, otherwise: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._otherwise = otherwise
        self._shown = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        narrow(self)
        WheelGuard(self).guard(self)
        self.setAccessibleName(self.tr("Model"))
        self.setToolTip(self.tr("Model: one of the list, or any other name; empty: {otherwise}")
                        .format(otherwise=otherwise))  # fmt: skip
        self._line = QLineEdit(self)
        self.setLineEdit(self._line)
        self._line.editingFinished.connect(self.finish)
        self.activated.connect(self._choose)

    def show_model(self, model: str, models: Sequence[str], usual: str) -> None:
        """Show a model among suggestions; `usual` is the one meant by an empty one."""
        self._shown = model
        with QSignalBlocker(self):
            if [self.itemData(row) for row in range(1, self.count())] != list(models):
                self.clear()
                self.addItem(self._otherwise, "")
                for name in models:
                    self.addItem(name, name)
            self.setCurrentIndex(self.findData(model) if model else -1)
            self.setEditText(model)
        self._line.setPlaceholderText(f"{self._otherwise}: {usual}" if usual else self._otherwise)

    def finish(self) -> None:
        """Take what is typed for finished."""
        typed = self.currentText().strip()
        self._tell("" if typed == self._otherwise else typed)

    def _choose(self, row: int) -> None:
        model = str(self.itemData(row) or "")
        self.setEditText(model)
        self._tell(model)

    def _tell(self, model: str) -> None:
        if model != self._shown:
            self._shown = model
            self.model_chosen.emit(model)
