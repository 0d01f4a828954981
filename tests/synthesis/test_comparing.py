"""Samples of several voices: in the pace of the account, all equally loud, billed as auditions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from studio.audio.same_level import loudness_of
from studio.engines.speech import Pace, Price, Speech, SpeechRequest
from studio.errors import EngineBusy, EngineRefused, VoiceError
from studio.model.cast import Casting
from studio.synthesis.bill import Occasion
from studio.synthesis.comparing import Sampler, Wish
from studio.synthesis.pace import Paces
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine

NAMES = ("man", "woman", "girl")


@dataclass
class Notebook:
    """A bill that is only remembered."""

    notes: list[tuple[str, int]] = field(default_factory=list)

    def spoken(
        self, request: SpeechRequest, price: Price, speech: Speech, occasion: Occasion
    ) -> None:
        self.notes.append((str(occasion.kind), speech.billed_characters))

    def billed_today(self) -> int:
        return 0


def a_wish(lines: int = 2) -> Wish:
    project = a_project(lines=lines)
    spoken = tuple(line for _, line in project.lines if line.spoken)
    castings = {("offline", name): Casting("offline", name, speed=1.25) for name in NAMES}
    return Wish(project, spoken, "en", castings)


def an_engine(in_flight: int = 2) -> FakeEngine:
    return FakeEngine(price_per_character=Decimal("0.01"), pace=Pace(in_flight=in_flight))


def a_sampler(engine: FakeEngine) -> tuple[Sampler, Notebook]:
    bill = Notebook()
    return Sampler({"offline": engine}, Paces(), bill), bill


async def test_every_voice_says_every_line_as_it_would_be_cast() -> None:
    engine, made = an_engine(), list[int]()
    sampler, bill = a_sampler(engine)
    wish = a_wish()
    assert len(sampler.plan(wish)) == 6 and not engine.asked
    found = await sampler.sampled(wish, lambda: made.append(1))
    assert {voice: len(it.sounds) for voice, it in found.items()} == dict.fromkeys(wish.castings, 2)
    assert {request.settings["speed"] for request in engine.asked} == {1.25}
    assert engine.most_at_once == 2 and len(made) == 6
    assert bill.notes == [("audition", 16)] * 6
    level = [loudness_of(sound) for it in found.values() for sound in it.sounds]
    assert max(level) - min(level) < 0.5


async def test_a_busy_service_is_asked_again() -> None:
    engine = an_engine(in_flight=1)
    sampler, bill = a_sampler(engine)
    engine.fails = lambda _: EngineBusy("offline") if len(engine.asked) == 1 else None
    found = await sampler.sampled(a_wish(1), lambda: None)
    assert not any(it.failure for it in found.values())
    assert len(engine.asked) == 4 and len(bill.notes) == 3


async def test_a_voice_that_fails_on_one_line_has_failed_and_the_others_have_not() -> None:
    def fails(request: SpeechRequest) -> VoiceError | None:
        girl = request.voice == "girl" and "2" in request.text
        return EngineRefused("offline", "too proud") if girl else None

    engine = an_engine()
    engine.fails = fails
    found = await a_sampler(engine)[0].sampled(a_wish(), lambda: None)
    failed = [voice for (_, voice), it in found.items() if it.failure]
    assert failed == ["girl"] and not found["offline", "girl"].sounds
    assert len(found["offline", "man"].sounds) == 2


async def test_what_was_sent_is_billed_though_the_comparison_is_left(
    wait: Callable[[Awaitable[Any]], Awaitable[Any]],
) -> None:
    engine = an_engine(in_flight=1)
    engine.held = asyncio.Event()
    sampler, bill = a_sampler(engine)
    work = asyncio.ensure_future(sampler.sampled(a_wish(), lambda: None))
    while not engine.asked:
        await asyncio.sleep(0)
    work.cancel()
    await asyncio.sleep(0)
    engine.held.set()
    with pytest.raises(asyncio.CancelledError):
        await wait(work)
    while engine.at_once or not bill.notes:
        await asyncio.sleep(0)
    assert len(engine.asked) == 1 and bill.notes == [("audition", 16)]
