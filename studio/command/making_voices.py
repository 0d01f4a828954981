"""The queue of voices worked on without a window: progress on stderr, the outcome told."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from studio.casting.making.bench import Bench, in_thread
from studio.casting.making.work import VoiceWork
from studio.command.table import table
from studio.command.writing_printing import say
from studio.engine_room import EngineRoom
from studio.engines.voice_making import Making, MakingStep
from studio.errors import CapReached, StudioError, VoiceLibraryError
from studio.store.settings import Settings
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.wording import sentence

DONE, SOME_FAILED, NO_SERVICE = 0, 1, 3

_STEPS = {
    MakingStep.WAITING: "waits for its turn",
    MakingStep.UPLOADING: "uploading",
    MakingStep.MAKING: "being made",
    MakingStep.SETTLING: "its answer was lost; looking for it",
    MakingStep.FETCHING: "fetching the preview",
}


async def work_on(
    room: EngineRoom, settings: Settings, queue: CloneQueue, wanted: Collection[str]
) -> int:
    """Make the wanted voices, and those that were ordered before them; returns the exit code."""
    bench = Bench(room.library, queue, room.roster, room.voice_bill(), settings.ffmpeg)
    shown = _Shown(room.library)
    work = VoiceWork(
        bench,
        at_once=lambda: settings.clones_at_once,
        told=shown.step,
        changed=shown.end,
    )
    await in_thread(partial(shown.begin, wanted))
    stopped = await work.run(wanted)
    for error in stopped.values():
        note(sentence(error))
    voices = await in_thread(partial(_those, room.library, wanted))
    return _code(voices, stopped)


def print_voices(library: VoiceLibrary, voices: Collection[OwnVoice], *, as_json: bool) -> None:
    """One's own voices with how far each is. Blocking."""
    if as_json:
        found = [voice_object(library, voice) for voice in voices]
        say(json.dumps(found, ensure_ascii=False, indent=2))
    elif voices:
        say(table([_row(library, voice) for voice in voices]))


def voice_object(library: VoiceLibrary, voice: OwnVoice) -> dict[str, Any]:
    """A voice as `--json` has it; times in seconds since 1970, what is not there null."""
    return {
        "id": voice.id,
        "name": voice.name,
        "origin": voice.origin.value,
        "engine": voice.account,
        "voice": voice.voice or None,
        "languages": list(voice.languages),
        "state": voice.state.value,
        "reason": voice.reason or None,
        "made": voice.made_at or None,
        "expires": voice.expires_at,
        "speaker": voice.consent.speaker if voice.consent else None,
        "preview": _preview(library, voice),
        "parts": [list(part) for part in voice.parts],
    }


def note(told: str) -> None:
    """Say something to whoever sits at the terminal."""
    sys.stderr.write(f"understudy: {told}\n")
    sys.stderr.flush()


class _Shown:
    """What is told while voices are made: a line for each step of each voice."""

    def __init__(self, library: VoiceLibrary) -> None:
        self._library = library
        self._ahead: list[str] = []

    def begin(self, wanted: Collection[str]) -> None:
        """Say which orders stand before the wanted ones. Blocking."""
        waiting = [v for v in self._library.voices() if v.state is VoiceState.WAITING]
        self._ahead = [voice.id for voice in waiting]
        earlier = [voice.name for voice in waiting if voice.id not in wanted]
        if earlier:
            note(f"ordered before and still waiting: {', '.join(earlier)}.")

    def step(self, voice: OwnVoice, making: Making) -> None:
        """A voice goes on."""
        place = ""
        if voice.id in self._ahead and len(self._ahead) > 1:
            place = f"{self._ahead.index(voice.id) + 1} of {len(self._ahead)}, "
        which = f" {making.number} of {making.of}" if making.of > 1 else ""
        note(f"{place}{voice.name}: {_STEPS[making.step]}{which}")

    def end(self, voice: OwnVoice) -> None:
        """A voice is over, one way or the other."""
        why = f": {voice.reason}" if voice.reason else f", {voice.voice}" if voice.voice else ""
        words = "in doubt" if voice.state is VoiceState.UNSURE else voice.state.value
        note(f"{voice.name}: {words}{why}")


def _those(library: VoiceLibrary, wanted: Collection[str]) -> tuple[OwnVoice, ...]:
    return tuple(voice for voice in library.voices() if voice.id in wanted)


def _code(voices: Collection[OwnVoice], stopped: Mapping[str, StudioError]) -> int:
    """0 when all are ready; 3 when all others wait for an account or the network, else 1."""
    rest = [voice for voice in voices if voice.state is not VoiceState.READY]
    if not rest:
        return DONE
    away = {name for name, error in stopped.items() if not isinstance(error, CapReached)}
    waits = all(voice.state is VoiceState.WAITING and voice.account in away for voice in rest)
    return NO_SERVICE if waits else SOME_FAILED


def _row(library: VoiceLibrary, voice: OwnVoice) -> list[str]:
    about = [voice.origin.value, *voice.languages]
    if voice.expires_at is not None:
        days = (voice.expires_at - library.now) / 86_400
        about.append(f"kept for {days:.1f} days unless it speaks" if days > 0 else "forgotten")
    if voice.reason:
        about.append(voice.reason)
    state = "in doubt" if voice.state is VoiceState.UNSURE else voice.state.value
    return [voice.id, voice.name, voice.account, state, voice.voice or "-", ", ".join(about)]


def _preview(library: VoiceLibrary, voice: OwnVoice) -> str | None:
    if not voice.preview:
        return None
    try:
        path: Path = library.files.path(voice.preview, voice.name)
    except VoiceLibraryError:
        return None
    return str(path)
