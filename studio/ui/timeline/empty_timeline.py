"""What stands where the clips will be while nothing is voiced."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.ui.empty_page import EmptyPage


class EmptyTimeline(EmptyPage):
    """Says that nothing is voiced yet, and how to change that."""

    voice_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._voice = self.add_button(self.tr("Voice the missing lines"))
        self._voice.clicked.connect(lambda *_: self.voice_requested.emit())
        self.setFocusProxy(self._voice)

    def explain(self, *, written: bool, can_voice: bool) -> None:
        """Say what is missing: lines, or their takes."""
        if written:
            words = self.tr("Voiced lines appear here as clips, one lane a character.")
            self.say(self.tr("Nothing is voiced yet"), words)
        else:
            words = self.tr("Write the script; voiced lines appear here as clips.")
            self.say(self.tr("This episode has no spoken lines"), words)
        self._voice.setVisible(written and can_voice)
