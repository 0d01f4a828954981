"""An open production for the tests of the panels: a real project file, an engine of tones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from studio.audio.decoded import DecodedTakes
from studio.audio.silence import SilentClock
from studio.bridge import TaskScope
from studio.document import Document
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.booth import Booth
from studio.synthesis.plan import plan_batch
from studio.synthesis.status import LineStatus
from studio.transport import Transport
from studio.ui.actions import Actions
from studio.ui.notices import Notice, Notices
from studio.ui.selection import Selection
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine


class Clock:
    """A clock that stands until the test moves it; in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Stage:
    """What panels, playback and voicing are made with."""

    folder: Path
    file: ProjectFile
    document: Document
    engine: FakeEngine
    status: LineStatus
    booth: Booth
    selection: Selection
    actions: Actions
    notices: Notices
    said: list[Notice]
    tasks: TaskScope
    clock: Clock
    transport: Transport
    preview: Transport
    sounds: DecodedTakes
    errors: list[BaseException] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def lines(self) -> tuple[Line, ...]:
        """The spoken lines of the episode in hand."""
        return self.project.episode(self.selection.episode).spoken_lines

    def takes(self, line: Line, language: str = "en") -> tuple[Take, ...]:
        return self.project.takes.of(line.id, language)

    async def voice(self) -> None:
        """Make every missing take of the episode in hand."""
        lines, language = self.lines, self.selection.language
        plan = plan_batch(self.project, lines, language, {"offline": self.engine})
        await self.booth.work(self.booth.batch(plan.takes))

    async def close(self) -> None:
        await self.tasks.close()
        self.transport.close()
        self.preview.close()
        self.file.close()


def a_stage(folder: Path, project: Project | None = None) -> Stage:
    """A production of a few lines, opened; nothing is voiced."""
    file = ProjectFile.create(folder / "ferry.understudy", project or a_project(lines=3))
    document = Document(file.project, DirectKeeper(file))
    engine, notices, clock = FakeEngine(), Notices(), Clock()
    engines = {"offline": engine}
    status = LineStatus(document, engines)
    said: list[Notice] = []
    notices.said.connect(said.append)
    return Stage(
        folder,
        file,
        document,
        engine,
        status,
        Booth(document, file.jobs, engines, status),
        Selection(document.project.episodes[0].id, document.project.languages[0]),
        Actions(),
        notices,
        said,
        TaskScope(notices.report),
        clock,
        Transport(lambda: SilentClock(clock)),
        Transport(lambda: SilentClock(clock)),
        DecodedTakes(folder / "decoded", file.media),
    )


def shown(qtbot: QtBot, stage: Stage, widget: QWidget) -> None:
    """Put a panel on the screen, in front, with the window's actions."""
    qtbot.addWidget(widget)
    stage.actions.attach(widget)
    widget.resize(480, 640)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def click(qtbot: QtBot, view: QAbstractItemView, row: int, column: int) -> None:
    """Click into a cell, and let the keys go there."""
    view.setFocus()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(view, row, column))


def double_click(qtbot: QtBot, view: QAbstractItemView, row: int, column: int) -> None:
    """Double click into a cell."""
    place = _middle(view, row, column)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _middle(view: QAbstractItemView, row: int, column: int) -> QPoint:
    index: QModelIndex = view.model().index(row, column)
    return view.visualRect(index).center()


def texts(view: QAbstractItemView, column: int) -> list[str]:
    """What a column shows, top to bottom."""
    model = view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


async def until(true: Callable[[], object]) -> None:
    """Let the loop turn until something is so."""
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)
