"""Samples of several voices: in the pace of the account, all equally loud, billed as auditions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.audio.decoded import DecodedTakes
from studio.audio.same_level import loudness_of
from studio.engines.speech import Pace, SpeechRequest
from studio.errors import CapReached, EngineBusy, EngineRefused, OutcomeUnknown, VoiceError
from studio.model.cast import Casting
from studio.synthesis.bill import Caps
from studio.synthesis.comparing import Sampled, Sampler, Wish
from studio.synthesis.free_to_hear import FreeToHear
from studio.synthesis.pace import Paces
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.notebook import Notebook
from tests.synthesis.stage import Stage, a_stage

NAMES = ("man", "woman", "girl")


@dataclass
class Room:
    """A sampler on an open project with a bill of its own, and the wish for three voices."""

    sampler: Sampler
    bill: Notebook
    engine: FakeEngine
    stage: Stage
    heard: list[int]

    def wish(
        self, lines: int = 2, *, names: Sequence[str] = NAMES, engine: str = "offline"
    ) -> Wish:
        spoken = self.stage.lines[:lines]
        castings = {(engine, name): Casting(engine, name, speed=1.25) for name in names}
        return Wish(self.stage.project, spoken, "en", castings)

    async def sampled(self, wish: Wish) -> dict[tuple[str, str], Sampled]:
        return await self.sampler.sampled(wish, lambda: self.heard.append(1))


@contextmanager
def a_room(folder: Path, caps: Caps | None = None, *, in_flight: int = 2) -> Iterator[Room]:
    engine = FakeEngine(price_per_character=Decimal("0.01"), pace=Pace(in_flight=in_flight))
    with a_stage(folder / "a.understudy", a_project(lines=3), engine) as stage:
        bill = Notebook(folder, caps)
        free = FreeToHear(stage.document, DecodedTakes(folder / "d", stage.file.media).samples)
        yield Room(Sampler(stage.engines, Paces(), bill, free), bill, engine, stage, [])


async def test_every_voice_says_every_line_as_it_would_be_cast(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        wish = room.wish()
        assert len(room.sampler.plan(wish)) == 6 and not room.engine.asked
        room.engine.held = asyncio.Event()
        work = asyncio.ensure_future(room.sampled(wish))
        while room.engine.at_once < 2:
            await asyncio.sleep(0)
        room.engine.held.set()
        found = await work
        each = {voice: len(it.sounds) for voice, it in found.items()}
        assert each == dict.fromkeys(wish.castings, 2)
        assert {request.settings["speed"] for request in room.engine.asked} == {1.25}
        assert room.engine.most_at_once == 2 and len(room.heard) == 6
        assert room.bill.notes == [(16, "audition")] * 6
        level = [loudness_of(sound) for it in found.values() for sound in it.sounds]
        assert max(level) - min(level) < 0.5


async def test_a_busy_service_is_asked_again(tmp_path: Path) -> None:
    with a_room(tmp_path, Caps(per_day=48), in_flight=1) as room:
        engine = room.engine
        engine.fails = lambda _: EngineBusy("offline") if len(engine.asked) == 1 else None
        found = await room.sampled(room.wish(1))
        assert not any(it.failure for it in found.values())
        assert len(engine.asked) == 4 and len(room.bill.notes) == 3


async def test_a_voice_that_fails_on_one_line_has_failed_and_the_others_have_not(
    tmp_path: Path,
) -> None:
    def fails(request: SpeechRequest) -> VoiceError | None:
        girl = request.voice == "girl" and "2" in request.text
        return EngineRefused("offline", "too proud") if girl else None

    with a_room(tmp_path) as room:
        room.engine.fails = fails
        found = await room.sampled(room.wish())
        failed = [voice for (_, voice), it in found.items() if it.failure]
        assert failed == ["girl"] and not found["offline", "girl"].sounds
        assert len(found["offline", "man"].sounds) == 2
        assert room.bill.counted_today() == 5 * 16


async def test_a_comparison_that_would_pass_a_cap_sends_nothing_that_is_billed(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path, Caps(per_run=95)) as room:
        room.stage.engines["here"] = FakeEngine("here")
        free = room.wish(names=("man",), engine="here")
        billed = room.wish()
        wish = replace(billed, castings={**billed.castings, **free.castings})
        found = await room.sampled(wish)
        assert len(found.pop(("here", "man")).sounds) == 2
        for it in found.values():
            assert isinstance(it.failure, CapReached)
            assert (it.failure.cap, it.failure.left, it.failure.needed) == (95, 95, 96)
        assert not room.engine.asked and room.bill.counted_today() == 0
        room.bill.caps = Caps(per_run=96, per_day=96)
        assert not any(it.failure for it in (await room.sampled(wish)).values())


async def test_what_was_heard_in_a_comparison_is_heard_again_for_nothing(tmp_path: Path) -> None:
    with a_room(tmp_path, Caps(per_day=96)) as room:
        await room.sampled(room.wish())
        assert not sum(take.price.billed_characters for take in room.sampler.plan(room.wish()))
        found = await room.sampled(room.wish())
        assert len(room.engine.asked) == 6 and len(room.heard) == 12
        assert all(len(it.sounds) == 2 for it in found.values())


async def test_a_lost_answer_counts_as_perhaps_billed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.engine.fails = lambda _: OutcomeUnknown("offline", "cut off")
        await room.sampled(room.wish(1, names=("man",)))
        assert (room.bill.notes, room.bill.doubts) == ([], [16])


async def test_what_was_sent_is_billed_though_the_comparison_is_left(
    tmp_path: Path, wait: Callable[[Awaitable[Any]], Awaitable[Any]]
) -> None:
    with a_room(tmp_path, in_flight=1) as room:
        room.engine.held = asyncio.Event()
        work = asyncio.ensure_future(room.sampled(room.wish()))
        while not room.engine.asked:
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.sleep(0)
        room.engine.held.set()
        with pytest.raises(asyncio.CancelledError):
            await wait(work)
        assert len(room.engine.asked) == 1 and room.bill.notes == [(16, "audition")]
        assert room.bill.counted_today() == 16
