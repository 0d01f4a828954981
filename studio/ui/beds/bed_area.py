"""The lanes of beds below the voices: a strip of controls and the bed itself, one to each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.model.bed import Bed
from studio.model.bed_cutting import place_of
from studio.model.ids import BedId
from studio.ui.beds.bed_book import BedBook
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.beds.bed_gestures import Part
from studio.ui.beds.bed_lane import BedLane
from studio.ui.beds.bed_painting import bed_colour
from studio.ui.beds.bed_words import facts_of_bed
from studio.ui.lanes.strip import Strip, StripState
from studio.ui.theme import Theme
from studio.ui.timeline.lane_header import HEADER_WIDTH
from studio.ui.timeline.shelves import COLLAPSED
from studio.ui.timeline.snapping import Magnets
from studio.ui.timeline.view import TimelineView

ROW = 46
"""Pixels of a bed's lane at first."""

MOST_SHARE = 0.4
"""The share of the timeline that beds take at most; more of them are scrolled."""


class _Row(QWidget):
    """One bed: the strip and the lane."""

    def __init__(self, magnets: Callable[[], Magnets], parent: QWidget) -> None:
        super().__init__(parent)
        self.bed: BedId = BedId("")
        self.usual = ROW
        self.folded = False
        self.strip = Strip(self)
        self.strip.setFixedWidth(HEADER_WIDTH)
        self.lane = BedLane(magnets, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(self.lane, 1)

    def fit(self, height: int = 0) -> int:
        """Take the height it has, or another one for now; tells which."""
        self.setFixedHeight(height or (COLLAPSED if self.folded else self.usual))
        return self.height()


class BedArea(QScrollArea):
    """Shows the beds of the episode in hand at the scale of the voices above them."""

    menu_requested = Signal(str, QPoint)
    seek_requested = Signal(int)
    shown_changed = Signal()
    """There are beds now, or none any more, or they end elsewhere."""

    def __init__(self, desk: BedDesk, book: BedBook, view: TimelineView, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._book = book
        self._view = view
        self._panel = parent
        self._rows: list[_Row] = []
        self._build()
        parent.installEventFilter(self)
        book.changed.connect(self.refresh)
        view.zooming.changed.connect(self._show_scale)
        view.horizontalScrollBar().valueChanged.connect(self._show_scale)

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Beds"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(inner)
        self.hide()

    @property
    def end(self) -> int:
        """Where the last bed ends, in samples; 0 without beds."""
        ends = (place_of(bed, self._book.length(bed)).end for bed in self._desk.beds)
        return max(ends, default=0)

    def refresh(self) -> None:
        """Show the beds as they are in the document."""
        beds = self._desk.beds
        while len(self._rows) > len(beds):
            self._rows.pop().deleteLater()
        while len(self._rows) < len(beds):
            self._rows.append(self._new_row())
        solo = any(bed.soloed for bed in beds)
        for row, bed in zip(self._rows, beds, strict=True):
            self._show_bed(row, bed, solo)
        self._fit()
        self.setVisible(bool(beds))
        self._show_scale()
        self.shown_changed.emit()

    def lane(self, bed: BedId) -> BedLane | None:
        """The lane of a bed, None when it is not shown."""
        return next((row.lane for row in self._rows if row.bed == bed), None)

    def set_playhead(self, sample: int) -> None:
        """Show where the sound is, in samples."""
        for row in self._rows:
            row.lane.set_playhead(sample)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a share of the timeline's height, whatever that is."""
        if event.type() is QEvent.Type.Resize and watched is self._panel:
            self._fit()
        return super().eventFilter(watched, event)

    def _show_bed(self, row: _Row, bed: Bed, solo: bool) -> None:
        facts, editable = self._book.facts(bed), self._desk.editable
        row.bed = bed.id
        silent = bed.muted or (solo and not bed.soloed)
        whole = self._book.length(bed)
        row.lane.show_bed(bed, facts, whole, editable=editable, silent=silent)
        row.strip.show_state(
            StripState(
                bed.name,
                facts_of_bed(bed, facts),
                bed_colour(bed.kind, Theme.of(self)).name(),
                bed.muted,
                bed.soloed,
                bed.gain_db,
                bed.pan,
                row.folded,
                editable,
            )
        )

    def _show_scale(self, _: object = None) -> None:
        for row in self._rows:
            row.lane.show_scale(self._view.scale)

    def _fit(self, dragged: _Row | None = None, height: int = 0) -> None:
        wanted = sum(row.fit(height if row is dragged else 0) for row in self._rows)
        room = max(round(self._panel.height() * MOST_SHARE), ROW)
        self.setFixedHeight(min(wanted, room))

    def _new_row(self) -> _Row:
        row = _Row(self._magnets, self)
        self._column.addWidget(row)
        strip, lane, desk = row.strip, row.lane, self._desk
        strip.mute_requested.connect(lambda on: desk.mute(row.bed, on))
        strip.solo_requested.connect(lambda on: desk.solo(row.bed, on))
        strip.gain_requested.connect(lambda db: desk.turn(row.bed, db))
        strip.pan_requested.connect(lambda place: desk.pan(row.bed, place))
        strip.let_go.connect(desk.end_step)
        strip.menu_requested.connect(lambda at: self.menu_requested.emit(row.bed, at))
        strip.collapse_requested.connect(lambda on: self._fold(row, on))
        strip.height_previewed.connect(lambda height: self._fit(row, height))
        strip.height_requested.connect(lambda height: self._stretch(row, height))
        strip.height_left.connect(self._fit)
        lane.changed_by_hand.connect(lambda part, bed: self._change(row.bed, part, bed))
        lane.seek_requested.connect(self.seek_requested)
        lane.removal_requested.connect(lambda: desk.remove(row.bed))
        lane.menu_requested.connect(lambda at: self.menu_requested.emit(row.bed, at))
        lane.wheel_turned.connect(self._view.wheelEvent)
        return row

    def _fold(self, row: _Row, on: bool) -> None:
        row.folded = on
        self.refresh()

    def _stretch(self, row: _Row, height: int) -> None:
        row.usual = height
        self._fit()

    def _change(self, bed: BedId, part: Part | None, wanted: Bed) -> None:
        labels = {
            Part.BODY: self.tr("Move bed"),
            Part.START: self.tr("Trim bed"),
            Part.END: self.tr("Trim bed"),
            Part.FADE_IN: self.tr("Change fade"),
            Part.FADE_OUT: self.tr("Change fade"),
        }
        if part is None:
            self._desk.change(self.tr("Nudge bed"), bed, lambda _: wanted, merge="nudge")
        else:
            self._desk.change(labels[part], bed, lambda _: wanted)

    def _magnets(self) -> Magnets:
        return self._view.magnets(np.ones(len(self._view.board.clips), np.bool_))
