"""The samples of a comparison: each voice says the same lines, in the pace of its account."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from studio.audio.decode import ingest
from studio.audio.same_level import Samples, at_same_level
from studio.engines.speech import Speech
from studio.errors import EngineBusy, EngineRefused, OutcomeUnknown, StudioError
from studio.model.cast import Casting
from studio.model.line import Line
from studio.model.project import Project
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Bill, Occasion
from studio.synthesis.finishing import to_the_end
from studio.synthesis.pace import Paces
from studio.synthesis.patience import Patience, Tries
from studio.synthesis.plan import Engines, PlannedTake, planned, reading_of

BUSY_S = 60.0
"""Seconds that a person waits for a busy service before its voice is out."""

FINISHING_S = 10.0
"""Seconds that a cancelled comparison waits for what was sent already."""

VoiceKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a voice gave: one sound for each line, or why there is none."""

    sounds: tuple[Samples, ...] = ()
    failure: StudioError | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be sampled: the lines, and under each voice's key how it would be cast."""

    project: Project
    lines: tuple[Line, ...]
    language: str
    castings: Mapping[VoiceKey, Casting]

    def of(self, lines: int) -> Wish:
        """The same with only the first so many lines."""
        return Wish(self.project, self.lines[:lines], self.language, self.castings)


class Sampler:
    """Lets voices say lines and notes what is billed as auditions; takes are not made."""

    def __init__(self, engines: Engines, paces: Paces, bill: Bill) -> None:
        self._engines = engines
        self._paces = paces
        self._bill = bill
        self._dice = random.Random()

    def plan(self, wish: Wish) -> tuple[PlannedTake, ...]:
        """What will be asked for, with prices; voices that refuse a line are left out."""
        takes: list[PlannedTake] = []
        for casting in wish.castings.values():
            try:
                takes += [self._planned(wish, line, casting) for line in wish.lines]
            except EngineRefused:
                continue
        return tuple(takes)

    async def sampled(self, wish: Wish, made: Callable[[], None]) -> dict[VoiceKey, Sampled]:
        """Every voice's sounds, all equally loud; `made` is called after each line of each voice.

        A voice that fails on one line has failed. Cancelling leaves out what was not sent yet;
        what was sent is waited for, because it is billed.
        """
        voices = list(wish.castings)
        work = [self._voice(wish, wish.castings[voice], made) for voice in voices]
        done = dict(zip(voices, await asyncio.gather(*work), strict=True))
        whole = {voice: sampled for voice, sampled in done.items() if not sampled.failure}
        sounds = [sound for sampled in whole.values() for sound in sampled.sounds]
        level = iter(await asyncio.to_thread(at_same_level, sounds))
        for voice, sampled in whole.items():
            done[voice] = Sampled(tuple(next(level) for _ in sampled.sounds))
        return done

    async def _voice(self, wish: Wish, casting: Casting, made: Callable[[], None]) -> Sampled:
        try:
            takes = [self._planned(wish, line, casting) for line in wish.lines]
        except EngineRefused as refusal:
            return Sampled(failure=refusal)
        work = [self._line(wish.project, take, made) for take in takes]
        found = await asyncio.gather(*work, return_exceptions=True)
        for failure in found:
            if isinstance(failure, StudioError):
                return Sampled(failure=failure)
            if isinstance(failure, BaseException):
                raise failure
        return Sampled(tuple(sound for sound in found if not isinstance(sound, BaseException)))

    def _planned(self, wish: Wish, line: Line, casting: Casting) -> PlannedTake:
        engine = self._engines.get(casting.engine)
        if engine is None:
            raise EngineRefused(casting.engine, "there is no such engine here")
        request = engine.prepare(reading_of(wish.project, line, wish.language, casting))
        return planned(line, wish.language, request, self._engines)

    async def _line(self, project: Project, take: PlannedTake, made: Callable[[], None]) -> Samples:
        speech = await self._spoken(project, take)
        sound = await asyncio.to_thread(ingest, speech.data, source=take.request.engine)
        made()
        return sound

    async def _spoken(self, project: Project, take: PlannedTake) -> Speech:
        """Say it in turn; a busy service, which billed nothing, is asked again for a while."""
        tries = Tries(Patience(busy_s=BUSY_S), time.monotonic, self._dice)
        engine = self._engines[take.request.engine]
        keeper = self._paces.keeper(engine.name, take.request.model, engine.pace)
        again = False
        while True:
            try:
                async with keeper.place(first=again) as place:
                    try:
                        speech = await _to_its_end(self._billed(project, take))
                    except EngineBusy as busy:
                        place.rate_limited(busy.retry_after)
                        raise
                    place.answered()
                    return speech
            except EngineBusy as busy:
                wait, again = tries.wait_after(busy), True
            await asyncio.sleep(wait)

    async def _billed(self, project: Project, take: PlannedTake) -> Speech:
        try:
            speech = await self._engines[take.request.engine].speak(take.request)
        except OutcomeUnknown as lost:
            await self._note(project, take, Speech(b"", lost.billed_characters))
            raise
        except asyncio.CancelledError:  # nobody knows, so it counts
            await to_the_end(self._note(project, take, Speech(b"", take.price.billed_characters)))
            raise
        await self._note(project, take, speech)
        return speech

    async def _note(self, project: Project, take: PlannedTake, speech: Speech) -> None:
        if speech.billed_characters:
            occasion = Occasion(BillingKind.AUDITION, project.id, take.line, take.language)
            bill = self._bill.spoken
            await asyncio.to_thread(bill, take.request, take.price, speech, occasion)


async def _to_its_end(work: Coroutine[Any, Any, Speech]) -> Speech:
    """Run what a service bills; when cancelled, wait a while for what was sent, to note it."""
    sent = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(sent)
    except asyncio.CancelledError:
        await asyncio.wait((sent,), timeout=FINISHING_S)
        raise
    finally:
        sent.cancel()
