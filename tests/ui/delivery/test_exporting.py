"""An export from the window: lines voiced on the way, files written, and what is said of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.audio.beds import BedSounds
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.lane import Lane
from studio.ui.delivery.dialog import DeliveryDialog
from studio.ui.delivery.exporting import Exporting
from studio.ui.notices import Place
from studio.ui.playback import Playback
from studio.ui.progress import WorkBars
from studio.ui.voicing import Voicing
from tests.audio.media_files import wave
from tests.audio.sounds import noise
from tests.ui.stage import Stage, a_stage, until


class Office:
    """A window that can export what is on the stage."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.stage: Stage = a_stage(folder)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        stage, bars = self.stage, WorkBars(self.window)
        playback = Playback(
            stage.document,
            stage.selection,
            stage.sounds,
            stage.transport,
            stage.preview,
            stage.tasks,
            stage.notices,
        )
        engines = {"offline": stage.engine}
        self.voicing = Voicing(
            stage.document,
            stage.selection,
            stage.status,
            stage.booth,
            engines,
            playback,
            stage.tasks,
            bars,
            stage.notices,
        )
        self.playback = playback
        self.exporting = Exporting(
            stage.document,
            stage.selection,
            engines,
            stage.sounds.samples,
            self.voicing,
            stage.tasks,
            bars,
            stage.notices,
            stage.actions,
            self.window,
            beds=BedSounds(folder / ".cache", lambda key: b"", folder),
        )

    @property
    def dialog(self) -> DeliveryDialog | None:
        """The dialog, while it is open."""
        found = self.window.findChildren(DeliveryDialog)
        return next((dialog for dialog in found if dialog.isVisible()), None)

    async def press(self, text: str) -> None:
        """Press a button of the dialog once it can be pressed."""
        await until(lambda: self.button(text) is not None)
        button = self.button(text)
        assert button
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def button(self, text: str) -> QPushButton | None:
        """A button of the dialog that can be pressed."""
        buttons = self.dialog.findChildren(QPushButton) if self.dialog else []
        return next(
            (b for b in buttons if b.text() == text and b.isVisible() and b.isEnabled()), None
        )

    @property
    def banner(self) -> str:
        """What the banner said last."""
        told = [notice.text for notice in self.stage.said if notice.place is Place.BANNER]
        return told[-1] if told else ""

    async def close(self) -> None:
        self.voicing.close()
        self.playback.close()
        await self.stage.close()


async def test_changed_lines_are_voiced_on_the_way_to_an_export(
    qtbot: QtBot, tmp_path: Path
) -> None:
    office = Office(qtbot, tmp_path)
    stage = office.stage
    await stage.voice()
    line = stage.lines[0]
    stage.document.edit("Edit", stage.project.with_line(line.saying("en", "Other words.")))
    work = stage.tasks.start(office.exporting.export(tmp_path))
    await office.press("Voice these lines first")
    await office.press("Export")
    await work
    assert len(stage.takes(stage.lines[0])) == 2
    assert "files are in" in office.banner and "before" not in office.banner
    assert "Other words." in (tmp_path / "01_en.srt").read_text("utf-8")
    await office.close()


async def test_an_export_that_waits_for_lines_is_not_asked_for_twice(
    qtbot: QtBot, tmp_path: Path
) -> None:
    office = Office(qtbot, tmp_path)
    stage = office.stage
    stage.engine.held = asyncio.Event()
    work = stage.tasks.start(office.exporting.export(tmp_path))
    await office.press("Voice these lines first")
    await until(lambda: stage.engine.asked)
    await office.exporting.export(tmp_path)
    assert office.dialog is None
    stage.engine.held.set()
    await office.press("Cancel")
    await work
    assert all(stage.takes(line) for line in stage.lines)
    await office.close()


async def test_what_sounds_as_before_is_said_after_the_export(qtbot: QtBot, tmp_path: Path) -> None:
    office = Office(qtbot, tmp_path)
    stage = office.stage
    await stage.voice()
    line = stage.lines[0]
    stage.document.edit("Edit", stage.project.with_line(line.saying("en", "Other words.")))
    work = stage.tasks.start(office.exporting.export(tmp_path))
    await office.press("Export")
    await work
    assert "1 line sounds as it was before its last change." in office.banner
    assert "Words of line 1." in (tmp_path / "01_en.srt").read_text("utf-8")
    await office.close()


async def test_beds_are_offered_where_there_are_some_and_what_is_not_heard_is_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    office = Office(qtbot, tmp_path)
    stage = office.stage
    await stage.voice()
    wave(tmp_path / "rain.wav", noise(9_600).reshape(-1, 2))
    episode = stage.project.episodes[0]
    for name in ("rain.wav", "gone.wav"):
        episode = episode.with_bed(Bed(BedId(name), BedKind.MUSIC, name, path=name))
    mara = stage.project.cast.characters[0]
    project = stage.project.with_episode(episode).with_lane(mara.id, Lane(muted=True))
    stage.document.edit("Edit", project)
    work = stage.tasks.start(office.exporting.export(tmp_path))
    await until(lambda: office.dialog is not None)
    assert office.dialog
    boxes = {box.text(): box for box in office.dialog.findChildren(QCheckBox)}
    assert boxes["Music and video sound"].isVisible()
    assert not boxes["Music and video sound"].isChecked()
    qtbot.mouseClick(boxes["Music and video sound"], Qt.MouseButton.LeftButton)
    await office.press("Export")
    await work
    assert (tmp_path / "01_en_beds.wav").exists()
    assert f"Not in the mix, as they are muted or others soloed: {mara.name}." in office.banner
    assert "gone.wav was left out." in office.banner
    await office.close()
