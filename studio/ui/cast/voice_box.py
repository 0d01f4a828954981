"""The choice of a voice for one character in one language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from studio.engines.speech import Voice
from studio.model.cast import Casting
from studio.ui.languages import language_name


class VoiceBox(QComboBox):
    """The voices that speak a language; a voice nobody offers any more is shown by its id."""

    voice_chosen = Signal(str, str)
    """Engine and voice, chosen by the person."""

    def __init__(self, voices: Sequence[Voice], language: str, parent: QWidget) -> None:
        super().__init__(parent)
        name = language_name(language)
        self.setAccessibleName(self.tr("Voice in {language}").format(language=name))
        self.setToolTip(self.accessibleName())
        self.setPlaceholderText(self.tr("not cast"))
        narrow(self)
        for voice in voices:
            if voice.speaks(language):
                about = ", ".join(part for part in (voice.gender, voice.age, voice.style) if part)
                self.addItem(voice.name, (voice.engine, voice.id))
                self.setItemData(self.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self._offered = self.count()
        self.activated.connect(lambda _: self.voice_chosen.emit(*self.currentData()))

    def show_casting(self, casting: Casting | None) -> None:
        """Show the voice of a casting."""
        wanted = (casting.engine, casting.voice) if casting else None
        with QSignalBlocker(self):
            while self.count() > self._offered:
                self.removeItem(self.count() - 1)
            known = [tuple(self.itemData(row)) for row in range(self.count())]
            if casting and wanted not in known:
                self.addItem(casting.voice, wanted)
                known.append((casting.engine, casting.voice))
            self.setCurrentIndex(known.index(wanted) if wanted else -1)


def narrow(box: QComboBox) -> None:
    """Let a box be as narrow as its place is, however long its entries are."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
