"""Voices of one's own taken away: at the service, then among the removed ones of the library."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial

from studio.casting.making.alive import note_gone
from studio.casting.making.bench import in_thread
from studio.casting.where_used import Use, uses_of
from studio.engines.speech import SpeaksLines, Voice
from studio.engines.voice_making import DeletesVoices
from studio.errors import (
    AccountError,
    AccountFault,
    VoiceLibraryError,
    VoiceLibraryProblem,
    VoiceNotMade,
)
from studio.model.project import Project
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import IN_FLIGHT, OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import CloneQueue

_THERE = frozenset({VoiceState.READY, VoiceState.UNSURE})
_KINDS = {VoiceOrigin.CLONE: "cloned", VoiceOrigin.DESIGN: "designed"}


def chosen(library: VoiceLibrary, told: str) -> OwnVoice:
    """The voice somebody means by its id here, its id at the service, or its name.

    Raises VoiceLibraryError (NO_SUCH_VOICE), also for a name that several have. Blocking.
    """
    voices = library.voices()
    for names in (
        [voice for voice in voices if told == voice.id],
        [voice for voice in voices if told and told == voice.voice],
        [voice for voice in voices if told.casefold() == voice.name.casefold()],
    ):
        if len(names) == 1:
            return names[0]
        if names:
            several = ", ".join(voice.id for voice in names)
            raise VoiceLibraryError(
                VoiceLibraryProblem.NO_SUCH_VOICE, detail=f"{told}: one of {several}"
            )
    raise VoiceLibraryError(VoiceLibraryProblem.NO_SUCH_VOICE, detail=told)


def uses_in(projects: Iterable[Project], voice: OwnVoice) -> dict[str, tuple[Use, ...]]:
    """Where productions speak with a voice, by their titles; those that do not are left out."""
    if not voice.voice:
        return {}
    found = ((project.title, uses_of(project, voice.account, voice.voice)) for project in projects)
    return {title: uses for title, uses in found if uses}


async def delete_voice(
    library: VoiceLibrary, queue: CloneQueue, engines: Mapping[str, SpeaksLines], voice: OwnVoice
) -> OwnVoice:
    """Take a voice away at its service for good, and put it among the removed ones.

    Its recordings and its consent stay until it is forgotten. Raises VoiceNotMade for one that is
    just being made, VoiceError, AccountError and VoiceLibraryError.
    """
    if voice.state in IN_FLIGHT:
        raise VoiceNotMade(voice.account, "it is just being made")
    if voice.state is VoiceState.WAITING:
        await in_thread(partial(queue.withdraw, voice.id, "it was deleted before it was made"))
    elif voice.state in _THERE and voice.voice and voice.origin in _KINDS:
        engine = engines.get(voice.account)
        if engine is None:
            raise AccountError(AccountFault.UNKNOWN_ACCOUNT, voice.account, voice.account)
        if not isinstance(engine, DeletesVoices):
            raise VoiceNotMade(voice.account, "it deletes no voices")
        kind = _KINDS[voice.origin]
        await engine.delete(Voice(voice.account, voice.voice, voice.name, kind=kind))
    return await asyncio.to_thread(library.remove, voice.id)


def restore_voice(library: VoiceLibrary, voice: OwnVoice) -> OwnVoice:
    """Bring a removed voice back; one that was deleted at its service is gone there.

    Raises VoiceLibraryError. Blocking.
    """
    back = library.restore(voice.id)
    if back.state in _THERE and back.voice and back.origin in _KINDS:
        note_gone(library, back)
    return library.voice(voice.id)
