"""What a voice shall be like, chosen in a row of boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from studio.casting.finding_voices import VoiceWish, choices
from studio.engines.speech import Voice
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM
from studio.ui.voices.names import engine_name, fact_name


class VoiceFilters(QWidget):
    """Offers what the voices have; `changed` when another wish was chosen."""

    changed = Signal()

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._languages = self._box(self.tr("Language"))
        self._genders = self._box(self.tr("Gender"))
        self._ages = self._box(self.tr("Age"))
        self._kinds = self._box(self.tr("Kind"))
        self._engines = self._box(self.tr("Engine"))
        self._favourites = QCheckBox(self.tr("Favourites"), self)
        self._favourites.toggled.connect(self.changed)
        self._lay_out()
        self.offer(())
        self._languages.setCurrentIndex(max(self._languages.findData(language), 0))

    def offer(self, voices: Sequence[Voice]) -> None:
        """Offer the facts these voices have; what is chosen stays chosen."""
        codes = dict.fromkeys((self._language, *choices(voices, "languages")))
        engines = tuple(dict.fromkeys(voice.engine for voice in voices))
        _fill(self._languages, self.tr("Any language"), tuple(codes), language_name)
        _fill(self._genders, self.tr("Any gender"), choices(voices, "gender"), fact_name)
        _fill(self._ages, self.tr("Any age"), choices(voices, "age"), fact_name)
        _fill(self._kinds, self.tr("Any kind"), choices(voices, "kind"), fact_name)
        _fill(self._engines, self.tr("Any engine"), engines, engine_name)

    def wish(self, words: str) -> VoiceWish:
        """What is wanted, with the words that were typed."""
        return VoiceWish(
            words,
            language=self._languages.currentData(),
            gender=self._genders.currentData(),
            age=self._ages.currentData(),
            kind=self._kinds.currentData(),
            engine=self._engines.currentData(),
            favourites=self._favourites.isChecked(),
        )

    def clear(self) -> None:
        """Want nothing in particular."""
        self._favourites.setChecked(False)
        for box in self._boxes():
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self.changed.emit()

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self._languages, self._genders, self._ages, self._kinds, self._engines

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM)
        for box in self._boxes():
            row.addWidget(box, 1)
        row.addWidget(self._favourites)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        narrow(box)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.currentIndexChanged.connect(self.changed)
        return box


def _fill(
    box: QComboBox, anything: str, values: Sequence[str], called: Callable[[str], str]
) -> None:
    chosen = box.currentData() or ""
    with QSignalBlocker(box):
        box.clear()
        box.addItem(anything, "")
        for value in dict.fromkeys((*values, *filter(None, (chosen,)))):
            box.addItem(called(value), value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
