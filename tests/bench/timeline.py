"""A timeline of 10,000 clips with waveforms on 8 lanes: opening, scrolling, zooming, dragging.

Each frame is one event and the painting of what it made dirty: lanes and ruler. Judged is the time
that the processor worked for it, as other programs may keep it waiting; the time on the wall is
stated beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter, thread_time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.audio.peaks import Peaks, peaks_of
from studio.bridge import TaskScope
from studio.document import Document
from studio.errors import StudioError
from studio.model.episode import Episode
from studio.model.ids import EpisodeId, LineId, MediaKey, TakeId, new_id
from studio.model.line import Line, LineKind
from studio.model.moving import Ripple
from studio.model.project import Project, new_project
from studio.model.span import SAMPLE_RATE
from studio.model.take import Recording, Take, Takes
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.selection import Selection
from studio.ui.theme import apply_theme, theme_for
from studio.ui.timeline.painting import clip_rect
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.timeline.peak_source import PeakSource
from studio.ui.timeline.view import TimelineView
from tests.bench.figures import Figure, at_most, stated
from tests.engines.fake_engine import FakeEngine

CLIPS = 10_000
LANES = 8
SIZE = (1920, 500)
FRAME_MS = 8.0
MEDIAN_MS = 4.0
SOUNDS = 200
"""Different outlines; every clip has a picture of its own all the same."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds on the wall, and those in which the processor worked for it."""

    wall: float
    worked: float


class _Keeper:
    """Keeps nothing and says so at once."""

    read_only = False

    def keep(
        self,
        project: Project,
        recordings: tuple[Recording, ...],
        kept: Callable[[StudioError | None], None],
    ) -> None:
        kept(None)


class _Loaded(PeakSource):
    """Outlines that are all in memory."""

    def __init__(self, peaks: dict[MediaKey, Peaks]) -> None:
        super().__init__(lambda key: peaks[key].to_bytes(), TaskScope(_fail))
        self._peaks = peaks

    def get(self, key: MediaKey) -> Peaks | None:
        return self._peaks.get(key)


def _fail(error: BaseException) -> None:
    raise error


def run() -> list[Figure]:
    """Open, scroll, zoom and drag; milliseconds per frame."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, theme_for(True))
    project, peaks = _made()
    with _shown(project, peaks) as (panel, opened):
        figures = [stated("timeline: open 10,000 clips to the first frame", opened.wall, "ms")]
        for name, frames in _scenarios(panel):
            figures += _percentiles(f"timeline: {name}", frames)
        released = median(spent.worked for spent in _released(panel))
        name = "timeline: let go of a drag with all that follows: edit, layout, frame"
        figures.append(stated(name, released, "ms"))
    return figures


def _scenarios(panel: TimelinePanel) -> Iterator[tuple[str, list[Spent]]]:
    view = panel.view
    yield "zoom from all to one second", _zoomed(view)
    for per_second in (5, 40):
        view.zooming.zoom(view.zooming.per_pixel / (SAMPLE_RATE / per_second), 800)
        yield f"scroll at {per_second} px/s", _scrolled(view)
    yield "playhead", _played(panel)
    yield "pointer over the clips", _hovered(panel)
    yield "drag with all that follows", _dragged(panel)
    yield "trim with all that follows", _trimmed(panel)


def _percentiles(name: str, frames: list[Spent]) -> list[Figure]:
    p50, p95, p99 = np.percentile([spent.wall for spent in frames], (50, 95, 99)).tolist()
    usual, late = np.percentile([spent.worked for spent in frames], (50, 99)).tolist()
    return [
        stated(f"{name}, p50 on the wall", p50, "ms"),
        stated(f"{name}, p95 on the wall", p95, "ms"),
        stated(f"{name}, p99 on the wall", p99, "ms"),
        at_most(f"{name}, median", usual, MEDIAN_MS, "ms"),
        at_most(f"{name}, p99", late, FRAME_MS, "ms"),
    ]


def spent(work: Callable[[], object]) -> Spent:
    """The milliseconds some work takes."""
    wall, worked = perf_counter(), thread_time()
    work()
    return Spent(1000 * (perf_counter() - wall), 1000 * (thread_time() - worked))


def _frames(steps: Iterable[Callable[[], object]], view: TimelineView) -> list[Spent]:
    """The milliseconds of each step with the painting it caused."""

    def frame(step: Callable[[], object]) -> None:
        step()
        view.viewport().repaint()
        view.ruler.repaint()

    return [spent(lambda step=step: frame(step)) for step in steps]


def _zoomed(view: TimelineView) -> list[Spent]:
    """Turn the wheel with Ctrl until a clip fills the view, and back."""

    def turned(by: int, x: int) -> Callable[[], object]:
        return lambda: QApplication.sendEvent(view.viewport(), _wheel(view, by, x))

    steps: list[Callable[[], object]] = []
    for by, count in ((120, 60), (90, 80)):
        steps += [turned(by, 500 + 7 * step) for step in range(count)]
        steps += [turned(-by, 900 - 5 * step) for step in range(count)]
    return _frames(steps, view)


def _wheel(view: TimelineView, by: int, x: int) -> QWheelEvent:
    at = QPointF(x, 100)
    return QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def _scrolled(view: TimelineView) -> list[Spent]:
    bar = view.horizontalScrollBar()

    def to(value: int) -> Callable[[], object]:
        return lambda: bar.setValue(value)

    return _frames([to(20_000 + 40 * step) for step in range(400)], view)


def _played(panel: TimelinePanel) -> list[Spent]:
    """The playhead as the window moves it: only what it uncovers is painted."""
    start = panel.view.scale.sample_at(10)

    def moved(step: int) -> None:
        panel.set_playhead(start + step * SAMPLE_RATE // 30)
        QApplication.processEvents()

    return [spent(lambda step=step: moved(step)) for step in range(300)]


def _dragged(panel: TimelinePanel) -> list[Spent]:
    """Pull an early clip back and forth; nothing is pinned, so all later ones go along."""
    panel.handling.use_ripple(Ripple.TO_PIN)
    view = panel.view
    view.reveal(view.board.clips[50].line)
    span = view.board.span(50)
    x, y = int(view.scale.x_of(span.start)) + 8, view.shelves.y_of(int(view.board.lane_of[50])) + 20
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    def moved(by: int) -> Callable[[], object]:
        return lambda: QTest.mouseMove(view.viewport(), QPoint(x + by, y))

    steps = [moved(20 + (step * 7) % 300) for step in range(300)]
    times = _frames(steps, view)
    assert len(view.following) > 9_000
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    return times


def _released(panel: TimelinePanel) -> list[Spent]:
    """Let go of an early clip, all later ones going along: the edit, and all laid out anew."""
    panel.handling.use_ripple(Ripple.TO_PIN)
    view, button, times = panel.view, Qt.MouseButton.LeftButton, list[Spent]()
    view.reveal(view.board.clips[50].line)
    for _ in range(5):
        rect = clip_rect(view.board, 50, view.scale, view.shelves)
        at = QPoint(rect.left() + 12, rect.bottom() - 8)
        QTest.mousePress(view.viewport(), button, pos=at)
        QTest.mouseMove(view.viewport(), at + QPoint(30, 0))
        to = at + QPoint(31, 0)
        times += _frames([lambda to=to: QTest.mouseRelease(view.viewport(), button, pos=to)], view)
    return times


def _trimmed(panel: TimelinePanel) -> list[Spent]:
    """Pull the end of an early clip back and forth, all later ones going along."""
    panel.handling.use_ripple(Ripple.TO_PIN)
    view = panel.view
    view.reveal(view.board.clips[50].line)
    rect = clip_rect(view.board, 50, view.scale, view.shelves)
    at = QPoint(rect.right() - 2, rect.center().y())
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def moved(by: int) -> Callable[[], object]:
        return lambda: QTest.mouseMove(view.viewport(), at - QPoint(by, 0))

    times = _frames([moved(10 + (step * 7) % 60) for step in range(300)], view)
    assert len(view.following) > 9_000
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    return times


def _hovered(panel: TimelinePanel) -> list[Spent]:
    """The pointer over the clips, with no button pressed."""
    view = panel.view

    def over(step: int) -> Callable[[], object]:
        at = QPoint(20 + 6 * step % 1700, 20 + 7 * step % 420)
        return lambda: QTest.mouseMove(view.viewport(), at)

    return _frames([over(step) for step in range(300)], view)


@contextmanager
def _shown(project: Project, peaks: dict[MediaKey, Peaks]) -> Iterator[tuple[TimelinePanel, Spent]]:
    """The panel on the screen, and what it took from making it to its first frame."""
    document = Document(project, _Keeper())
    selection = Selection(project.episodes[0].id, "en")
    status = LineStatus(document, {"offline": FakeEngine()})
    panels: list[TimelinePanel] = []

    def open_panel() -> None:
        panel = TimelinePanel(document, selection, status, _Loaded(peaks), Actions())
        panels.append(panel)
        panel.resize(*SIZE)
        panel.show()
        panel.repaint()

    opened = spent(open_panel)
    QApplication.processEvents()
    try:
        yield panels[0], opened
    finally:
        panels[0].close()
        panels[0].deleteLater()


def _made() -> tuple[Project, dict[MediaKey, Peaks]]:
    """An episode of 10,000 takes of one to six seconds, eight speakers; some speak together."""
    rng = np.random.default_rng(7)
    outlines = [_outline(rng) for _ in range(SOUNDS)]
    project = new_project("Bench")
    cast = project.cast
    for number in range(LANES):
        cast, _ = cast.adding(f"SPEAKER {number + 1}")
    lines, takes, peaks = [], {}, {}
    for number in range(CLIPS):
        who = cast.characters[int(rng.integers(LANES))].id
        words = {"en": f"Line {number} of a long evening at the quay."}
        together = number % 25 == 24
        line = Line(LineId(new_id()), LineKind.DIALOGUE, words, who, dual=together)
        media = MediaKey(f"{number:064x}")
        peaks[media] = outlines[number % SOUNDS]
        takes[line.id] = (_take(line, media, peaks[media].length),)
        lines.append(line)
    episode = Episode(EpisodeId(new_id()), 1, "", tuple(lines))
    return replace(project, cast=cast, episodes=(episode,), takes=Takes(takes)), peaks


def _outline(rng: np.random.Generator) -> Peaks:
    samples = rng.uniform(-1, 1, int(rng.uniform(1, 6) * SAMPLE_RATE)).astype(np.float32)
    swell = np.abs(np.sin(np.linspace(0, 12, len(samples), dtype=np.float32)))
    return peaks_of(samples * swell)


def _take(line: Line, media: MediaKey, length: int) -> Take:
    return Take(
        id=TakeId(new_id()),
        line=line.id,
        language="en",
        media=media,
        length=length,
        fingerprint="",
        engine="offline",
        model="",
        voice="narrator",
        said=line.words("en"),
        made_at=1.0,
    )


if __name__ == "__main__":
    for figure in run():
        print(figure)
