"""The language of a voice, among those its service can be told: chosen, or typed as a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from studio.engines.voice_orders import can_be_told
from studio.formats.language import language_code
from studio.ui.cloning.form_rows import line_edit
from studio.ui.completing import offer_while_typing
from studio.ui.languages import language_name
from studio.ui.narrow_box import narrow
from studio.ui.writing.language_picker import OFFERED, listed_name

_OTHER_CODES = frozenset({"cmn", "in", "iw", "tl", "no"})
"""Codes of languages that are offered under another one."""


class LanguageField(QWidget):
    """Lists what a service knows, the languages at hand first; anything may be typed."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known: tuple[str, ...] = ()
        self._box = QComboBox(self)
        narrow(self._box)
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setAccessibleName(self.tr("Language"))
        self._box.setLineEdit(
            line_edit(self._box, self.tr("Language"), self.tr("A language or its code"))
        )
        offer_while_typing(self._box)
        self.setFocusProxy(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self._box.editTextChanged.connect(lambda _: self.changed.emit())

    @property
    def code(self) -> str:
        """The code of what is chosen or typed; empty for nothing, and for what is unknown."""
        found = self._typed()
        return found if found and self._is_known(found) else ""

    @property
    def unknown(self) -> str:
        """What is typed and the service cannot be told, empty where all is well."""
        words = self._box.currentText().strip()
        return words if words and not self.code else ""

    def offer(self, known: Sequence[str], at_hand: Sequence[str]) -> None:
        """Offer the codes a service knows (none is any), those of the project first."""
        self._known = tuple(known)
        typed = self._box.currentText()
        with QSignalBlocker(self._box):
            self._box.clear()
            for code in dict.fromkeys(self._offered(at_hand)):
                self._box.addItem(listed_name(code), code)
            self._box.setCurrentIndex(-1)
            self._box.setEditText(typed)

    def show_code(self, code: str) -> None:
        """Show a language, also one that is not offered."""
        at = self._box.findData(code)
        if at >= 0:
            self._box.setCurrentIndex(at)
        else:
            self._box.setEditText(code)

    def _offered(self, at_hand: Sequence[str]) -> Iterator[str]:
        yield from (code for code in at_hand if self._is_known(code))
        usual = [code for code in OFFERED if self._is_known(code)]
        yield from usual
        others = [c for c in self._known if c not in usual and c not in _OTHER_CODES]
        yield from sorted(others, key=language_name)

    def _is_known(self, code: str) -> bool:
        """Whether the service can be told; `en-GB` is told as `en`."""
        return can_be_told(code, self._known)

    def _typed(self) -> str:
        words = self._box.currentText().strip().replace("_", "-")
        at = self._box.findText(words, Qt.MatchFlag.MatchFixedString)
        if not words or at >= 0:
            return str(self._box.itemData(at) or "") if words else ""
        wanted = words.casefold()
        for row in range(self._box.count()):
            code = str(self._box.itemData(row))
            in_english = QLocale.languageToString(QLocale(code).language())
            if wanted in (code.casefold(), language_name(code).casefold(), in_english.casefold()):
                return code
        return language_code(words)
