"""Scrolls and zooms 10,000 lines on the window's loop, now and then with twenty downloads.

`python -m tests.bench.downloads_program URL KEY` prints one JSON object for each round: what the
frames took and how late the loop came to them, in milliseconds, without and with downloads; last
for how long reading one answer holds up the thread.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter

from studio.bridge import TaskScope, run
from studio.document import Document
from studio.engines.minimax.digits import digits_in
from studio.engines.minimax.engine import MiniMaxEngine
from studio.engines.minimax.envelope import content_of
from studio.engines.minimax.sound import sound_from
from studio.engines.speech import Reading
from studio.engines.web_call import Answer
from studio.model.account import Account, Service
from studio.model.span import SAMPLE_RATE
from studio.synthesis.status import LineStatus
from studio.ui.actions import Actions
from studio.ui.script.panel import ScriptPanel
from studio.ui.selection import Selection
from studio.ui.theme import apply_theme, theme_for
from studio.ui.timeline.panel import TimelinePanel
from tests.bench.timeline import _Keeper, _Loaded, _made
from tests.engines.fake_engine import FakeEngine
from tests.services.sound import Encoding, Stretch, spoken

ROUNDS = 5
PHASE_S = 4.0
FRAME_S = 1 / 60
AT_ONCE = 20
VOICE = "English_expressive_narrator"
SENTENCE = "The ferry leaves at midnight and nobody asks. "


@dataclass
class Frames:
    """Milliseconds: how long each frame took and how late it began; on the wall, and of that ours.

    Ours is the wall without the time in which the thread could have run, but other programs had
    the processors; Linux tells that time. Waiting for other threads of ours is in it.
    """

    wall: list[float] = field(default_factory=list[float])
    ours: list[float] = field(default_factory=list[float])
    late: list[float] = field(default_factory=list[float])
    late_ours: list[float] = field(default_factory=list[float])
    megabytes: float = 0.0
    seconds: float = PHASE_S


class Stage:
    """Script and timeline of one project, side by side in one window."""

    def __init__(self) -> None:
        project, peaks = _made()
        document = Document(project, _Keeper())
        selection = Selection(project.episodes[0].id, "en")
        status = LineStatus(document, {"offline": FakeEngine()})
        self.script = ScriptPanel(document, selection, status, Actions())
        self.timeline = TimelinePanel(document, selection, status, _Loaded(peaks), Actions())
        self.window = QSplitter(Qt.Orientation.Vertical)
        self.window.addWidget(self.script)
        self.window.addWidget(self.timeline)
        self.window.resize(1600, 1000)
        self.window.show()
        view = self.timeline.view
        view.zooming.zoom(view.zooming.per_pixel / (SAMPLE_RATE / 20), 800)

    def frames(self) -> Iterator[Callable[[], object]]:
        """One frame after the other, without end: the timeline scrolled, zoomed, the script."""
        view, bar = self.timeline.view, self.timeline.view.horizontalScrollBar()
        rows = self.script.view.verticalScrollBar()
        for number in itertools.count():
            place, inwards = number % 3000, number // 30 % 2

            def scroll(place: int = place) -> None:
                bar.setValue(20_000 + 40 * place)
                self._paint_timeline()

            def zoom(factor: float = 0.98 if inwards else 1 / 0.98) -> None:
                view.zooming.zoom(factor, 800)
                self._paint_timeline()

            def read(place: int = place) -> None:
                rows.setValue(3 * place)
                self.script.view.viewport().repaint()

            yield from (scroll, zoom, read)

    def _paint_timeline(self) -> None:
        self.timeline.view.viewport().repaint()
        self.timeline.view.ruler.repaint()


class Downloads:
    """Twenty lines at once, again and again; a stream and the list of voices beside them."""

    def __init__(self, url: str, key: str, told: Frames) -> None:
        async def secret() -> str:
            return key

        options = {"subtitles": "off"}
        self._engine = MiniMaxEngine(Account(Service.MINIMAX, "main", url, options=options), secret)
        self._told = told
        self._requests = [
            self._engine.prepare(Reading(SENTENCE * (1 + number) + f"{number}.", "en", VOICE))
            for number in range(AT_ONCE)
        ]
        self._tasks = TaskScope(_fail)

    async def warm_up(self) -> None:
        """Have each line made once: the service remembers its last sounds."""
        await asyncio.gather(*(self._engine.speak(request) for request in self._requests))

    def start(self, told: Frames) -> None:
        """Fetch until the end."""
        self._told = told
        for number in range(AT_ONCE):
            self._tasks.start(self._lines(number))
        self._tasks.start(self._stream())
        self._tasks.start(self._voices())

    async def stop(self) -> None:
        """Break off what is under way."""
        await self._tasks.close()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._engine.aclose()

    async def _lines(self, number: int) -> None:
        for turn in itertools.count(number):
            speech = await self._engine.speak(self._requests[turn % AT_ONCE])
            self._told.megabytes += 2 * len(speech.data) / 1e6

    async def _stream(self) -> None:
        for turn in itertools.count():
            request = self._requests[-1 - turn % AT_ONCE]
            async for piece in self._engine.speak_stream(request, lambda speech: None):
                self._told.megabytes += 2 * len(piece) / 1e6

    async def _voices(self) -> None:
        while True:
            assert len(await self._engine.voices()) > 1000
            await asyncio.sleep(1.0)


def _fail(error: BaseException) -> None:
    raise error


async def phase(frames: Iterator[Callable[[], object]], told: Frames) -> None:
    """Frames at sixty a second, as far as they can be had."""
    due = time.perf_counter()
    end = due + PHASE_S
    while due < end:
        stolen = _stolen()
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        late, kept_waiting = time.perf_counter() - due, _stolen() - stolen
        begun, stolen = time.perf_counter(), _stolen()
        next(frames)()
        wall = time.perf_counter() - begun
        told.wall.append(1000 * wall)
        told.ours.append(1000 * (wall - _stolen() + stolen))
        told.late.append(1000 * max(0.0, late))
        told.late_ours.append(1000 * max(0.0, late - kept_waiting))
        due = max(due + FRAME_S, time.perf_counter())


def longest_hold(read: Callable[[], object]) -> float:
    """The longest time for which this thread stood still while another one read; milliseconds."""
    reading = threading.Thread(target=read)
    reading.start()
    longest = 0.0
    while reading.is_alive():
        begun, stolen = time.perf_counter(), _stolen()
        time.sleep(0.0002)
        longest = max(longest, time.perf_counter() - begun - (_stolen() - stolen))
    return 1000 * longest


def holds() -> dict[str, list[float]]:
    """How long reading an answer of 60 s holds up this thread, by the studio's way and as usual."""
    sound = spoken((Stretch(60_000),), 220.0, Encoding("wav", 44_100)).data
    body = json.dumps({"data": {"audio": sound.hex()}, "extra_info": {}}).encode()

    def studio() -> None:
        content = content_of(Answer(200, {}, body))
        assert content is not None
        sound_from(digits_in(content["data"]), length_ms=60_000)

    def usual() -> None:
        bytes.fromhex(json.loads(body)["data"]["audio"])

    found: dict[str, list[float]] = {"studio": [], "usual": []}
    for _ in range(7):
        found["studio"].append(longest_hold(studio))
        found["usual"].append(longest_hold(usual))
    return found


def _stolen() -> float:
    """Seconds in which this thread could have run but did not get a processor; 0.0 if unknown."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


async def main(url: str, key: str) -> int:
    """All rounds."""
    stage = Stage()
    frames = stage.frames()
    downloads = Downloads(url, key, Frames())
    await downloads.warm_up()
    await phase(frames, Frames())
    for _ in range(ROUNDS):
        quiet, loaded = Frames(), Frames()
        await phase(frames, quiet)
        downloads.start(loaded)
        await phase(frames, loaded)
        await downloads.stop()
        print(json.dumps({"quiet": vars(quiet), "loaded": vars(loaded)}), flush=True)
    await downloads.aclose()
    print(json.dumps(holds()), flush=True)
    stage.window.close()
    return 0


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    apply_theme(app, theme_for(dark=True))
    sys.exit(run(app, lambda asked: main(*sys.argv[1:])))
