"""A field with the name of a voice in it; it opens the browser."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.casting.catalogue import Catalogue
from studio.model.cast import Casting
from studio.ui.languages import language_name
from studio.ui.theme import RHYTHM, icon, mark
from studio.ui.voices.names import about_voice, engine_name, voice_name

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class VoiceField(QPushButton):
    """Enter or a click opens the browser, a letter opens it with this letter searched for."""

    voice_wanted = Signal(str)
    """The person wants another voice; with the letter that was typed."""

    def __init__(self, catalogue: Catalogue, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._label = self.tr("Voice in {language}").format(language=language_name(language))
        self._words = ""
        mark(self, "field")
        self.setIcon(icon("search"))
        self.setIconSize(QSize(14, 14))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(RHYTHM * 12)
        self.clicked.connect(lambda: self.voice_wanted.emit(""))
        self.show_casting(None)

    def show_casting(self, casting: Casting | None) -> None:
        """Show the voice of a casting, and say so where the catalogue does not have it."""
        if casting is None:
            self._show(self.tr("not cast"), self._label)
            return
        known = self._catalogue.find(casting.engine, casting.voice)
        if known is not None:
            self._show(known.name, f"{about_voice(known)}\n{known.id}")
            return
        if self._catalogue.gone(casting.engine, casting.voice):
            told = self.tr("{engine} does not have this voice any more. Choose another one.")
            name = voice_name(self._catalogue, casting.engine, casting.voice)
            self._show(name, told.format(engine=engine_name(casting.engine)))
            return
        gone = self.tr("{voice} (not in the catalogue)").format(voice=casting.voice)
        why = self.tr("{engine} does not list this voice now. It is used as it is.")
        self._show(gone, why.format(engine=engine_name(casting.engine)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the browser; Space plays in the window and is left alone."""
        text = event.text()
        plain = not event.modifiers() & _COMMANDS
        if event.key() in _ENTER:
            self.click()
        elif plain and text.isprintable() and text.strip():
            self.voice_wanted.emit(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long name gives way."""
        super().resizeEvent(event)
        self._fit()

    def _show(self, words: str, tip: str) -> None:
        self._words = words
        self.setToolTip(tip)
        self.setAccessibleName(self._label)
        self.setAccessibleDescription(words)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.iconSize().width() - RHYTHM * 5
        # In the middle: at the end stands that a voice is gone.
        elide = Qt.TextElideMode.ElideMiddle
        text = self.fontMetrics().elidedText(self._words, elide, max(room, RHYTHM * 4))
        self.setText(text.replace("&", "&&"))
