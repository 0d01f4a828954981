"""One short sentence spoken outside any production, paced and billed as every line is."""

from __future__ import annotations

import asyncio
import random
import re
import time

from studio.engines.speech import Price, Reading, SpeaksLines, Speech, SpeechRequest
from studio.errors import EngineBusy
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Bill, Occasion, Reservation, Wanted
from studio.synthesis.finishing import to_the_end
from studio.synthesis.pace import Paces
from studio.synthesis.patience import Patience, Tries
from studio.synthesis.sample_sentences import sample_sentence

_FIRST = re.compile(r".*?[.!?。！？।…]")


def sentence_for(
    engine: SpeaksLines, voice: str, language: str, *, model: str = ""
) -> tuple[SpeechRequest, Price]:
    """A short sentence in a voice, and its price; raises EngineRefused."""
    whole = sample_sentence(language or "en")
    first = _FIRST.match(whole)
    words = first.group() if first else whole
    request = engine.prepare(Reading(words, language or "en", voice, model))
    return request, engine.price(request)


async def speak_once(
    engine: SpeaksLines, request: SpeechRequest, price: Price, *, paces: Paces, bill: Bill
) -> Speech:
    """Say it, once, when it is the account's turn; raises CapReached, VoiceError, AccountError.

    A busy service, which billed nothing, is asked again for a while; what was sent is waited for
    although this is cancelled.
    """
    wanted = Wanted(request, price, Occasion(BillingKind.AUDITION, language=request.language))
    held = await asyncio.to_thread(lambda: bill.reserve(wanted, bill.run()))
    tries = Tries(Patience(), time.monotonic, random.Random())
    keeper = paces.keeper(engine.name, request.model, engine.pace)
    again = False
    try:
        while True:
            try:
                async with keeper.place(first=again) as place:
                    try:
                        speech = await to_the_end(_billed(engine, request, held))
                    except EngineBusy as busy:
                        place.rate_limited(busy.retry_after)
                        raise
                    place.answered()
                    return speech
            except EngineBusy as busy:
                wait, again = tries.wait_after(busy), True
            await asyncio.sleep(wait)
    finally:
        await to_the_end(asyncio.to_thread(held.end))


async def _billed(engine: SpeaksLines, request: SpeechRequest, held: Reservation) -> Speech:
    await asyncio.to_thread(held.sent)
    try:
        speech = await engine.speak(request)
    except EngineBusy:
        await asyncio.to_thread(held.returned)
        raise
    except BaseException as error:
        await to_the_end(asyncio.to_thread(held.failed, error))
        raise
    await asyncio.to_thread(held.billed, speech)
    return speech
