"""The corner of the timeline: zoom, what edges catch on, and what follows a moved clip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from studio.ui.actions import Actions
from studio.ui.theme import mark
from studio.ui.timeline.handling_actions import HandlingActions
from studio.ui.timeline.lane_header import HEADER_WIDTH
from studio.ui.timeline.ruler import RULER_HEIGHT


class Corner(QFrame):
    """Lies above the lanes' names, beside the ruler."""

    def __init__(self, actions: Actions, switches: HandlingActions, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "bar")
        self.setGeometry(0, 0, HEADER_WIDTH, RULER_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(0)
        for name in ("zoom_out", "zoom_in", "fit_episode"):
            button = QToolButton(self)
            mark(button, "small")
            button.setDefaultAction(actions.get(f"timeline.{name}"))
            button.setIconSize(QSize(16, 16))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(switches.snap_button(self))
        row.addWidget(switches.ripple_button(self))
