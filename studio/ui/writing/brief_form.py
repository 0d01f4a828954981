"""The form of a brief: what is to be written, for whom, and how long."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.model.outline import Brief
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM, mark, script_font
from studio.ui.writing.brief_words import LANGUAGES, presets, ratings
from studio.writing.generating.briefs import (
    LEAST_SECONDS,
    LEAST_SPEECH,
    MOST_CAST,
    MOST_EPISODES,
    MOST_SECONDS,
)
from studio.writing.generating.presets import PRESETS, Preset, preset_named

FEW_ROWS = 3


class BriefForm(QWidget):
    """Holds what was typed as it is; whether it can be used is for whoever asks."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = Brief()
        self._idea = self._text(self.tr("Idea"), self.tr("What happens, to whom, and why it hurts"))
        self._idea.setFont(script_font())
        self._preset = QComboBox(self)
        self._language = QComboBox(self)
        self._genre = self._line(self.tr("Genre"), self.tr("Revenge, romance, mystery…"))
        self._audience = self._line(self.tr("Audience"), self.tr("Who watches"))
        self._tone = self._line(self.tr("Tone"), self.tr("Fast and bitter, warm, dry…"))
        self._rating = QComboBox(self)
        self._episodes = self._number(self.tr("Episodes"), 1, MOST_EPISODES)
        self._seconds = self._number(
            self.tr("Seconds of an episode"), LEAST_SECONDS, MOST_SECONDS, self.tr(" s")
        )
        self._cast = self._number(self.tr("Characters"), 1, MOST_CAST)
        self._speech = self._number(
            self.tr("Share of the time in which somebody speaks"),
            round(LEAST_SPEECH * 100), 100, self.tr(" %"),
        )  # fmt: skip
        self._must = self._text(self.tr("Must have"), self.tr("What has to happen or be said"))
        self._must_not = self._text(self.tr("Must not"), self.tr("What has no place in it"))
        self._build()
        self._connect()

    def brief(self) -> Brief:
        """What stands in the form."""
        return replace(
            self._before,
            idea=self._idea.toPlainText(),
            preset=self._preset.currentData() or "",
            language=self._chosen_language(),
            genre=self._genre.text(),
            audience=self._audience.text(),
            tone=self._tone.text(),
            rating=self._rating.currentText(),
            episodes=self._episodes.value(),
            seconds=self._seconds.value(),
            cast_size=self._cast.value(),
            speech=self._speech.value() / 100,
            must_have=self._must.toPlainText(),
            must_not=self._must_not.toPlainText(),
        )

    def show_brief(self, brief: Brief) -> None:
        """Go on with a brief."""
        with QSignalBlocker(self):
            self._before = brief
            preset = preset_named(brief.preset)
            self._preset.setCurrentIndex(max(0, self._preset.findData(preset.name)))
            self._idea.setPlainText(brief.idea)
            for field, words in (
                (self._genre, brief.genre),
                (self._audience, brief.audience),
                (self._tone, brief.tone),
            ):
                field.setText(words)
            self._rating.setEditText(brief.rating)
            self._must.setPlainText(brief.must_have)
            self._must_not.setPlainText(brief.must_not)
            self._show_language(brief.language)
            self._show_sizes(brief)
        self._show_rules(preset_named(brief.preset))

    def fix_language(self, language: str) -> None:
        """Show a language that cannot be another one, as the script is written in it."""
        self._show_language(language)
        self._language.setEnabled(False)
        self._language.setToolTip(self.tr("The script has lines in this language already."))

    def focus_idea(self) -> None:
        """Put the keys where one begins."""
        self._idea.setFocus()

    def _show_sizes(self, brief: Brief) -> None:
        self._episodes.setValue(brief.episodes)
        self._seconds.setValue(brief.seconds)
        self._cast.setValue(brief.cast_size)
        self._speech.setValue(round(brief.speech * 100))

    def _show_language(self, code: str) -> None:
        at = self._language.findData(code)
        if at < 0:
            self._language.addItem(language_name(code), code)
            at = self._language.count() - 1
        self._language.setCurrentIndex(at)

    def _chosen_language(self) -> str:
        """The code of the language; what was typed, where it is none of those offered."""
        typed = self._language.currentText().strip()
        at = self._language.findText(typed, Qt.MatchFlag.MatchFixedString)
        return self._language.itemData(at) if at >= 0 else typed

    def _choose_preset(self) -> None:
        preset = preset_named(self._preset.currentData() or "")
        self._show_sizes(preset.brief("", ""))
        self._show_rules(preset)
        self.changed.emit()

    def _show_rules(self, preset: Preset) -> None:
        self._preset.setToolTip("\n".join(f"• {rule}" for rule in preset.rules))

    def _build(self) -> None:
        self._fill_boxes()
        left = QVBoxLayout()
        left.setSpacing(RHYTHM)
        for name, text, share in (
            (self.tr("Idea"), self._idea, 5),
            (self.tr("Must have"), self._must, 2),
            (self.tr("Must not"), self._must_not, 2),
        ):
            label = QLabel(name, self)
            label.setBuddy(text)
            mark(label, "section")
            left.addWidget(label)
            left.addWidget(text, share)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(RHYTHM * 4)
        row.addLayout(left, 5)
        row.addLayout(self._build_fields(), 4)

    def _build_fields(self) -> QVBoxLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(RHYTHM * 2)
        form.setVerticalSpacing(RHYTHM)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Kind"), self._preset)
        form.addRow(self.tr("Language"), self._language)
        form.addRow(self.tr("Genre"), self._genre)
        form.addRow(self.tr("Audience"), self._audience)
        form.addRow(self.tr("Tone"), self._tone)
        form.addRow(self.tr("Rating"), self._rating)
        sizes = QGridLayout()
        sizes.setHorizontalSpacing(RHYTHM * 2)
        sizes.setVerticalSpacing(RHYTHM // 2)
        for place, (name, number) in enumerate(
            (
                (self.tr("Episodes"), self._episodes),
                (self.tr("Each takes"), self._seconds),
                (self.tr("Characters"), self._cast),
                (self.tr("Spoken"), self._speech),
            )
        ):
            label = QLabel(name, self)
            label.setBuddy(number)
            mark(label, "caption")
            top, column = 2 * (place // 2), place % 2
            sizes.addWidget(label, top, column)
            sizes.addWidget(number, top + 1, column)
        fields = QVBoxLayout()
        fields.addLayout(form)
        fields.addSpacing(RHYTHM * 2)
        fields.addLayout(sizes)
        fields.addStretch(1)
        return fields

    def _fill_boxes(self) -> None:
        for name, preset in presets():
            self._preset.addItem(name, preset.name)
        for code in LANGUAGES:
            self._language.addItem(language_name(code), code)
        for rating in ratings():
            self._rating.addItem(rating)
        for box, name in (
            (self._preset, self.tr("Kind of script")),
            (self._language, self.tr("Language")),
            (self._rating, self.tr("Rating")),
        ):
            box.setAccessibleName(name)
            narrow(box)
        for box, proposed in (
            (self._language, self.tr("A language or its code")),
            (self._rating, self.tr("Whom it is fit for")),
        ):
            typed = QLineEdit(box)
            typed.setPlaceholderText(proposed)
            typed.setAccessibleName(box.accessibleName())
            box.setLineEdit(typed)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

    def _connect(self) -> None:
        self._preset.activated.connect(self._choose_preset)
        for text in (self._idea, self._must, self._must_not):
            text.textChanged.connect(self.changed)
        for line in (self._genre, self._audience, self._tone):
            line.textChanged.connect(self.changed)
        for box in (self._language, self._rating):
            box.editTextChanged.connect(self.changed)
        for number in (self._episodes, self._seconds, self._cast, self._speech):
            number.valueChanged.connect(self.changed)

    def _text(self, name: str, proposed: str) -> QPlainTextEdit:
        text = QPlainTextEdit(self)
        text.setAccessibleName(name)
        text.setPlaceholderText(proposed)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(text.fontMetrics().lineSpacing() * FEW_ROWS + RHYTHM * 2)
        return text

    def _line(self, name: str, proposed: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(proposed)
        return line

    def _number(self, name: str, least: int, most: int, suffix: str = "") -> QSpinBox:
        number = QSpinBox(self)
        number.setAccessibleName(name)
        number.setToolTip(name)
        number.setRange(least, most)
        number.setSuffix(suffix)
        number.lineEdit().setTextMargins(RHYTHM // 2, 0, 0, 0)
        return number


def first_brief(language: str) -> Brief:
    """The brief somebody begins with who has none yet."""
    return next(iter(PRESETS.values())).brief("", language)
