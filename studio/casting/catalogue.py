"""The voice catalogue: every voice of every engine, there at once and offline as well."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.casting.voice_cache import read_cache, write_cache
from studio.engines.speech import ChecksAccount, SpeaksLines, Voice
from studio.errors import StudioError
from studio.model.account import service_of

FRESH_S = 24 * 60 * 60.0
"""Seconds a list of voices is good for before its engine is asked again."""


@dataclass(frozen=True, slots=True)
class VoiceList:
    """The voices of one engine as it told them; `asked_at` in seconds since 1970."""

    voices: tuple[Voice, ...]
    asked_at: float
    by_id: Mapping[str, Voice] = field(init=False)

    def __post_init__(self) -> None:
        """Have each voice at hand by its id: tables ask for names again and again."""
        object.__setattr__(self, "by_id", {voice.id: voice for voice in self.voices})


class Catalogue:
    """Holds the lists of all engines of a roster; what was heard last is kept in a file.

    An engine that does not answer keeps its old list, and `troubles` says why it is not new.
    """

    def __init__(
        self,
        engines: Mapping[str, SpeaksLines],
        cache: Path,
        *,
        clock: Callable[[], float] = time.time,
        own: Callable[[], tuple[Voice, ...]] = tuple,
        gone: Callable[[], Mapping[tuple[str, str], str]] = dict[tuple[str, str], str],
    ) -> None:
        """`own` gives the voices a person made, blocking: services do not list all of them.

        `gone` gives what those were called that are there no more, by service and id; blocking.
        """
        self._engines = engines
        self._cache = cache
        self._clock = clock
        self._own = own
        self._gone = gone
        self._gone_names: Mapping[tuple[str, str], str] = {}
        self._heard: dict[str, VoiceList] = {}
        self._lists: dict[str, VoiceList] = {}
        self._troubles: dict[str, StudioError] = {}
        self._listeners: list[Callable[[], None]] = []
        self._asking = asyncio.Lock()

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the engines there are now, in their order."""
        lists = (self._lists.get(name) for name in self._engines)
        return tuple(voice for known in lists if known for voice in known.voices)

    def voices_of(self, engine: str) -> tuple[Voice, ...]:
        """The voices of one engine; a service without an account means its first one."""
        found = self._engines.get(engine)
        known = self._lists.get(found.name) if found else None
        return known.voices if known else ()

    @property
    def troubles(self) -> Mapping[str, StudioError]:
        """By engine why its list could not be had."""
        return {name: error for name, error in self._troubles.items() if name in self._engines}

    def find(self, engine: str, voice: str) -> Voice | None:
        """The voice a casting names; a service without an account means its first one."""
        found = self._engines.get(engine)
        known = self._lists.get(found.name) if found else None
        return known.by_id.get(voice) if known else None

    def gone(self, engine: str, voice: str) -> str:
        """What a voice of one's own was called that is there no more; empty for any other."""
        if self.find(engine, voice) is not None:
            return ""
        return self._gone_names.get((service_of(engine), voice), "")

    def known(self, engine: str) -> bool:
        """Whether an engine's list was ever had; without one, a voice may be there all the same."""
        found = self._engines.get(engine)
        return found is not None and found.name in self._lists

    async def load(self) -> None:
        """Take over what was heard last."""
        kept = await asyncio.to_thread(read_cache, self._cache)
        self._heard = {name: VoiceList(voices, at) for name, (voices, at) in kept.items()}
        await self.take_up_own()

    async def refresh(self, *, everything: bool = False, here: bool = False) -> None:
        """Ask each engine whose list is old or missing: all with `everything`.

        With `here` only those are asked that need no network.
        """
        async with self._asking:
            due = [
                name
                for name, engine in self._engines.items()
                if everything or (self._old(name) and not (here and _is_away(engine)))
            ]
            if not due:
                return
            await asyncio.gather(*(self._ask(name) for name in due))
            kept = {name: (known.voices, known.asked_at) for name, known in self._heard.items()}
            await asyncio.to_thread(write_cache, self._cache, kept)
        await self.take_up_own()

    async def take_up_own(self) -> None:
        """Have the voices a person made as they are now, beside those of the services."""
        own = await asyncio.to_thread(self._own)
        self._gone_names = await asyncio.to_thread(self._gone)
        self._lists = {name: _with_own(name, known, own) for name, known in self._heard.items()}
        self._tell()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when the voices change; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _old(self, name: str) -> bool:
        """Whether to ask an engine; one on this machine is asked always."""
        known = self._heard.get(name)
        if known is None or not _is_away(self._engines.get(name)):
            return True
        return not known.asked_at <= self._clock() < known.asked_at + FRESH_S

    async def _ask(self, name: str) -> None:
        engine = self._engines.get(name)
        if engine is None:
            return
        try:
            self._heard[name] = VoiceList(await engine.voices(), self._clock())
            self._troubles.pop(name, None)
        except StudioError as error:
            self._troubles[name] = error

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _with_own(engine: str, known: VoiceList, own: tuple[Voice, ...]) -> VoiceList:
    """A list with the voices made at its engine: named as they were, and none of them twice."""
    made = {voice.id: voice for voice in own if voice.engine == engine}
    if not made:
        return known
    listed = (
        replace(
            voice, name=made[voice.id].name, languages=voice.languages or made[voice.id].languages
        )
        if voice.id in made
        else voice
        for voice in known.voices
    )
    unlisted = (voice for id, voice in made.items() if id not in known.by_id)
    return VoiceList((*listed, *unlisted), known.asked_at)


def _is_away(engine: SpeaksLines | None) -> bool:
    """Whether an engine is a service with accounts, and not a program of this machine."""
    return isinstance(engine, ChecksAccount)
