"""The form of one clone, recordings apart: name, account, language, consent, options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from studio.casting.making.ordering import CloneWish
from studio.casting.making.recordings import Recording
from studio.engines.voice_making import ClonesVoices
from studio.engines.voice_orders import CloneRules
from studio.store.voice_library_entry import OwnVoice
from studio.ui.accounts.field import Field
from studio.ui.cloning.checks import Said, Spot
from studio.ui.cloning.consent_form import ConsentForm
from studio.ui.cloning.form_rows import add_row, form_layout, line_edit, line_up, section
from studio.ui.cloning.language_field import LanguageField
from studio.ui.cloning.options_form import OptionsForm
from studio.ui.cloning.prompt_field import PromptField
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM
from studio.ui.voices.names import engine_name

PREVIEW_ROWS = 2
MODEL = "model"
"""The row of the form that nothing can be wrong with."""


class CloneForm(QWidget):
    """Shows what the chosen account takes; says beside each field what cannot stay."""

    changed = Signal()
    account_chosen = Signal()
    """Another account: its rules are other ones."""
    language_chosen = Signal(str)

    def __init__(
        self,
        engines: Mapping[str, ClonesVoices],
        consent: Callable[[QWidget], ConsentForm],
        parent: QWidget,
    ) -> None:
        """`consent` makes the part for the consent."""
        super().__init__(parent)
        self._engines = engines
        self._touched: set[Spot] = set()
        self._name = line_edit(self, self.tr("Name"), self.tr("Such as LIN"))
        self._account = QComboBox(self)
        self._language = LanguageField(self)
        self._prompt = PromptField(self)
        self._preview = QPlainTextEdit(self)
        self._model = QComboBox(self)
        # Tab goes through them as they are made.
        self.consent = consent(self)
        self._options = OptionsForm(self)
        self._form = form_layout()
        self._fields: dict[str, Field] = {}
        self._build()
        self._connect()

    @property
    def account(self) -> str:
        """Which account makes the voice."""
        return str(self._account.currentData() or "")

    @property
    def engine(self) -> ClonesVoices:
        """Its engine."""
        return self._engines[self.account]

    @property
    def rules(self) -> CloneRules:
        """What it needs."""
        return self.engine.clone_rules

    @property
    def language(self) -> str:
        """The code of the language, empty for none."""
        return self._language.code

    @property
    def unknown_language(self) -> str:
        """What is typed and no language that the account can be told."""
        return self._language.unknown

    @property
    def begun(self) -> bool:
        """Whether anything was typed that would be lost."""
        return bool(self._name.text().strip() or self._preview.toPlainText().strip())

    def wish(self, recordings: Sequence[Recording], prompt: Recording | None) -> CloneWish:
        """What stands in the form, as an order in the studio's words."""
        rules = self.rules
        preview = self._preview.toPlainText().strip() if rules.preview_length else ""
        return CloneWish(
            self._name.text().strip(), self.account, tuple(recordings), self.consent.consent(),
            self.language, self._prompt.spoken(prompt) if rules.prompt_seconds else None,
            preview, str(self._model.currentData() or "") if preview else "",
            self._options.values,
        )  # fmt: skip

    def begin(self, account: str, languages: Sequence[str], name: str = "") -> None:
        """Begin with an account, and the languages at hand, the one in hand first."""
        self._at_hand = tuple(languages)
        at = self._account.findData(account)
        with QSignalBlocker(self._account):
            self._account.setCurrentIndex(max(at, 0))
        self._name.setText(name)
        self._take_account()
        if languages:
            self._language.show_code(languages[0])
        self._name.setFocus()
        self._untouch()

    def take_languages(self) -> None:
        """Offer the languages that the rules name now; what is typed stays."""
        self._language.offer(self.rules.languages, self._at_hand)

    def show_voice(self, voice: OwnVoice) -> None:
        """Fill in what a voice was ordered with before."""
        self._name.setText(voice.name)
        at = self._account.findData(voice.account)
        if at >= 0:
            self._account.setCurrentIndex(at)
        self._language.show_code(voice.languages[0] if voice.languages else "")
        self._preview.setPlainText(voice.preview_text)
        self._model.setCurrentIndex(max(self._model.findData(voice.model), 0))
        self._prompt.show_words(voice.prompt.words if voice.prompt else "")
        self._options.show_values(voice.options)
        if voice.consent is not None:
            self.consent.show_consent(voice.consent)
        self._untouch()

    def show_prompt(self, prompt: Recording | None) -> None:
        """Show which recording is the prompt."""
        self._prompt.show_recording(prompt, self.rules.prompt_seconds)

    def say(self, said: Mapping[Spot, Said], *, everything: bool = False) -> None:
        """Say what is wrong beside what was touched, or beside every field."""
        if everything:
            self._touched = set(Spot)
        for spot, field in self._fields.items():
            found = None if spot == MODEL else said.get(Spot(spot))
            if found is None or (found.grave and spot not in self._touched):
                field.clear()
            elif found.grave:
                field.say(found.text)
            else:
                field.advise(found.text)

    def focus(self, spot: Spot) -> None:
        """Put the keys into a field."""
        if spot in self._fields:
            self._fields[spot].control.setFocus()

    def field(self, spot: Spot) -> Field:
        """The field of a part of the form."""
        return self._fields[spot]

    def _untouch(self) -> None:
        self._touched = set()
        self.changed.emit()

    def _touch(self, spot: Spot) -> None:
        self._touched.add(spot)
        self.changed.emit()

    def _take_account(self) -> None:
        """Show what this account takes."""
        rules = self.rules
        self.take_languages()
        self._options.show_options(rules.options)
        with QSignalBlocker(self._model):
            chosen = self._model.currentData()
            self._model.clear()
            for place, model in enumerate(rules.models):
                self._model.addItem(model, model if place else "")
            self._model.setCurrentIndex(max(self._model.findData(chosen), 0))
        for row, shown in (
            (Spot.PROMPT, bool(rules.prompt_seconds)),
            (Spot.PREVIEW, bool(rules.preview_length)),
            (MODEL, bool(rules.preview_length and rules.models)),
        ):
            self._form.setRowVisible(self._fields[row], shown)
        for part in (self._options_head, self._fields[Spot.OPTIONS]):
            part.setVisible(bool(rules.options))
        wanted = self.tr("Needed by this service") if rules.needs_language else ""
        self._fields[Spot.LANGUAGE].set_hint(wanted)
        self.account_chosen.emit()
        self.changed.emit()

    def _build(self) -> None:
        self._at_hand: tuple[str, ...] = ()
        for name in self._engines:
            self._account.addItem(engine_name(name), name)
        self._account.setAccessibleName(self.tr("Account"))
        self._model.setAccessibleName(self.tr("Model of the first words"))
        self._preview.setAccessibleName(self.tr("First words"))
        self._preview.setPlaceholderText(
            self.tr("What the new voice says at once, to be heard; empty for nothing")
        )
        self._preview.setTabChangesFocus(True)
        lines = self._preview.fontMetrics().lineSpacing() * PREVIEW_ROWS
        self._preview.setFixedHeight(lines + RHYTHM * 3)
        for box in (self._account, self._model):
            narrow(box)
        for row, label, control in (
            (Spot.NAME, self.tr("Name"), self._name),
            (Spot.ACCOUNT, self.tr("Account"), self._account),
            (Spot.LANGUAGE, self.tr("Language"), self._language),
            (Spot.PROMPT, self.tr("Prompt"), self._prompt),
            (Spot.PREVIEW, self.tr("First words"), self._preview),
            (MODEL, self.tr("Said by"), self._model),
        ):
            self._fields[row] = Field(control, self)
            add_row(self._form, label, self._fields[row])
        self._fields[Spot.OPTIONS] = Field(self._options, self)
        self._options_head = section(self.tr("Options"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, RHYTHM, 0)
        column.setSpacing(RHYTHM)
        column.addWidget(section(self.tr("Voice"), self))
        column.addLayout(self._form)
        column.addSpacing(RHYTHM)
        column.addWidget(section(self.tr("Consent"), self))
        column.addWidget(self.consent)
        column.addSpacing(RHYTHM)
        column.addWidget(self._options_head)
        column.addWidget(self._fields[Spot.OPTIONS])
        column.addStretch(1)
        line_up(self._form, self.consent.rows)

    def _connect(self) -> None:
        self._account.currentIndexChanged.connect(lambda _: self._take_account())
        self._language.changed.connect(lambda: self.language_chosen.emit(self.language))
        for signal, spot in (
            (self._name.textChanged, Spot.NAME),
            (self._language.changed, Spot.LANGUAGE),
            (self._prompt.changed, Spot.PROMPT),
            (self._preview.textChanged, Spot.PREVIEW),
            (self._options.changed, Spot.OPTIONS),
        ):
            signal.connect(lambda *_, spot=spot: self._touch(spot))
        self._model.currentIndexChanged.connect(lambda _: self.changed.emit())
