"""A timeline with room for beds, real files beside it, and answers of a person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.audio.beds import BedSounds
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, new_id
from studio.model.project import Project
from studio.model.span import SAMPLE_RATE
from studio.ui.beds.bed_book import BedState
from studio.ui.beds.bed_lane import BedLane
from studio.ui.beds.bedding import Bedding, BedSurroundings
from studio.ui.prompts import Choice
from studio.ui.timeline.panel import TimelinePanel
from studio.ui.timeline.peak_source import PeakSource
from tests.audio.media_files import wave
from tests.ui.stage import Stage, a_stage, until

LEFT = Qt.MouseButton.LeftButton
PIXEL = 480


class Answers:
    """Answers what is asked for with these paths, in turn."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.asked: list[str] = []

    async def open_file(self, title: str, kinds: Sequence[str], folder: Path) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0) if self.paths else None

    async def open_files(self, title: str, kinds: Sequence[str], folder: Path) -> tuple[Path, ...]:
        raise AssertionError(title)

    async def save_file(self, title: str, kinds: Sequence[str], proposed: Path) -> Path | None:
        raise AssertionError(title)

    async def folder(self, title: str, start: Path) -> Path | None:
        raise AssertionError(title)

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        raise AssertionError(title)

    async def text(self, title: str, label: str, proposed: str = "") -> str | None:
        raise AssertionError(title)

    async def encoding(self, data: bytes, decoded: object) -> str | None:
        raise AssertionError("encoding")


@dataclass
class Shelf:
    """A timeline panel with its beds."""

    stage: Stage
    panel: TimelinePanel
    beds: Bedding
    sounds: BedSounds
    answers: Answers = field(default_factory=Answers)

    @property
    def project(self) -> Project:
        return self.stage.document.project

    @property
    def all(self) -> tuple[Bed, ...]:
        return self.project.episodes[0].beds

    @property
    def only(self) -> Bed:
        (bed,) = self.all
        return bed

    def lane(self) -> BedLane:
        lane = self.beds.area.lane(self.only.id)
        assert lane is not None
        return lane

    def act(self, id: str) -> None:
        self.stage.actions.get(id).trigger()

    async def ready(self) -> None:
        """Wait until every bed that can be heard was decoded and is drawn."""
        for bed in self.all:
            self.sounds.decoded(bed)
        self.beds.book.look_again()
        await until(
            lambda: all(
                self.beds.book.facts(b).state is BedState.READY for b in self.beds.desk.beds
            )
        )

    def x_of(self, sample: int) -> int:
        return round(self.panel.view.scale.x_of(sample))

    def pull(self, at: QPoint, by: int, *, let_go: bool = True) -> None:
        """Drag over the lane of the only bed, so many pixels to the right; nothing catches."""
        lane, shift = self.lane(), Qt.KeyboardModifier.ShiftModifier
        QTest.mousePress(lane, LEFT, shift, at)
        for part in (by // 2, by):
            _move(lane, at + QPoint(part, 0))
        if let_go:
            QTest.mouseRelease(lane, LEFT, shift, at + QPoint(by, 0))


def _move(lane: BedLane, at: QPoint) -> None:
    """A move with Shift held, which QTest cannot make."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    place = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(lane.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.ShiftModifier,
    )
    QApplication.sendEvent(lane, event)


def tone(seconds: float, *, level: float = 0.25, channels: int = 2) -> NDArray[np.float32]:
    """A steady tone, the same in each channel."""
    sine = level * np.sin(np.arange(round(seconds * SAMPLE_RATE)) / 20)
    return np.repeat(sine[:, None], channels, axis=1).astype(np.float32)


def a_linked_bed(folder: Path, seconds: float = 4.0, **parts: object) -> Bed:
    """A bed of music beside the project."""
    wave(folder / "rain.wav", tone(seconds))
    return replace(Bed(BedId(new_id()), BedKind.MUSIC, "rain", path="rain.wav"), **parts)


@asynccontextmanager
async def a_shelf(qtbot: QtBot, folder: Path, *beds: Bed) -> AsyncIterator[Shelf]:
    """A shown timeline of a voiced episode with beds; a pixel is a hundredth of a second."""
    stage = a_stage(folder)
    await stage.voice()
    project = stage.document.project
    episode = replace(project.episodes[0], beds=beds)
    stage.document.edit("Beds", project.with_episode(episode))
    peaks = PeakSource(stage.file.peaks, stage.tasks, stage.selection)
    panel = TimelinePanel(stage.document, stage.selection, stage.status, peaks, stage.actions)
    qtbot.addWidget(panel)
    panel.resize(1400, 420)
    panel.show()
    answers = Answers()
    sounds = BedSounds(folder / "decoded-beds", stage.file.media, folder)
    around = BedSurroundings(stage.actions, stage.notices, answers, stage.tasks, folder)
    bedding = Bedding(stage.document, stage.selection, sounds, panel, around)
    qtbot.addWidget(bedding.picture)
    panel.view.zooming.zoom(panel.view.zooming.per_pixel / PIXEL)
    panel.view.scroll_to(0, 0)
    shelf = Shelf(stage, panel, bedding, sounds, answers)
    try:
        if beds:
            await until(bedding.area.isVisible)
        yield shelf
    finally:
        bedding.close()
        await stage.close()
