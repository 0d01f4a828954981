"""A clone that is cancelled: nothing is asked for, or what was asked for is found out."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from studio.engines.voice_orders import CloneOrder, DesignOrder
from studio.errors import EngineUnreachable, VoiceNotMade
from tests.engines.minimax.at_work import an_engine
from tests.engines.samples import Heard, a_sample
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, cut, stalled

LIN = CloneOrder("Lin", (a_sample(),), "en", preview_text="Good evening.")
OLD = DesignOrder("Old", "An old man", "Good evening.")


async def test_cancelled_while_uploading_nothing_is_asked_for(service: MinimaxService) -> None:
    held = service.faults.next(stalled(), path="files/upload")
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        held.release()
    await asyncio.to_thread(service.wait_until_idle)
    assert not service.asked("voice_clone") and not service.voices.own()


async def test_cancelled_between_two_recordings_the_first_is_taken_away(
    service: MinimaxService,
) -> None:
    order = replace(LIN, prompt=a_sample(5), prompt_text="Good evening.")
    told = Heard()

    async with an_engine(service) as engine:

        def at_the_second(step: object) -> None:
            told.append(step)  # type: ignore[arg-type]
            if len(told) == 2:
                work.cancel()

        work = asyncio.create_task(engine.clone(order, at_the_second))
        with pytest.raises(asyncio.CancelledError):
            await work
    assert not service.asked("voice_clone") and not service.files.kept()


async def test_cancelled_after_it_was_asked_for_the_voice_is_returned(
    service: MinimaxService,
) -> None:
    held = service.faults.next(stalled(after_work=True), path="voice_clone")
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        held.release()
        made = await work
        assert not work.cancelled() and not work.cancelling()
    assert [voice.voice_id for voice in service.voices.own()] == [made.id]
    assert made.preview and len(service.bill) == 1 and not service.files.kept()


async def test_cancelled_while_the_answer_is_lost_the_voice_is_settled(
    service: MinimaxService,
) -> None:
    service.faults.next(cut(billed=True), path="voice_clone")
    held = service.faults.next(stalled(), path="get_voice")
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        held.release()
        made = await work
    assert [voice.voice_id for voice in service.voices.own()] == [made.id]


@pytest.mark.parametrize(
    ("code", "error"), [(2037, VoiceNotMade), (1013, EngineUnreachable)], ids=str
)
async def test_cancelled_after_it_was_asked_for_a_no_is_told(
    service: MinimaxService, code: int, error: type[Exception]
) -> None:
    held = service.faults.next(
        replace(stalled(), instead=base_resp(code).instead, billed=False), path="voice_clone"
    )
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        held.release()
        with pytest.raises(error):
            await work


async def test_cancelled_twice_it_ends(service: MinimaxService) -> None:
    held = service.faults.next(stalled(after_work=True), path="voice_clone")
    told = Heard()
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN, told))
        await held.arrived()
        work.cancel()
        await asyncio.wait((work,), timeout=0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        held.release()
    assert told.ids == [voice.voice_id for voice in service.voices.own()]
    assert len(service.asked("voice_clone")) == 1


async def test_a_design_is_settled_too(service: MinimaxService) -> None:
    held = service.faults.next(stalled(after_work=True), path="voice_design")
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.design(OLD))
        await held.arrived()
        work.cancel()
        held.release()
        made = await work
    assert made.preview and [v.voice_id for v in service.voices.own()] == [made.id]


async def test_a_program_that_ends_waits_for_the_voice_it_asked_for(
    service: MinimaxService,
) -> None:
    held = service.faults.next(stalled(after_work=True), path="voice_clone")
    async with an_engine(service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        await engine.aclose()
        held.release()
        assert (await work).id
        with pytest.raises(EngineUnreachable):
            await engine.clone(LIN)
