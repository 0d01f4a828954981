"""The head of the workspace: what is open, which episode and language, and the next big step."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.document import Change, Document
from studio.model.episode import Episode
from studio.model.project import Project
from studio.ui.actions import Actions, bare_text
from studio.ui.counting import counted
from studio.ui.languages import language_name
from studio.ui.line_counts import LineCounts
from studio.ui.selection import Selection
from studio.ui.theme import icon, mark

TITLE_WIDTHS = (120, 480)
BESIDE_TITLE = 780
"""Pixels the pickers and buttons need at least."""


class Header(QFrame):
    """Pickers that act on the selection, and two buttons for actions the window has."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._title = QLabel(self)
        self._episodes = QComboBox(self)
        self._languages = QComboBox(self)
        self._voice = action_button(actions.get("booth.voice_missing"), self)
        self._export = action_button(actions.get("file.export"), self)
        self._build()
        self._connect()
        self._show_project()
        self.show_missing(LineCounts())

    def show_missing(self, counts: LineCounts) -> None:
        """Say how many lines want a take or, where none does, how the others stand."""
        self._voice.setText(self._to_voice(counts))
        action = self._voice.property("action")
        if isinstance(action, QAction):
            action.setEnabled(counts.to_voice > 0 and not self._document.read_only)

    def _to_voice(self, counts: LineCounts) -> str:
        """The words of the button: what it would do, or why there is nothing to do."""
        tr = self.tr
        if counts.missing and counts.stale:
            both = tr("Voice {missing} missing, {stale} stale")
            return both.format(missing=counts.missing, stale=counts.stale)
        for count, one, many in (
            (counts.missing, tr("Voice 1 missing line"), tr("Voice {n} missing lines")),
            (counts.stale, tr("Voice 1 stale line"), tr("Voice {n} stale lines")),
            (counts.in_booth, tr("Voicing 1 line"), tr("Voicing {n} lines")),
            (counts.failed, tr("1 line failed"), tr("{n} lines failed")),
            (counts.refused, tr("1 line cannot be spoken"), tr("{n} lines cannot be spoken")),
        ):
            if count:
                return counted(count, one, many)
        return tr("All lines are voiced") if self._has_words() else tr("Nothing to voice yet")

    def _has_words(self) -> bool:
        """Whether anything is to be said in the episode and language in hand."""
        language = self._selection.language
        found = (e for e in self._document.project.episodes if e.id == self._selection.episode)
        return any(line.words(language).strip() for e in found for line in e.spoken_lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long title gives way."""
        super().resizeEvent(event)
        self._show_title()

    def _build(self) -> None:
        mark(self, "bar")
        mark(self._title, "heading")
        mark(self._voice, "primary")
        self._voice.setIcon(icon("record-take", QPalette.ColorRole.Window))
        self._episodes.setAccessibleName(self.tr("Episode"))
        self._languages.setAccessibleName(self.tr("Language"))
        for picker, least in ((self._episodes, 20), (self._languages, 10)):
            picker.setMinimumContentsLength(least)
            picker.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            picker.setToolTip(picker.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self._episodes)
        row.addWidget(self._languages)
        row.addStretch(1)
        row.addWidget(self._voice)
        row.addWidget(self._export)

    def _connect(self) -> None:
        self._episodes.activated.connect(
            lambda row: self._selection.select_episode(self._episodes.itemData(row))
        )
        self._languages.activated.connect(
            lambda row: self._selection.select_language(self._languages.itemData(row))
        )
        self._selection.episode_selected.connect(self._show_selection)
        self._selection.language_selected.connect(self._show_selection)
        stop = self._document.listen(self._changed)
        self.destroyed.connect(lambda *_: stop())

    def _changed(self, change: Change) -> None:
        if _shown(change.before) != _shown(change.after):
            self._show_project()

    def _show_project(self) -> None:
        project = self._document.project
        with QSignalBlocker(self._episodes), QSignalBlocker(self._languages):
            self._episodes.clear()
            for episode in project.episodes:
                self._episodes.addItem(self._episode_name(episode), episode.id)
            self._languages.clear()
            for code in project.languages:
                self._languages.addItem(icon("language"), language_name(code), code)
        self._show_title()
        self._show_selection()

    def _show_title(self) -> None:
        project = self._document.project
        title = project.title or self.tr("Untitled")
        least, most = TITLE_WIDTHS
        width = min(max(self.width() - BESIDE_TITLE, least), most)
        metrics = self._title.fontMetrics()
        self._title.setText(metrics.elidedText(title, Qt.TextElideMode.ElideRight, width))
        self._title.setToolTip(title)

    def _show_selection(self) -> None:
        for picker, value in (
            (self._episodes, self._selection.episode),
            (self._languages, self._selection.language),
        ):
            with QSignalBlocker(picker):
                picker.setCurrentIndex(picker.findData(value))

    def _episode_name(self, episode: Episode) -> str:
        if episode.title:
            return f"{episode.number}  {episode.title}"
        return self.tr("Episode {number}").format(number=episode.number)


def action_button(action: QAction, parent: QWidget) -> QPushButton:
    """A push button that triggers an action and is enabled when it is."""
    button = QPushButton(bare_text(action).rstrip("…"), parent)
    button.setIcon(action.icon())
    button.setIconSize(QSize(16, 16))
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.setProperty("action", action)
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button


def _shown(project: Project) -> object:
    """What of a project the header shows."""
    episodes = [(episode.id, episode.number, episode.title) for episode in project.episodes]
    return project.title, project.languages, episodes
