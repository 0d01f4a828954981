"""Every number of a bed as a field to type in, for hands that use no mouse."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from studio.model.bed import Bed
from studio.model.bed_cutting import faded, used_of
from studio.model.shaping import LOUDEST_DB, QUIETEST_DB
from studio.model.span import Span, samples_of, seconds

LONGEST_S = 360_000.0
DEEPEST_DB = 60.0


class BedDialog(QDialog):
    """Asks for the numbers of one bed, whose recording has `whole` samples."""

    def __init__(self, bed: Bed, whole: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bed = bed
        self._whole = whole
        self._form = QFormLayout(self)
        self.setWindowTitle(self.tr("Bed {name}").format(name=bed.name))
        self._build()

    def _build(self) -> None:
        bed, used = self._bed, used_of(self._bed, self._whole)
        tr, length = self.tr, max(seconds(self._whole), 0.02)
        self._name = QLineEdit(bed.name, self)
        self._name.setAccessibleName(tr("Name"))
        self._form.addRow(tr("Name"), self._name)
        self._start = self._field(tr("Begins at"), seconds(bed.start), 0, LONGEST_S)
        self._first = self._field(tr("From, in the recording"), seconds(used.start), 0, length)
        self._last = self._field(tr("To, in the recording"), seconds(used.end), 0, length)
        self._rise = self._field(tr("Fade in"), seconds(bed.fade_in), 0, length)
        self._fall = self._field(tr("Fade out"), seconds(bed.fade_out), 0, length)
        self._gain = self._field(tr("Gain"), bed.gain_db, QUIETEST_DB, LOUDEST_DB, " dB")
        self._pan = self._field(tr("Pan, left to right"), bed.pan * 100, -100, 100, " %")
        self._duck = self._field(
            tr("Steps back for voices"), bed.duck_db, 0, max(DEEPEST_DB, bed.duck_db), " dB"
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._form.addRow(buttons)

    def _field(
        self, words: str, value: float, least: float, most: float, unit: str = " s"
    ) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setDecimals(3 if unit == " s" else 1)
        field.setRange(least, most)
        field.setSuffix(unit)
        field.setValue(value)
        field.setAccessibleName(words)
        self._form.addRow(words, field)
        return field

    def changed(self, bed: Bed) -> Bed:
        """A bed with these numbers; those that were left as they are change nothing."""
        first, last = samples_of(self._first.value()), samples_of(self._last.value())
        used = used_of(self._bed, self._whole)
        if self._whole and self._moved(first, used.start, last, used.end):
            span = Span(min(first, last), max(first, last))
            bed = replace(bed, source_span=None if span == Span(0, self._whole) else span)
        bed = replace(
            bed,
            name=self._name.text().strip() or bed.name,
            start=_kept(bed.start, self._start),
            gain_db=round(self._gain.value(), 1),
            pan=round(self._pan.value() / 100, 3),
            duck_db=round(self._duck.value(), 1),
        )
        if not self._whole:
            return bed
        rise, fall = _kept(bed.fade_in, self._rise), _kept(bed.fade_out, self._fall)
        return faded(faded(bed, self._whole, fade_in=rise), self._whole, fade_out=fall)

    def _moved(self, first: int, was_first: int, last: int, was_last: int) -> bool:
        half = samples_of(0.0005) + 1
        return abs(first - was_first) > half or abs(last - was_last) > half


def _kept(was: int, field: QDoubleSpinBox) -> int:
    """The samples of a field; exactly those from before when it shows them still."""
    same = round(seconds(was), field.decimals()) == round(field.value(), field.decimals())
    return was if same else samples_of(field.value())
