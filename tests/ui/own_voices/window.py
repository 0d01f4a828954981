"""The window with its desk and services on loopback, for the tests of one's own voices."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from PySide6.QtWidgets import QAbstractButton, QTableView

from studio.casting.making.ordering import Looked, enter_clone, looked_at
from studio.casting.making.work import Patience
from studio.engines.voice_making import ClonesVoices
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.own_voices.library_dialog import LibraryDialog
from studio.voice_desk import VoiceDesk
from tests.casting.making.stage import a_wish
from tests.rooms import Room, a_room, until
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
        return next(voice for voice in self.library.voices() if voice.name == name)

    def looked(self, *names: str, account: str = MINIMAX, **other: object) -> list[Looked]:
        """Orders as a dialog has them."""
        engine = self.room.engines.roster[account]
        assert isinstance(engine, ClonesVoices)
        today = datetime.date(2026, 2, 1)
        wishes = [a_wish(self.folder, name, account=account, **other) for name in names]
        return [looked_at(wish, engine, today=today) for wish in wishes]

    async def made(self, *names: str, account: str = MINIMAX, **other: object) -> None:
        """Have voices made, and wait for them."""
        await self.desk.maker.clone(self.looked(*names, account=account, **other))
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is being made."""
        await until(lambda: not self.desk.maker.running)

    async def library_shown(self, voice: str = "") -> LibraryDialog:
        """The dialog with one's own voices, with one of them in hand."""
        id = self.voice(voice).id if voice else ""
        dialog = self.desk.show_library(id)
        await until(lambda: len(texts(dialog)) > 0 and in_hand(dialog) in (voice, "") or not id)
        return dialog

    @property
    def banners(self) -> list[str]:
        """What was said in banners."""
        return [notice.text for notice in self.room.said if notice.place == "banner"]


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
    return [b.text() for b in buttons if b.isVisible() and b.isEnabled() and b.text()]


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


def ordered(folder: Path, library: VoiceLibrary, *names: str, account: str = MINIMAX) -> None:
    """Orders that nobody works on yet, as a program leaves them that was quit."""
    for name in names:
        enter_clone(library, a_wish(folder, name, account=account))


QUICK = Patience(waits=(0.0, 0.0, 0.0))
