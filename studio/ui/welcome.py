"""What the window shows while nothing is open: the ways to begin, and what was open before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import Actions
from studio.ui.icon_label import IconLabel
from studio.ui.theme import mark_new

if TYPE_CHECKING:
    from studio.ui.recent_list import RecentList

WIDTH = 880
BEGINNINGS = (
    ("file.open_sample", "script"),
    ("file.new", "plus"),
    ("file.open", "folder"),
    ("file.from_brief", "pen"),
    ("file.from_story", "import"),
)


class WelcomePage(QScrollArea):
    """Buttons for the beginnings at the left, recent projects at the right."""

    open_requested = Signal(Path)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Welcome"))
        self._actions = actions
        self._list: RecentList | None = None
        self._nothing = QLabel(self.tr("Projects you open are listed here."), self)
        self._beside = QVBoxLayout()
        self._buttons: list[QPushButton] = []
        self._build()

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List the projects opened before, newest first."""
        if recent and self._list is None:
            self._list = self._make_list()
        if self._list is not None:
            self._list.show_paths(recent)
            self._list.setVisible(bool(recent))
        self._nothing.setVisible(not recent)
        self._buttons[0].setFocus()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget(self)
        mark_new(page, "ground")
        inner = self._inner = QWidget(page)
        inner.setMaximumWidth(WIDTH)
        columns = QHBoxLayout()
        columns.setSpacing(48)
        columns.addLayout(self._build_beginnings(inner), 5)
        columns.addLayout(self._build_recent(inner), 4)
        column = QVBoxLayout(inner)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(40)
        column.addStretch(1)
        column.addLayout(self._build_head(inner))
        column.addLayout(columns)
        column.addStretch(1)
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)
        self.setWidget(page)

    def _build_head(self, parent: QWidget) -> QHBoxLayout:
        sign = IconLabel("understudy", 56, parent)
        name = QLabel("Understudy", parent)
        mark_new(name, "title")
        tagline = QLabel(self.tr("Write it, cast it, hear every line, deliver the tracks."), parent)
        tagline.setWordWrap(True)
        mark_new(tagline, "lead")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(name)
        words.addWidget(tagline)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(sign)
        row.addLayout(words, 1)
        return row

    def _build_beginnings(self, parent: QWidget) -> QVBoxLayout:
        told = {
            "file.open_sample": self.tr("Three short episodes, cast and ready to hear"),
            "file.new": self.tr("An empty script in one new file"),
            "file.open": self.tr("An Understudy project, Fountain or plain text"),
            "file.from_brief": self.tr("A text model plans a series and writes its lines"),
            "file.from_story": self.tr("A text model makes a script of your prose"),
        }
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(_heading(self.tr("Begin"), parent))
        for id, sign in BEGINNINGS:
            button = self._beginning(id, sign, told[id], parent)
            self._buttons.append(button)
            column.addWidget(button)
        column.addSpacing(8)
        hint = QLabel(self.tr("Or drop a script or a project anywhere in this window."), parent)
        hint.setWordWrap(True)
        mark_new(hint, "caption")
        column.addWidget(hint)
        column.addStretch(1)
        return column

    def _beginning(self, id: str, sign: str, told: str, parent: QWidget) -> QPushButton:
        """A wide button: icon, what it does, and a line about it."""
        action = self._actions.get(id)
        button = QPushButton(parent)
        mark_new(button, "card" if self._buttons else "card-primary")
        name = action.text().replace("&", "").rstrip("…")
        button.setAccessibleName(name)
        button.setAccessibleDescription(told)
        button.clicked.connect(action.trigger)
        title, below = QLabel(name, button), QLabel(told, button)
        mark_new(title, "strong")
        mark_new(below, "caption")
        below.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(below)
        row = QHBoxLayout(button)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(IconLabel(sign, 24, button))
        row.addLayout(words, 1)
        return button

    def _build_recent(self, parent: QWidget) -> QVBoxLayout:
        mark_new(self._nothing, "muted")
        self._nothing.setWordWrap(True)
        column = self._beside
        column.setSpacing(8)
        column.addWidget(_heading(self.tr("Recent projects"), parent))
        column.addWidget(self._nothing)
        column.addStretch(0)
        return column

    def _make_list(self) -> RecentList:
        from studio.ui.recent_list import RecentList  # the first start has nothing to list

        recent = RecentList(self._inner)
        recent.open_requested.connect(self.open_requested)
        self._beside.insertWidget(1, recent, 1)
        return recent


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    mark_new(label, "section")
    return label
