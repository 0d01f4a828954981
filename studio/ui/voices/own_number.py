"""A number a line may have of its own; unchecked, it is as the casting says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QWidget

from studio.engines.speech import Range
from studio.ui.theme import RHYTHM
from studio.ui.wheel_guard import WheelGuard


class OwnNumber(QWidget):
    """A box to check and a number beside it."""

    changed = Signal()

    def __init__(self, name: str, *, step: float, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._own = QCheckBox(self)
        self._own.setAccessibleName(self.tr("{name} of its own").format(name=name))
        self._own.setToolTip(self._own.accessibleName())
        self._spin = QDoubleSpinBox(self)
        self._spin.setSingleStep(step)
        self._spin.setSuffix(unit)
        self._spin.setAccessibleName(name)
        self._spin.setFixedWidth(RHYTHM * 16)
        self._spin.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        WheelGuard(self).guard(self._spin)
        self._usual = 0.0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        row.addWidget(self._own)
        row.addWidget(self._spin)
        row.addStretch(1)
        self._own.toggled.connect(self._toggle)
        self._spin.valueChanged.connect(lambda _: self.changed.emit())

    @property
    def value(self) -> float | None:
        """The line's own number, None where it has none."""
        return round(self._spin.value(), 2) if self._own.isChecked() else None

    def show_number(self, own: float | None, usual: float, taken: Range) -> None:
        """Show the line's own number, else the casting's, within what the engine takes."""
        self._usual = usual
        for widget in (self._own, self._spin):
            widget.blockSignals(True)
        self._spin.setRange(taken.least, taken.most)
        self._spin.setValue(usual if own is None else own)
        self._own.setChecked(own is not None)
        self._spin.setEnabled(own is not None)
        for widget in (self._own, self._spin):
            widget.blockSignals(False)

    def _toggle(self, own: bool) -> None:
        self._spin.setEnabled(own)
        if own:
            self._spin.setFocus()
            self._spin.selectAll()
        else:
            self._spin.setValue(self._usual)
        self.changed.emit()
