"""Sees to one's own voices: what is gone or soon forgotten is told before it is missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from studio.casting.making.alive import (
    MissedVoice,
    compare_with,
    expiring,
    missed_in,
    note_gone,
)
from studio.casting.making.bench import in_thread
from studio.casting.making.ordering import made_anew
from studio.engines.speech import SpeaksLines
from studio.errors import (
    AccountError,
    AccountStopped,
    CapReached,
    VoiceError,
)
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.ui.own_voices.deeds import VoiceDeeds
from studio.ui.own_voices.outcome import Outcome, named, outcome_words
from studio.ui.own_voices.room import OpenProject, VoiceRoom
from studio.ui.own_voices.snapshot import can_be_made_again
from studio.ui.own_voices.words import span_words
from studio.ui.voices.names import service_name

TO_ACCOUNTS = (AccountStopped, AccountError, CapReached)


class VoiceWatch(QObject):
    """Looks when the program begins, when a project is opened, and when a service refuses one."""

    voice_wanted = Signal(str)
    """Show this voice of the library, by its id here; any where it is empty."""

    def __init__(self, room: VoiceRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._deeds = VoiceDeeds(room)
        self._told: frozenset[str] = frozenset()
        self._refused: set[tuple[str, str]] = set()

    async def mend(self) -> None:
        """Put a damaged library aside and say so; raises VoiceLibraryError."""
        aside = await asyncio.to_thread(self._room.library.mend)
        if aside is not None:
            told = self.tr(
                "The library of your voices was damaged. What could be read of it goes on; the "
                "damaged file is {path}."
            )
            self._room.notices.banner(told.format(path=aside), self._to_library())

    async def go_on(self) -> None:
        """Go on with what was ordered before the program ended, and say so with a way to stop."""
        room = self._room
        ordered = await room.maker.waiting()
        if not ordered or room.maker.running:
            return
        room.maker.go_on()
        one = self.tr("{name} was ordered before and is made now.")
        many = self.tr("{n} voices were ordered before and are made now.")
        stop = self._action(self.tr("Stop"), room.maker.stop)
        room.notices.banner(named(ordered, one, many), stop)

    async def look_at_clocks(self) -> None:
        """Say which voices their services forget within two days; raises VoiceLibraryError."""
        library = self._room.library
        soon = await asyncio.to_thread(expiring, library)
        if not soon or self._room.maker.running:
            return
        first, now = soon[0], library.now
        left = span_words((first.expires_at or now) - now)
        one = self.tr("{service} forgets {name} in {time} unless it speaks a line.")
        many = self.tr("{n} of your voices are forgotten within two days unless they speak a line.")
        told = named(soon, one, many, service=service_name(first.service), time=left)
        keep = self._action(self.tr("Keep it…"), lambda: self._start_keeping(first))
        self._room.notices.banner(told, keep if len(soon) == 1 else self._to_library(first))

    async def look_over(self, project: OpenProject) -> None:
        """Say which voices of a project are gone at their services; raises VoiceLibraryError."""
        self._told = frozenset()
        await self._tell_missed(project)

    def forget_project(self) -> None:
        """What was told of a project is past."""
        self._told = frozenset()
        self._refused.clear()

    async def refused(self, names: Iterable[tuple[str, str]]) -> None:
        """Look into voices that services refused while lines were voiced: engine and id of each.

        One of one's own that the service does not list any more is gone from now on.
        """
        room = self._room
        fresh = [name for name in dict.fromkeys(names) if name not in self._refused]
        self._refused.update(fresh)
        gone = False
        for account, voice in fresh:
            own = await asyncio.to_thread(room.library.named, account, voice)
            engine = room.engines.get(account)
            if own is None or engine is None or engine.name != own.account:
                continue  # not one's own, or asked by an account that never had it
            gone = await self._is_gone(own, engine) or gone
        if not gone:
            return
        room.maker.changed.emit()
        await room.catalogue.take_up_own()
        if (project := room.project()) is not None:
            await self._tell_missed(project)

    def tell_outcome(self, outcome: Outcome) -> None:
        """Say what came of a run, and where to go on."""
        told = outcome_words(outcome)
        if not told:
            return
        notices = self._room.notices
        if any(isinstance(error, TO_ACCOUNTS) for error in outcome.stopped.values()):
            notices.banner_to_accounts(told)
            return
        if left := outcome.left:
            again = self._action(self.tr("Make them after all…"), lambda: self._make(left))
            notices.banner(told, again)
            return
        if len(outcome.made) == len(outcome.voices):
            self._room.tasks.start(self._tell_made(told))
            return
        first = next(iter((*outcome.failed, *outcome.unsure, *outcome.waiting)), None)
        notices.banner(told, self._to_library(first))

    async def _is_gone(self, voice: OwnVoice, engine: SpeaksLines) -> bool:
        """Whether a refused voice is gone at its service, which is asked; noted if so."""
        library = self._room.library
        try:
            listed = {each.id for each in await engine.voices()}
        except (VoiceError, AccountError):
            return False
        if voice.voice in listed:
            return False
        await in_thread(partial(compare_with, library, engine, listed))
        now = await in_thread(partial(library.voice, voice.id))
        if now.state is VoiceState.READY:  # the service lists only what has spoken
            await in_thread(partial(note_gone, library, voice))
        return True

    async def _tell_missed(self, project: OpenProject) -> None:
        missed = await asyncio.to_thread(_missed, project, self._room.library)
        ids = frozenset(each.voice.id for each in missed)
        if not missed or ids <= self._told or project is not self._room.project():
            return
        if await self._tell_new(project, missed):
            return
        self._told = ids
        first = missed[0].voice
        one = self.tr("{who}'s voice is gone at {service}.")
        many = self.tr("{n} voices of this project are gone at their services.")
        voices = [each.voice for each in missed]
        who, service = _speakers(missed[0]), service_name(first.service)
        told = named(voices, one, many, who=who, service=service)
        self._room.notices.banner(told, *self._ways_on(missed))

    async def _tell_new(self, project: OpenProject, missed: Sequence[MissedVoice]) -> bool:
        """Offer the voices that were made anew of what is gone, if there are such."""
        library = self._room.library
        gone = [each.voice for each in missed]
        found = await asyncio.to_thread(lambda: [made_anew(library, voice) for voice in gone])
        pairs = [(old, new) for old, new in zip(gone, found, strict=True) if new is not None]
        if not pairs or project is not self._room.project():
            return False
        speakers = dict.fromkeys(_speakers(e) for e in missed if e.voice in [o for o, _ in pairs])
        told = self.tr(
            "The voice of {who} was made anew. Its lines still have the one that is gone."
        )
        use = self._action(self.tr("Use the new one"), partial(self._deeds.use_instead, pairs))
        self._room.notices.banner(told.format(who=", ".join(speakers)), use)
        return True

    async def _tell_made(self, told: str) -> None:
        """Say that all was made; where a project waits for one of them, the way to use it."""
        self._room.notices.status(told)  # else it goes on saying that they are ordered
        project, library = self._room.project(), self._room.library
        if project is not None:
            missed = await asyncio.to_thread(_missed, project, library)
            if missed and await self._tell_new(project, missed):
                return
        self._room.notices.banner(told, self._to_library(), well=True)

    def _ways_on(self, missed: Sequence[MissedVoice]) -> tuple[QAction, QAction]:
        """Make them again, or choose others; the library where nothing is kept of one."""
        voices = tuple(each.voice for each in missed)
        choose = self._action(self.tr("Choose another…"), partial(self._choose_other, missed[0]))
        if not all(map(can_be_made_again, voices)):
            return self._to_library(voices[0]), choose
        one, many = self.tr("Clone it again…"), self.tr("Clone them again…")
        again = self._action(one if len(voices) == 1 else many, lambda: self._make(voices))
        return again, choose

    def _choose_other(self, missed: MissedVoice) -> None:
        """Take the character in hand and ask for its voice."""
        project, use = self._room.project(), missed.uses[0]
        if project is None or use.character is None:
            self.voice_wanted.emit(missed.voice.id)
            return
        project.selection.select_language(use.language)
        lines = project.document.project.lines
        spoken = (each for each in lines if each[1].character == use.character.id)
        found = next(spoken, None)
        choose = self._room.actions.find("cast.voice")
        if found is None or choose is None:
            self.voice_wanted.emit(missed.voice.id)
            return
        # The cast has the character of the line in hand in hand.
        project.selection.select_episode(found[0].id)
        project.selection.select_line(found[1].id)
        choose.trigger()

    def _make(self, voices: Sequence[OwnVoice]) -> None:
        self._deeds.start(lambda: self._deeds.once_more(voices))

    def _start_keeping(self, voice: OwnVoice) -> None:
        self._deeds.start(lambda: self._deeds.keep(voice))

    def _to_library(self, voice: OwnVoice | None = None) -> QAction:
        id = voice.id if voice else ""
        return self._action(self.tr("My Voices…"), lambda: self.voice_wanted.emit(id))

    def _action(self, text: str, run: Callable[[], object]) -> QAction:
        """A way on for a banner."""
        action = QAction(text, self)
        action.triggered.connect(lambda *_: run())
        return action


def _missed(project: OpenProject, library: VoiceLibrary) -> tuple[MissedVoice, ...]:
    """Those that are missed, once for each id at the service. Blocking."""
    found = missed_in(project.document.project, library)
    there = {(v.service, v.voice) for v in library.voices() if v.state is VoiceState.READY}
    return tuple({
        (each.voice.service, each.voice.voice): each
        for each in found
        if (each.voice.service, each.voice.voice) not in there or each.voice.is_over(library.now)
    }.values())  # fmt: skip


def _speakers(missed: MissedVoice) -> str:
    """Whose voice it is in the project, else what the voice is called."""
    names = dict.fromkeys(use.character.name for use in missed.uses if use.character)
    return ", ".join(names) or missed.voice.name
