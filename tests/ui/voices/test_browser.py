"""The voice browser by keys and mouse: found, heard for a told price, liked, and cast."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.engines.speech import Voice
from studio.errors import EngineUnreachable
from studio.model.cast import Casting
from studio.store.voice_marks import load_marks
from studio.ui.voices.browser import VoiceBrowser
from studio.ui.voices.voice_table import VoiceColumn
from tests.builders import a_project, a_sound
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import button, named
from tests.ui.stage import Stage, a_stage, click, double_click, shown, until
from tests.ui.voices.room import (
    VoiceRoom,
    a_voice_room,
    browser_over,
    gone,
    names,
    quiet,
    search_field,
    told,
    voice_list,
)

LIN = Voice("cloud/main", "drama-lin-7f", "林小姐", ("zh",), "female", "adult", "cold", "cloned")
SANTA = Voice("cloud/main", "Santa_Claus ", "Santa", ("en",), "male", "old", "jolly")
LADY = Voice("cloud/main", "graceful-lady", "Graceful Lady", ("en",), "female", "adult", "calm")


class Cloud(FakeEngine):
    """A service that bills, has samples for nothing, and is away on demand."""

    def __init__(self) -> None:
        super().__init__(
            "cloud/main", price_per_character=Decimal("0.001"), offers=(SANTA, LADY, LIN)
        )
        self.away = False
        self.sampled: list[str] = []

    async def check(self) -> None:
        """Let in."""

    async def preview(self, voice: str) -> bytes | None:
        self.sampled.append(voice)
        return a_sound(20)

    async def voices(self) -> tuple[Voice, ...]:
        if self.away:
            raise EngineUnreachable(self.name, "no network")
        return self.offers


@dataclass
class Desk:
    stage: Stage
    room: VoiceRoom
    cloud: Cloud
    over: QWidget
    cast: list[tuple[str, str]] = field(default_factory=list)

    async def browse(
        self, language: str = "en", casting: Casting | None = None, typed: str = ""
    ) -> VoiceBrowser:
        mara = self.stage.project.cast.characters[0]
        self.room.picker.ask(
            "Voice of MARA",
            language,
            casting or mara.castings.get(language),
            lambda engine, voice: self.cast.append((engine, voice)),
            self.over,
            character=mara.id,
            typed=typed,
        )
        return await browser_over(self.over)

    async def leave(self, qtbot: QtBot, browser: VoiceBrowser) -> None:
        await quiet()
        qtbot.keyClick(browser, Qt.Key.Key_Escape)
        await gone(self.over)


@asynccontextmanager
async def a_desk(qtbot: QtBot, folder: Path) -> AsyncIterator[Desk]:
    stage, cloud, over = a_stage(folder, a_project(languages=("en", "zh"))), Cloud(), QWidget()
    room = await a_voice_room(stage, [stage.engine, cloud])
    shown(qtbot, stage, over)
    yield Desk(stage, room, cloud, over)
    await room.close()


async def test_letters_search_and_enter_casts(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse()
        assert names(browser) == ["Narrator", "Man", "Woman", "Girl", "Santa", "Graceful Lady"]
        qtbot.keyClick(voice_list(browser), Qt.Key.Key_G)
        qtbot.keyClicks(search_field(browser), "raceful calm")
        assert names(browser) == ["Graceful Lady"]
        qtbot.keyClick(search_field(browser), Qt.Key.Key_Down)
        qtbot.keyClick(voice_list(browser), Qt.Key.Key_Return)
        await gone(desk.over)
        assert desk.cast == [("cloud/main", "graceful-lady")]
        assert (await desk.browse()).isVisible()
        browser = await browser_over(desk.over)
        assert names(browser)[0] == "Graceful Lady"  # the one used last
        await desk.leave(qtbot, browser)
        assert len(desk.cast) == 1


async def test_filters_narrow_the_list_and_can_be_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse("zh", typed="x")
        assert names(browser) == [] and "No voice fits" in told(browser)
        button(browser, QPushButton, "Show all voices").click()
        assert len(names(browser)) == 7
        for box, text, left in (
            ("Gender", "female", ["Graceful Lady", "林小姐"]),
            ("Kind", "cloned", ["林小姐"]),
        ):
            choice = named(browser, QComboBox, box)
            choice.setFocus()
            qtbot.keyClicks(choice, text)
            assert names(browser) == left
        await desk.leave(qtbot, browser)


async def test_space_lets_the_voice_say_the_line_in_hand_with_the_casting(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        desk.stage.selection.select_line(desk.stage.lines[0].id)
        browser = await desk.browse(casting=Casting("offline", "narrator", speed=1.5))
        qtbot.keyClicks(search_field(browser), "santa")
        assert "Hearing it is billed: 16 characters, about 0.02 USD." in told(browser)
        qtbot.keyClick(search_field(browser), Qt.Key.Key_Down)
        qtbot.keyClick(voice_list(browser), Qt.Key.Key_Space)
        await until(lambda: desk.cloud.asked)
        heard = desk.cloud.asked[0]
        assert (heard.voice, heard.text) == ("Santa_Claus ", "Words of line 1.")
        assert heard.settings["speed"] == 1.5
        await desk.leave(qtbot, browser)


async def test_without_a_line_a_sentence_of_the_language_is_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        episode = desk.stage.project.episodes[0]
        silent = desk.stage.project.with_episode(episode.without(line.id for line in episode.lines))
        desk.stage.document.edit("Remove", silent)
        browser = await desk.browse("zh")
        assert "costs nothing" in told(browser) and "我等了你很久" in told(browser)
        qtbot.keyClick(voice_list(browser), Qt.Key.Key_Space)
        await until(lambda: desk.stage.engine.asked)
        assert desk.stage.engine.asked[0].language == "zh"
        await desk.leave(qtbot, browser)


async def test_a_free_sample_is_offered_where_the_service_has_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse()
        sample = button(browser, QPushButton, "Free sample")
        assert not sample.isVisible()
        qtbot.keyClicks(search_field(browser), "santa")
        assert sample.isVisible()
        qtbot.mouseClick(sample, Qt.MouseButton.LeftButton)
        await until(lambda: desk.cloud.sampled == ["Santa_Claus "])
        await desk.leave(qtbot, browser)
        assert not desk.cloud.asked


async def test_a_favourite_comes_first_next_time_and_after_a_restart(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse()
        click(qtbot, voice_list(browser), 4, VoiceColumn.STAR)
        assert names(browser)[4] == "Santa"  # it does not run away
        await desk.leave(qtbot, browser)
        assert load_marks(tmp_path / "marks.json").is_favourite("cloud/main", "Santa_Claus ")
        browser = await desk.browse()
        assert names(browser)[0] == "Santa"
        await desk.leave(qtbot, browser)


async def test_an_engine_that_is_away_keeps_its_voices_and_says_why(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse()
        desk.cloud.away = True
        refresh = named(browser, QToolButton, "Refresh the voices")
        refresh.click()
        await until(refresh.isEnabled)
        assert "Santa" in names(browser)
        assert "cloud/main did not answer" in told(browser)
        desk.cloud.away, desk.cloud.offers = False, (LADY,)
        await quiet()
        refresh.click()
        await until(lambda: "Santa" not in names(browser))
        await until(refresh.isEnabled)
        assert "did not answer" not in told(browser)
        await desk.leave(qtbot, browser)


async def test_a_click_on_the_loudspeaker_hears_and_a_double_click_casts(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        browser = await desk.browse()
        view = voice_list(browser)
        click(qtbot, view, 1, VoiceColumn.HEAR)
        await until(lambda: desk.stage.engine.asked)
        await quiet()
        double_click(qtbot, view, 1, VoiceColumn.NAME)
        await gone(desk.over)
        assert desk.cast == [("offline", "man")]
