"""How long voices live at their services: what expires soon, what is gone, who speaks with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from studio.casting.where_used import Use, uses_of
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import ClonesVoices, DesignsVoices
from studio.model.project import Project
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceState


@dataclass(frozen=True, slots=True)
class MissedVoice:
    """A voice its service has no more, and where a project speaks with it."""

    voice: OwnVoice
    uses: tuple[Use, ...]


def expiring(library: VoiceLibrary, *, within_s: float = 2 * DAY_S) -> tuple[OwnVoice, ...]:
    """The voices their services will forget soon unless they speak, the first one first.

    Raises VoiceLibraryError. Blocking.
    """
    now = library.now
    soon = [
        (voice.expires_at, voice)
        for voice in library.voices()
        if voice.expires_at is not None and now < voice.expires_at <= now + within_s
    ]
    return tuple(voice for _, voice in sorted(soon, key=lambda each: each[0]))


def compare_with(
    library: VoiceLibrary, engine: SpeaksLines, listed: Collection[str]
) -> tuple[OwnVoice, ...]:
    """Note which voices an engine's service has by its list; returns those that are gone.

    A service with a clock for unused voices lists none of them. Raises VoiceLibraryError. Blocking.
    """
    library.compare(engine.name, listed, lists_unused=not _hides_unused(engine))
    return tuple(
        voice
        for voice in library.voices()
        if voice.account == engine.name and voice.state is VoiceState.GONE
    )


def note_gone(library: VoiceLibrary, voice: OwnVoice) -> None:
    """The service said that it has a voice no more. Raises VoiceLibraryError. Blocking."""
    others = {
        each.voice
        for each in library.voices()
        if each.account == voice.account and each.state is VoiceState.READY
    }
    library.compare(voice.account, others - {voice.voice}, lists_unused=True)


def missed_in(project: Project, library: VoiceLibrary) -> tuple[MissedVoice, ...]:
    """The voices a project speaks with that are gone at their services. Blocking."""
    return tuple(
        MissedVoice(voice, uses)
        for voice in library.voices()
        if voice.voice and (voice.state is VoiceState.GONE or voice.is_over(library.now))
        if (uses := uses_of(project, voice.account, voice.voice))
    )


def _hides_unused(engine: SpeaksLines) -> bool:
    cloned = isinstance(engine, ClonesVoices) and engine.clone_rules.unused_days
    return bool(cloned or (isinstance(engine, DesignsVoices) and engine.design_rules.unused_days))
