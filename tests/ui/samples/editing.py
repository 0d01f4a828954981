"""A sample editor on the screen with a player that needs no loudspeaker, for its tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.audio.silence import SilentClock
from studio.bridge import TaskScope
from studio.casting.samples.reading_texts import reading_texts
from studio.model.sample import SampleRules
from studio.resources import resource
from studio.transport import Readable, Transport
from studio.ui.notices import Notices
from studio.ui.samples.editor import SampleEditor
from studio.ui.samples.wave_view import WaveView
from tests.rooms import AnsweringPrompter
from tests.ui.children import child
from tests.ui.stage import Clock

MINIMAX = SampleRules(("mp3", "m4a", "wav"), 10.0, 300.0, 20 << 20)
PROMPT = SampleRules(("mp3", "m4a", "wav"), 0.0, 8.0, 20 << 20, fewest=0, below=True)
USEAPI = SampleRules(("mp3", "wav"), 10.0, 60.0, most=10)
PATIENCE_S = 20.0


class ClockPlayer(QObject):
    """Plays to nobody, as fast as the test's clock goes."""

    changed = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.transport = Transport(lambda: SilentClock(clock))

    @property
    def playing(self) -> bool:
        return self.transport.playing

    @property
    def position(self) -> int:
        return self.transport.position

    def play(self, sound: Readable) -> None:
        self.transport.load(sound)
        self.transport.play(0)
        self.changed.emit()

    def plays(self, sound: Readable) -> bool:
        return self.transport.plays(sound)

    def stop(self) -> None:
        self.transport.pause()
        self.changed.emit()

    def poll(self) -> None:
        """Look at the clock, as a window does all the time."""
        was = self.transport.playing
        self.transport.poll()
        if was != self.transport.playing:
            self.changed.emit()


@dataclass
class Editing:
    """The editor and what it was made with."""

    editor: SampleEditor
    window: QWidget
    player: ClockPlayer
    clock: Clock
    prompter: AnsweringPrompter
    folder: Path

    @property
    def view(self) -> WaveView:
        return child(self.editor, WaveView)

    @property
    def lengths(self) -> list[float]:
        """How many seconds each sample has, to the thousandth."""
        return [round(each.edit.seconds, 3) for each in self.editor.recordings]

    def says(self, words: str) -> bool:
        """Whether a label that is seen has these words."""
        return any(
            words in label.text() for label in self.editor.findChildren(QLabel) if label.isVisible()
        )

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for a fact."""
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                await asyncio.sleep(0.01)

    async def settled(self) -> None:
        """Wait until all is read and measured."""
        await self.until(lambda: not self.editor.working)

    async def add(self, *paths: Path) -> None:
        """Add files and wait until all of them is known."""
        self.editor.add_files(paths)
        await self.settled()


@asynccontextmanager
async def editing(
    qtbot: QtBot,
    folder: Path,
    rules: SampleRules = MINIMAX,
    prompt: SampleRules | None = PROMPT,
    device: str = "",
) -> AsyncIterator[Editing]:
    """An editor with nothing in it; everything is ended at the end."""
    notices, clock, answers = Notices(), Clock(), AnsweringPrompter()
    errors: list[object] = []
    notices.said.connect(errors.append)
    tasks, window, player = TaskScope(notices.report), QWidget(), ClockPlayer(clock)
    editor = SampleEditor(
        player, tasks, notices, answers,
        recordings=folder / "recordings", ffmpeg="",
        reading_texts=reading_texts(resource("reading")), input_device=device, parent=window,
    )  # fmt: skip
    editor.set_rules(rules, prompt)
    QVBoxLayout(window).addWidget(editor)
    qtbot.addWidget(window)
    window.resize(700, 720)
    window.show()
    window.activateWindow()
    try:
        yield Editing(editor, window, player, clock, answers, folder)
        assert not errors, errors
    finally:
        await editor.close_work()
        await tasks.close()
        player.transport.close()
        window.close()
