"""`understudy clone`: voices made of recordings, one or a folder of them."""

from __future__ import annotations

import datetime
import getpass
from argparse import Namespace
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from studio.casting.consent_given import consent_given
from studio.casting.making.asked_rules import rules_changed
from studio.casting.making.bench import in_thread, stoppable
from studio.casting.making.entering import enter_clones
from studio.casting.making.folder import CharacterSamples, characters_in
from studio.casting.making.ordering import (
    CloneWish,
    Looked,
    already_there,
    looked_at,
    order_of_wish,
)
from studio.casting.making.recordings import Recording, recording_of
from studio.command.agreeing import agree, price_told
from studio.command.counting import counted
from studio.command.engine_options import options_of
from studio.command.making_voices import note, print_voices, work_on
from studio.engine_room import EngineRoom
from studio.engines.speech import SpeaksLines
from studio.engines.voice_making import ClonesVoices
from studio.engines.voice_orders import CloneRules
from studio.errors import CannotMakeVoices, StudioError
from studio.model.consent import require_consent
from studio.store.settings import Settings
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.wording import at_terminal, sentence

LOOKING_AT_ONCE = 4
"""Recordings of a folder that are looked at side by side; most of it is ffmpeg's work."""


async def run_clone(
    options: Namespace, engine: SpeaksLines, room: EngineRoom, settings: Settings
) -> int:
    """Order the voices and make them; returns the exit code."""
    _refuse_mixed_up(options)
    if not isinstance(engine, ClonesVoices):
        able = tuple(name for name, each in room.roster.items() if isinstance(each, ClonesVoices))
        raise CannotMakeVoices(engine.name, "it makes no voices of recordings", known=able)
    await rules_changed(engine)
    looked, refused = await stoppable(
        partial(_looked, options, engine, engine.name, room.library, settings)
    )
    _tell(looked, refused)
    if not looked:
        return 2
    new = [each for each in looked if options.again or not each.there]
    if new:
        what = f"{counted(len(new), 'voice')} at {engine.name}"
        prices = [engine.clone_price(each.looked.order) for each in new]
        price = price_told(prices, engine.clone_rules.fee, len(new))
        await agree(what, price, accepted=options.yes)
    queue = await in_thread(partial(CloneQueue, room.library))
    try:
        order = partial(_ordered, room, queue, looked, settings.ffmpeg, again=options.again)
        wanted = [voice.id for voice in await in_thread(order)]
        code = await work_on(room, settings, queue, wanted)
    finally:
        queue.close()
    made = [voice for voice in room.library.voices() if voice.id in wanted]
    print_voices(room.library, made, as_json=options.json)
    return code or (1 if refused else 0)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A voice that may be ordered; `there` is one of the same order, made or on its way."""

    looked: Looked
    there: bool


def _tell(wanted: Sequence[_Wanted], refused: Sequence[tuple[str, StudioError]]) -> None:
    """What could be better about recordings, and who of a folder gets no voice."""
    for each in wanted:
        name = each.looked.wish.name
        said = (
            sentence(finding.error(source), at_terminal) for source, finding in each.looked.findings
        )
        for told in dict.fromkeys(said) if not each.there else ():
            note(f"{name}: {told}")
    for name, error in refused:
        note(f"{name}: {sentence(error, at_terminal)}")


def _refuse_mixed_up(options: Namespace) -> None:
    """End the command where name, samples and folder do not go together."""
    if options.folder and options.name:
        options.complain("give a folder, or a name with its samples, not both")
    if options.folder and (options.prompt_audio or options.prompt_text):
        options.complain("the prompts of a folder lie in it: NAME/prompt.wav with NAME/prompt.txt")
    if not options.folder and not (options.name and options.samples):
        options.complain("give a name and at least one sample, or --folder")
    if options.prompt_text and not options.prompt_audio:
        options.complain("--prompt-text is what is said in --prompt-audio: give both")


def _looked(
    options: Namespace,
    engine: ClonesVoices,
    account: str,
    library: VoiceLibrary,
    settings: Settings,
    cancelled: Callable[[], bool],
) -> tuple[list[_Wanted], list[tuple[str, StudioError]]]:
    """What may be ordered, and who of a folder may not, and why.

    Raises StudioError for a single voice. Blocking.
    """
    whom = characters_in(options.folder) if options.folder else [_single(options)]

    def look(character: CharacterSamples) -> _Wanted | StudioError:
        try:
            wish = _wish(options, character, engine.clone_rules, account, settings, cancelled)
            return _wanted(wish, engine, library, settings, cancelled, again=options.again)
        except StudioError as error:
            return error

    with ThreadPoolExecutor(LOOKING_AT_ONCE) as threads:
        seen = list(zip(whom, threads.map(look, whom), strict=True))
    refused = [(who.name, each) for who, each in seen if isinstance(each, StudioError)]
    if refused and not options.folder:
        raise refused[0][1]
    return [each for _, each in seen if isinstance(each, _Wanted)], refused


def _wanted(
    wish: CloneWish,
    engine: ClonesVoices,
    library: VoiceLibrary,
    settings: Settings,
    cancelled: Callable[[], bool],
    *,
    again: bool,
) -> _Wanted:
    """A wish that may be ordered; what was ordered before was looked at before. Blocking."""
    today = datetime.date.today()
    if not again and _is_there(library, wish):
        require_consent(wish.consent, today=today, source=wish.name)
        return _Wanted(Looked(wish, order_of_wish(wish, engine.clone_rules)), there=True)
    look = looked_at(wish, engine, today=today, ffmpeg=settings.ffmpeg, cancelled=cancelled)
    return _Wanted(look, _is_there(library, look.wish))


def _is_there(library: VoiceLibrary, wish: CloneWish) -> bool:
    known = already_there(library, wish)
    return known is not None and known.state is not VoiceState.FAILED


def _single(options: Namespace) -> CharacterSamples:
    prompt, words = options.prompt_audio, options.prompt_text or ""
    return CharacterSamples(options.name, tuple(options.samples), None, prompt, words)


def _wish(
    options: Namespace,
    character: CharacterSamples,
    rules: CloneRules,
    account: str,
    settings: Settings,
    cancelled: Callable[[], bool],
) -> CloneWish:
    told = str(character.consent) if character.consent else options.consent or ""
    by, today = getpass.getuser(), datetime.date.today()
    consent = consent_given(told, by=by, today=today)

    def recording(path: Path, words: str = "") -> Recording:
        return recording_of(path, words=words, ffmpeg=settings.ffmpeg, cancelled=cancelled)

    chosen = dict(options_of(options.option, rules.options))
    if options.noise_reduction is not None:
        chosen["reduce_noise"] = options.noise_reduction
    if rules.longest_name and len(character.name) > rules.longest_name:
        note(f"{character.name}: the service takes {rules.longest_name} characters of the name.")
    prompt = character.prompt
    if prompt and options.folder and not rules.prompt_seconds:
        note(f"{character.name}: the service takes no prompt, {prompt.name} is left out.")
        prompt = None
    return CloneWish(
        character.name, account, tuple(recording(path) for path in character.files), consent,
        options.language, recording(prompt, character.words) if prompt else None,
        options.preview, options.model, chosen,
    )  # fmt: skip


def _ordered(
    room: EngineRoom, queue: CloneQueue, wanted: Sequence[_Wanted], ffmpeg: str, *, again: bool
) -> tuple[OwnVoice, ...]:
    """Enter all of them, and say what is there already. Blocking."""
    looked = [each.looked for each in wanted]
    voices = enter_clones(room.library, queue, looked, ffmpeg=ffmpeg, again=again)
    for voice in voices:
        tell_if_there(voice)
    return voices


def tell_if_there(voice: OwnVoice) -> None:
    """Say that nothing is made because there is such a voice already."""
    if voice.state is VoiceState.READY:
        note(f"{voice.name}: there is one of the same already; --again makes another.")
