"""The samples of a comparison: each voice says the same lines, in the pace of its account."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.audio.decode import ingest
from studio.audio.same_level import Samples, at_same_level
from studio.engines.speech import Price, SpeaksLines, Speech
from studio.errors import CapReached, EngineBusy, EngineRefused, StudioError
from studio.model.cast import Casting
from studio.model.line import Line
from studio.model.project import Project
from studio.store.ledger import BillingKind
from studio.synthesis.bill import Bill, Occasion, Reservation, Wanted
from studio.synthesis.finishing import to_the_end
from studio.synthesis.free_to_hear import FreeToHear
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


@dataclass(slots=True, eq=False)
class _Sample:
    """One line of one voice: a sound that is free, or what is held for it."""

    take: PlannedTake
    sound: Samples | None = None
    held: Reservation | None = None

    @property
    def billed_characters(self) -> int:
        return 0 if self.sound is not None else self.take.price.billed_characters


class Sampler:
    """Lets voices say lines and notes what is billed as auditions; takes are not made."""

    def __init__(self, engines: Engines, paces: Paces, bill: Bill, free: FreeToHear) -> None:
        self._engines = engines
        self._paces = paces
        self._bill = bill
        self._free = free
        self._dice = random.Random()

    def plan(self, wish: Wish) -> tuple[PlannedTake, ...]:
        """What will be asked for, with prices; voices that refuse a line are left out."""
        takes: list[PlannedTake] = []
        for casting in wish.castings.values():
            try:
                takes += [self._priced(wish, line, casting) for line in wish.lines]
            except EngineRefused:
                continue
        return tuple(takes)

    async def sampled(self, wish: Wish, made: Callable[[], None]) -> dict[VoiceKey, Sampled]:
        """Every voice's sounds, all equally loud; `made` is called after each line of each voice.

        A voice that fails on one line has failed. Where a cap has no room for all that is billed,
        only voices that are free are heard. Cancelling leaves out what was not sent yet; what was
        sent is waited for, because it is billed.
        """
        done: dict[VoiceKey, Sampled] = {}
        asked: dict[VoiceKey, list[_Sample]] = {}
        for voice, casting in wish.castings.items():
            try:
                asked[voice] = [await self._sample(wish, line, casting) for line in wish.lines]
            except EngineRefused as refusal:
                done[voice] = Sampled(failure=refusal)
        samples = [sample for of_voice in asked.values() for sample in of_voice]
        try:
            await to_the_end(asyncio.to_thread(self._reserve, wish, samples))
            work = [self._voice(of_voice, made) for of_voice in asked.values()]
            done |= zip(asked, await _all(work), strict=True)
        except CapReached as refusal:
            done |= await self._free_ones(asked, made, refusal)
        finally:
            await to_the_end(asyncio.to_thread(_let_go, samples))
        return await _at_same_level({voice: done[voice] for voice in wish.castings})

    async def _free_ones(
        self, asked: Mapping[VoiceKey, list[_Sample]], made: Callable[[], None], why: CapReached
    ) -> dict[VoiceKey, Sampled]:
        """The voices that bill nothing; the others are told why not."""
        free = {v: s for v, s in asked.items() if not any(it.billed_characters for it in s)}
        found = await _all([self._voice(of_voice, made) for of_voice in free.values()])
        return {**dict.fromkeys(asked, Sampled(failure=why)), **dict(zip(free, found, strict=True))}

    def _reserve(self, wish: Wish, samples: Sequence[_Sample]) -> None:
        """Hold what all samples will be billed, or raise CapReached and hold nothing. Blocking."""
        run, held = self._bill.run(), 0
        for sample in samples:
            if sample.sound is not None:
                continue
            take = sample.take
            occasion = Occasion(BillingKind.AUDITION, wish.project.id, take.line, take.language)
            wanted = Wanted(take.request, take.price, occasion)
            try:
                sample.held = self._bill.reserve(wanted, run)
            except CapReached as refusal:
                _let_go(samples)
                needed = sum(each.billed_characters for each in samples)
                raise CapReached(refusal.cap, refusal.left + held, needed) from None
            held += sample.billed_characters

    async def _voice(self, samples: Sequence[_Sample], made: Callable[[], None]) -> Sampled:
        work = [self._line(sample, made) for sample in samples]
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

    def _priced(self, wish: Wish, line: Line, casting: Casting) -> PlannedTake:
        take = self._planned(wish, line, casting)
        return replace(take, price=Price()) if self._free.has(take.request) else take

    async def _sample(self, wish: Wish, line: Line, casting: Casting) -> _Sample:
        take = self._planned(wish, line, casting)
        return _Sample(take, await self._free.sound_of(take.request))

    async def _line(self, sample: _Sample, made: Callable[[], None]) -> Samples:
        sound, request = sample.sound, sample.take.request
        if sound is None:
            speech = await self._spoken(sample)
            sound = await asyncio.to_thread(ingest, speech.data, source=request.engine)
            if sample.billed_characters:
                self._free.keep(request, sound)
        made()
        return sound

    async def _spoken(self, sample: _Sample) -> Speech:
        """Say it in turn; a busy service, which billed nothing, is asked again for a while."""
        tries = Tries(Patience(busy_s=BUSY_S), time.monotonic, self._dice)
        request = sample.take.request
        engine = self._engines[request.engine]
        keeper = self._paces.keeper(engine.name, request.model, engine.pace)
        again = False
        while True:
            try:
                async with keeper.place(first=again) as place:
                    try:
                        speech = await _to_its_end(_billed(engine, sample))
                    except EngineBusy as busy:
                        place.rate_limited(busy.retry_after)
                        raise
                    place.answered()
                    return speech
            except EngineBusy as busy:
                wait, again = tries.wait_after(busy), True
            await asyncio.sleep(wait)


async def _billed(engine: SpeaksLines, sample: _Sample) -> Speech:
    """Say it, and note what was billed; what nobody knows stays noted as perhaps billed."""
    held = sample.held
    if held is None:
        return await engine.speak(sample.take.request)
    await asyncio.to_thread(held.sent)
    try:
        speech = await engine.speak(sample.take.request)
    except EngineBusy:
        await to_the_end(asyncio.to_thread(held.returned))
        raise
    except BaseException as error:
        await to_the_end(asyncio.to_thread(held.failed, error))
        raise
    await to_the_end(asyncio.to_thread(held.billed, speech))
    return speech


async def _all(work: Sequence[Coroutine[Any, Any, Sampled]]) -> tuple[Sampled, ...]:
    """What all of them give, when the last of them is over; raises what went wrong in one."""
    found = await asyncio.gather(*work, return_exceptions=True)
    for failure in found:
        if isinstance(failure, BaseException):
            raise failure
    return tuple(it for it in found if not isinstance(it, BaseException))


async def _at_same_level(done: dict[VoiceKey, Sampled]) -> dict[VoiceKey, Sampled]:
    whole = {voice: sampled for voice, sampled in done.items() if not sampled.failure}
    sounds = [sound for sampled in whole.values() for sound in sampled.sounds]
    level = iter(await asyncio.to_thread(at_same_level, sounds))
    levelled = {
        voice: Sampled(tuple(next(level) for _ in sampled.sounds))
        for voice, sampled in whole.items()
    }
    return {**done, **levelled}


def _let_go(samples: Sequence[_Sample]) -> None:
    """Give back what was held and not sent. Blocking."""
    for sample in samples:
        if sample.held is not None:
            sample.held.end()


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
