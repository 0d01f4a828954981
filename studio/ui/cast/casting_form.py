"""The form for one character: all about the voice in hand, then the voices in other languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from studio.casting.catalogue import Catalogue
from studio.engines.speech import Limits
from studio.model.cast import Casting, Character
from studio.ui.cast.manner_fields import MannerFields
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.voice_field import VoiceField


class CastingForm(QWidget):
    """Asks for castings of one character; it edits nothing itself.

    Above, the casting in the language in hand: one row per choice, the numbers below them.
    Underneath, one row per other language.
    """

    voice_wanted = Signal(str, str)
    """The language another voice is wanted in, and the letter that was typed."""
    setting_requested = Signal(str, object)
    """The name of a setting of the casting in the language in hand, and its value."""

    def __init__(
        self,
        catalogue: Catalogue,
        limits: Callable[[Casting], Limits | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._limits = limits
        self._shown: tuple[str, ...] = ()
        self._fields: dict[str, VoiceField] = {}
        self._title = self._section()
        self._choices = _rows()
        self._manner = MannerFields(self)
        self._elsewhere = self._section(self.tr("In other languages"))
        self._others = _rows()
        self._lay_out()
        self._manner.setting_requested.connect(self.setting_requested)

    def show_character(
        self, character: Character | None, languages: Sequence[str], language: str
    ) -> None:
        """Show one character's castings, above all the one in the language in hand."""
        order = (language, *(code for code in languages if code != language))
        if order != self._shown:
            self._shown = order
            self._rebuild(order)
        self.setEnabled(character is not None)
        castings = character.castings if character else {}
        for code, field in self._fields.items():
            field.show_casting(castings.get(code))
        casting = castings.get(language)
        self._manner.show_casting(casting, self._limits(casting) if casting else None)

    def _lay_out(self) -> None:
        self._choices.addRow(self._caption(self.tr("Emotion")), self._manner.emotion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._title)
        column.addLayout(self._choices)
        column.addWidget(self._manner)
        column.addSpacing(RHYTHM // 2)
        column.addWidget(self._elsewhere)
        column.addLayout(self._others)

    def _rebuild(self, languages: Sequence[str]) -> None:
        """Make the fields anew, the first language's above."""
        for field in self._fields.values():
            rows = self._choices if self._choices.indexOf(field) >= 0 else self._others
            rows.removeRow(field)
        self._fields = {code: self._voice_field(code) for code in languages}
        here, *others = languages
        self._title.setText(language_name(here))
        self._choices.insertRow(0, self._caption(self.tr("Voice")), self._fields[here])
        for code in others:
            self._others.addRow(self._caption(language_name(code)), self._fields[code])
        self._elsewhere.setVisible(bool(others))

    def _voice_field(self, language: str) -> VoiceField:
        field = VoiceField(self._catalogue, language, self)
        field.voice_wanted.connect(lambda typed: self.voice_wanted.emit(language, typed))
        return field

    def _section(self, text: str = "") -> QLabel:
        label = QLabel(text, self)
        mark(label, "section")
        return label

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setMinimumWidth(RHYTHM * 8)
        return label


def _rows() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(RHYTHM)
    form.setVerticalSpacing(RHYTHM // 2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
