"""What is seen of the timeline: the clips, the scale, the lines in hand and the playhead."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from studio.model.ids import LineId
from studio.ui.timeline.board import Board
from studio.ui.timeline.clip_painting import ClipPainting
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.geometry import Scale, page_for
from studio.ui.timeline.lane_header import HEADER_WIDTH, LaneHeader
from studio.ui.timeline.look import look_of
from studio.ui.timeline.marker_ruler import MarkerRuler
from studio.ui.timeline.painting import paint_scene
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.ruler import RULER_HEIGHT
from studio.ui.timeline.scene import Scene
from studio.ui.timeline.shelves import Shelves, shelves_of
from studio.ui.timeline.zooming import Zooming


class LaneSight(QAbstractScrollArea):
    """An episode on its lanes; the panel changes what is shown, `paintEvent` draws it.

    It does not move by itself while `in_gesture`.
    """

    seek_requested = Signal(int)
    scrub_requested = Signal(int)
    scrub_ended = Signal()
    play_requested = Signal(int)

    def __init__(self, clips: EpisodeClips, peaks: PeakSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._clips = clips
        self._peaks = peaks
        self._preview: Board | None = None
        self._painting = ClipPainting(clips.words, clips.state, peaks.get)
        self._build()
        self._zooming = Zooming(self, lambda: self.board)
        self._zooming.changed.connect(self.changed_scale)
        self._look = look_of(self, clips.board.lanes)
        self._scene = Scene(
            clips.board, Scale(1.0), Shelves(), self._look, self.devicePixelRatioF(), 0
        )
        self.follows = True
        peaks.loaded.connect(self._peaks_loaded)

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setViewportMargins(HEADER_WIDTH, RULER_HEIGHT, 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.header = LaneHeader(self)
        self.header.height_previewed.connect(self._preview_height)
        self.ruler = MarkerRuler(self)
        self.ruler.seek_requested.connect(self.seek_requested)
        self.ruler.scrub_requested.connect(self.scrub_requested)
        self.ruler.scrub_ended.connect(self.scrub_ended)

    @property
    def board(self) -> Board:
        """The clips as they are drawn."""
        return self._preview or self._clips.board

    @property
    def scale(self) -> Scale:
        """Which sample is where."""
        return self._zooming.scale

    @property
    def shelves(self) -> Shelves:
        """Where the lanes are."""
        top = self.verticalScrollBar().value()
        return shelves_of(self._zooming.heights, top)

    @property
    def zooming(self) -> Zooming:
        """Changes what part of the time is seen, and how large."""
        return self._zooming

    @property
    def playhead(self) -> int:
        """Where the sound is, in samples."""
        return self._scene.playhead

    @property
    def chosen(self) -> frozenset[LineId]:
        """The lines in hand."""
        return self._scene.chosen

    @property
    def in_gesture(self) -> bool:
        """Whether the mouse has begun something that can be taken back."""
        return self.ruler.dragging

    def show_clips(self) -> None:
        """Draw the clips anew: they moved, or are another episode's."""
        self._preview = None
        self._look = look_of(self, self._clips.board.lanes)
        self._zooming.refresh()
        markers = self._clips.markers
        self.ruler.show_marks(markers, self._clips.cuts)
        self._show(look=self._look, markers=tuple(marker.at for marker in markers), hover=None)

    def show_chosen(self, lines: frozenset[LineId], in_hand: LineId | None) -> None:
        """Light the lines in hand."""
        piece = self._scene.piece if in_hand == self._scene.in_hand else None
        self._show(chosen=lines, in_hand=in_hand, piece=piece)

    def show_playing(self, line: LineId | None) -> None:
        """Light the line that sounds."""
        self._show(playing=line)

    def set_playhead(self, sample: int) -> None:
        """Draw the playhead somewhere else and turn the page after it."""
        before = self._scene.playhead
        if sample == before:
            return
        left = page_for(sample, before, self.scale, self.viewport().width())
        self._scene = replace(self._scene, playhead=sample)
        if left is not None and not self.in_gesture and self.follows:
            self.horizontalScrollBar().setValue(left)
        self.ruler.show_playhead(sample)
        for place in (before, sample):
            x = int(self.scale.x_of(place))
            self.viewport().update(QRect(x - 2, 0, 5, self.viewport().height()))

    def reveal(self, line: LineId) -> None:
        """Scroll as little as shows a line's clip."""
        number = self._clips.board.by_line.get(line)
        if number is not None and not self.in_gesture:
            self._zooming.reveal(number)

    def changed_scale(self) -> None:
        """Draw everything at the scale there is now."""
        self.header.show_shelves(self.shelves)
        self.ruler.show_scale(self.scale)
        self.viewport().update()

    def _show(self, **parts: object) -> None:
        self._scene = replace(self._scene, **parts)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that must be painted, then ask for outlines that were not there."""
        scene = replace(
            self._scene,
            board=self.board,
            scale=self.scale,
            shelves=self.shelves,
            ratio=self.devicePixelRatioF(),
        )
        painter = QPainter(self.viewport())
        paint_scene(painter, scene, event.rect(), self._painting)
        painter.end()
        for key in self._painting.missing:
            self._peaks.request(key)
        if self._painting.waveforms.behind:
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give ruler and header their places."""
        super().resizeEvent(event)
        view = self.viewport().geometry()
        self.header.setGeometry(0, view.top(), HEADER_WIDTH, view.height())
        self.ruler.setGeometry(view.left(), 0, view.width(), RULER_HEIGHT)
        self._zooming.refresh()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw another part."""
        self.changed_scale()

    def changeEvent(self, event: QEvent) -> None:
        """Take colours and fonts anew with another look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._painting.forget()
            self._look = look_of(self, self._clips.board.lanes)
            self._show(look=self._look)

    def _preview_height(self, lane: int, height: int) -> None:
        self._zooming.preview_height({lane: height} if height else {})

    def _peaks_loaded(self, _: str) -> None:
        self.viewport().update()
