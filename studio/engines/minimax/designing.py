"""A voice made of a description at MiniMax; its first words are billed, so it is asked for once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from studio.engines.finishing import finished
from studio.engines.minimax.client import DESIGN, Client, Complained
from studio.engines.minimax.counting import billed_characters
from studio.engines.minimax.envelope import Content
from studio.engines.minimax.making import (
    AMBIGUOUS,
    ANSWER_LOST,
    IDS,
    TAKEN,
    is_listed,
    refuse_objections,
    said_no,
)
from studio.engines.minimax.sound import SoundDamaged, from_hex, kind_of
from studio.engines.minimax.voice_orders import (
    against_design,
    design_body,
    first_words,
    new_id,
)
from studio.engines.sample_checks import not_made
from studio.engines.speech import Price
from studio.engines.voice_making import DesignedVoice, Making, MakingStep, Preview, Told, told_first
from studio.engines.voice_orders import DesignOrder
from studio.errors import (
    AccountError,
    EngineRefused,
    OutcomeUnknown,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
)


async def designed(
    client: Client, order: DesignOrder, told: Told, price_of: Callable[[int], Price]
) -> DesignedVoice:
    """Make a voice; raises as `DesignsVoices.design` does."""
    if why := against_design(order):
        raise VoiceNotMade(client.web.engine, why)
    async with client.web.working():
        try:
            return await finished(_made(client, order, told, price_of))
        except EngineRefused as refusal:
            raise not_made(refusal) from refusal


async def _made(
    client: Client, order: DesignOrder, told: Told, price_of: Callable[[int], Price]
) -> DesignedVoice:
    """The voice; another id is tried where somebody has the first one."""
    cost = price_of(billed_characters(first_words(order)))
    for turn in range(1, IDS + 1):
        voice = order.id or new_id(order.name)
        await told_first(told, Making(MakingStep.MAKING, voice=voice))
        try:
            content = await client.work(DESIGN, design_body(order, voice))
        except Complained as complained:
            code, error = complained.complaint.code, complained.error
            if code == TAKEN and not order.id and turn < IDS:
                continue
            if code not in AMBIGUOUS and not isinstance(error, OutcomeUnknown):
                raise said_no(complained) from complained
            lost = error
        except OutcomeUnknown as error:
            lost = error
        else:
            return await _voice(client, order, voice, content, cost)
        await told_first(told, Making(MakingStep.SETTLING, voice=voice))
        await _settle(client, voice, lost)
        missed = ANSWER_LOST
        return DesignedVoice(voice, order.name, None, missed, cost, certain=False)
    raise AssertionError("the last try returns or raises")


async def _settle(client: Client, voice: str, lost: VoiceError) -> None:
    """Return when a voice is there whose answer was lost; raises VoiceInDoubt.

    To ask for it again would bill its first words again.
    """
    try:
        if await is_listed(client, "voice_generation", voice):
            return
    except (VoiceError, AccountError) as error:
        raise VoiceInDoubt(lost.engine, lost.detail, voice=voice) from error
    raise VoiceInDoubt(lost.engine, lost.detail, voice=voice) from lost


async def _voice(
    client: Client, order: DesignOrder, voice: str, content: Content, cost: Price
) -> DesignedVoice:
    refuse_objections(client, content)
    told = content.get("voice_id")
    id = told if isinstance(told, str) and told else voice
    preview, missed = await asyncio.to_thread(_preview, content.get("trial_audio"))
    return DesignedVoice(id, order.name, preview, missed, cost, trace=client.trace(content))


def _preview(digits: object) -> tuple[Preview | None, str]:
    """The sound in hex digits, or why there is none."""
    if not isinstance(digits, str) or not digits:
        return None, "the service gave none"
    try:
        data = from_hex(digits)
    except SoundDamaged as damage:
        return None, str(damage)
    kind = kind_of(data)
    return (Preview(data, kind), "") if kind else (None, "what came is no sound")
