"""The ways to the dialogs of this room: a voice of a description, a voice of other voices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from studio.bridge import opened
from studio.casting.making.castable import blend_setting
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import DesignsVoices
from studio.ui.actions import Actions
from studio.ui.designing.design_dialog import DesignDialog
from studio.ui.designing.mix_dialog import MixDialog
from studio.ui.own_voices.room import VoiceRoom
from studio.ui.prompts import Choice

ACCOUNTS = "view.accounts"


class _Closes(Protocol):
    async def aclose(self) -> None: ...


class Designing(QObject):
    """Lives as long as the program; one of its dialogs is open at a time."""

    def __init__(self, room: VoiceRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._open = False

    def add_actions(self, actions: Actions) -> None:
        """Offer what can be asked for here."""
        actions.add("voices.design", self.tr("&Design a Voice…"), self.design, owner=self)
        actions.add("voices.mix", self.tr("Mi&x Voices…"), self.mix, owner=self)

    def design(self) -> None:
        """Ask for a voice made of a description."""
        if not self._open:
            self._room.tasks.start(self._design())

    def mix(self) -> None:
        """Ask for a voice made of other voices."""
        if not self._open:
            self._room.tasks.start(self._mix())

    async def _design(self) -> None:
        engines = who_designs(self._room.engines)
        if not engines:
            told = self.tr("No account makes voices of a description yet. Add one of MiniMax.")
            await self._to_accounts(self.tr("Design a Voice"), told)
            return
        dialog = DesignDialog(self._room, engines, self._room.window)
        dialog.begin(self._line()[0])
        await self._shown(dialog, dialog)

    async def _mix(self) -> None:
        engines = who_mixes(self._room.engines)
        if not engines:
            told = self.tr("No account mixes voices yet. Add one of MiniMax.")
            await self._to_accounts(self.tr("Mix Voices"), told)
            return
        dialog = MixDialog(self._room, engines, self._room.window)
        dialog.begin(*self._line())
        await self._shown(dialog, dialog)

    async def _shown(self, dialog: QDialog, closes: _Closes) -> None:
        self._open = True
        try:
            await opened(dialog)
        finally:
            self._open = False
            await closes.aclose()
            dialog.deleteLater()

    def _line(self) -> tuple[str, str]:
        """The words of the line in hand, empty without, and the language one works in."""
        project = self._room.project()
        if project is None:
            return "", "en"
        language, line = project.selection.language, project.selection.line
        found = project.document.project.find_line(line) if line else None
        return (found[1].words(language) if found and found[1].spoken else ""), language

    async def _to_accounts(self, title: str, told: str) -> None:
        answer = await self._room.prompter.ask(
            title,
            told,
            (
                Choice("accounts", self.tr("Accounts…"), proposed=True),
                Choice("leave", self.tr("Cancel"), leaves=True),
            ),
        )
        if answer == "accounts":
            self._room.actions.get(ACCOUNTS).trigger()


def who_designs(engines: Mapping[str, SpeaksLines]) -> dict[str, DesignsVoices]:
    """The engines that make voices of descriptions, by their names."""
    return {name: engine for name, engine in engines.items() if isinstance(engine, DesignsVoices)}


def who_mixes(engines: Mapping[str, SpeaksLines]) -> dict[str, SpeaksLines]:
    """The engines that mix voices, by their names."""
    return {name: engine for name, engine in engines.items() if blend_setting(engine)}
