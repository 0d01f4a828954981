"""What every form of this room begins with, read before it is shown: texts, speakers, the user."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from studio.casting.samples.reading_texts import ReadingText, reading_texts
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import ClonesVoices
from studio.model.consent import Consent
from studio.resources import resource
from studio.store.voice_library import VoiceLibrary
from studio.ui.cloning.consent_words import known_consents


@dataclass(frozen=True, slots=True)
class Aids:
    """Texts to read aloud, consents recorded before by speaker, and who records one today."""

    texts: tuple[ReadingText, ...] = ()
    known: Mapping[str, tuple[Consent, ...]] = field(default_factory=dict[str, tuple[Consent, ...]])
    by: str = ""


def aids_of(library: VoiceLibrary, *, today: datetime.date) -> Aids:
    """Read them; raises VoiceLibraryError. Blocking."""
    by = ""
    with suppress(OSError, KeyError, ImportError):  # nobody is logged in, or under no name
        by = getpass.getuser()
    known = known_consents(library.voices(), today=today)
    return Aids(reading_texts(resource("reading")), known, by)


def who_clones(engines: Mapping[str, SpeaksLines]) -> dict[str, ClonesVoices]:
    """The engines that make voices of recordings, by their names."""
    return {name: engine for name, engine in engines.items() if isinstance(engine, ClonesVoices)}
