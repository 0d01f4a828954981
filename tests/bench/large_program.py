"""Works in one project in the real window and tells what each kind of work cost the loop.

`python -m tests.bench.large_program FILE [--why MS]` prints one JSON object. Settings, caches and
backups are where the environment says.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_NO_GLIB"] = "1"  # Qt's own dispatcher tells of each turn

from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from studio.bridge import run
from studio.ui.script.columns import Column
from studio.ui.script.filters import LineFilter, Want
from studio.ui.script.script_view import ScriptView
from studio.ui.theme import apply_theme, theme_for
from tests.bench.loop_turns import Phase, Turns, resident_mb
from tests.rooms import Room, a_room

TYPED = "and so on, as it was told to us "
VOICED = 200
STEP_S = 0.04


class FirstRows:
    """Notes when a script with rows is painted for the first time: wall, and all work."""

    def __init__(self) -> None:
        self.seen: tuple[float, float] | None = None
        usual = ScriptView.paintEvent

        def paint(view: ScriptView, event: QPaintEvent) -> None:
            usual(view, event)
            if self.seen is None and view.model().rowCount():
                self.seen = (time.perf_counter(), time.process_time())

        ScriptView.paintEvent = paint


class Work:
    """What a person does, step by step."""

    def __init__(self, room: Room) -> None:
        session = room.session
        self._session = session
        self._actions = room.actions
        self._script = session.script
        self._selection = session.selection

    def episodes(self) -> Iterator[Callable[[], object]]:
        """Twenty switches to another episode."""
        known = self._session.document.project.episodes
        for number in range(20):
            episode = known[(7 * number + 1) % len(known)].id
            yield lambda episode=episode: self._selection.select_episode(episode)
        yield lambda: self._selection.select_episode(known[0].id)

    def languages(self) -> Iterator[Callable[[], object]]:
        """Three times through all languages."""
        codes = self._session.document.project.languages
        for code in (*codes[1:], codes[0]) * 3:
            yield lambda code=code: self._selection.select_language(code)

    def scrolling(self) -> Iterator[Callable[[], object]]:
        """Through the script from the top."""
        bar = self._script.view.verticalScrollBar()
        for number in range(150):
            yield lambda place=17 * number: bar.setValue(place)
        yield lambda: bar.setValue(0)

    def typing(self) -> Iterator[Callable[[], object]]:
        """A sentence into a line, letter by letter."""
        line = self._session.document.project.episodes[0].spoken_lines[3].id
        yield lambda: self._script.view.write(line)
        for letter in TYPED:
            yield lambda letter=letter: self._type(letter)
        yield self._script.view.close_editor

    def _type(self, letter: str) -> None:
        editor = self._script.view.editor
        assert isinstance(editor, QPlainTextEdit)
        QTest.keyClicks(editor, letter)

    def edits(self) -> Iterator[Callable[[], object]]:
        """Twenty lines are given an emotion, each a step of its own."""
        document = self._session.document

        def edit(place: int) -> None:
            line = document.project.episodes[0].spoken_lines[place]
            felt = replace(line, emotion="sad")
            document.edit("Emotion", document.project.with_line(felt))

        for number in range(20):
            yield lambda place=5 + number: edit(place)

    def undo(self) -> Iterator[Callable[[], object]]:
        """Take the edits back and bring them back."""
        document = self._session.document
        for _ in range(20):
            yield document.undo
        for _ in range(20):
            yield document.redo

    def choosing(self) -> Iterator[Callable[[], object]]:
        """Take one line after the other in hand."""
        view, table = self._script.view, self._script.table
        for row in range(1, 41):
            yield lambda row=row: view.setCurrentIndex(table.index(row, Column.TEXT))

    def takes(self) -> Iterator[Callable[[], object]]:
        """Star and note takes of the line in hand."""
        for _ in range(10):
            yield self._actions.get("takes.star").trigger

    def filtering(self) -> Iterator[Callable[[], object]]:
        """Filters, and words looked for in the whole series."""
        bar, find = self._script.bar, self._script.find_bar
        for want in (Want.NEEDS_TAKE, Want.STALE, Want.FLAGGED, Want.ALL):
            yield lambda want=want: bar.choose_filter(LineFilter(want))
        yield lambda: find.enter(replacing=False)
        yield lambda: find._scope.setCurrentIndex(1)
        for words in ("q", "qu", "qua", "quay", "midnight", "number 77"):
            yield lambda words=words: find._words.setText(words)
        yield find.go
        yield find.go
        yield find.leave

    def zooming(self) -> Iterator[Callable[[], object]]:
        """The timeline from all of the episode to a word and back."""
        zooming = self._session.timeline.view.zooming
        for factor in (0.8, 1.25):
            for _ in range(40):
                yield lambda factor=factor: zooming.zoom(factor, 600)
        bar = self._session.timeline.view.horizontalScrollBar()
        for number in range(40):
            yield lambda number=number: bar.setValue(40 * number)

    def voicing(self) -> Iterator[Callable[[], object]]:
        """Two hundred lines that have no take in Spanish."""
        spoken = (line for _, line in self._session.document.project.lines if line.spoken)
        lines = [line for _, line in zip(range(VOICED), spoken, strict=False)]
        voiced: list[asyncio.Task[None]] = []

        def voice() -> None:
            voicing = self._session.voicing
            voiced.append(asyncio.ensure_future(voicing.voice_now(lines, ("es",))))

        yield voice
        while not voiced[0].done():
            yield lambda: None
        voiced[0].result()
        found = [self._session.document.project.takes.of(line.id, "es") for line in lines]
        assert all(found), "not all lines were voiced"

    def playing(self) -> Iterator[Callable[[], object]]:
        """Four seconds of the episode."""
        yield lambda: self._session.playback.play_from(0)
        for _ in range(100):
            yield lambda: None
        yield self._session.playback.toggle


async def phases(turns: Turns, room: Room) -> AsyncIterator[Phase]:
    """All kinds of work, one after the other."""
    work = Work(room)
    for name, steps, every in (
        ("switch episodes", work.episodes(), 0.25),
        ("switch languages", work.languages(), 0.25),
        ("scroll the script", work.scrolling(), 0.02),
        ("take lines in hand", work.choosing(), STEP_S),
        ("mark takes", work.takes(), 0.1),
        ("type in a line", work.typing(), STEP_S),
        ("edit lines", work.edits(), 0.1),
        ("undo and redo", work.undo(), 0.1),
        ("filter and search", work.filtering(), 0.4),
        ("zoom the timeline", work.zooming(), 0.02),
        ("play", work.playing(), STEP_S),
        ("voice 200 lines", work.voicing(), STEP_S),
    ):
        yield await turns.phase(name, steps, every)


async def opening(turns: Turns, room: Room, path: Path) -> tuple[Phase, dict[str, float]]:
    """Open the project: to the first rows on the screen, and until all is done."""
    first = FirstRows()
    await turns.rest()
    empty = resident_mb()
    begun = time.perf_counter(), time.process_time()
    tasks: list[asyncio.Task[None]] = []

    def steps() -> Iterator[Callable[[], object]]:
        yield lambda: tasks.append(asyncio.ensure_future(room.desk.open(path)))
        while not tasks[0].done():
            yield lambda: None
        tasks[0].result()

    phase = await turns.phase("open", steps(), 0.02)
    assert first.seen
    return phase, {
        "first rows, wall": first.seen[0] - begun[0],
        "first rows, work": first.seen[1] - begun[1],
        "complete, work": phase.process,
        "empty": empty,
        "memory": resident_mb() - empty,
    }


async def main(path: Path, why: float) -> int:
    """All phases; the window stays open between them."""
    turns = Turns(why)
    async with a_room(path.parent) as room:
        room.window.resize(1680, 1000)
        room.window.show_welcome([])
        room.window.show()
        opened, told = await opening(turns, room, path)
        found = [opened]
        async for phase in phases(turns, room):
            found.append(phase)
            print(phase.name, max(phase.steps), file=sys.stderr)
        told["memory at the end"] = resident_mb() - told["empty"]
        found.append(await turns.phase("close", _closing(room), STEP_S))
    print(json.dumps({"opening": told, "phases": [vars(phase) for phase in found]}), flush=True)
    return 0


def _closing(room: Room) -> Iterator[Callable[[], object]]:
    tasks: list[asyncio.Task[None]] = []
    yield lambda: tasks.append(asyncio.ensure_future(room.desk.put_away()))
    while not tasks[0].done():
        yield lambda: None
    tasks[0].result()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("file", type=Path)
    asked.add_argument("--why", type=float, default=0.0)
    given = asked.parse_args()
    app = QApplication(sys.argv[:1])
    apply_theme(app, theme_for(dark=True))
    sys.exit(run(app, lambda _: main(given.file.resolve(), given.why)))
