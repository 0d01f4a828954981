"""The line under a casting: how many voiced lines follow it, and what a change of it costs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from studio.model.ids import CharacterId
from studio.model.project import Project
from studio.synthesis.changing import Standing, standing_of
from studio.synthesis.plan import Engines
from studio.ui.steps import NewestSteps
from studio.ui.theme import mark
from studio.ui.voices.stale_words import standing_words


class StandingNote(QLabel):
    """Empty, and away, for whoever has no take."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._steps = NewestSteps(self)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName(self.tr("Lines with this voice"))
        self.hide()

    def show_for(
        self, project: Project, character: CharacterId | None, language: str, engines: Engines
    ) -> None:
        """Find out how a character's lines stand; what stands here stays until it is known."""
        if character is None:
            self._steps.forget()
            self._show(Standing())
            return
        self._steps.ask(standing_of(project, character, language, engines), self._show)

    def _show(self, standing: Standing) -> None:
        self.setText(standing_words(standing))
        mark(self, "stale" if standing.stale.lines else "caption")
        self.setVisible(bool(self.text()))
