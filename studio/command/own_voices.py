"""`understudy voices` for the voices a person made: listed, kept alive, mixed, deleted."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from studio.casting.making.alive import check_voices, expiring, keep_alive
from studio.casting.making.bench import in_thread
from studio.casting.making.castable import enter_mix
from studio.casting.making.deleting import chosen, delete_voice, uses_in
from studio.casting.making.entering import enter_once_more, price_again
from studio.casting.making.first_use import fee_at_first_use, fee_of_origin
from studio.command.agreeing import agree, price_told
from studio.command.counting import counted
from studio.command.making_voices import note, print_voices, work_on
from studio.command.writing_printing import say
from studio.engine_room import EngineRoom
from studio.engines.speech import SpeaksLines
from studio.engines.voice_orders import Fee, FeeDue
from studio.errors import AccountError, AccountFault, StudioError, VoiceError, VoiceNotMade
from studio.store.recent_projects import projects_at
from studio.store.settings import Settings
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.synthesis.one_sentence import sentence_for, speak_once
from studio.wording import sentence


async def run_own_voices(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Do what is asked with one's own voices; returns the exit code."""
    if options.action in ("keep", "again", "delete") and len(options.which) != 1:
        options.complain(f"{options.action} takes one ID; “understudy voices --mine” lists them")
    match options.action:
        case "keep":
            return await _keep(options, room)
        case "check":
            return await _check(options, room)
        case "again":
            return await _again(options, room, settings)
        case "mix":
            return await _mix(options, room)
        case "delete":
            return await _delete(options, room, settings)
        case _:
            return await in_thread(partial(_list, options, room))


def _list(options: Namespace, room: EngineRoom) -> int:
    voices = [
        voice
        for voice in room.library.voices()
        if not options.engine or options.engine in (voice.account, voice.service)
        if not options.language or options.language in voice.languages
    ]
    print_voices(room.library, voices, as_json=options.json)
    if not voices:
        note("you made no such voice yet; “understudy clone” and “design” make some.")
    if soon := expiring(room.library):
        names = ", ".join(f"{voice.name} ({voice.id})" for voice in soon)
        note(f"forgotten within two days unless they speak: {names}. voices keep ID keeps one.")
    return 0


async def _keep(options: Namespace, room: EngineRoom) -> int:
    """Have a voice speak once, so that its service keeps it; that tells whether it is there."""
    voice = await in_thread(partial(chosen, room.library, options.which[0]))
    engine = _engine(room, voice)
    if voice.origin is VoiceOrigin.MIX or not voice.voice:
        raise VoiceNotMade(voice.account, f"{voice.name} has no id at the service")
    language = voice.languages[0] if voice.languages else ""
    request, price = sentence_for(engine, voice.voice, language, model=voice.model)
    fee = fee_at_first_use(voice, room.roster)
    told = price_told([price], Fee(FeeDue.FIRST_USE, fee) if fee else None, 1)
    what = f"“{request.text}” in the voice {voice.name}"
    await agree(what, told, accepted=options.yes)
    kept = await keep_alive(
        room.library,
        voice,
        lambda: speak_once(engine, request, price, paces=room.paces, bill=room.bill),
    )
    print_voices(room.library, [kept], as_json=options.json)
    return 0


async def _check(options: Namespace, room: EngineRoom) -> int:
    """Ask the services which voices they have."""

    def told(found: OwnVoice | StudioError) -> None:
        if isinstance(found, StudioError):
            note(sentence(found))
            return
        at = f"is gone at {found.account}; voices again {found.id} makes it."
        note(f"{found.name} ({found.id}) {at}")

    checked = await check_voices(room.library, room.roster, account=options.engine or "", told=told)
    voices = await in_thread(room.library.voices)
    print_voices(room.library, voices, as_json=options.json)
    return 3 if checked.troubles else 0


async def _again(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Make a voice once more from what is kept of it."""
    voice = await in_thread(partial(chosen, room.library, options.which[0]))
    engine = _engine(room, voice)
    prices = [price_again(voice, engine)]
    price = price_told(prices, fee_of_origin(voice.origin, engine), 1)
    what = f"{voice.name} once more at {voice.account}"
    await agree(what, price, accepted=options.yes)
    queue = await in_thread(partial(CloneQueue, room.library))
    try:
        new = await in_thread(partial(enter_once_more, room.library, queue, voice.id))
        code = await work_on(room, settings, queue, [new.id])
    finally:
        queue.close()
    print_voices(room.library, [room.library.voice(new.id)], as_json=options.json)
    return code


async def _mix(options: Namespace, room: EngineRoom) -> int:
    """Keep a mix: NAME and up to four ID=WEIGHT."""
    if len(options.which) < 3:
        options.complain("mix takes a NAME and two to four ID=WEIGHT")
    name, *told = options.which
    engine = room.roster.get(options.engine or "minimax")
    if engine is None:
        account = options.engine or "minimax"
        raise AccountError(AccountFault.UNKNOWN_ACCOUNT, account, account)
    parts = [_part(room, each, options) for each in told]
    await _refuse_unknown(engine, parts, room, options)
    mix = await in_thread(partial(enter_mix, room.library, engine, name, parts))
    print_voices(room.library, [mix], as_json=options.json)
    return 0


async def _refuse_unknown(
    engine: SpeaksLines, parts: Sequence[tuple[str, int]], room: EngineRoom, options: Namespace
) -> None:
    """End the command where an account has no such voice; a service that is away is not asked."""
    try:
        known = {voice.id for voice in await engine.voices()}
    except (VoiceError, AccountError):
        return
    known.update(voice.voice for voice in await in_thread(room.library.voices))
    if unknown := [id for id, _ in parts if id not in known]:
        lists = f"“understudy voices --engine {engine.name}” lists them"
        options.complain(f"{engine.name} has no voice {', '.join(unknown)}; {lists}")


def _part(room: EngineRoom, told: str, options: Namespace) -> tuple[str, int]:
    id, _, weight = told.rpartition("=")
    if not id or not weight.isdecimal():
        options.complain(f"{told} is not like ID=WEIGHT, such as English_CalmWoman=60")
    own = [voice for voice in room.library.voices() if voice.voice and id in (voice.id, voice.name)]
    if len(own) > 1:
        own = [chosen(room.library, id)]  # which says that there are several
    return (own[0].voice if own else id), int(weight)


async def _delete(options: Namespace, room: EngineRoom, settings: Settings) -> int:
    """Take a voice away, after saying where it is used."""
    voice = await in_thread(partial(chosen, room.library, options.which[0]))
    uses = await in_thread(lambda: uses_in(projects_at(settings.recent), voice))
    used = "; ".join(
        f"{title} speaks with it in {counted(len(places), 'place')}"
        for title, places in uses.items()
    )
    at = f" at {voice.account} for good" if voice.voice and voice.state is VoiceState.READY else ""
    what = f"{voice.name} ({voice.id}) is deleted{at}"
    lasting = "this cannot be taken back" + (f"; {used}" if used else "")
    await agree(what, lasting, accepted=options.yes)
    queue = await in_thread(partial(CloneQueue, room.library))
    try:
        gone = await delete_voice(room.library, queue, room.roster, voice)
    finally:
        queue.close()
    if options.forget:
        await in_thread(partial(room.library.forget, voice.id))
    if options.json:
        say(json.dumps({"deleted": gone.id, "forgotten": bool(options.forget)}))
    return 0


def _engine(room: EngineRoom, voice: OwnVoice) -> SpeaksLines:
    engine = room.roster.get(voice.account)
    if engine is None:
        raise AccountError(AccountFault.UNKNOWN_ACCOUNT, voice.account, voice.account)
    return engine
