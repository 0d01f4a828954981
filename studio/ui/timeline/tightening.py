"""Makes the episode in hand fit a time: asks for it, and makes one edit of what is agreed to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.model.reel import Reel
from studio.model.tightening import with_tightness
from studio.ui.actions import Actions
from studio.ui.timeline.clip_edits import ClipEdits
from studio.ui.timeline.tighten_dialog import TightenDialog


class Tightening(QObject):
    """The way to a shorter episode."""

    def __init__(
        self,
        edits: ClipEdits,
        reel: Callable[[], Reel],
        report: Callable[[BaseException], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self._reel = reel
        self._report = report
        self._over = parent

    def add_to(self, actions: Actions, place: QWidget) -> None:
        """Add the action, working while `place` has the focus."""
        actions.add(
            "timeline.tighten",
            self.tr("Tighten the episode…"),
            self.ask,
            shortcut="Shift+T",
            icon="shorter",
            context=place,
            enabled=lambda: self._edits.can_write,
        )

    def ask(self) -> None:
        """Ask how long the episode may be."""
        dialog = TightenDialog(self._reel(), self._report, self._over)

        def tighten() -> None:
            tightness, label = dialog.tightness, self.tr("Tighten the episode")
            self._edits.edit(label, lambda reel: with_tightness(reel, tightness).episode)

        dialog.accepted.connect(tighten)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
