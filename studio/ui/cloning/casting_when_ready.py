"""Gives characters the voices that were ordered for them, as soon as these are made."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject

from studio.casting.making.castable import cast_with
from studio.casting.moving import moved
from studio.model.cast import Character
from studio.model.project import Project
from studio.store.cast_wishes import CastWish, CastWishes
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.counting import counted
from studio.ui.own_voices.room import OpenProject, VoiceRoom


class CastingWhenReady(QObject):
    """Holds wishes for any project; those of the open one come true, others wait for theirs."""

    def __init__(self, room: VoiceRoom, wishes: CastWishes, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._wishes = wishes
        self._looking = asyncio.Lock()
        room.maker.settled.connect(lambda _: self.look())

    async def wish(self, wishes: Iterable[CastWish]) -> None:
        """Note who is to speak with what; a voice that is there already is cast at once."""
        await asyncio.to_thread(self._wishes.add, tuple(wishes))
        self.look()

    def look(self) -> None:
        """Cast what is ready in the open project; call it when one was opened, too."""
        if self._room.project() is not None:
            self._room.tasks.start(self._cast())

    async def _cast(self) -> None:
        async with self._looking:
            wishes, voices = await asyncio.to_thread(self._known)
            open_now = self._room.project()
            if open_now is None or open_now.document.read_only:
                return
            project = open_now.document.project
            mine = [wish for wish in wishes if wish.project == project.id]
            over = [wish for wish in mine if _is_over(wish, project, voices)]
            cast = [wish for wish in mine if wish not in over and _is_ready(wish, voices)]
            if cast:
                self._edit(open_now, cast, voices)
            if over or cast:
                await asyncio.to_thread(self._wishes.drop, [*over, *cast])

    def _edit(
        self, open_now: OpenProject, wishes: list[CastWish], voices: dict[str, OwnVoice]
    ) -> None:
        """Give the parts their voices, as one step that can be undone."""
        before = open_now.document.project
        project, done = before, 0
        for wish in wishes:
            changed = self._with(project, wish, voices[wish.voice])
            done += changed is not project
            project = changed
        if project is not before:
            open_now.document.edit(self.tr("Cast own voices"), project)
            one, many = self.tr("1 character was cast."), self.tr("{n} characters were cast.")
            self._room.notices.status(counted(done, one, many))

    def _with(self, project: Project, wish: CastWish, voice: OwnVoice) -> Project:
        character = _character(project, wish.character)
        engine = self._room.engines.get(voice.account)
        if character is None or engine is None:
            return project
        known = character.castings.get(wish.language)
        new = moved(project, known, voice.account, voice.voice, self._room.engines)
        casting = cast_with(new, voice, engine)
        if casting == known:
            return project
        return project.with_character(character.cast_as(wish.language, casting))

    def _known(self) -> tuple[tuple[CastWish, ...], dict[str, OwnVoice]]:
        wishes = self._wishes.all()
        voices = self._room.library.voices() if wishes else ()
        return wishes, {voice.id: voice for voice in voices}


def _is_ready(wish: CastWish, voices: dict[str, OwnVoice]) -> bool:
    voice = voices.get(wish.voice)
    return voice is not None and voice.state is VoiceState.READY and bool(voice.voice)


def _is_over(wish: CastWish, project: Project, voices: dict[str, OwnVoice]) -> bool:
    """Whether it can come true no more: its voice or its character is gone."""
    return wish.voice not in voices or _character(project, wish.character) is None


def _character(project: Project, id: str) -> Character | None:
    return next((each for each in project.cast if each.id == id), None)
