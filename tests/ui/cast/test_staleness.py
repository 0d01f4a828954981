"""What a change of a voice makes stale and costs is told before it and after it."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QTableView
from pytestqt.qtbot import QtBot

from studio.engines.speech import Voice
from studio.model.cast import Casting
from studio.model.consent import Consent, Ground
from studio.model.ids import new_id
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.ui.cast.cast_table import CastColumn
from studio.ui.cast.panel import CastPanel
from studio.ui.voices.voice_field import VoiceField
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.ui.children import child, named
from tests.ui.stage import Stage, a_stage, shown, texts, until
from tests.ui.voices.room import (
    VoiceRoom,
    a_voice_room,
    browser_over,
    quiet,
    search_field,
)

STAR = Voice("cloud/main", "star", "Star")
DAY_S = 86_400.0


@dataclass
class Desk:
    stage: Stage
    room: VoiceRoom
    panel: CastPanel

    @property
    def standing(self) -> QLabel:
        return named(self.panel, QLabel, "Lines with this voice")

    @property
    def view(self) -> QTableView:
        return child(self.panel, QTableView)


@asynccontextmanager
async def a_desk(qtbot: QtBot, folder: Path) -> AsyncIterator[Desk]:
    stage = a_stage(folder, a_project(lines=4))
    cloud = FakeEngine("cloud/main", offers=(STAR,), price_per_character=Decimal("0.01"))
    room = await a_voice_room(stage, [stage.engine, cloud])
    panel = CastPanel(
        stage.document, stage.selection, room.picker, stage.actions, stage.notices, room.own
    )
    shown(qtbot, stage, panel)
    yield Desk(stage, room, panel)
    await room.close()


async def test_nothing_is_said_of_whoever_was_never_voiced(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        assert desk.standing.isHidden()


async def test_the_form_tells_how_many_lines_follow_a_casting_and_then_are_stale(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        await desk.stage.voice()
        await quiet()
        await until(lambda: "voiced like this" in desk.standing.text())
        assert desk.standing.text() == (
            "2 lines in 1 episode are voiced like this. "
            "A change makes them stale; voicing again costs nothing."
        )
        speed = named(desk.panel, QDoubleSpinBox, "Speed")
        qtbot.keyClick(speed, Qt.Key.Key_Up)
        await until(
            lambda: "stale;" in desk.standing.text() and "are stale" in desk.standing.text()
        )
        desk.stage.document.undo()
        await until(lambda: "voiced like this" in desk.standing.text())


async def test_the_browser_tells_what_a_voice_makes_stale_and_what_that_costs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        await desk.stage.voice()
        await quiet()
        field = named(desk.panel, VoiceField, "Voice in English")
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
        browser = await browser_over(desk.panel)
        told = named(browser, QLabel, "What becomes stale")
        assert told.text() == ""  # the voice there is
        qtbot.keyClicks(search_field(browser), "star")
        await until(lambda: "0.32" in told.text())
        assert told.text() == (
            "2 lines in 1 episode become stale; to voice again: 32 characters, about 0.32 USD."
        )
        browser.reject()
        await until(lambda: not browser.isVisible())


async def test_a_voice_of_ones_own_shows_consent_and_clock(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(qtbot, tmp_path) as desk:
        library = desk.room.library
        consent = Consent("Lin Xia", Ground.OWN_VOICE, until=datetime.date(2099, 12, 31))
        made = OwnVoice(
            new_id(),
            VoiceOrigin.CLONE,
            "cloud/main",
            "My Lin",
            "lin-1",
            state=VoiceState.READY,
            made_at=library.now - 6 * DAY_S,
            unused_days=7,
            consent=consent,
        )
        library.add(made)
        mara = desk.stage.project.cast.characters[0]
        cast = mara.cast_as("en", Casting("cloud/main", "lin-1"))
        desk.stage.document.edit("Cast", desk.stage.project.with_character(cast))
        desk.room.own.look()
        await until(lambda: texts(desk.view, CastColumn.VOICE)[0] == "My Lin")
        cell = desk.view.model().index(0, CastColumn.VOICE)
        about = str(cell.data(Qt.ItemDataRole.ToolTipRole))
        assert "consent of Lin Xia" in about and "h" in about
        assert cell.data(Qt.ItemDataRole.DecorationRole) is not None
        said = "\n".join(label.text() for label in desk.panel.findChildren(QLabel))
        await until(lambda: "consent of Lin Xia" in said)
