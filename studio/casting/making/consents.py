"""Who allowed the voices of takes: what a delivery tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from studio.casting.where_used import blended_in
from studio.model.account import service_of
from studio.model.consent import manifest_text
from studio.model.project import Project
from studio.model.take import Take
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin

_Made = Mapping[tuple[str, str], OwnVoice]


def consents_of(project: Project, library: VoiceLibrary) -> Callable[[Take], str]:
    """Tells of a take's voice who allowed it, in lines of text; empty for one of a service.

    A voice that is only mixed into another one counts, too, and one that was removed since.
    Raises VoiceLibraryError. Blocking.
    """
    made = {
        (voice.service, voice.voice): voice
        for voice in (*library.voices(removed=True), *library.voices())
        if voice.voice and voice.origin is VoiceOrigin.CLONE
    }

    def told(take: Take) -> str:
        texts = (manifest_text(voice.name, voice.consent) for voice in _heard(project, take, made))
        return "\n".join(dict.fromkeys(texts))

    return told


def _heard(project: Project, take: Take, made: _Made) -> Iterator[OwnVoice]:
    """One's own voices that sound in a take: its own, and those of the mix it was spoken with."""
    service = service_of(take.engine)
    for id in dict.fromkeys((take.voice, *sorted(_mixed(project, take)))):
        if voice := made.get((service, id)):
            yield voice


def _mixed(project: Project, take: Take) -> Iterable[str]:
    found = project.find_line(take.line)
    casting = project.casting_of(found[1], take.language) if found else None
    if casting is None or casting.voice != take.voice:
        return ()
    texts = (value for value in casting.settings.values() if isinstance(value, str))
    return (id for text in texts for id in blended_in(text))
