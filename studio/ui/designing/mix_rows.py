"""The voices of a mix: up to four, each with its weight and the share that gives it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from studio.engines.speech import Voice
from studio.ui.cast.blend_editor import EVEN
from studio.ui.cast.blend_words import MOST_BLENDED, WEIGHTS, Share
from studio.ui.completing import offer_while_typing, widen_to_names
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.names import about_voice
from studio.ui.wheel_guard import WheelGuard


class MixRows(QWidget):
    """A row for each voice; the names of an account's voices are searched while one types."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._guard = WheelGuard(self)
        self._boxes: list[QComboBox] = []
        self._sliders: list[QSlider] = []
        self._weights: list[QSpinBox] = []
        self._shares: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(RHYTHM)
        grid.setVerticalSpacing(RHYTHM)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for number in range(1, MOST_BLENDED + 1):
            self._add_row(grid, number)

    @property
    def parts(self) -> tuple[Share, ...]:
        """The voices that are chosen, with their weights, top to bottom."""
        pairs = zip(self._boxes, self._weights, strict=True)
        return tuple((id, weight.value()) for box, weight in pairs if (id := _id_in(box)))

    @property
    def unknown(self) -> str:
        """The first thing typed that is no voice of the account, empty where all are."""
        typed = (box.currentText().strip() for box in self._boxes if not _id_in(box))
        return next(filter(None, typed), "")

    def offer(self, voices: Sequence[Voice]) -> None:
        """Offer these voices; those that were chosen and are not among them are let go."""
        for box in self._boxes:
            chosen, typed = _id_in(box), box.currentText()
            with QSignalBlocker(box):
                box.clear()
                for voice in voices:
                    box.addItem(_shown(voice), voice.id)
                    about = f"{about_voice(voice)}\n{voice.id}"
                    box.setItemData(box.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
                box.setCurrentIndex(box.findData(chosen) if chosen else -1)
                if not chosen:
                    box.setEditText(typed)
            widen_to_names(box)
        self._show_shares()
        self.changed.emit()

    def _add_row(self, grid: QGridLayout, number: int) -> None:
        box, slider, weight = QComboBox(self), QSlider(Qt.Orientation.Horizontal, self), QSpinBox()
        share = QLabel(self)
        narrow(box)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = box.lineEdit()
        assert line is not None  # there since it is editable
        optional = self.tr("another voice") if number > 2 else self.tr("a voice, by name or id")
        line.setPlaceholderText(optional)
        for field in (slider, weight):
            field.setRange(*WEIGHTS)
            field.setValue(EVEN)
            room = field.sizePolicy()
            room.setRetainSizeWhenHidden(True)  # the voices above keep their width
            field.setSizePolicy(room)
        share.setMinimumWidth(RHYTHM * 6)
        share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark(share, "caption")
        _name(box, self.tr("Voice {n} of the mix").format(n=number))
        offer_while_typing(box)
        _name(slider, self.tr("Weight of voice {n}, as a slider").format(n=number))
        _name(weight, self.tr("Weight of voice {n}").format(n=number))
        for field in (box, slider, weight):
            self._guard.guard(field)
        box.currentIndexChanged.connect(lambda _: self._tell())
        line.editingFinished.connect(lambda: self._settle(box))
        slider.valueChanged.connect(weight.setValue)
        weight.valueChanged.connect(slider.setValue)
        weight.valueChanged.connect(lambda _: self._tell())
        for column, widget in enumerate((box, slider, weight, share)):
            grid.addWidget(widget, number - 1, column)
        self._boxes.append(box)
        self._sliders.append(slider)
        self._weights.append(weight)
        self._shares.append(share)

    def _settle(self, box: QComboBox) -> None:
        """What is typed becomes a voice; what is none stays, to be told and mended."""
        typed = box.currentText().strip()
        box.setCurrentIndex(_row_of(box, typed))
        if box.currentIndex() < 0:
            box.setEditText(typed)
        self._tell()

    def _tell(self) -> None:
        self._show_shares()
        self.changed.emit()

    def _show_shares(self) -> None:
        rows = zip(self._boxes, self._weights, self._sliders, self._shares, strict=True)
        whole = sum(weight for _, weight in self.parts)
        for box, weight, slider, share in rows:
            chosen = bool(_id_in(box))
            weight.setVisible(chosen)
            slider.setVisible(chosen)
            share.setText(f"{100 * weight.value() / whole:.0f} %" if chosen and whole else "")


def _id_in(box: QComboBox) -> str:
    """The id of the voice in a box, empty where what is typed is none."""
    row = box.currentIndex()
    if row < 0 or box.itemText(row) != box.currentText():
        return ""
    return str(box.itemData(row))


def _row_of(box: QComboBox, typed: str) -> int:
    """The voice of this whole name or id, or the only one with these words in its name; else -1."""
    if not typed:
        return -1
    row = box.findText(typed, Qt.MatchFlag.MatchFixedString)
    if row < 0:
        row = box.findData(typed)
    if row >= 0:
        return row
    words = typed.casefold()
    like = [row for row in range(box.count()) if words in box.itemText(row).casefold()]
    return like[0] if len(like) == 1 else -1


def _shown(voice: Voice) -> str:
    facts = ", ".join(part for part in (voice.gender, voice.age) if part)
    name = voice.name if voice.name != voice.id else voice.id
    return f"{name} ({facts})" if facts else name


def _name(field: QWidget, name: str) -> None:
    field.setAccessibleName(name)
    field.setToolTip(name)
