"""A voice that a dead program asked for over useapi: looked for until it may no longer come."""

from __future__ import annotations

import pytest

from studio.engines.useapi.one_clone import CLONING_S
from studio.engines.voice_making import Asked, MakingStep, SettlesClones
from studio.engines.voice_orders import CloneOrder
from studio.errors import EngineUnreachable, OutcomeUnknown, VoiceInDoubt
from tests.engines.samples import Heard, a_sample
from tests.engines.useapi.room import Time, an_engine
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import http

LIN = CloneOrder("Lin", (a_sample(),), "en")


async def test_what_is_new_under_the_name_is_the_voice(useapi_service: UseapiService) -> None:
    told = Heard()
    async with an_engine(useapi_service) as engine:
        assert isinstance(engine, SettlesClones)
        older = await engine.clone(LIN, told)
        made = await engine.clone(LIN, told)
        before = [each.before for each in told if each.step is MakingStep.MAKING]
        assert before == [(), (older.id,)], "what was there is told before the voice is asked for"
        found = await engine.settle(LIN, Asked(before=frozenset(before[1])))
    assert found.id == made.id and found.preview
    assert len(useapi_service.voices.clones) == 2


async def test_a_voice_may_come_for_a_minute_and_is_then_surely_not_there(
    useapi_service: UseapiService,
) -> None:
    time = Time()
    async with an_engine(useapi_service, time) as engine:
        with pytest.raises(EngineUnreachable) as missing:
            await engine.settle(LIN, Asked(seconds_ago=40.0))
    assert not isinstance(missing.value, OutcomeUnknown)
    assert CLONING_S - 40 <= sum(time.waits) <= CLONING_S - 30
    assert not useapi_service.asked("clone-voice")


async def test_without_a_list_nobody_can_say(useapi_service: UseapiService) -> None:
    useapi_service.faults.always(http(503), path="voices")
    async with an_engine(useapi_service) as engine:
        with pytest.raises(VoiceInDoubt):
            await engine.settle(LIN, Asked(seconds_ago=100.0))
