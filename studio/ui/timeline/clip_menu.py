"""The menu of the clips in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui.actions import Actions

_GROUPS = (
    ("timeline.play_clip",),
    ("clip.pin", "clip.lock", "clip.mute", "clip.louder", "clip.softer", "clip.level"),
    ("cut.split", "cut.merge", "cut.whole", "cut.duplicate", "cut.remove"),
)
_FADES = ("fade.none", "fade.short", "fade.middle", "fade.long")
_TEMPI = ("tempo.quicker", "tempo.slower", "tempo.own")
_LAST = ("choose.after", "choose.character", "timeline.fit_line")


def clip_menu(actions: Actions, parent: QWidget, fill_effects: Callable[[QMenu], None]) -> QMenu:
    """What can be done to the clips in hand; it goes with its parent, or when it is hidden."""
    menu = QMenu(parent)
    for group in _GROUPS:
        for id in group:
            menu.addAction(actions.get(id))
        menu.addSeparator()
    for title, ids in (
        (QCoreApplication.translate("ClipMenu", "Fades"), _FADES),
        (QCoreApplication.translate("ClipMenu", "Tempo"), _TEMPI),
    ):
        inner = menu.addMenu(title)
        for id in ids:
            inner.addAction(actions.get(id))
    fill_effects(menu.addMenu(QCoreApplication.translate("ClipMenu", "Effect")))
    menu.addSeparator()
    for id in _LAST:
        menu.addAction(actions.get(id))
    return menu
