"""The ways to the forms of this room, from menus and from the library of one's own voices."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from studio.bridge import opened
from studio.store.cast_wishes import CastWishes
from studio.store.voice_library_entry import OwnVoice
from studio.ui.actions import Actions
from studio.ui.cloning.aids import Aids, aids_of, who_clones
from studio.ui.cloning.casting_when_ready import CastingWhenReady
from studio.ui.cloning.clone_dialog import CloneDialog
from studio.ui.cloning.folder_dialog import FolderDialog
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.prompts import Choice

ACCOUNTS = "view.accounts"

Makes = Callable[[Aids, datetime.date], CloneDialog | FolderDialog]


class Cloning(QObject):
    """Lives as long as the program; one of its dialogs is open at a time."""

    def __init__(self, room: VoiceRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._asking = False
        self._dialog: CloneDialog | FolderDialog | None = None
        wishes = CastWishes(room.library.folder / "cast-when-ready.json")
        self._casting = CastingWhenReady(room, wishes, self)

    def add_actions(self, actions: Actions) -> None:
        """Offer what can be asked for here."""
        actions.add("voices.clone", self.tr("&Clone a Voice…"), self.clone, owner=self)
        told = self.tr("Clone a Cast from a &Folder…")
        actions.add("voices.clone_folder", told, self.clone_folder, owner=self)

    def clone(self, name: str = "") -> None:
        """Ask for a voice made of recordings."""
        self._begin(lambda aids, today: self._for_one(aids, today, name))

    def clone_again(self, voice: OwnVoice) -> None:
        """Ask for a voice once more, after its recordings were cut anew."""
        self._begin(lambda aids, today: self._for_one(aids, today, voice.name, voice))

    def clone_folder(self) -> None:
        """Ask for the voices of a whole cast."""
        self._begin(self._for_folder)

    def project_opened(self) -> None:
        """Cast what was made meanwhile for the project that is open now."""
        self._casting.look()

    def _begin(self, make: Makes) -> None:
        """Open a dialog, or bring the one to the front that is open."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.raise_()
            self._dialog.activateWindow()
        elif not self._asking:
            self._asking = True
            self._room.tasks.start(self._ask(make))

    async def _ask(self, make: Makes) -> None:
        dialog = None
        try:
            if await self._may_clone():
                today = datetime.date.today()
                aids = await asyncio.to_thread(partial(aids_of, self._room.library, today=today))
                self._dialog = dialog = make(aids, today)
        finally:
            self._asking = False
        if dialog is None:
            return
        try:
            await opened(dialog)
        finally:
            if self._dialog is dialog:
                self._dialog = None
            await dialog.aclose()
            dialog.deleteLater()

    def _for_one(
        self, aids: Aids, today: datetime.date, name: str, voice: OwnVoice | None = None
    ) -> CloneDialog:
        dialog = CloneDialog(self._room, aids, self._room.window, today=today)
        if voice is not None:
            dialog.show_voice(voice)
        else:
            dialog.begin(name)
        return dialog

    def _for_folder(self, aids: Aids, today: datetime.date) -> FolderDialog:
        return FolderDialog(self._room, self._casting, aids, self._room.window, today=today)

    async def _may_clone(self) -> bool:
        """Whether any account makes voices; where none does, the way to the accounts is shown."""
        if who_clones(self._room.engines):
            return True
        answer = await self._room.prompter.ask(
            self.tr("Clone a Voice"),
            self.tr("No account makes voices of recordings yet. Add one of MiniMax or useapi.net."),
            (
                Choice("accounts", self.tr("Accounts…"), proposed=True),
                Choice("leave", self.tr("Cancel"), leaves=True),
            ),
        )
        if answer == "accounts":
            self._room.actions.get(ACCOUNTS).trigger()
        return False
