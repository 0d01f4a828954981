"""What is ordered and neither made nor failed, and how it is taken back. Blocking."""

from __future__ import annotations

from collections.abc import Collection

from studio.casting.making.entering import STOPPED
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue

ON_THE_WAY = IN_FLIGHT | {VoiceState.WAITING, VoiceState.UNSURE}


def on_the_way(library: VoiceLibrary) -> tuple[OwnVoice, ...]:
    """The voices that are; raises VoiceLibraryError."""
    return tuple(voice for voice in library.voices() if voice.state in ON_THE_WAY)


def those_of(library: VoiceLibrary, ids: Collection[str]) -> tuple[OwnVoice, ...]:
    """Voices as they are now, whatever became of them; raises VoiceLibraryError."""
    return tuple(voice for voice in library.voices() if voice.id in ids)


def withdraw(library: VoiceLibrary, queue: CloneQueue, ids: Collection[str]) -> None:
    """What a person stopped waits no more, also not for the next start."""
    for voice in those_of(library, ids):
        if voice.state is VoiceState.WAITING:
            queue.withdraw(voice.id, STOPPED)
