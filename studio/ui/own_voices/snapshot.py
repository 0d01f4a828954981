"""One's own voices as they are at a moment, read in a thread and shown as they are."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studio.casting.making.ordering import made_anew
from studio.casting.where_used import Use, takes_with, uses_of
from studio.errors import StudioError
from studio.model.project import Project
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceOrigin, VoiceState

SOON_S = 2 * DAY_S
"""Seconds before a service forgets a voice from which on that is a warning."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A voice with what is known of it beside the library: its turn, and where it speaks.

    `turn` counts from 1 among those that wait, 0 for others; `takes` are of the open project.
    `held_up` is why one that waits is not made although nothing is before it; `anew` is what was
    made since in the place of one that is gone.
    """

    voice: OwnVoice
    turn: int = 0
    uses: tuple[Use, ...] = ()
    takes: int = 0
    held_up: StudioError | None = None
    anew: OwnVoice | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All voices, those that were removed as well, at a time in seconds since 1970."""

    entries: tuple[Entry, ...] = ()
    now: float = 0.0
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """What voices are called, by their ids at the service: for the parts of a mix."""

    @property
    def waiting(self) -> int:
        """How many wait to be made."""
        return sum(bool(entry.turn) for entry in self.entries)


def snapshot_of(
    library: VoiceLibrary, project: Project | None, held_up: Mapping[str, StudioError]
) -> Snapshot:
    """Everything as it is now; `held_up` is by account. Raises VoiceLibraryError. Blocking."""
    there = library.voices()
    waiting = [voice.id for voice in there if voice.state is VoiceState.WAITING]
    turns = {id: turn for turn, id in enumerate(waiting, start=1)}
    voices = (*there, *library.voices(removed=True))
    entries = (_entry(voice, turns.get(voice.id, 0), project) for voice in voices)
    entries = (_with_successor(entry, library) for entry in entries)
    return Snapshot(
        tuple(replace(e, held_up=held_up.get(e.voice.account)) if e.turn else e for e in entries),
        library.now,
        {voice.voice: voice.name for voice in there if voice.voice},
    )


def _entry(voice: OwnVoice, turn: int, project: Project | None) -> Entry:
    if project is None or not voice.voice:
        return Entry(voice, turn)
    uses = uses_of(project, voice.account, voice.voice)
    return Entry(voice, turn, uses, takes_with(project, voice.account, voice.voice))


def _with_successor(entry: Entry, library: VoiceLibrary) -> Entry:
    if entry.voice.removed_at or not is_gone(entry.voice, library.now):
        return entry
    return replace(entry, anew=made_anew(library, entry.voice))


def is_soon(voice: OwnVoice, now: float) -> bool:
    """Whether the service forgets it within two days unless it speaks."""
    expires = voice.expires_at
    return expires is not None and now < expires <= now + SOON_S


def is_gone(voice: OwnVoice, now: float) -> bool:
    """Whether its service has it no more, as it said or by the time that has passed."""
    return voice.state is VoiceState.GONE or voice.is_over(now)


def consent_over(voice: OwnVoice, now: float) -> bool:
    """Whether its consent holds no more."""
    day = datetime.date.fromtimestamp(now)
    return voice.consent is not None and voice.consent.is_over(day)


def can_be_made_again(voice: OwnVoice) -> bool:
    """Whether what is kept of it is enough to make it once more."""
    if voice.origin is VoiceOrigin.CLONE:
        return bool(voice.samples)
    return voice.origin is VoiceOrigin.DESIGN and bool(voice.description)
