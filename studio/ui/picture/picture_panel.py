"""The panel of the reference video: what is seen where the sound is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.audio.beds import BedSounds
from studio.audio.picture.facts import Picture, picture_of
from studio.audio.picture.frames import Frame, fitted
from studio.bridge import TaskScope
from studio.errors import AudioError, AudioProblem, StudioError
from studio.model.bed import Bed, BedKind
from studio.model.span import SAMPLE_RATE, samples_of
from studio.ui.beds.bed_desk import BedDesk
from studio.ui.picture.frame_feed import FrameFeed, Wish
from studio.ui.picture.picture_view import PictureView
from studio.ui.timecode import clock
from studio.wording import sentence

RESIZED_MS = 150
"""Rest after the panel was resized, before frames of another size are asked for."""

WIDEST, HIGHEST = 1280, 720
"""Pixels of a frame at most: more would be copied than a core has time for."""


class PicturePanel(QWidget):
    """Shows the video under the playhead; there is no sound in it, that is a bed of the mix."""

    def __init__(
        self,
        desk: BedDesk,
        sounds: BedSounds,
        tasks: TaskScope,
        add_video: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sounds = sounds
        self._tasks = tasks
        self._feed = FrameFeed(self)
        self._pictures: dict[Path, Picture | StudioError] = {}
        self._looking: set[Path] = set()
        self._position = 0
        self._videos: list[Bed] = []
        self._wanted = False
        self._build(add_video)
        self._feed.came.connect(self._show_frame)
        self._feed.failed.connect(self._say)
        self.refresh()

    @property
    def view(self) -> PictureView:
        """Where the frames are drawn."""
        return self._view

    def set_position(self, sample: int) -> None:
        """Show what is seen at a place of the timeline."""
        self._position = sample
        if self.isVisible() and self._videos:
            self._wish(self._videos)

    def refresh(self) -> None:
        """Show what is seen now: the videos or their places may be others."""
        videos = [bed for bed in self._desk.beds if bed.kind is BedKind.VIDEO and bed.path]
        self._videos = videos
        self._add.setVisible(not videos)
        if not videos:
            self._nothing(self.tr("No reference video in this episode."))
            return
        for bed in videos:
            self._know(bed)
        if self.isVisible():
            self._wish(videos)

    def close_feed(self) -> None:
        """End the program that decodes."""
        self._feed.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody saw it."""
        super().showEvent(event)
        self.refresh()

    def _build(self, add_video: QAction) -> None:
        self.setAccessibleName(self.tr("Reference video"))
        self._view = PictureView(self)
        self._add = QPushButton(add_video.text(), self)
        self._add.clicked.connect(add_video.trigger)
        self.setFocusProxy(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._view, 1)
        column.addWidget(self._add)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESIZED_MS)
        self._rest.timeout.connect(self.refresh)
        self._view.resized.connect(self._rest.start)

    def _know(self, bed: Bed) -> None:
        path = self._sounds.path(bed)
        if path is None or path in self._looking:
            return
        known = self._pictures.get(path)
        if known is None or (isinstance(known, AudioError) and _may_come_back(known)):
            self._looking.add(path)
            self._tasks.start(self._look(path))

    async def _look(self, path: Path) -> None:
        try:
            found = await asyncio.to_thread(_looked_at, path)
        finally:
            self._looking.discard(path)
        self._pictures[path] = found
        if self.isVisible() and self._videos:
            self._wish(self._videos)

    def _wish(self, videos: list[Bed]) -> None:
        """Ask for the frame under the playhead."""
        trouble, unknown = None, False
        for bed in videos:
            path = self._sounds.path(bed)
            found = self._pictures.get(path) if path else None
            if isinstance(found, StudioError):
                trouble = found
            elif path is None or found is None:
                unknown = True
            else:
                at = self._seconds(bed, found)
                if at is not None:
                    self._ask(path, found, at)
                    return
        if unknown:
            self._nothing(self.tr("Looking at the video…"))
        elif trouble is not None:
            self._say(trouble)
        else:
            self._nothing(self.tr("There is no picture at this place."))

    def _ask(self, path: Path, picture: Picture, at: float) -> None:
        ratio = self.devicePixelRatioF()
        across = min(round(self._view.width() * ratio), WIDEST)
        down = min(round(self._view.height() * ratio), HIGHEST)
        self._wanted = True
        self._view.show_words("")
        self._view.show_time(clock(samples_of(at)))
        self._feed.look_at(Wish(path, picture, at, *fitted(picture, across, down)))

    def _seconds(self, bed: Bed, picture: Picture) -> float | None:
        """The place in the video that is seen now, None before and after it."""
        whole = samples_of(picture.seconds)
        cut = bed.source_span
        first, last = (cut.start, min(cut.end, whole)) if cut else (0, whole)
        at = self._position - bed.start + first
        return at / SAMPLE_RATE if first <= at < last else None

    def _show_frame(self, frame: Frame) -> None:
        if self._wanted:
            self._view.show_frame(frame)

    def _say(self, error: StudioError) -> None:
        self._nothing(sentence(error, self.tr))

    def _nothing(self, words: str) -> None:
        self._wanted = False
        self._view.clear()
        self._view.show_time("")
        self._view.show_words(words)


def _looked_at(path: Path) -> Picture | StudioError:
    """The picture of a file, or why it has none. In a worker thread."""
    if not path.exists():
        return AudioError(AudioProblem.BED_MISSING, str(path))
    try:
        return picture_of(path)
    except AudioError as error:
        return error


def _may_come_back(error: AudioError) -> bool:
    return error.problem is AudioProblem.BED_MISSING
