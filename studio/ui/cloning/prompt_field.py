"""The prompt of a clone: which short recording it is, and the words that are said in it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.casting.making.recordings import Recording
from studio.ui.cloning.form_rows import line_edit, told
from studio.ui.theme import RHYTHM


class PromptField(QWidget):
    """The recording is marked in the editor of samples; its words are written here."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._which = told(self, "muted")
        self._words = line_edit(
            self, self.tr("Words of the prompt"), self.tr("Exactly what is said in it")
        )
        self.setFocusProxy(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(RHYTHM // 2)
        column.addWidget(self._which)
        column.addWidget(self._words)
        self._words.textChanged.connect(self.changed)

    def spoken(self, prompt: Recording | None) -> Recording | None:
        """The recording with the words that stand here."""
        return replace(prompt, words=self._words.text().strip()) if prompt else None

    def show_words(self, words: str) -> None:
        """Show words that were kept."""
        self._words.setText(words)

    def show_recording(self, prompt: Recording | None, most_s: float) -> None:
        """Say which recording is the prompt, or how there would be one."""
        self._words.setVisible(prompt is not None)
        if prompt is None:
            words = self.tr(
                "None. Mark less than {n} s of a recording and choose “Use as Prompt”: the voice "
                "becomes more alike."
            )
            self._which.setText(words.format(n=f"{most_s:g}"))
        else:
            told_of = self.tr("{name}, {n} s")
            self._which.setText(told_of.format(name=prompt.name, n=f"{prompt.edit.seconds:.1f}"))
            if prompt.words and not self._words.text():
                self._words.setText(prompt.words)
        self._which.show()
