"""The ways to the dialogs of this room: a voice of a description, a voice of other voices."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtCore import QObject

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

Makes = Callable[[], Coroutine[Any, Any, DesignDialog | MixDialog | None]]


class Designing(QObject):
    """Lives as long as the program; one of its dialogs is open at a time."""

    def __init__(self, room: VoiceRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._dialog: DesignDialog | MixDialog | None = None
        self._asking = False

    def add_actions(self, actions: Actions) -> None:
        """Offer what can be asked for here."""
        actions.add("voices.design", self.tr("&Design a Voice…"), self.design, owner=self)
        actions.add("voices.mix", self.tr("Mi&x Voices…"), self.mix, owner=self)

    def design(self) -> None:
        """Ask for a voice made of a description."""
        self._begin(self._design)

    def mix(self) -> None:
        """Ask for a voice made of other voices."""
        self._begin(self._mix)

    def _begin(self, ask: Makes) -> None:
        """Open a dialog, or bring the one to the front that is open."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.raise_()
            self._dialog.activateWindow()
        elif not self._asking:
            self._asking = True
            self._room.tasks.start(self._asked(ask))

    async def _asked(self, ask: Makes) -> None:
        dialog = None
        try:
            self._dialog = dialog = await ask()
        finally:
            self._asking = False
        if dialog is not None:
            await self._shown(dialog)

    async def _design(self) -> DesignDialog | None:
        engines = who_designs(self._room.engines)
        if not engines:
            told = self.tr("No account makes voices of a description yet. Add one of MiniMax.")
            await self._to_accounts(self.tr("Design a Voice"), told)
            return None
        dialog = DesignDialog(self._room, engines, self._room.window)
        dialog.begin(self._line()[0])
        return dialog

    async def _mix(self) -> MixDialog | None:
        engines = who_mixes(self._room.engines)
        if not engines:
            told = self.tr("No account mixes voices yet. Add one of MiniMax.")
            await self._to_accounts(self.tr("Mix Voices"), told)
            return None
        dialog = MixDialog(self._room, engines, self._room.window)
        dialog.begin(*self._line())
        return dialog

    async def _shown(self, dialog: DesignDialog | MixDialog) -> None:
        try:
            await opened(dialog)
        finally:
            if self._dialog is dialog:
                self._dialog = None
            await dialog.aclose()
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
