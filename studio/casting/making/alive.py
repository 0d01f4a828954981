"""How long voices live at their services: what expires soon, what is gone, who speaks with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from studio.casting.making.bench import in_thread
from studio.casting.where_used import Use, uses_of
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import ClonesVoices, DesignsVoices
from studio.errors import AccountError, StudioError, VoiceError, VoiceRefused
from studio.model.project import Project
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue


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


async def keep_alive(
    library: VoiceLibrary, voice: OwnVoice, say: Callable[[], Awaitable[object]]
) -> OwnVoice:
    """Have a voice speak by `say`, so that its service keeps it; returns it as it is by now.

    A voice in doubt that speaks is there; one that is refused is gone. Raises what `say` does.
    """
    try:
        await say()
    except VoiceRefused:
        await in_thread(partial(note_gone, library, voice))
        raise
    await in_thread(partial(_spoke, library, voice))
    return await in_thread(partial(library.voice, voice.id))


@dataclass(frozen=True, slots=True)
class Checked:
    """What services said of one's own voices: which are gone, and who did not answer."""

    gone: tuple[OwnVoice, ...] = ()
    troubles: tuple[StudioError, ...] = ()


async def check_voices(
    library: VoiceLibrary,
    engines: Mapping[str, SpeaksLines],
    *,
    account: str = "",
    told: Callable[[OwnVoice | StudioError], object] = lambda found: None,
) -> Checked:
    """Ask the services with voices of one's own which they have; only one account where told.

    `told` hears of each as it is found. Raises VoiceLibraryError.
    """
    accounts = {voice.account for voice in await in_thread(library.voices)}
    gone: list[OwnVoice] = []
    troubles: list[StudioError] = []
    for name, engine in engines.items():
        if name not in accounts or (account and engine is not engines.get(account)):
            continue
        try:
            listed = {voice.id for voice in await engine.voices()}
        except (VoiceError, AccountError) as error:
            troubles.append(error)
            told(error)
            continue
        for voice in await in_thread(partial(compare_with, library, engine, listed)):
            gone.append(voice)
            told(voice)
    return Checked(tuple(gone), tuple(troubles))


def _spoke(library: VoiceLibrary, voice: OwnVoice) -> None:
    """A voice that speaks is there, also one that was in doubt. Blocking."""
    if voice.state is VoiceState.UNSURE:
        queue = CloneQueue(library)
        try:
            queue.found(voice.id, voice.voice)
        finally:
            queue.close()
    library.use(voice.account, voice.voice)
    library.want(voice.id)


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
