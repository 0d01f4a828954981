"""The lane of the line in hand by key: mute, solo, louder, fold, and its effect."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from studio.document import Document
from studio.errors import EditRefused
from studio.model.ids import CharacterId, LineId
from studio.model.reel import Reel
from studio.model.shaping import effect
from studio.ui.actions import Actions
from studio.ui.lanes.effect_names import effects
from studio.ui.lanes.lane_desk import LaneDesk
from studio.ui.lanes.lane_menu import fill_effects, lane_menu
from studio.ui.selection import Selection

STEP_DB = 1.0


class LaneActions(QObject):
    """What can be done to the lane of the line in hand, and to the effect of the clips in hand."""

    def __init__(
        self, document: Document, selection: Selection, desk: LaneDesk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._desk = desk
        self._place = parent

    def add_to(self, actions: Actions) -> None:
        """Give every action its id and keys."""

        def add(id: str, text: str, run: Callable[[], object], key: str = "") -> None:
            actions.add(id, text, run, shortcut=key, context=self._place, enabled=self._can_edit)

        add("lane.mute", self.tr("Mute or unmute the lane"), self.toggle_mute, "Ctrl+Alt+U")
        add("lane.solo", self.tr("Solo or unsolo the lane"), self.toggle_solo, "Ctrl+Alt+S")
        add("lane.louder", self.tr("Lane 1 dB louder"), lambda: self.turn(STEP_DB))
        add("lane.softer", self.tr("Lane 1 dB softer"), lambda: self.turn(-STEP_DB))
        add("lane.fold", self.tr("Fold or unfold the lane"), self.toggle_fold)
        add("lane.menu", self.tr("Menu of the lane"), self.open_menu, "Ctrl+Alt+L")
        add("lane.effect", self.tr("Effect of the clip…"), self.open_effects)
        everything = self.tr("Hear all lanes")
        actions.add("lane.unsolo_all", everything, self._desk.unsolo_all, context=self._place)

    def toggle_mute(self) -> None:
        """Silence the lane of the line in hand, or let it sound."""
        character = self._character()
        self._desk.mute(character, not self._desk.lane(character).muted)

    def toggle_solo(self) -> None:
        """Hear the lane of the line in hand alone, or not."""
        character = self._character()
        self._desk.solo(character, not self._desk.lane(character).soloed)

    def toggle_fold(self) -> None:
        """Fold the lane of the line in hand, or unfold it."""
        character = self._character()
        self._desk.collapse(character, not self._desk.lane(character).collapsed)

    def turn(self, by_db: float) -> None:
        """Make the lane of the line in hand louder by decibels."""
        character = self._character()
        self._desk.turn(character, self._desk.lane(character).gain_db + by_db)

    def open_menu(self) -> None:
        """Open the menu of the lane of the line in hand."""
        lane_menu(self._desk, self._character(), self._place).popup(self._middle())

    def open_effects(self) -> None:
        """Ask for the effect of the clips in hand."""
        menu = QMenu(self._place)
        self.fill_clip_effects(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._middle())

    def fill_clip_effects(self, menu: QMenu) -> None:
        """The effects to choose from for the clips in hand, that of their lane among them."""
        lines = self._selection.lines
        episode = self._document.project.episode(self._selection.episode)
        timeline = episode.timeline(self._selection.language)
        used = {timeline.placement(line).effect for line in lines}
        own = used.pop() if len(used) == 1 else None
        lane = self._desk.lane(self._character()).effect
        first = self.tr("As the lane")
        if lane:
            name = dict(effects()).get(lane, lane)
            first = self.tr("As the lane ({effect})").format(effect=name)
        fill_effects(
            menu, "?" if own is None else own, first, self.use_effect, none=self.tr("None")
        )
        menu.setEnabled(self._can_edit())

    def use_effect(self, name: str) -> None:
        """Hear the clips in hand through an effect, through that of their lane when empty."""
        project = self._document.project
        episode = project.episode(self._selection.episode)
        reel = Reel(episode, self._selection.language, project.takes, project.gaps)
        lines: tuple[LineId, ...] = self._selection.lines
        try:
            changed = effect(reel, lines, name)
            self._document.edit(self.tr("Change clip effect"), project.with_episode(changed))
        except EditRefused as refused:
            self._desk.refused.emit(refused)

    def _can_edit(self) -> bool:
        return self._desk.editable and self._selection.line is not None

    def _character(self) -> CharacterId | None:
        line = self._selection.line
        found = self._document.project.find_line(line) if line else None
        return found[1].character if found else None

    def _middle(self) -> QPoint:
        return self._place.mapToGlobal(self._place.rect().center())
