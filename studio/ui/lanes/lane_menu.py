"""The menu of a lane: what its strip has no room for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from studio.model.ids import CharacterId
from studio.ui.lanes.effect_names import effects
from studio.ui.lanes.lane_desk import LaneDesk

HEIGHTS = (0.6, 1.0, 1.6, 2.5)
"""Heights to choose from, as multiples of the usual one."""


def lane_menu(desk: LaneDesk, character: CharacterId | None, parent: QWidget) -> QMenu:
    """Everything that can be done to a lane; it goes when it is closed."""
    menu, lane = QMenu(parent), desk.lane(character)
    menu.setAccessibleName(menu.tr("Lane {name}").format(name=desk.name_of(character)))

    def toggle(text: str, on: bool, run: Callable[[bool], object]) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(run)

    toggle(menu.tr("Mute"), lane.muted, lambda on: desk.mute(character, on))
    toggle(menu.tr("Solo"), lane.soloed, lambda on: desk.solo(character, on))
    menu.addAction(menu.tr("Hear all lanes"), desk.unsolo_all)
    menu.addSeparator()
    fill_effects(
        menu.addMenu(menu.tr("Effect")),
        lane.effect,
        menu.tr("No effect"),
        lambda effect: desk.use_effect(character, effect),
    )
    menu.addAction(menu.tr("Reset gain and pan"), lambda: desk.reset_level(character))
    menu.addSeparator()
    menu.addAction(menu.tr("Colour…"), lambda: _ask_colour(desk, character, parent))
    plain = menu.addAction(menu.tr("Colour of the cast"), lambda: desk.colour(character, ""))
    plain.setEnabled(bool(lane.colour))
    toggle(menu.tr("Folded"), lane.collapsed, lambda on: desk.collapse(character, on))
    _fill_heights(menu.addMenu(menu.tr("Height")), desk, character)
    menu.addAction(menu.tr("Fold all lanes"), lambda: desk.collapse_all(True))
    menu.addAction(menu.tr("Unfold all lanes"), lambda: desk.collapse_all(False))
    for action in menu.actions():
        action.setEnabled(action.isEnabled() and desk.editable)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def fill_effects(
    menu: QMenu, chosen: str, nothing: str, choose: Callable[[str], object], *, none: str = ""
) -> None:
    """One entry for each effect, the chosen one marked; the first is called `nothing`.

    `none` is what the effect is called that is none at all, where the first one means another.
    """
    group = QActionGroup(menu)
    entries = [("", nothing), *([("none", none)] if none else []), *effects()]
    for effect, name in entries:
        action = QAction(name, menu)
        action.setCheckable(True)
        action.setChecked(effect == chosen)
        action.triggered.connect(lambda _=False, effect=effect: choose(effect))
        group.addAction(action)
        menu.addAction(action)
        if effect in ("", "none") and (effect == "none" or not none):
            menu.addSeparator()


def _fill_heights(menu: QMenu, desk: LaneDesk, character: CharacterId | None) -> None:
    names = (menu.tr("Low"), menu.tr("Usual"), menu.tr("High"), menu.tr("Highest"))
    now = desk.lane(character).height
    for name, height in zip(names, HEIGHTS, strict=True):
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(height == now)
        action.triggered.connect(lambda _=False, height=height: desk.stretch(character, height))


def _ask_colour(desk: LaneDesk, character: CharacterId | None, parent: QWidget) -> None:
    dialog = QColorDialog(QColor(desk.lane(character).colour or "#7aa2ff"), parent)
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setWindowTitle(dialog.tr("Colour of {name}").format(name=desk.name_of(character)))
    dialog.colorSelected.connect(lambda colour: desk.colour(character, colour.name()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
