"""Files of sound and video that are dropped on the timeline."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from studio.ui.beds.adding import SUFFIXES


class FileDrops(QObject):
    """Takes the files that are dropped on a panel: their paths, and where."""

    dropped = Signal(object, object)

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what could become a bed; anything else is left to the window."""
        if isinstance(event, QDropEvent):
            paths = _paths(event)
            if not paths:
                return False
            event.acceptProposedAction()
            entering = isinstance(event, QDragEnterEvent | QDragMoveEvent)
            if event.type() is QEvent.Type.Drop and not entering:
                self.dropped.emit(paths, event.position().toPoint())
            return True
        return super().eventFilter(watched, event)


def _paths(event: QDropEvent) -> list[Path]:
    found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in found if path.suffix.casefold() in SUFFIXES]
