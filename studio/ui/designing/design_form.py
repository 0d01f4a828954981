"""The form of a designed voice: account, name, description, what it says at once, options."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from studio.casting.making.naming import name_of
from studio.casting.making.ordering import DesignWish
from studio.engines.voice_making import DesignsVoices
from studio.engines.voice_orders import DesignRules
from studio.synthesis.sample_sentences import sample_sentence
from studio.ui.accounts.field import Field
from studio.ui.cloning.form_rows import add_row, form_layout, line_edit
from studio.ui.cloning.options_form import OptionsForm
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM
from studio.ui.voices.names import engine_name


class DesignForm(QWidget):
    """Holds what is wished for; it orders nothing."""

    changed = Signal()

    def __init__(self, engines: Mapping[str, DesignsVoices], parent: QWidget) -> None:
        super().__init__(parent)
        self._engines = dict(engines)
        tr = self.tr
        self._account = QComboBox(self)
        self._account.setAccessibleName(tr("Account"))
        narrow(self._account)
        for name in engines:
            self._account.addItem(engine_name(name), name)
        self._name = line_edit(self, tr("Name"), tr("the first words of the description"))
        self._description = self._text(tr("Description"), 5)
        self._description.setPlaceholderText(
            tr("A woman of sixty, warm and a little hoarse, who speaks slowly and never in doubt")
        )
        self._preview = self._text(tr("What it says at once"), 3)
        self._options = OptionsForm(self)
        self._lay_out()
        self._connect()
        self._options.show_options(self.rules.options)

    @property
    def engine(self) -> DesignsVoices:
        """Who makes the voice."""
        return self._engines[str(self._account.currentData())]

    @property
    def rules(self) -> DesignRules:
        """What that engine needs."""
        return self.engine.design_rules

    def begin(self, engine: str, preview: str) -> None:
        """Begin with an account, if it designs voices, and with words to be said."""
        self._account.setCurrentIndex(max(self._account.findData(engine), 0))
        self._preview.setPlainText(preview or sample_sentence("en"))
        self._description.setFocus()

    def wish(self) -> DesignWish:
        """What is asked for."""
        description = self._description.toPlainText().strip()
        return DesignWish(
            self._name.text().strip() or name_of(description),
            str(self._account.currentData()),
            description,
            self._preview.toPlainText().strip(),
            self._options.values,
        )

    def _text(self, name: str, rows: int) -> QPlainTextEdit:
        text = QPlainTextEdit(self)
        text.setAccessibleName(name)
        text.setTabChangesFocus(True)
        text.setFixedHeight(text.fontMetrics().lineSpacing() * rows + RHYTHM * 2)
        return text

    def _lay_out(self) -> None:
        form, tr = form_layout(), self.tr
        add_row(form, tr("Account"), Field(self._account, self))
        add_row(form, tr("Name"), Field(self._name, self))
        hint = tr("Age, gender, sound, pace and mood, in any language the service reads.")
        add_row(form, tr("Description"), Field(self._description, self, hint=hint))
        add_row(form, tr("It says at once"), Field(self._preview, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(form)
        column.addWidget(self._options)

    def _connect(self) -> None:
        self._account.currentIndexChanged.connect(lambda _: self._take_engine())
        self._description.textChanged.connect(self.changed)
        self._preview.textChanged.connect(self.changed)
        self._name.textChanged.connect(lambda _: self.changed.emit())
        self._options.changed.connect(self.changed)

    def _take_engine(self) -> None:
        self._options.show_options(self.rules.options)
        self.changed.emit()
