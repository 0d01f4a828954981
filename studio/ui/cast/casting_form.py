"""The form for one character: a voice per language, and how that voice is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QWidget,
)

from studio.engines.speech import Limits, Range, Voice
from studio.model.cast import Casting, Character
from studio.model.line import EMOTIONS
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, mark

ANYTHING = Range(0.0, 4.0)
OFFERED = "offered"
"""How many entries of a voice box are offered by engines; one after them is not any more."""


class CastingForm(QWidget):
    """Asks for castings of one character; it edits nothing itself."""

    voice_requested = Signal(str, str, str)
    """Language, engine and voice."""
    setting_requested = Signal(str, object)
    """The name of a setting of the casting in the language in hand, and its value."""

    def __init__(
        self,
        voices: Sequence[Voice],
        limits: Callable[[Casting], Limits | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._voices = voices
        self._limits = limits
        self._language = ""
        self._voice_boxes: dict[str, QComboBox] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(RHYTHM * 2)
        self._form.setVerticalSpacing(RHYTHM)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._build_settings()

    def show_character(
        self, character: Character | None, languages: Sequence[str], language: str
    ) -> None:
        """Show one character's castings, the settings being those of one language."""
        self._language = language
        if tuple(self._voice_boxes) != tuple(languages):
            self._rebuild_voices(languages)
        self.setEnabled(character is not None)
        castings = character.castings if character else {}
        for code, box in self._voice_boxes.items():
            with QSignalBlocker(box):
                _choose(box, castings.get(code))
        self._show_settings(castings.get(language))

    def _build_settings(self) -> None:
        self._about = QLabel(self)
        mark(self._about, "section")
        self._speed = self._spin(self.tr("Speed"), 0.05, " ×")
        self._pitch = self._spin(self.tr("Pitch, in semitones"), 0.5, " st")
        self._volume = self._spin(self.tr("Volume"), 0.05, " ×")
        self._emotion = QComboBox(self)
        self._emotion.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._emotion.setMinimumContentsLength(8)
        self._emotion.setAccessibleName(self.tr("Emotion where the line has none"))
        self._form.addRow(self._about)
        grid = QGridLayout()
        grid.setHorizontalSpacing(RHYTHM * 2)
        grid.setVerticalSpacing(RHYTHM // 2)
        pairs = (
            (self.tr("Speed"), self._speed),
            (self.tr("Pitch"), self._pitch),
            (self.tr("Volume"), self._volume),
            (self.tr("Emotion"), self._emotion),
        )
        for number, (text, widget) in enumerate(pairs):
            label = QLabel(text, self)
            label.setBuddy(widget)
            mark(label, "caption")
            grid.addWidget(label, number // 2 * 2, number % 2)
            grid.addWidget(widget, number // 2 * 2 + 1, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._form.addRow(grid)
        ask = self.setting_requested.emit
        self._speed.valueChanged.connect(lambda value: ask("speed", round(value, 2)))
        self._pitch.valueChanged.connect(lambda value: ask("pitch", round(value, 2)))
        self._volume.valueChanged.connect(lambda value: ask("volume", round(value, 2)))
        self._emotion.activated.connect(lambda _: ask("emotion", self._emotion.currentData()))

    def _spin(self, name: str, step: float, unit: str) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setSingleStep(step)
        spin.setSuffix(unit)
        spin.setAccessibleName(name)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.setKeyboardTracking(False)  # a typed number counts once it is finished
        return spin

    def _rebuild_voices(self, languages: Sequence[str]) -> None:
        for box in self._voice_boxes.values():
            self._form.removeRow(box)
        self._voice_boxes = {code: self._voice_box(code) for code in languages}
        for row, (code, box) in enumerate(self._voice_boxes.items()):
            self._form.insertRow(row, language_name(code), box)

    def _voice_box(self, language: str) -> QComboBox:
        box = QComboBox(self)
        name = language_name(language)
        box.setAccessibleName(self.tr("Voice in {language}").format(language=name))
        box.setToolTip(box.accessibleName())
        box.setPlaceholderText(self.tr("not cast"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        for voice in self._voices:
            if voice.speaks(language):
                about = ", ".join(part for part in (voice.gender, voice.age, voice.style) if part)
                box.addItem(voice.name, (voice.engine, voice.id))
                box.setItemData(box.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        box.setProperty(OFFERED, box.count())
        box.activated.connect(lambda _: self.voice_requested.emit(language, *box.currentData()))
        return box

    def _show_settings(self, casting: Casting | None) -> None:
        for widget in (self._speed, self._pitch, self._volume, self._emotion):
            widget.setEnabled(casting is not None)
        language = language_name(self._language)
        self._about.setText(self.tr("How the {language} voice is used").format(language=language))
        if casting is None:
            return
        limits = self._limits(casting)
        _show(self._speed, limits.speed if limits else ANYTHING, casting.speed)
        _show(self._pitch, limits.pitch if limits else Range(-24, 24), casting.pitch)
        _show(self._volume, limits.volume if limits else ANYTHING, casting.volume)
        self._show_emotions(limits.emotions if limits else EMOTIONS, casting.emotion)

    def _show_emotions(self, emotions: Sequence[str], chosen: str) -> None:
        with QSignalBlocker(self._emotion):
            self._emotion.clear()
            self._emotion.addItem(self.tr("as the line says"), "")
            for emotion in dict.fromkeys([*emotions, *filter(None, [chosen])]):
                self._emotion.addItem(emotion, emotion)
            self._emotion.setCurrentIndex(max(self._emotion.findData(chosen), 0))


def _choose(box: QComboBox, casting: Casting | None) -> None:
    """Show a casting's voice; one that is not offered any more is shown by its id."""
    wanted = (casting.engine, casting.voice) if casting else None
    while box.count() > box.property(OFFERED):
        box.removeItem(box.count() - 1)
    for index in range(box.count()):
        if tuple(box.itemData(index)) == wanted:
            box.setCurrentIndex(index)
            return
    if casting:
        box.addItem(casting.voice, wanted)
    box.setCurrentIndex(box.count() - 1 if casting else -1)


def _show(spin: QDoubleSpinBox, range_: Range, value: float) -> None:
    with QSignalBlocker(spin):
        spin.setRange(range_.least, range_.most)
        if abs(spin.value() - value) > 1e-9:
            spin.setValue(value)
