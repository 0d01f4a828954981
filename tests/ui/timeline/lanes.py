"""An open timeline with takes of known lengths, and the clicks and keys its tests need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.audio.peaks import Peaks, peaks_of
from studio.bridge import TaskScope
from studio.document import Document
from studio.errors import StudioError
from studio.model.ids import LineId, MediaKey
from studio.model.layout import Clip, lay_out, line_spans
from studio.model.line import Line
from studio.model.project import Project
from studio.model.span import SAMPLE_RATE
from studio.model.take import Recording, Takes
from studio.model.timeline import Placement, Timeline
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.selection import Selection
from studio.ui.timeline.painting import clip_rect
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.view import TimelineView
from studio.ui.timeline.zones import Zone, handles
from tests.builders import a_project, a_recording, a_take
from tests.engines.fake_engine import FakeEngine

SECONDS = (2.0, 1.0, 3.0, 0.5, 2.5)
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class KeptInMemory:
    """Keeps edits nowhere and says so at once."""

    def __init__(self, *, read_only: bool = False) -> None:
        self.read_only = read_only

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        kept(None)


class LoadedPeaks(PeakSource):
    """The same outline for every sound, at hand from the start."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(self._refuse, TaskScope(self._fail), parent)
        self._peaks = peaks_of(np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 20))

    def get(self, key: MediaKey) -> Peaks | None:
        return self._peaks

    def _refuse(self, key: MediaKey) -> bytes:
        raise AssertionError(key)

    def _fail(self, error: BaseException) -> None:
        raise error


def voiced(lines: int = 5, lengths: Sequence[float] = SECONDS, *, episodes: int = 1) -> Project:
    """A project whose spoken lines have takes of these seconds, in turn."""
    project = a_project(lines, episodes=episodes)
    takes = {}
    spoken = [line for _, line in project.lines if line.spoken]
    for number, line in enumerate(spoken):
        length = round(lengths[number % len(lengths)] * SAMPLE_RATE)
        take = replace(a_take(line, a_recording(5)), length=length, media=MediaKey(line.id))
        takes[line.id] = (take,)
    return replace(project, takes=Takes(takes))


def placed(project: Project, placements: dict[LineId, Placement]) -> Project:
    """The project with clips of its first episode held by hand."""
    episode = project.episodes[0]
    return project.with_episode(episode.with_timeline("en", Timeline(placements)))


def spoken(project: Project, number: int) -> Line:
    """The spoken line with this number of the first episode, from 0."""
    return project.episodes[0].spoken_lines[number]


@dataclass
class Lanes:
    """A panel and everything it was given."""

    document: Document
    selection: Selection
    actions: Actions
    status: LineStatus
    panel: TimelinePanel
    sought: list[int] = field(default_factory=list)
    played: list[int] = field(default_factory=list)
    refused: list[StudioError] = field(default_factory=list)

    @property
    def view(self) -> TimelineView:
        return self.panel.view

    def line(self, number: int) -> LineId:
        return spoken(self.document.project, number).id

    def clips(self) -> tuple[Clip, ...]:
        """The clips as the model lays them out from the document."""
        project = self.document.project
        return lay_out(project.episodes[0], "en", project.takes, project.gaps)

    def clip(self, number: int) -> Clip:
        return next(clip for clip in self.clips() if clip.line == self.line(number))

    def held(self, number: int) -> Placement:
        return self.document.project.episodes[0].timeline("en").placement(self.line(number))

    def on(self, number: int, *, seconds: float = 0.3) -> QPoint:
        """A point of the view so many seconds inside a clip."""
        clip = self.clip(number)
        sample = clip.timeline_span.start + round(seconds * SAMPLE_RATE)
        lane = next(i for i, n in enumerate(self.view.board.lanes) if n.character == clip.character)
        return QPoint(round(self.view.scale.x_of(sample)), self.view.shelves.y_of(lane) + 24)

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mousePress(self.view.viewport(), Qt.MouseButton.LeftButton, keys, at)

    def move(self, at: QPoint) -> None:
        QTest.mouseMove(self.view.viewport(), at)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, keys, at)

    def click(self, number: int, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, keys, self.on(number))

    def drag(self, number: int, pixels: int) -> None:
        """Pull a clip so many pixels and let go."""
        self.pull(self.on(number), QPoint(pixels, 0))

    def pull(self, start: QPoint, by: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press, pull so far and let go."""
        self.hold(start, by, keys)
        self.release(start + by, keys)

    def hold(self, start: QPoint, by: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press and pull so far without letting go."""
        self.press(start, keys)
        self.move(start + QPoint(by.x() // 2 or 1, by.y() // 2))
        self.move(start + by)

    def rect(self, number: int, piece: int = 0) -> QRect:
        """Where a piece of a line is drawn."""
        board = self.view.board
        found = board.number_of(self.line(number), piece)
        assert found is not None
        return clip_rect(board, found, self.view.scale, self.view.shelves)

    def grip(self, number: int, zone: Zone, piece: int = 0) -> QPoint:
        """A point at which a piece of a line is taken hold of."""
        rect, clip = self.rect(number, piece), self.piece(number, piece)
        if zone is Zone.START:
            return QPoint(rect.left() + 2, rect.center().y())
        if zone is Zone.END:
            return QPoint(rect.right() - 2, rect.center().y())
        return handles(clip, rect, self.view.scale)[zone]

    def pieces(self, number: int) -> list[Clip]:
        """All clips of a line as the model lays them out."""
        return [clip for clip in self.clips() if clip.line == self.line(number)]

    def piece(self, number: int, piece: int) -> Clip:
        """One of them."""
        return next(clip for clip in self.pieces(number) if clip.piece == piece)

    def starts(self) -> dict[LineId, int]:
        """Where each line begins, as the model lays it out."""
        return {line: span.start for line, span in line_spans(self.clips()).items()}

    def act(self, id: str) -> None:
        """Run an action by its id."""
        self.actions.get(id).trigger()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.view, key, keys)


def a_timeline(qtbot: QtBot, project: Project | None = None, *, read_only: bool = False) -> Lanes:
    """A shown timeline with a tenth of a second to each 10 pixels, 0 at the left edge."""
    project = project or voiced()
    document = Document(project, KeptInMemory(read_only=read_only))
    selection = Selection(project.episodes[0].id, "en")
    actions, status = Actions(), LineStatus(document, {"offline": FakeEngine()})
    panel = TimelinePanel(document, selection, status, LoadedPeaks(selection), actions)
    qtbot.addWidget(panel)
    panel.resize(1400, 260)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.view.setFocus()
    lanes = Lanes(document, selection, actions, status, panel)
    panel.seek_requested.connect(lanes.sought.append)
    panel.play_requested.connect(lanes.played.append)
    panel.edit_refused.connect(lanes.refused.append)
    panel.view.zooming.zoom(panel.view.zooming.per_pixel / 480)
    panel.view.scroll_to(0, 0)
    return lanes


@contextmanager
def undoable(document: Document) -> Iterator[None]:
    """What is done inside is one step that undo takes back and redo does again."""
    before = document.project
    yield
    after = document.project
    assert after != before
    document.undo()
    assert document.project == before
    document.redo()
    assert document.project == after
