"""The timeline panel: the lanes wired to the document and to what is in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from studio.document import Change, Document
from studio.model.ids import LineId
from studio.model.layout import Clip
from studio.model.span import Span
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.lanes.lane_actions import LaneActions
from studio.ui.lanes.lane_desk import LaneDesk
from studio.ui.selection import Selection
from studio.ui.timeline.choosing_actions import ChoosingActions
from studio.ui.timeline.clip_actions import ClipActions
from studio.ui.timeline.clip_edits import ClipEdits
from studio.ui.timeline.clip_menu import clip_menu
from studio.ui.timeline.corner import Corner
from studio.ui.timeline.cut_actions import CutActions
from studio.ui.timeline.empty_timeline import EmptyTimeline
from studio.ui.timeline.episode_clips import EpisodeClips
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.handling_actions import HandlingActions
from studio.ui.timeline.marker_actions import MarkerActions
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.telling import lane_facts, told
from studio.ui.timeline.tightening import Tightening
from studio.ui.timeline.view import TimelineView

GATHER_MS = 60
"""Takes that come within this time are laid out together."""

VOICE_ACTION = "booth.voice_missing"


class TimelinePanel(QWidget):
    """The episode in hand as clips on lanes; each gesture is one edit of the document."""

    seek_requested = Signal(int)
    scrub_requested = Signal(int)
    scrub_ended = Signal()
    range_marked = Signal(object)
    play_requested = Signal(int)
    edit_refused = Signal(object)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        status: LineStatus,
        peaks: PeakSource,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._actions = actions
        where = (selection.episode, selection.language)
        self._clips = EpisodeClips(document.project, *where, status)
        self.handling = Handling(self)
        self._view = TimelineView(self._clips, peaks, self.handling, self)
        self._empty = EmptyTimeline(self)
        in_hand = self._view.clip_in_hand
        self._edits = ClipEdits(document, selection, self._clips, self.handling, in_hand, self)
        self._hands = ClipActions(self._edits, self)
        self._lanes = LaneDesk(document, self)
        self._lane_hands = LaneActions(document, selection, self._lanes, self)
        self._beds = False
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._build()
        self._add_actions()
        Corner(self._actions, self._switches, self._view)
        self._connect(status)
        self._show_clips()
        self._show_chosen()

    @property
    def view(self) -> TimelineView:
        """The lanes."""
        return self._view

    def set_playhead(self, sample: int) -> None:
        """Show where the sound is, in samples."""
        self._view.set_playhead(sample)

    def add_below(self, beds: QWidget) -> None:
        """Show what lies below the voices."""
        self.layout().addWidget(beds)

    def reach(self, end: int, *, beds: bool) -> None:
        """Show the lanes at least as far as a sample, without clips too where there are beds."""
        self._beds = beds
        self._view.zooming.reach(end)
        self._show_page()

    def show_range(self, marked: Span | None) -> None:
        """Show the marked range, or that there is none."""
        self._view.ruler.show_range(marked)

    def follow_playhead(self, on: bool) -> None:
        """Turn the page after the playhead, or stay where one looks."""
        self._view.follows = on

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Timeline"))
        self._view.movable = self._edits.can_write
        self._view.header.attach(self._lanes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._pages = QStackedLayout()
        column.addLayout(self._pages, 1)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)

    def _add_actions(self) -> None:
        zooming = self._view.zooming
        view, clips = self._view, self._clips
        self._hands.add_to(self._actions, self)
        self._lane_hands.add_to(self._actions)
        CutActions(self._edits, self._playhead, self._pieces, self).add_to(self._actions, self)
        choosing = ChoosingActions(
            lambda: clips.board, view.clip_in_hand, self._playhead, self._choose, self
        )
        choosing.add_to(self._actions, self)
        self._marks = MarkerActions(
            self._edits, view.ruler, lambda: clips.markers, self._playhead, self
        )
        self._marks.add_to(self._actions, self)
        tightening = Tightening(self._edits, lambda: clips.reel, self.edit_refused.emit, self)
        tightening.add_to(self._actions, self)
        self._switches = HandlingActions(self.handling, self._actions, self)

        def add(id: str, text: str, run: Callable[[], object], key: str, icon: str = "") -> None:
            self._actions.add(f"timeline.{id}", text, run, shortcut=key, icon=icon, context=self)

        add("zoom_in", self.tr("Zoom in"), zooming.zoom_in, "+; =", "zoom-in")
        add("zoom_out", self.tr("Zoom out"), zooming.zoom_out, "-", "zoom-out")
        add("fit_episode", self.tr("Show the whole episode"), zooming.fit_episode, "Shift+F", "fit")
        add("fit_line", self.tr("Show the line in hand"), self._fit_line, "F")
        add("play_clip", self.tr("Play from the clip"), self._play_clip, "", "play")

    def _connect(self, status: LineStatus) -> None:
        for stop in (
            self._document.listen(self._document_changed),
            status.listen(lambda _: self._states_changed()),
        ):
            self.destroyed.connect(lambda *_, stop=stop: stop())
        self._gathering.timeout.connect(self._follow)
        self._view.seek_requested.connect(self.seek_requested)
        self._view.scrub_requested.connect(self.scrub_requested)
        self._view.scrub_ended.connect(self.scrub_ended)
        self._view.ruler.range_marked.connect(self.range_marked)
        self._view.play_requested.connect(self.play_requested)
        self._view.edit_requested.connect(self._edits.grant)
        self._view.edit_refused.connect(self.edit_refused)
        self._view.piece_taken.connect(self._show_held)
        self._view.lines_chosen.connect(self._choose)
        self._view.menu_requested.connect(self._open_menu)
        self._edits.refused.connect(self.edit_refused)
        self._lanes.refused.connect(self.edit_refused)
        self._view.header.height_requested.connect(self._stretch_lane)
        self._marks.seek_requested.connect(self.seek_requested)
        self._empty.voice_requested.connect(lambda: self._actions.get(VOICE_ACTION).trigger())
        self._selection.episode_selected.connect(lambda _: self._start_over())
        self._selection.language_selected.connect(lambda _: self._start_over())
        self._selection.line_selected.connect(self._reveal)
        self._selection.lines_selected.connect(lambda _: self._show_chosen())
        self._selection.playing_line_changed.connect(
            lambda _: self._view.show_playing(self._selection.playing_line)
        )

    def _document_changed(self, change: Change) -> None:
        if change.before.episodes is change.after.episodes and (
            change.before.takes is not change.after.takes
        ):
            if not self._gathering.isActive():
                self._gathering.start()
            return
        self._follow()

    def _follow(self) -> None:
        """Show the document as it is now."""
        self._gathering.stop()
        self._view.header.show_settings()
        where = (self._selection.episode, self._selection.language)
        if self._clips.show(self._document.project, *where):
            self._show_clips()
        else:
            self._states_changed()

    def _stretch_lane(self, number: int, height: int) -> None:
        """Keep the height of a lane, dragged to so many pixels."""
        zooming, lane = self._view.zooming, self._clips.board.lanes[number]
        zooming.preview_height({})
        self._lanes.stretch(lane.character, height / zooming.lane_height)

    def _states_changed(self) -> None:
        """Draw clips again that may not fit their lines any more, or do so now."""
        self._view.viewport().update()
        self._tell()

    def _start_over(self) -> None:
        """Show another episode or language."""
        self._follow()
        self._view.zooming.start_over()
        self._show_chosen()

    def _show_clips(self) -> None:
        board = self._clips.board
        self._view.header.show_lanes(board.lanes, lane_facts(self, self._clips))
        self._view.show_clips()
        if not board.clips:
            can_voice = self._actions.find(VOICE_ACTION) is not None
            self._empty.explain(written=bool(board.lanes), can_voice=can_voice)
        self._show_page()
        self._hands.describe(self._actions)
        self._tell()

    def _show_page(self) -> None:
        page = self._view if self._clips.board.clips or self._beds else self._empty
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(page)

    def _choose(self, lines: tuple[LineId, ...], in_hand: LineId | None) -> None:
        self._selection.select_lines(lines, in_hand)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._view.show_chosen(frozenset(self._selection.lines), self._selection.line)
        self._show_held()

    def _show_held(self) -> None:
        self._edits.let_go()
        self._hands.describe(self._actions)
        self._tell()

    def _playhead(self) -> int:
        return self._view.playhead

    def _pieces(self) -> list[Clip]:
        """All clips of the lines in hand."""
        board = self._clips.board
        return [board.clips[n] for line in self._edits.lines for n in board.numbers_of(line)]

    def _reveal(self, line: str) -> None:
        self._show_chosen()
        if line:
            self._view.reveal(LineId(line))

    def _tell(self) -> None:
        """Let screen readers say what is in hand."""
        number = self._view.clip_in_hand()
        words = "" if number is None else told(self, self._clips, number)
        self._view.setAccessibleDescription(words)

    def _fit_line(self) -> None:
        number = self._view.clip_in_hand()
        if number is not None:
            self._view.zooming.fit(self._clips.board.span(number))

    def _play_clip(self) -> None:
        number = self._view.clip_in_hand()
        if number is not None:
            self.play_requested.emit(self._clips.board.span(number).start)

    def _open_menu(self, at: QPoint) -> None:
        menu = clip_menu(self._actions, self, self._lane_hands.fill_clip_effects)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
