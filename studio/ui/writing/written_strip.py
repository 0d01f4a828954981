"""Offers the episode that is being written while another one is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from studio.model.episode import Episode
from studio.ui.icon_label import IconLabel
from studio.ui.theme import RHYTHM, mark


class WrittenStrip(QFrame):
    """Seen only while lines come elsewhere; it takes nobody there by itself."""

    show_requested = Signal(str)
    """The episode that is being written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._episode: Episode | None = None
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._go = QPushButton(self.tr("Show it"), self)
        self._go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._go.clicked.connect(self._show)
        mark(self, "banner-ready")
        row = QHBoxLayout(self)
        row.setContentsMargins(RHYTHM + RHYTHM // 2, RHYTHM // 2, RHYTHM, RHYTHM // 2)
        row.setSpacing(RHYTHM)
        row.addWidget(IconLabel("pen", 16, self))
        row.addWidget(self._words, 1)
        row.addWidget(self._go)
        self.hide()

    def offer(self, episode: Episode | None) -> None:
        """Offer an episode, None when nothing is written elsewhere."""
        self.setVisible(episode is not None)
        if episode is None or episode is self._episode:
            return
        self._episode = episode
        name = f"{episode.number}  {episode.title}".strip()
        self._words.setText(self.tr("Being written: {episode}").format(episode=name))

    def _show(self) -> None:
        if self._episode is not None:
            self.show_requested.emit(self._episode.id)
