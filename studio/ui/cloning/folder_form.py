"""What is the same for all voices of a folder: account, language, options, and a consent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from studio.bridge import TaskScope
from studio.casting.making.ordering import CloneWish
from studio.engines.voice_making import ClonesVoices
from studio.engines.voice_orders import CloneRules
from studio.ui.accounts.field import Field
from studio.ui.cloning.aids import Aids
from studio.ui.cloning.checks import Spot, said_against
from studio.ui.cloning.consent_form import ConsentForm
from studio.ui.cloning.form_rows import add_row, form_layout, line_up, section, told
from studio.ui.cloning.language_field import LanguageField
from studio.ui.cloning.options_form import OptionsForm
from studio.ui.narrow_box import narrow
from studio.ui.prompts import Prompter
from studio.ui.theme import RHYTHM
from studio.ui.voices.names import engine_name


class FolderForm(QWidget):
    """Its pattern is the order of each character, without name, recordings and consent."""

    account_chosen = Signal()
    pattern_changed = Signal()
    consent_changed = Signal()

    def __init__(
        self,
        engines: Mapping[str, ClonesVoices],
        aids: Aids,
        tasks: TaskScope,
        prompter: Prompter,
        parent: QWidget,
        *,
        today: datetime.date,
    ) -> None:
        super().__init__(parent)
        self._engines = engines
        self._at_hand: tuple[str, ...] = ()
        self._account = QComboBox(self)
        self._language = LanguageField(self)
        self.consent = ConsentForm(tasks, prompter, self, today=today)
        self.consent.offer(aids.known, by=aids.by)
        self._options = OptionsForm(self)
        self._form = form_layout()
        self._fields: dict[Spot, Field] = {}
        self._build()
        self._connect()

    @property
    def engine(self) -> ClonesVoices:
        """Who makes the voices."""
        return self._engines[str(self._account.currentData())]

    @property
    def rules(self) -> CloneRules:
        """What that needs."""
        return self.engine.clone_rules

    @property
    def language(self) -> str:
        """The code of the language, empty for none."""
        return self._language.code

    @property
    def pattern(self) -> CloneWish:
        """What the orders of all have in common."""
        account = str(self._account.currentData())
        return CloneWish("", account, (), None, self.language, options=self._options.values)

    def begin(self, account: str, languages: Sequence[str]) -> None:
        """Begin with an account, and the languages at hand, the one in hand first."""
        self._at_hand = tuple(languages)
        with QSignalBlocker(self._account):
            self._account.setCurrentIndex(max(self._account.findData(account), 0))
        self._take_account()
        if languages:
            self._language.show_code(languages[0])

    def take_languages(self) -> None:
        """Offer the languages that the rules name now; what is typed stays."""
        self._language.offer(self.rules.languages, self._at_hand)

    def complain(self) -> bool:
        """Say what is wrong with account, language and options; whether anything is."""
        return self._say(everything=True)

    def field(self, spot: Spot) -> Field:
        """The field of a part of the form."""
        return self._fields[spot]

    def _say(self, *, everything: bool = False) -> bool:
        unknown = self._language.unknown
        found = said_against(self.pattern, self.rules, unknown_language=unknown)
        wrong = [spot for spot in self._fields if spot in found and found[spot].grave]
        for spot, field in self._fields.items():
            if spot in wrong and (everything or spot is not Spot.LANGUAGE or unknown):
                field.say(found[spot].text)
            else:
                field.clear()
        if everything and wrong:
            self._fields[wrong[0]].control.setFocus()
        return bool(wrong)

    def _take_account(self) -> None:
        rules = self.rules
        self.take_languages()
        self._options.show_options(rules.options)
        for part in (self._options_head, self._fields[Spot.OPTIONS]):
            part.setVisible(bool(rules.options))
        self._say()
        self.account_chosen.emit()

    def _changed(self) -> None:
        self._say()
        self.pattern_changed.emit()

    def _build(self) -> None:
        for name in self._engines:
            self._account.addItem(engine_name(name), name)
        self._account.setAccessibleName(self.tr("Account"))
        narrow(self._account)
        for spot, label, control in (
            (Spot.ACCOUNT, self.tr("Account"), self._account),
            (Spot.LANGUAGE, self.tr("Language"), self._language),
        ):
            self._fields[spot] = Field(control, self)
            add_row(self._form, label, self._fields[spot])
        self._fields[Spot.OPTIONS] = Field(self._options, self)
        self._options_head = section(self.tr("Options"), self)
        hint = told(self)
        hint.setText(self.tr("For all who bring none of their own."))
        hint.show()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, RHYTHM, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(self._form)
        column.addSpacing(RHYTHM)
        column.addWidget(section(self.tr("Consent"), self))
        column.addWidget(hint)
        column.addWidget(self.consent)
        column.addSpacing(RHYTHM)
        column.addWidget(self._options_head)
        column.addWidget(self._fields[Spot.OPTIONS])
        column.addStretch(1)
        line_up(self._form, self.consent.rows)

    def _connect(self) -> None:
        self._account.currentIndexChanged.connect(lambda _: self._take_account())
        self._language.changed.connect(self._changed)
        self._options.changed.connect(self._changed)
        self.consent.changed.connect(self.consent_changed)
