"""Chooses languages to translate into: those there are, and any other by name or code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.formats.language import language_code
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.theme import RHYTHM

OFFERED = (
    "en", "de", "fr", "es", "pt-BR", "pt", "it", "nl", "pl", "ro", "cs", "hu", "sv", "da", "nb",
    "fi", "el", "tr", "ru", "uk", "ar", "he", "hi", "id", "ms", "vi", "th", "fil", "ja", "ko",
    "zh", "zh-Hant", "yue",
)  # fmt: skip
"""What dramas are translated into most; any other can be typed."""
_IN_A_ROW = 3


class LanguagePicker(QWidget):
    """A box to tick for each language, and a field to add another one."""

    changed = Signal()

    def __init__(self, source: str, languages: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._source = source
        self._boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(RHYTHM * 2)
        self._grid.setVerticalSpacing(RHYTHM // 2)
        self._other = QComboBox(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._build()
        for code in languages:
            self._offer(code)
        self._fill()

    def chosen(self) -> tuple[str, ...]:
        """The codes of the languages that are ticked, and of one that stands typed."""
        ticked = tuple(code for code, box in self._boxes.items() if box.isChecked())
        typed = self._typed()
        return (*ticked, typed) if typed and typed not in ticked else ticked

    @property
    def unknown(self) -> str:
        """What is typed and no language, empty where all is well."""
        words = self._other.currentText().strip()
        return words if words and not self._typed() else ""

    def choose(self, code: str) -> None:
        """Tick a language, and offer it where it was not."""
        if code and code != self._source:
            if code not in self._boxes:
                self._offer(code)
                self._fill()
            self._boxes[code].setChecked(True)

    def _build(self) -> None:
        narrow(self._other)
        self.setFocusProxy(self._other)
        self._other.setEditable(True)
        self._other.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._other.setMinimumWidth(RHYTHM * 36)
        self._other.setAccessibleName(self.tr("Another language, by name or code"))
        typed = self._other.lineEdit()
        assert typed is not None  # there since it is editable
        typed.setPlaceholderText(self.tr("Another language: name or code"))
        typed.setAccessibleName(self.tr("Another language, by name or code"))
        completer = self._other.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        typed.textChanged.connect(lambda *_: self.changed.emit())
        typed.returnPressed.connect(self._take)
        self._other.activated.connect(lambda *_: self._take())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM)
        column.addLayout(self._grid)
        column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)

    def _offer(self, code: str) -> None:
        box = QCheckBox(language_name(code), self)
        box.setToolTip(code)
        box.toggled.connect(lambda *_: self.changed.emit())
        place = len(self._boxes)
        self._boxes[code] = box
        self.setTabOrder(box, self._other)
        if not place:
            self.setFocusProxy(box)
        self._grid.addWidget(box, place // _IN_A_ROW, place % _IN_A_ROW)
        self._grid.setColumnStretch(_IN_A_ROW, 1)
        self.updateGeometry()

    def _fill(self) -> None:
        """List the languages that are not offered yet."""
        self._other.blockSignals(True)
        self._other.clear()
        for code in OFFERED:
            if code != self._source and code not in self._boxes:
                self._other.addItem(listed_name(code), code)
        self._other.setCurrentIndex(-1)
        self._other.setEditText("")
        self._other.blockSignals(False)

    def _take(self) -> None:
        """Tick what is typed, and be ready for another one."""
        code = self._typed()
        if code:
            self.choose(code)
            self.changed.emit()

    def _typed(self) -> str:
        words = self._other.currentText().strip()
        code = _codes().get(words.casefold(), "") or language_code(words) if words else ""
        return "" if code == self._source else code


@cache
def listed_name(code: str) -> str:
    """A language by its own name and in the words of the program: `Deutsch – German`."""
    own, language = language_name(code), QLocale(code).language()
    known = QLocale.languageToString(language)
    if language is QLocale.Language.C:
        return own
    return own if own.casefold() == known.casefold() else f"{own} – {known}"


@cache
def _codes() -> dict[str, str]:
    """Codes by all the names a person may type."""
    found: dict[str, str] = {}
    for code in OFFERED:
        known = QLocale.languageToString(QLocale(code).language())
        for name in (language_name(code), known, listed_name(code)):
            found.setdefault(name.casefold(), code)
    return found
