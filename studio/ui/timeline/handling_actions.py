"""The ripple switch and what edges catch on, as actions, and as two buttons in the corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from studio.model.moving import Ripple
from studio.ui.actions import Actions
from studio.ui.theme import mark
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.snapping import FRAME_RATES, Lure


class HandlingActions(QObject):
    """Keeps actions and buttons in step with how hands work on the timeline."""

    def __init__(self, handling: Handling, actions: Actions, place: QWidget) -> None:
        super().__init__(place)
        self._handling = handling
        self._actions = actions
        self._place = place
        self._button: QToolButton | None = None
        self._add_ripple()
        self._add_snapping()
        handling.changed.connect(self._show)
        self._show()

    def ripple_button(self, parent: QWidget) -> QToolButton:
        """The switch that says what follows; a press goes on to the next way, its menu has all."""
        button = self._menu_button(parent, [f"ripple.{ripple.name.lower()}" for ripple in Ripple])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(self.tr("Ripple"))
        self._button = button
        self._show()
        return button

    def snap_button(self, parent: QWidget) -> QToolButton:
        """The magnet: on or off, its menu has what catches."""
        lures = [f"snap.{lure.name.lower()}" for lure in Lure]
        grids = [f"snap.frames_{rate}" for rate in (0, *FRAME_RATES)]
        button = self._menu_button(parent, ["snap.on", "", *lures, "", *grids])
        button.setIcon(self._actions.get("snap.on").icon())
        button.setAccessibleName(self.tr("Snapping"))
        button.setToolTip(self.tr("What a dragged edge catches on; Shift lets it go free"))
        return button

    def _menu_button(self, parent: QWidget, ids: list[str]) -> QToolButton:
        button = QToolButton(parent)
        mark(button, "small")
        button.setIconSize(QSize(16, 16))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for id in ids:
            if id:
                menu.addAction(self._actions.get(id))
            else:
                menu.addSeparator()
        button.setMenu(menu)
        return button

    def _add(
        self, id: str, text: str, run: Callable[[], object], key: str = "", icon: str = ""
    ) -> None:
        self._actions.add(
            id,
            text,
            run,
            shortcut=key,
            icon=icon,
            checkable=True,
            context=self._place,
        )

    def _add_ripple(self) -> None:
        names = {
            Ripple.OFF: self.tr("Ripple off: nothing else moves"),
            Ripple.SCENE: self.tr("Ripple this scene"),
            Ripple.TO_PIN: self.tr("Ripple to the next pin"),
        }
        group = QActionGroup(self)
        for number, (ripple, text) in enumerate(names.items(), start=1):
            id = f"ripple.{ripple.name.lower()}"

            def use(ripple: Ripple = ripple) -> None:
                self._handling.use_ripple(ripple)

            self._add(id, text, use, f"Ctrl+Alt+Shift+{number}", "ripple")
            group.addAction(self._actions.get(id))

    def _add_snapping(self) -> None:
        def toggle() -> None:
            rules = self._handling.rules
            self._handling.use_rules(replace(rules, on=not rules.on))

        self._add("snap.on", self.tr("Snap"), toggle, "N", "magnet")
        names = {
            Lure.MARKER: self.tr("Snap to markers"),
            Lure.CUT: self.tr("Snap to picture cuts"),
            Lure.PLAYHEAD: self.tr("Snap to the playhead"),
            Lure.CLIP: self.tr("Snap to other clips"),
            Lure.SPEECH: self.tr("Snap to where speech begins"),
            Lure.GRID: self.tr("Snap to the grid"),
        }
        for lure, text in names.items():

            def lured(lure: Lure = lure) -> None:
                self._handling.toggle_lure(lure)

            self._add(f"snap.{lure.name.lower()}", text, lured)
        group = QActionGroup(self)
        for rate in (0, *FRAME_RATES):

            def use(rate: int = rate) -> None:
                self._handling.use_rules(replace(self._handling.rules, frames=rate))

            text = self.tr("Grid of frames, {n} a second").format(n=rate)
            self._add(f"snap.frames_{rate}", text if rate else self.tr("Grid of the ruler"), use)
            group.addAction(self._actions.get(f"snap.frames_{rate}"))

    def _show(self) -> None:
        """Say on actions and button how it is now."""
        handling, rules = self._handling, self._handling.rules
        for ripple in Ripple:
            action = self._actions.get(f"ripple.{ripple.name.lower()}")
            action.setChecked(ripple is handling.ripple)
        self._actions.get("snap.on").setChecked(rules.on)
        for lure in Lure:
            self._actions.get(f"snap.{lure.name.lower()}").setChecked(lure in rules.lures)
        for rate in (0, *FRAME_RATES):
            self._actions.get(f"snap.frames_{rate}").setChecked(rate == rules.frames)
        if self._button is not None:
            short = {
                Ripple.OFF: self.tr("Off"),
                Ripple.SCENE: self.tr("Scene"),
                Ripple.TO_PIN: self.tr("To pin"),
            }[handling.ripple]
            whole = self._actions.get(f"ripple.{handling.ripple.name.lower()}").text()
            self._button.setText(short)
            self._button.setToolTip(whole)
            self._button.setAccessibleDescription(whole)
            self._button.setIcon(self._actions.get("ripple.off").icon())
