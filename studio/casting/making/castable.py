"""Voices of the library as the catalogue and castings have them; mixes cast as a blend."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from studio.engines.speech import SettingKind, SpeaksLines, Voice
from studio.errors import VoiceNotMade
from studio.model.cast import Casting
from studio.model.ids import new_id
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState

MOST_PARTS = 4
_KINDS = {VoiceOrigin.CLONE: "cloned", VoiceOrigin.DESIGN: "designed"}


def own_voices(library: VoiceLibrary) -> tuple[Voice, ...]:
    """The ready voices that have an id, as voices of their engines; raises VoiceLibraryError.

    A service may list a voice only when it has spoken: here it can be cast before. Blocking.
    """
    return tuple(
        Voice(
            voice.account, voice.voice, voice.name, voice.languages, kind=_KINDS[voice.origin]
        )
        for voice in library.voices()
        if voice.state is VoiceState.READY and voice.voice and voice.origin in _KINDS
        if not voice.is_over(library.now)
    )  # fmt: skip


def gone_voices(library: VoiceLibrary) -> dict[tuple[str, str], str]:
    """What voices were called that cannot speak any more, by service and id.

    Raises VoiceLibraryError. Blocking.
    """
    there = {(voice.engine, voice.id) for voice in own_voices(library)}
    return {
        (voice.service, voice.voice): voice.name
        for voice in (*library.voices(removed=True), *library.voices())
        if voice.voice and (voice.account, voice.voice) not in there
    }


def blend_setting(engine: SpeaksLines, model: str = "") -> str:
    """The name of an engine's setting for blends, empty where it has none."""
    settings = engine.limits(model).settings
    return next((each.name for each in settings if each.kind is SettingKind.BLEND), "")


def enter_mix(
    library: VoiceLibrary, engine: SpeaksLines, name: str, parts: Sequence[tuple[str, int]]
) -> OwnVoice:
    """Keep a mix of up to four voices by weights from 1 to 100; nothing is asked of the service.

    Raises VoiceNotMade and VoiceLibraryError. Blocking.
    """
    if not blend_setting(engine):
        raise VoiceNotMade(engine.name, "it mixes no voices")
    if not 2 <= len(parts) <= MOST_PARTS or len({voice for voice, _ in parts}) < len(parts):
        raise VoiceNotMade(engine.name, f"a mix is of 2 to {MOST_PARTS} different voices")
    if not all(voice and 1 <= weight <= 100 for voice, weight in parts):
        raise VoiceNotMade(engine.name, "each voice of a mix has a weight from 1 to 100")
    if not name.strip():
        raise VoiceNotMade(engine.name, "the voice needs a name")
    mix = OwnVoice(new_id(), VoiceOrigin.MIX, engine.name, name.strip(), parts=tuple(parts))
    return library.add(replace(mix, made_at=library.now))


def cast_with(casting: Casting, voice: OwnVoice, engine: SpeaksLines) -> Casting:
    """A casting that speaks with a voice of the library; its other settings stay.

    A mix is the blend of its parts, any other voice no blend. Raises VoiceNotMade for a mix at an
    engine that has none.
    """
    blend = blend_setting(engine, casting.model)
    settings = {name: value for name, value in casting.settings.items() if name != blend}
    if voice.origin is not VoiceOrigin.MIX:
        return replace(casting, engine=voice.account, voice=voice.voice, settings=settings)
    if not blend:
        raise VoiceNotMade(engine.name, "it mixes no voices")
    weights = json.dumps([list(part) for part in voice.parts], ensure_ascii=False)
    # The heaviest part stands for the mix wherever a single voice is named.
    heaviest = max(voice.parts, key=lambda part: part[1])[0]
    return replace(
        casting, engine=voice.account, voice=heaviest, settings={**settings, blend: weights}
    )
