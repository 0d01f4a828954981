"""All numbers of a bed, typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit
from pytestqt.qtbot import QtBot

from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.span import SAMPLE_RATE, Span
from studio.ui.beds.bed_dialog import BedDialog
from tests.ui.children import child, named

WHOLE = 10 * SAMPLE_RATE
RAIN = Bed(BedId("b"), BedKind.MUSIC, "rain", start=12_345, fade_in=777)


def a_dialog(qtbot: QtBot, bed: Bed, whole: int = WHOLE) -> BedDialog:
    dialog = BedDialog(bed, whole)
    qtbot.addWidget(dialog)
    return dialog


def type_in(dialog: BedDialog, name: str, value: float) -> None:
    named(dialog, QDoubleSpinBox, name).setValue(value)


def test_what_is_left_as_it_is_changes_nothing(qtbot: QtBot) -> None:
    for bed in (RAIN, replace(RAIN, source_span=Span(123, 98_765), fade_out=999)):
        assert a_dialog(qtbot, bed).changed(bed) == bed


def test_every_number_can_be_typed(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, RAIN)
    child(dialog, QLineEdit).setText("Storm")
    for name, value in (
        ("Begins at", 2.0),
        ("From, in the recording", 1.0),
        ("To, in the recording", 9.0),
        ("Fade in", 0.5),
        ("Fade out", 1.5),
        ("Gain", -6.0),
        ("Pan, left to right", -25.0),
        ("Steps back for voices", 9.0),
    ):
        type_in(dialog, name, value)
    assert dialog.changed(RAIN) == replace(
        RAIN,
        name="Storm",
        start=2 * SAMPLE_RATE,
        source_span=Span(SAMPLE_RATE, 9 * SAMPLE_RATE),
        fade_in=SAMPLE_RATE // 2,
        fade_out=3 * SAMPLE_RATE // 2,
        gain_db=-6.0,
        pan=-0.25,
        duck_db=9.0,
    )


def test_fades_are_no_longer_than_what_is_left(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot, RAIN)
    type_in(dialog, "To, in the recording", 1.0)
    type_in(dialog, "Fade out", 8.0)
    changed = dialog.changed(RAIN)
    assert changed.source_span == Span(0, SAMPLE_RATE)
    assert changed.fade_in + changed.fade_out <= SAMPLE_RATE
