"""Voices made of a description, and voices taken away again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.engines.speech import Price, Voice
from studio.engines.voice_making import MakingStep
from studio.engines.voice_orders import CloneOrder, DesignOrder, FeeDue
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
    VoiceRefused,
)
from tests.engines.minimax.at_work import NAME, a_reading, an_engine
from tests.engines.samples import Heard, a_sample
from tests.services.faults import Fault
from tests.services.minimax.accounts import Account
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import (
    bad_hex,
    base_resp,
    broken_json,
    changed,
    cut,
    cut_in_body,
    http,
    odd_hex,
    other_audio,
)

OLD = DesignOrder("Old Tom", " An old man, hoarse and warm. ", "(sighs) The ferry leaves at nine.")
LIN = CloneOrder("Lin", (a_sample(),))
DESIGN = "voice_design"


def mine(id: str, kind: str = "cloned") -> Voice:
    return Voice(NAME, id, "Lin", kind=kind)


async def test_a_voice_is_designed_heard_and_speaks(service: MinimaxService) -> None:
    told = Heard()
    async with an_engine(service) as engine:
        rules = engine.design_rules
        assert rules.fee and rules.fee.due is FeeDue.FIRST_USE and rules.unused_days == 7
        assert rules.fee.price == Price(0, Decimal(3), "USD")
        expected = engine.design_price(OLD)
        made = await engine.design(replace(OLD, options={"watermark": True}), told)
        await engine.speak(engine.prepare(a_reading(voice=made.id)))
        (own,) = [voice for voice in await engine.voices() if voice.kind == "designed"]
    assert own.id == made.id and own.created and own.gender == "male"
    assert made.preview and made.preview.kind == "mp3" and made.trace
    assert made.billed == expected == Price(25, Decimal("0.0015"), "USD")
    assert service.bill.entries[0].characters == 25
    assert (
        service.asked(DESIGN)[0].json
        == {
            "prompt": "An old man, hoarse and warm.",
            "preview_text": "The ferry leaves at nine.",
            "voice_id": made.id,
            "aigc_watermark": True,
        }
        or service.bill.entries[0].text == "The ferry leaves at nine."
    )
    assert told.steps == [MakingStep.MAKING] and told.ids == [made.id]


async def test_a_person_may_choose_the_id(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        made = await engine.design(replace(OLD, id="old-tom-1"))
        assert made.id == "old-tom-1"
        with pytest.raises(VoiceNotMade, match="2039"):
            await engine.design(replace(OLD, id="old-tom-1"))
    assert len(service.bill) == 1


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (replace(OLD, description=" "), "described"),
        (replace(OLD, preview_text=""), "words"),
        (replace(OLD, preview_text="a" * 501), "500 characters"),
        (replace(OLD, preview_text="(冷笑)"), "nothing to say"),
        (replace(OLD, id="9lives-and-more"), "letter first"),
        (replace(OLD, id="old-tom-"), "letter first"),
        (replace(OLD, options={"tempo": 2}), "no option tempo"),
    ],
)
async def test_what_the_service_would_refuse_is_not_sent(
    service: MinimaxService, order: DesignOrder, why: str
) -> None:
    async with an_engine(service) as engine:
        with pytest.raises(VoiceNotMade, match=why):
            await engine.design(order)
    assert not service.requests


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1000, EngineUnreachable),
        (1002, EngineBusy),
        (1008, AccountStopped),
        (1026, VoiceNotMade),
        (1027, VoiceNotMade),
        (2013, VoiceNotMade),
    ],
)
async def test_each_no_is_told_and_not_asked_again(
    service: MinimaxService, code: int, error: type[VoiceError]
) -> None:
    service.faults.next(base_resp(code), path=DESIGN)
    async with an_engine(service) as engine:
        with pytest.raises(error):
            await engine.design(OLD)
    assert len(service.asked(DESIGN)) == 1 and not len(service.bill)


async def test_an_objection_is_a_refusal(service: MinimaxService) -> None:
    service.faults.next(changed(input_sensitive=True, input_sensitive_type=3), path=DESIGN)
    async with an_engine(service) as engine:
        with pytest.raises(VoiceNotMade) as raised:
            await engine.design(OLD)
    assert raised.value.objection == "advertising"


async def test_an_id_that_is_taken_becomes_another_one(service: MinimaxService) -> None:
    service.faults.next(base_resp(2039), path=DESIGN)
    async with an_engine(service) as engine:
        assert (await engine.design(OLD)).preview
    assert len(service.asked(DESIGN)) == 2 and len(service.bill) == 1


@pytest.mark.parametrize(
    "wrong", [odd_hex(), bad_hex(), other_audio(b"no sound"), changed(trial_audio="")], ids=repr
)
async def test_a_damaged_preview_does_not_cost_the_voice(
    service: MinimaxService, wrong: Fault
) -> None:
    service.faults.next(wrong, path=DESIGN)
    async with an_engine(service) as engine:
        made = await engine.design(OLD)
    assert made.preview is None and made.preview_lost and made.billed.billed_characters == 25
    assert len(service.bill) == len(service.voices.own()) == 1


@pytest.mark.parametrize(
    "lost",
    [cut(), cut(billed=True), cut_in_body(), broken_json(), http(504, text=""), base_resp(1001)],
    ids=repr,
)
async def test_a_lost_design_is_never_asked_for_twice(service: MinimaxService, lost: Fault) -> None:
    """The service lists only voices that spoke, so that nobody can tell; the id can be tried."""
    service.faults.next(lost, path=DESIGN)
    told = Heard()
    async with an_engine(service) as engine:
        with pytest.raises(VoiceInDoubt) as raised:
            await engine.design(OLD, told)
    assert len(service.asked(DESIGN)) == 1 and len(service.bill) <= 1
    assert [raised.value.voice] == told.ids and told.steps[-1] is MakingStep.SETTLING


async def test_a_lost_design_that_is_listed_is_there(service: MinimaxService) -> None:
    service.faults.next(cut(billed=True), path=DESIGN)
    service.faults.next(changed(voice_generation=[{"voice_id": "old-tom-1"}]), path="get_voice")
    async with an_engine(service) as engine:
        made = await engine.design(replace(OLD, id="old-tom-1"))
    assert (made.id, made.preview, made.certain) == ("old-tom-1", None, False)
    assert made.billed.billed_characters == 25


async def test_voices_of_ones_own_are_deleted_used_or_not(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        cloned, designed = await engine.clone(LIN), await engine.design(OLD)
        await engine.speak(engine.prepare(a_reading(voice=cloned.id)))
        await engine.delete(mine(cloned.id))
        await engine.delete(mine(designed.id, "designed"))
        assert not service.voices.own()
        await engine.delete(mine(cloned.id))
        with pytest.raises(VoiceRefused):
            await engine.speak(engine.prepare(a_reading(voice=cloned.id)))


async def test_a_voice_kept_under_the_wrong_kind_is_deleted_all_the_same(
    service: MinimaxService,
) -> None:
    async with an_engine(service) as engine:
        designed = await engine.design(OLD)
        await engine.delete(mine(designed.id, "cloned"))
    assert not service.voices.own()


@pytest.mark.parametrize(
    "voice", [mine("female-yujie", "catalogue"), mine("Santa_Claus "), mine("x1", "")]
)
async def test_a_voice_of_the_catalogue_is_refused_before_anything_is_sent(
    service: MinimaxService, voice: Voice
) -> None:
    async with an_engine(service) as engine:
        with pytest.raises(EngineRefused, match="catalogue"):
            await engine.delete(voice)
    assert not service.requests


@pytest.mark.parametrize("lost", [cut(), cut(billed=True), http(502, text="")], ids=repr)
async def test_a_lost_answer_of_a_deletion_is_asked_for_again(
    service: MinimaxService, lost: Fault
) -> None:
    async with an_engine(service) as engine:
        made = await engine.clone(LIN)
        service.faults.next(lost, times=2, path="delete_voice")
        await engine.delete(mine(made.id))
    assert not service.voices.own()


async def test_a_voice_that_is_still_listed_was_not_deleted(service: MinimaxService) -> None:
    async with an_engine(service) as engine:
        made = await engine.clone(LIN)
        await engine.speak(engine.prepare(a_reading(voice=made.id)))
        service.faults.next(base_resp(2013, "voice_id: busy"), times=2, path="delete_voice")
        with pytest.raises(EngineRefused, match="busy"):
            await engine.delete(mine(made.id))


async def test_anothers_voice_and_a_stopped_account_are_told(service: MinimaxService) -> None:
    service.faults.next(base_resp(2042), path="delete_voice")
    service.faults.next(base_resp(1004), path="delete_voice")
    async with an_engine(service) as engine:
        with pytest.raises(VoiceRefused):
            await engine.delete(mine("lin-1-of-another"))
        with pytest.raises(AccountStopped) as raised:
            await engine.delete(mine("lin-1-of-another"))
    assert raised.value.problem is AccountProblem.KEY


async def test_the_group_goes_along_where_there_is_one(service: MinimaxService) -> None:
    service.accounts.add(Account("sk-grouped", "grouped", group_id="4711"))
    async with an_engine(service, key="sk-grouped", group_id="4711") as engine:
        await engine.clone(LIN)
        await engine.design(OLD)
    assert {each.query for each in service.requests if each.method == "POST"} == {"GroupId=4711"}
