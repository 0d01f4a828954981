"""The window with its desk and services on loopback, for the tests of one's own voices."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView
from pytestqt.qtbot import QtBot

from studio.casting.making.ordering import Looked, enter_clone, looked_at
from studio.engines.voice_making import ClonesVoices
from studio.model.cast import Casting
from studio.store.places import voice_library_folder
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceState
from studio.ui.notices import Notice, Place
from studio.ui.own_voices.library_dialog import LibraryDialog
from studio.voice_desk import VoiceDesk
from tests.casting.making.stage import a_wish
from tests.rooms import Room, a_room, a_script, until
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.ui.children import child

MINIMAX = "minimax/environment"
USEAPI = "useapi/environment"


@dataclass
class Voices:
    """A desk of voices in its window."""

    room: Room
    folder: Path

    @property
    def desk(self) -> VoiceDesk:
        return self.room.desk.voices

    @property
    def library(self) -> VoiceLibrary:
        return self.room.engines.library

    @property
    def states(self) -> dict[str, VoiceState]:
        return {voice.name: voice.state for voice in self.library.voices()}

    def voice(self, name: str) -> OwnVoice:
        """The newest voice of a name."""
        return [voice for voice in self.library.voices() if voice.name == name][-1]

    def looked(self, *names: str, account: str = MINIMAX, **other: Any) -> list[Looked]:
        """Orders as a dialog has them."""
        engine = self.room.engines.roster[account]
        assert isinstance(engine, ClonesVoices)
        today = datetime.date(2026, 2, 1)
        wishes = [a_wish(self.folder, name, account=account, **other) for name in names]
        return [looked_at(wish, engine, today=today) for wish in wishes]

    async def made(self, *names: str, account: str = MINIMAX, **other: Any) -> None:
        """Have voices made, and wait for them."""
        await self.desk.maker.clone(self.looked(*names, account=account, **other))
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is being made."""
        await until(lambda: not self.desk.maker.running)

    async def shown(self, voice: str) -> LibraryDialog:
        """The dialog with one's own voices, with this one in hand."""
        dialog = self.desk.show_library(self.voice(voice).id)
        await until(lambda: in_hand(dialog) == voice)
        return dialog

    async def open_cast(self, voice: str) -> None:
        """Open a script whose first character speaks with a voice of the library."""
        await self.room.desk.open(a_script(self.folder))
        self.cast_first(voice)

    def cast_first(self, voice: str) -> None:
        """Have the first character speak with a voice of the library."""
        document = self.room.session.document
        first = next(iter(document.project.cast))
        casting = Casting(MINIMAX, self.voice(voice).voice)
        document.edit("Cast", document.project.with_character(first.cast_as("en", casting)))

    def make_older(self, name: str, days: float) -> None:
        """Have a voice be made so many days ago."""
        at = self.library.now - days * DAY_S
        self.library.change(self.voice(name).id, lambda voice: replace(voice, made_at=at))

    @property
    def banners(self) -> list[str]:
        """What was said in banners."""
        return [notice.text for notice in self.room.said if notice.place is Place.BANNER]

    async def banner(self, words: str) -> Notice:
        """The newest banner, once it has these words."""

        def there() -> bool:
            return bool(self.banners) and words in self.banners[-1]

        await until(there)
        return [notice for notice in self.room.said if notice.place is Place.BANNER][-1]

    async def status(self, words: str) -> None:
        """Wait until the status line said so."""
        await until(lambda: any(words in notice.text for notice in self.room.said))


def table(dialog: LibraryDialog) -> QTableView:
    return child(dialog, QTableView)


def texts(dialog: LibraryDialog, column: int = 0) -> list[str]:
    """What a column of the table shows."""
    model = table(dialog).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def in_hand(dialog: LibraryDialog) -> str:
    """The name of the voice in hand."""
    chosen = dialog.chosen
    return chosen[0].name if chosen else ""


def offered(dialog: LibraryDialog) -> list[str]:
    """The buttons that can be pressed."""
    buttons = dialog.findChildren(QAbstractButton)
    return [each.text() for each in buttons if each.isVisible() and each.isEnabled()]


def said_in(dialog: LibraryDialog) -> str:
    """Everything that can be read beside the table."""
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


async def press(qtbot: QtBot, dialog: LibraryDialog, text: str) -> None:
    """Press a button once it is offered."""
    found: list[QAbstractButton] = []

    def there() -> bool:
        found[:] = [
            each
            for each in dialog.findChildren(QAbstractButton)
            if text in each.text() and each.isVisible() and each.isEnabled()
        ]
        return bool(found)

    await until(there)
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


async def shows(dialog: LibraryDialog, column: int, *wanted: str) -> None:
    """Wait until a column shows this."""
    await until(lambda: texts(dialog, column) == list(wanted))


@asynccontextmanager
async def some_voices(
    folder: Path,
    mini: MinimaxService | None = None,
    use: UseapiService | None = None,
) -> AsyncIterator[Voices]:
    """A window whose program knows these services; what was said is kept."""
    environment: dict[str, str] = {}
    for service in (mini, use):
        environment |= service.environment() if service else {}
    with mock.patch.dict("os.environ", environment):
        async with a_room(folder) as room:
            await room.engines.catalogue.refresh()
            yield Voices(room, folder)


def ordered(folder: Path, *names: str, account: str = MINIMAX) -> VoiceLibrary:
    """Orders that nobody works on yet, as a program leaves them that was quit."""
    library = VoiceLibrary(voice_library_folder())
    for name in names:
        enter_clone(library, a_wish(folder, name, account=account))
    return library
