"""A blind comparison by keys: letters heard, voted for, revealed, and the winner cast."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.engines.speech import SpeechRequest
from studio.errors import EngineRefused
from studio.synthesis.bill import Caps
from studio.ui.cast.panel import CastPanel
from studio.ui.voices.blind_dialog import BlindDialog
from studio.ui.voices.browser import VoiceBrowser
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.notebook import Notebook
from tests.ui.children import button, child, named
from tests.ui.stage import Stage, a_stage, shown, until
from tests.ui.voices.room import (
    VoiceRoom,
    a_voice_room,
    browser_over,
    gone,
    quiet,
    told,
    voice_list,
)


@dataclass
class Desk:
    stage: Stage
    room: VoiceRoom
    panel: CastPanel
    engine: FakeEngine
    qtbot: QtBot

    async def browse(self, rows: Sequence[int]) -> VoiceBrowser:
        """The browser for the first character, with these rows chosen."""
        self.stage.actions.get("cast.voice").trigger()
        browser = await browser_over(self.panel)
        choose(browser, rows)
        return browser

    async def compare(self, rows: Sequence[int]) -> BlindDialog:
        browser = await self.browse(rows)
        await quiet()
        button(browser, QPushButton, "Compare blind").click()
        return child(browser, BlindDialog)

    async def ready(self, dialog: BlindDialog) -> None:
        await until(lambda: letter(dialog, "A").isEnabled() or letter(dialog, "B").isEnabled())
        await quiet()

    async def leave(self, dialog: BlindDialog) -> None:
        await quiet()
        self.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        for browser in self.panel.findChildren(VoiceBrowser):
            self.qtbot.keyClick(browser, Qt.Key.Key_Escape)
        await gone(self.panel)


@asynccontextmanager
async def a_desk(
    qtbot: QtBot, folder: Path, *, price: str = "0", caps: Caps | None = None
) -> AsyncIterator[Desk]:
    stage = a_stage(folder, a_project(lines=6))
    engine = FakeEngine("cloud/main", price_per_character=Decimal(price))
    room = await a_voice_room(stage, [stage.engine, engine], Notebook(folder, caps))
    panel = CastPanel(
        stage.document, stage.selection, room.picker, stage.actions, stage.notices, room.own
    )
    shown(qtbot, stage, panel)
    yield Desk(stage, room, panel, engine, qtbot)
    await room.close()


def choose(browser: VoiceBrowser, rows: Sequence[int]) -> None:
    """Choose rows as Ctrl and clicks do."""
    rows_view = voice_list(browser)
    rows_view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        rows_view.selectionModel().select(rows_view.model().index(row, 0), flags)


def letter(dialog: BlindDialog, which: str) -> QPushButton:
    found = [b for b in dialog.findChildren(QPushButton) if b.text().startswith(f"{which}\n")]
    assert len(found) == 1
    return found[0]


async def test_only_two_to_six_voices_can_be_compared(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse([0])
        compare = button(browser, QPushButton, "Compare blind")
        offered = []
        for rows in ([0], [0, 1], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6]):
            choose(browser, rows)
            offered.append(compare.isEnabled())
        assert offered == [False, True, True, False]
        await quiet()
        qtbot.keyClick(browser, Qt.Key.Key_Escape)
        await gone(desk.panel)


async def test_the_winner_of_a_vote_by_keys_is_cast_in_one_step(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        before = desk.stage.project
        dialog = await desk.compare([1, 2, 3])
        await desk.ready(dialog)
        asked = [(request.voice, request.text) for request in desk.stage.engine.asked]
        assert len(asked) == 6 and len(set(asked)) == 6  # MARA has two lines
        heard: list[int] = []
        desk.room.playback.started.connect(lambda: heard.append(1))
        qtbot.keyClick(dialog, Qt.Key.Key_B)
        qtbot.keyClick(letter(dialog, "B"), Qt.Key.Key_Space)
        qtbot.keyClick(letter(dialog, "B"), Qt.Key.Key_3)
        qtbot.keyClick(letter(dialog, "C"), Qt.Key.Key_Left)
        assert letter(dialog, "B").hasFocus() and len(heard) == 3
        voices = ("Man", "Woman", "Girl")
        assert not any(voice in told(dialog) for voice in voices)
        qtbot.keyClick(letter(dialog, "B"), Qt.Key.Key_Return)
        qtbot.keyClick(letter(dialog, "B"), Qt.Key.Key_Down)
        assert "Line 2 of 2" in told(dialog) and len(heard) == 4
        qtbot.keyClick(letter(dialog, "B"), Qt.Key.Key_Return)
        button(dialog, QPushButton, "Reveal").click()
        assert all(voice in told(dialog) for voice in voices)
        first = named(dialog, QLabel, "Result").text().splitlines()[0]
        assert first.startswith("1.  B: ") and first.endswith("2 votes")
        await quiet()
        button(dialog, QPushButton, "Cast the winner").click()
        await gone(desk.panel)
        casting = desk.stage.project.cast.characters[0].castings["en"]
        assert casting.voice.title() in first
        assert len(desk.stage.engine.asked) == 6  # heard again without being made again
        desk.stage.document.undo()
        assert desk.stage.project == before


async def test_what_bills_is_asked_about_first(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path, price="0.001") as desk:
        dialog = await desk.compare([4, 5])
        assert "This is billed: 4 lines, 64 characters, about 0.06 USD." in told(dialog)
        assert not desk.engine.asked and not letter_ready(dialog)
        child(dialog, QComboBox).setCurrentIndex(0)
        assert "2 lines, 32 characters" in told(dialog)
        button(dialog, QPushButton, "Let them speak").click()
        await desk.ready(dialog)
        assert len(desk.engine.asked) == 2 and "Line 1 of 1" in told(dialog)
        await desk.leave(dialog)


async def test_nothing_is_sent_when_the_price_is_not_agreed_to(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path, price="0.001") as desk:
        dialog = await desk.compare([4, 5])
        await desk.leave(dialog)
        assert not desk.engine.asked


async def test_a_voice_that_fails_is_out_with_its_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    def refused(request: SpeechRequest) -> EngineRefused | None:
        return EngineRefused("offline", "too proud") if request.voice == "man" else None

    async with a_desk(qtbot, tmp_path) as desk:
        desk.stage.engine.fails = refused
        dialog = await desk.compare([1, 2, 3])
        await desk.ready(dialog)
        assert "is out of the race" in told(dialog) and "too proud" in told(dialog)
        enabled = [x for x in "ABC" if letter(dialog, x).isEnabled()]
        assert len(enabled) == 2
        qtbot.keyClick(letter(dialog, enabled[0]), Qt.Key.Key_Return)
        button(dialog, QPushButton, "Reveal").click()
        assert "Man" in named(dialog, QLabel, "Result").text().splitlines()[-1]
        await desk.leave(dialog)


def letter_ready(dialog: BlindDialog) -> bool:
    return letter(dialog, "A").isEnabled()


async def test_a_cap_keeps_the_billed_voices_out_in_one_sentence(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path, price="0.001", caps=Caps(per_day=20)) as desk:
        dialog = await desk.compare([1, 4, 5])
        button(dialog, QPushButton, "Let them speak").click()
        await until(lambda: any(letter(dialog, x).isEnabled() for x in "ABC"))
        await quiet()
        said = told(dialog)
        assert said.count("are out of the race.") == 1
        assert "and the cap leaves 20. It is set in Accounts, under Usage and limits." in said
        assert not desk.engine.asked and len(desk.stage.engine.asked) > 0
        await desk.leave(dialog)
