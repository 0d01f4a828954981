"""Everything a voice is chosen with: a catalogue of fake engines, marks in a file, auditions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from studio.casting.catalogue import Catalogue
from studio.engines.roster import Roster
from studio.store.voice_library import VoiceLibrary
from studio.synthesis.bill import Bill, NoBill
from studio.ui.auditions import Auditions
from studio.ui.cast.own_marks import OwnMarks
from studio.ui.playback import Playback
from studio.ui.voices.browser import VoiceBrowser
from studio.ui.voices.marks import MarksBook
from studio.ui.voices.picking import VoicePicker
from studio.ui.voices.voice_table import VoiceColumn
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import child
from tests.ui.stage import Stage, texts, until


@dataclass
class VoiceRoom:
    """The way to voices, and what it is made of."""

    stage: Stage
    roster: Roster
    catalogue: Catalogue
    marks: MarksBook
    auditions: Auditions
    playback: Playback
    picker: VoicePicker
    library: VoiceLibrary
    own: OwnMarks

    async def close(self) -> None:
        self.playback.close()
        await self.stage.close()


async def a_voice_room(
    stage: Stage, engines: Sequence[FakeEngine] = (), bill: Bill | None = None
) -> VoiceRoom:
    """A room with the voices of these engines, those of the stage's own without any."""
    roster = Roster(engines or [stage.engine])
    catalogue = Catalogue(roster, stage.folder / "voices.json")
    await catalogue.refresh()
    playback = Playback(
        stage.document,
        stage.selection,
        stage.sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
    )
    auditions = Auditions(
        stage.document,
        stage.selection,
        roster,
        playback,
        stage.tasks,
        bill or NoBill(),
        stage.notices,
        sounds=stage.sounds.samples,
    )
    marks = MarksBook(stage.folder / "marks.json", stage.tasks)
    await marks.load()
    await quiet()
    picker = VoicePicker(stage.document, roster, catalogue, marks, auditions, stage.tasks)
    library = VoiceLibrary(stage.folder / "voices")
    own = OwnMarks(library, stage.tasks, picker)
    return VoiceRoom(stage, roster, catalogue, marks, auditions, playback, picker, library, own)


async def browser_over(widget: QWidget) -> VoiceBrowser:
    """The browser that was just opened over a widget."""
    await until(lambda: any(b.isVisible() for b in widget.findChildren(VoiceBrowser)))
    return next(b for b in widget.findChildren(VoiceBrowser) if b.isVisible())


def voice_list(browser: VoiceBrowser) -> QTableView:
    return child(browser, QTableView)


def search_field(browser: VoiceBrowser) -> QLineEdit:
    return child(browser, QLineEdit)


def names(browser: VoiceBrowser) -> list[str]:
    """The voices shown, top to bottom."""
    return texts(voice_list(browser), VoiceColumn.NAME)


def told(browser: QWidget) -> str:
    """All that is said in a dialog."""
    labels = browser.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


async def cast_by_keys(qtbot: QtBot, over: QWidget, words: str) -> None:
    """Search in the open browser and take the first voice with Enter."""
    browser = await browser_over(over)
    qtbot.keyClicks(search_field(browser), words)
    qtbot.keyClick(search_field(browser), Qt.Key.Key_Return)
    await gone(over)


async def gone(over: QWidget) -> None:
    """Wait until no browser is open over a widget, and what it began is done."""
    await until(lambda: not over.findChildren(VoiceBrowser))
    await quiet()


async def quiet() -> None:
    """Wait until nothing runs but the test.

    Keys and clicks turn Qt's loop inside a coroutine; a task whose turn comes there is lost.
    """
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
