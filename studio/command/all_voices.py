"""`understudy voices`: every voice of every engine there is."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial

from studio.casting.finding_voices import each_once
from studio.casting.making.bench import in_thread
from studio.casting.making.castable import own_voices
from studio.command.making_voices import NO_SERVICE, note
from studio.command.needed_accounts import engine_named
from studio.command.printing import print_voices
from studio.engine_room import EngineRoom
from studio.engines.speech import Reading, SpeaksLines, Voice
from studio.errors import AccountError, EngineRefused, StudioError, VoiceError, VoiceLibraryError
from studio.store.settings import Settings
from studio.wording import sentence


async def run_all_voices(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """List the voices; returns the exit code."""
    del settings
    named = [engine_named(options.engine, room.roster)] if options.engine else []
    voices, errors = await _voices_of(named or [*room.roster.values()])
    listed = {(voice.engine, voice.id) for voice in voices}
    asked = {engine.name for engine in named} or set(room.roster)
    try:
        own = await in_thread(partial(own_voices, room.library))
        voices += [v for v in own if v.engine in asked and (v.engine, v.id) not in listed]
    except VoiceLibraryError as error:
        errors.append(error)
    for error in errors:
        note(sentence(error))
    if options.language:
        voices = [v for v in voices if _speaks(v, options.language, room.roster)]
    if not voices and not errors:
        note("no voice there is fits this; languages are written like en, zh or pt-BR.")
    print_voices(each_once(voices), as_json=options.json)
    return NO_SERVICE if errors else 0


async def _voices_of(engines: Sequence[SpeaksLines]) -> tuple[list[Voice], list[StudioError]]:
    """The voices of those engines that can be asked, and why the others cannot."""
    voices: list[Voice] = []
    errors: list[StudioError] = []
    for engine in engines:
        try:
            voices += await engine.voices()
        except (VoiceError, AccountError) as error:
            errors.append(error)
    return voices, errors


def _speaks(voice: Voice, language: str, engines: Mapping[str, SpeaksLines]) -> bool:
    """Whether a voice speaks a language; one for all of its engine's those the engine has."""
    if voice.languages:
        return voice.speaks(language)
    try:
        engines[voice.engine].prepare(Reading("1", language, voice.id))
    except EngineRefused:
        return False
    return True
