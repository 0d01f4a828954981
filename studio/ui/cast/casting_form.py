"""The form for one character: all about the voice in hand, then the voices in other languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from studio.casting.catalogue import Catalogue
from studio.engines.speech import Limits
from studio.model.cast import Casting, Character
from studio.ui.cast.manner_fields import MannerFields
from studio.ui.cast.model_field import ModelField
from studio.ui.cast.more_settings import MoreSettings
from studio.ui.cast.own_marks import OwnMark
from studio.ui.cast.standing_note import StandingNote
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, mark
from studio.ui.voices.names import engine_name
from studio.ui.voices.voice_field import VoiceField


@dataclass(frozen=True, slots=True)
class Terms:
    """What an engine takes, None when it is not here, and the project's model for it."""

    limits: Limits | None = None
    usual_model: str = ""


class CastingForm(QWidget):
    """Asks for castings of one character; it edits nothing itself.

    Above, the casting in the language in hand: one row per choice, the numbers below them.
    Underneath, one row per other language.
    """

    voice_wanted = Signal(str, str)
    """The language another voice is wanted in, and the letter that was typed."""
    setting_requested = Signal(str, object)
    """The name of a setting of the casting in the language in hand, and its value."""
    own_setting_requested = Signal(str, object)
    """The name of a setting only its engine has, and its value, None to give it up."""

    def __init__(
        self,
        catalogue: Catalogue,
        terms: Callable[[Casting], Terms],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._terms = terms
        self._shown: tuple[str, ...] = ()
        self._fields: dict[str, VoiceField] = {}
        self._title = self._section()
        self._choices = _rows()
        self._engine = QLabel(self)
        mark(self._engine, "caption")
        self._own = QLabel(self)
        self._own.setTextFormat(Qt.TextFormat.PlainText)
        self._own.setWordWrap(True)
        self._own.hide()
        self.standing = StandingNote(self)
        self._model = ModelField(self.tr("the project's"), self)
        self._more = MoreSettings(self)
        self._manner = MannerFields(self)
        self._elsewhere = self._section(self.tr("In other languages"))
        self._others = _rows()
        self._lay_out()
        self._manner.setting_requested.connect(self.setting_requested)
        self._model.model_chosen.connect(lambda m: self.setting_requested.emit("model", m))
        self._more.fields.setting_requested.connect(self.own_setting_requested)

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
        terms = self._terms(casting) if casting else Terms()
        self._manner.show_casting(casting, terms.limits)
        self._show_engine(casting, terms)

    def show_own(self, own: OwnMark | None) -> None:
        """Show what is to be known of a voice of one's own in the language in hand."""
        self._own.setVisible(own is not None)
        if own is not None:
            self._own.setText(own.words)
            mark(self._own, own.role)

    def _show_engine(self, casting: Casting | None, terms: Terms) -> None:
        """Show who speaks, with which model, and what only this engine has."""
        limits = terms.limits
        self._model.setEnabled(casting is not None)
        self._engine.setVisible(casting is not None)
        self._more.setVisible(bool(casting and limits and limits.settings))
        if casting is None:
            return
        name = engine_name(casting.engine)
        gone = self.tr("{engine} (not here)").format(engine=name)
        self._engine.setText(name if limits else gone)
        models = limits.models if limits else ()
        self._model.show_model(casting.model, models, terms.usual_model or next(iter(models), ""))
        if limits:
            self._more.show_settings(name, limits.settings, casting.settings)

    def _lay_out(self) -> None:
        self._choices.addRow(self._caption(self.tr("Engine")), self._engine)
        self._choices.addRow(self._caption(self.tr("Model")), self._model)
        self._choices.addRow(self._caption(self.tr("Emotion")), self._manner.emotion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(self._title)
        column.addLayout(self._choices)
        column.addWidget(self._own)
        column.addWidget(self.standing)
        column.addWidget(self._manner)
        column.addWidget(self._more)
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
