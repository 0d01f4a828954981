"""A voice that a dead program asked for: found or made under its id, once, and paid once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.engines.voice_making import Asked, Making, MakingStep, SettlesClones
from studio.engines.voice_orders import CloneOrder
from studio.errors import VoiceInDoubt, VoiceNotMade
from tests.engines.minimax.at_work import an_engine
from tests.engines.samples import a_sample
from tests.services.faults import Fault
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, http

LIN = CloneOrder(
    "Lin", (a_sample(),), "zh", preview_text="你好，我是林夏。", model="speech-2.8-turbo"
)
CLONE = "voice_clone"


async def test_a_voice_that_was_made_is_found_and_not_paid_again(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        assert isinstance(engine, SettlesClones)
        made = await engine.clone(LIN)
        found = await engine.settle(LIN, Asked(made.id))
    assert found.id == made.id and found.preview is None and found.preview_lost
    assert [voice.voice_id for voice in service.voices.own()] == [made.id]
    assert len(service.bill) == 1 and not service.files.kept()


async def test_a_voice_that_was_never_made_is_made_under_the_same_id(
    service: MinimaxService,
) -> None:
    async with an_engine(service) as engine:
        found = await engine.settle(LIN, Asked("lin-1234567a"))
    assert found.id == "lin-1234567a"
    assert [voice.voice_id for voice in service.voices.own()] == ["lin-1234567a"]
    assert not service.bill, "the words of the preview are not asked for again"


@pytest.mark.parametrize(
    ("fault", "path"), [(http(503), "files/upload"), (base_resp(1004), "files/upload"),
                        (http(503), CLONE), (base_resp(1008), CLONE)]
)  # fmt: skip
async def test_whatever_keeps_it_from_being_asked_leaves_it_in_doubt(
    service: MinimaxService, fault: Fault, path: str
) -> None:
    service.faults.always(fault, path=path)
    async with an_engine(service) as engine:
        with pytest.raises(VoiceInDoubt) as doubt:
            await engine.settle(LIN, Asked("lin-1234567a"))
    assert doubt.value.voice == "lin-1234567a"


async def test_without_its_id_nobody_can_say(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        with pytest.raises(VoiceInDoubt):
            await engine.settle(LIN, Asked())
    assert not service.requests


async def test_a_recording_nothing_can_be_made_of_ends_the_doubt(service: MinimaxService) -> None:
    service.own_voices.transcripts["voice_clone"] = "何か全然違う言葉です"
    order = replace(LIN, options={"check_words": "你好"})
    async with an_engine(service) as engine:
        with pytest.raises(VoiceNotMade):
            await engine.settle(order, Asked("lin-1234567a"))
    assert not service.voices.own()


async def test_nothing_is_asked_before_whoever_listens_is_ready(service: MinimaxService) -> None:
    asked_by_then: list[int] = []

    async def told(step: Making) -> None:
        if step.step is MakingStep.MAKING:
            asked_by_then.append(len(service.asked(CLONE)))

    async with an_engine(service) as engine:
        await engine.clone(LIN, told)
    assert asked_by_then == [0] and len(service.asked(CLONE)) == 1


async def test_whoever_listens_can_still_say_no(service: MinimaxService) -> None:
    async def told(step: Making) -> None:
        if step.step is MakingStep.MAKING:
            raise VoiceNotMade("minimax/main", "it is not wanted any more")

    async with an_engine(service) as engine:
        with pytest.raises(VoiceNotMade):
            await engine.clone(LIN, told)
    assert not service.asked(CLONE) and not service.files.kept()
