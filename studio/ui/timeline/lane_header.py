"""The fixed column that says whose lane each is, with the controls of each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.model.lane import PLAIN_LANE
from studio.ui.lanes.effect_names import effect_name
from studio.ui.lanes.lane_desk import LaneDesk
from studio.ui.lanes.lane_menu import lane_menu
from studio.ui.lanes.strip import Strip, StripState
from studio.ui.theme import Theme
from studio.ui.timeline.board import Lane
from studio.ui.timeline.shelves import Shelves

HEADER_WIDTH = 190


class LaneHeader(QWidget):
    """A strip of controls for each lane, beside what it holds; scrolls up and down only."""

    wheel_turned = Signal(QWheelEvent)
    height_previewed = Signal(int, int)
    """A lane would be so many pixels high; 0 ends that."""

    height_requested = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lanes: tuple[Lane, ...] = ()
        self._facts: tuple[str, ...] = ()
        self._shelves = Shelves()
        self._desk: LaneDesk | None = None
        self._strips: list[Strip] = []
        self.setAccessibleName(self.tr("Lanes"))

    def attach(self, desk: LaneDesk) -> None:
        """Let the strips change the lanes of a document."""
        self._desk = desk
        self.show_settings()

    def show_lanes(self, lanes: tuple[Lane, ...], facts: tuple[str, ...]) -> None:
        """Show these lanes; `facts` says in a few words what each holds."""
        self._lanes, self._facts = lanes, facts
        self.setAccessibleDescription(", ".join(self.name_of(lane) for lane in lanes))
        while len(self._strips) > len(lanes):
            self._strips.pop().deleteLater()
        while len(self._strips) < len(lanes):
            self._strips.append(self._new_strip(len(self._strips)))
        self.show_settings()
        self._place()

    def show_settings(self) -> None:
        """Show gain, pan and the rest as they are in the document."""
        for lane, fact, strip in zip(self._lanes, self._facts, self._strips, strict=True):
            known = self._desk.lane(lane.character) if self._desk else PLAIN_LANE
            strip.show_state(
                StripState(
                    self.name_of(lane),
                    effect_name(known.effect) if known.effect else fact,
                    lane.colour,
                    known.muted,
                    known.soloed,
                    known.gain_db,
                    known.pan,
                    known.collapsed,
                    self._desk is not None and self._desk.editable,
                )
            )

    def show_shelves(self, shelves: Shelves) -> None:
        """Show the lanes at another height or place."""
        if shelves != self._shelves:
            self._shelves = shelves
            self._place()

    def name_of(self, lane: Lane) -> str:
        """What a lane is called."""
        return lane.name or self.tr("No character")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground below the last lane."""
        theme = Theme.of(self)
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.panel)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll up and down."""
        self.wheel_turned.emit(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the strips their width."""
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew with another look."""
        if event.type() is QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _place(self) -> None:
        """Put each strip beside its lane."""
        for number, strip in enumerate(self._strips[: self._shelves.count]):
            top, height = self._shelves.y_of(number), self._shelves.height_of(number)
            strip.setGeometry(0, top, self.width(), height)
            strip.setVisible(True)

    def _new_strip(self, number: int) -> Strip:
        strip = Strip(self)
        strip.height_previewed.connect(lambda height: self.height_previewed.emit(number, height))
        strip.height_requested.connect(lambda height: self.height_requested.emit(number, height))
        strip.height_left.connect(lambda: self.height_previewed.emit(number, 0))
        strip.menu_requested.connect(lambda at: self._open_menu(number, at))
        for signal, change in (
            (strip.mute_requested, lambda desk, who, on: desk.mute(who, on)),
            (strip.solo_requested, lambda desk, who, on: desk.solo(who, on)),
            (strip.gain_requested, lambda desk, who, db: desk.turn(who, db)),
            (strip.pan_requested, lambda desk, who, place: desk.pan(who, place)),
            (strip.collapse_requested, lambda desk, who, on: desk.collapse(who, on)),
        ):
            signal.connect(lambda value, change=change: self._change(number, change, value))
        strip.let_go.connect(lambda: self._desk.end_step() if self._desk else None)
        return strip

    def _change(self, number: int, change: object, value: object) -> None:
        if self._desk is not None and callable(change):
            change(self._desk, self._lanes[number].character, value)
            self.show_settings()

    def _open_menu(self, number: int, at: QPoint) -> None:
        if self._desk is not None:
            lane_menu(self._desk, self._lanes[number].character, self).popup(at)
