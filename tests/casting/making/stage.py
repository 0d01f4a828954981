"""A library, a queue and the engines of loopback services, with orders to work on."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.casting.making.bench import Bench
from studio.casting.making.billing import NoVoiceBill, VoiceBill
from studio.casting.making.ordering import CloneWish, enter_clone
from studio.casting.making.recordings import Recording, recording_of
from studio.casting.making.work import Patience, VoiceWork
from studio.engines.roster import Roster
from studio.engines.voice_making import Making, MakingStep
from studio.model.consent import Consent, Ground
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue
from tests.engines.minimax import at_work as minimax
from tests.engines.samples import sound
from tests.engines.useapi import room as useapi
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService

AT_ONCE = Patience(waits=(0.0, 0.0, 0.0))
CONSENT = Consent(
    "Lin Xia", Ground.OWN_VOICE, recorded_by="Kim", recorded_on=datetime.date(2026, 1, 2)
)


def a_file(folder: Path, name: str = "lin.wav", seconds: float = 12.0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sound(seconds))
    return path


def a_recording(folder: Path, seconds: float = 12.0, *, words: str = "") -> Recording:
    path = a_file(folder, f"{seconds:g}.wav", seconds)
    return recording_of(path, words=words, cancelled=lambda: False)


def a_wish(
    folder: Path, name: str = "Lin", *, account: str = minimax.NAME, **other: Any
) -> CloneWish:
    recordings = other.pop("recordings", None) or (a_recording(folder),)
    consent = other.pop("consent", CONSENT)
    return CloneWish(name, account, recordings, consent, other.pop("language", "en"), **other)


@dataclass
class Stage:
    """Everything of one run; `heard` is what was told, `changed` who was told of at the end."""

    library: VoiceLibrary
    queue: CloneQueue
    work: VoiceWork
    heard: list[tuple[str, MakingStep]] = field(default_factory=list)
    changed: list[OwnVoice] = field(default_factory=list)

    def order(self, folder: Path, *names: str, **other: Any) -> list[str]:
        return [enter_clone(self.library, a_wish(folder, name, **other)).id for name in names]

    @property
    def states(self) -> dict[str, VoiceState]:
        return {voice.name: voice.state for voice in self.library.voices()}

    @property
    def voices(self) -> dict[str, OwnVoice]:
        return {voice.name: voice for voice in self.library.voices()}


@asynccontextmanager
async def a_stage(
    folder: Path,
    mini: MinimaxService | None = None,
    use: UseapiService | None = None,
    *,
    bill: VoiceBill | None = None,
    at_once: int = 1,
    time: useapi.Time | None = None,
    patience: Patience = AT_ONCE,
) -> AsyncIterator[Stage]:
    """A program at work in the library of a folder; what it held is let go at the end."""
    library = VoiceLibrary(folder / "voices")
    queue = CloneQueue(library)
    async with _engines(mini, use, time) as roster:
        bench = Bench(library, queue, roster, bill or NoVoiceBill())
        heard: list[tuple[str, MakingStep]] = []
        changed: list[OwnVoice] = []

        def told(voice: OwnVoice, step: Making) -> None:
            heard.append((voice.name, step.step))

        work = VoiceWork(
            bench, at_once=lambda: at_once, told=told, changed=changed.append, patience=patience
        )
        try:
            yield Stage(library, queue, work, heard, changed)
        finally:
            queue.close()


@asynccontextmanager
async def _engines(
    mini: MinimaxService | None, use: UseapiService | None, time: useapi.Time | None
) -> AsyncIterator[Roster]:
    if mini and use:
        async with minimax.an_engine(mini) as first, useapi.an_engine(use, time) as second:
            yield Roster([first, second])
    elif mini:
        async with minimax.an_engine(mini) as first:
            yield Roster([first])
    elif use:
        async with useapi.an_engine(use, time) as second:
            yield Roster([second])
    else:
        yield Roster()
