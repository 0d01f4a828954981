"""Voices made of recordings over useapi: on one account, in turn, found when they got lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from studio.engines.speech import Price, Voice
from studio.engines.useapi.clips import is_sound
from studio.engines.useapi.ids import account_in, unwrapped
from studio.engines.useapi.voice_orders import fitting_name, language_tag, says_no_slot
from studio.engines.voice_making import (
    Asked,
    ClonesVoices,
    DeletesVoices,
    DesignsVoices,
    MakingStep,
)
from studio.engines.voice_orders import CloneOrder, Sample
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    NoFreeSlot,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
)
from tests.engines.samples import Heard, a_file, a_sample, sound
from tests.engines.useapi.room import HELLO, Time, an_engine, asked
from tests.services.faults import Fault
from tests.services.useapi.service import UseapiService
from tests.services.useapi.vocabulary import LANGUAGES
from tests.services.wrongs import (
    broken_json,
    changed,
    cut,
    cut_in_body,
    cut_upload,
    empty_body,
    http,
    stalled,
    useapi_error,
)

LIN = CloneOrder("Lin", (a_sample(),), "en")
CLONE = "clone-voice"


def names(service: UseapiService) -> list[str]:
    """The names of all clones there are."""
    return [voice.name for voice in service.voices.clones.values()]


async def test_the_engine_says_what_it_needs(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        assert isinstance(engine, ClonesVoices) and isinstance(engine, DeletesVoices)
        assert not isinstance(engine, DesignsVoices)
        rules = engine.clone_rules
        assert (rules.seconds.least, rules.seconds.most, rules.most_samples) == (10, 60, 10)
        assert rules.kinds == ("wav", "mp3") and rules.longest_name == 30 and rules.at_once == 1
        assert rules.needs_language and rules.fee is None and not rules.preview_length
        assert rules.slots == 0 and engine.clone_price(LIN) == Price()
    async with an_engine(useapi_service, dialect="audio") as engine:
        assert engine.clone_rules.slots == 4
    assert not useapi_service.requests


@pytest.mark.parametrize("dialect", ["speech", "audio"])
async def test_a_voice_is_made_heard_listed_spoken_with_and_deleted(
    useapi_service: UseapiService, dialect: str
) -> None:
    useapi_service.generation_a = "open"
    told = Heard()
    async with an_engine(useapi_service, dialect=dialect) as engine:
        order = replace(LIN, name=" Lin ", samples=(a_sample(), a_sample(format="mp3")))
        made = await engine.clone(order, told)
        listed = {voice.id: voice for voice in await engine.voices()}
        mine = listed[made.id]
        assert (unwrapped(made.id) is not None) == (dialect == "speech")
        assert (mine.kind, mine.name, made.name) == ("cloned", "Lin", "Lin") and mine.created
        assert not any(voice.created for voice in listed.values() if voice is not mine)
        assert made.preview and made.preview.kind == "mp3" and made.billed == Price()
        request = engine.prepare(replace(HELLO, voice=made.id))
        assert is_sound((await engine.speak(request)).data)
        for _ in range(2):
            await engine.delete(mine)
        assert made.id not in {voice.id for voice in await engine.voices()}
    uploads = [each for each in useapi_service.requests if "upload-sample" in each.path]
    assert [each.headers["content-type"] for each in uploads] == ["audio/wav", "audio/mpeg"]
    (sent,) = useapi_service.asked(CLONE)
    assert (sent.json["voice_name"], sent.json["language_tag"]) == ("Lin", "English")
    assert sent.json["need_noise_reduction"] is True and sent.json["files"].count(",") == 1
    assert [(each.step, each.number, each.of) for each in told] == [
        (MakingStep.UPLOADING, 1, 2),
        (MakingStep.UPLOADING, 2, 2),
        (MakingStep.MAKING, 0, 0),
        (MakingStep.FETCHING, 0, 0),
    ]


async def test_noise_stays_where_a_person_wants_it(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        await engine.clone(replace(LIN, options={"reduce_noise": False}))
    assert useapi_service.asked(CLONE)[0].json["need_noise_reduction"] is False


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (replace(LIN, samples=()), "1 to 10 recordings"),
        (replace(LIN, samples=(a_sample(),) * 11), "1 to 10 recordings"),
        (replace(LIN, samples=(a_sample(), Sample(sound(), "m4a"))), "wav, mp3"),
        (replace(LIN, samples=(a_sample(), Sample(b"OggS and so on", "mp3"))), "no MP3"),
        (replace(LIN, samples=(a_sample(61, "mp3"),)), "10 to 60 seconds"),
        (replace(LIN, prompt=a_sample(5), prompt_text="Yes."), "no prompt"),
        (replace(LIN, preview_text="Good evening."), "no preview"),
        (replace(LIN, name="  "), "name"),
        (replace(LIN, name="\x01"), "name"),
        (replace(LIN, language=""), "language"),
        (replace(LIN, options={"even_volume": True}), "no option"),
    ],
)
async def test_what_the_service_would_refuse_is_not_sent(
    useapi_service: UseapiService, order: CloneOrder, why: str
) -> None:
    async with an_engine(useapi_service) as engine:
        with pytest.raises(VoiceNotMade, match=why):
            await engine.clone(order)
    assert not useapi_service.requests


async def test_a_recording_of_a_wrong_length_is_refused_by_the_service(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        with pytest.raises(VoiceNotMade, match="10 to 60 seconds"):
            await engine.clone(replace(LIN, samples=(Sample(sound(3), "wav"),)))
    assert not asked(useapi_service, CLONE)


async def test_the_rules_name_the_languages_the_service_has_tags_for(
    useapi_service: UseapiService,
) -> None:
    tags = [{"tag_name": each} for each in ("German", "Chinese (Mandarin)", "Klingon")]
    useapi_service.faults.next(changed(voice_tag_language=tags), path="speech/config")
    async with an_engine(useapi_service) as engine:
        assert "fr" in engine.clone_rules.languages
        for _ in range(2):
            await engine.look_up_clone_rules()
        assert engine.clone_rules.languages == ("cmn", "de", "zh", "Klingon")
    assert asked(useapi_service, "speech/config") == 1, "it is remembered"


async def test_a_language_it_does_not_know_is_refused_before_anything_is_sent_up(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        for _ in range(2):
            with pytest.raises(VoiceNotMade, match="'tlh'"):
                await engine.clone(replace(LIN, language="tlh"))
        await engine.clone(replace(LIN, language="zh-HK"))
    assert useapi_service.asked(CLONE)[0].json["language_tag"] == "Cantonese"
    assert asked(useapi_service, "speech/config") == 1, "it is remembered"
    assert asked(useapi_service, "upload-sample") == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (changed(base_resp={"status_code": 1043, "status_msg": "unlike"}), VoiceNotMade),
        (useapi_error(400, "files: damaged"), VoiceNotMade),
        (useapi_error(422, "sensitive"), VoiceNotMade),
        (useapi_error(429, "too many clone tasks"), EngineBusy),
        (useapi_error(500, "fault"), EngineUnreachable),
        (useapi_error(596, "pending error"), AccountStopped),
        (useapi_error(401, "Unauthorized"), AccountStopped),
        (changed(base_resp={"status_code": 2038, "status_msg": "verify"}), AccountStopped),
    ],
    ids=repr,
)
async def test_a_clone_that_was_refused_says_why(
    useapi_service: UseapiService, wrong: Fault, error: type[VoiceError]
) -> None:
    useapi_service.faults.next(replace(wrong, billed=wrong.instead is None), path=CLONE)
    async with an_engine(useapi_service) as engine:
        with pytest.raises(error) as raised:
            await engine.clone(LIN)
    assert type(raised.value) is error and asked(useapi_service, CLONE) == 1


@pytest.mark.parametrize(
    "shape",
    [{"input_sensitive": True, "input_sensitive_type": 4}, {"input_sensitive": {"type": 4}}],
)
async def test_an_objection_in_either_shape_says_what_it_is(
    useapi_service: UseapiService, shape: dict[str, object]
) -> None:
    useapi_service.faults.next(changed(**shape), path=CLONE)
    async with an_engine(useapi_service) as engine:
        with pytest.raises(VoiceNotMade) as raised:
            await engine.clone(LIN)
    assert raised.value.objection == "prohibited" and "prohibited" in raised.value.detail


LOST_AFTER_THE_WORK = [
    cut(billed=True),
    cut_in_body(),
    broken_json(),
    empty_body(),
    changed(voice_info={}),
    useapi_error(502, "too busy", billed=True),
    useapi_error(504, "too slow", billed=True),
    useapi_error(500, "fault", billed=True),
]


@pytest.mark.parametrize("lost", LOST_AFTER_THE_WORK, ids=repr)
async def test_a_voice_whose_answer_was_lost_is_found_in_the_list(
    useapi_service: UseapiService, lost: Fault
) -> None:
    told = Heard()
    async with an_engine(useapi_service) as engine:
        other = await engine.clone(LIN)
        useapi_service.faults.next(lost, path=CLONE)
        made = await engine.clone(LIN, told)
    assert list(useapi_service.voices.clones) == [other.id, made.id]
    assert made.preview and MakingStep.SETTLING in told.steps
    assert asked(useapi_service, CLONE) == 2


async def test_a_voice_that_takes_its_time_is_waited_for(useapi_service: UseapiService) -> None:
    useapi_service.faults.next(useapi_error(504, "too slow"), path=CLONE)
    time = Time()

    def meanwhile() -> None:
        if len(time.waits) == 2:
            made_at_last(useapi_service)

    time.meanwhile = meanwhile
    async with an_engine(useapi_service, time) as engine:
        made = await engine.clone(LIN)
    assert [made.id] == list(useapi_service.voices.clones) and len(time.waits) == 2


def made_at_last(service: UseapiService) -> None:
    """The platform behind ends the work that was taken for lost."""
    lost = service.asked(CLONE)[0].json
    headers = {"Authorization": f"Bearer {service.token}"}
    httpx.post(f"{service.base_url}/speech/clone-voice", json=lost, headers=headers, timeout=60)


@pytest.mark.parametrize("lost", [cut(), useapi_error(504, "too slow")], ids=repr)
async def test_a_voice_that_may_still_appear_is_in_doubt_soon_and_settled_later(
    useapi_service: UseapiService, lost: Fault
) -> None:
    useapi_service.faults.next(lost, path=CLONE)
    time = Time()
    async with an_engine(useapi_service, time) as engine:
        with pytest.raises(VoiceInDoubt, match="not there yet"):
            await engine.clone(LIN)
        assert sum(time.waits) <= 3 and asked(useapi_service, CLONE) == 1
        other = await engine.clone(replace(LIN, name="Mara"))
        with pytest.raises(EngineUnreachable, match="no voice was made"):
            await engine.settle(LIN, Asked(seconds_ago=sum(time.waits)))
    assert sum(time.waits) >= 75 and list(useapi_service.voices.clones) == [other.id]


async def test_nobody_knows_when_the_list_cannot_be_had(useapi_service: UseapiService) -> None:
    useapi_service.faults.next(cut(billed=True), path=CLONE)
    held = useapi_service.faults.next(stalled(), path="upload-sample")
    async with an_engine(useapi_service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        useapi_service.faults.always(http(596, content={"error": "pending"}), path="voices")
        held.release()
        with pytest.raises(VoiceInDoubt):
            await work
    assert asked(useapi_service, CLONE) == 1 and names(useapi_service) == ["Lin"]


async def test_a_full_account_tells_which_voices_could_go(useapi_service: UseapiService) -> None:
    useapi_service.voices.slots = 1
    async with an_engine(useapi_service) as engine:
        other = await engine.clone(replace(LIN, name="Mira"))
        with pytest.raises(NoFreeSlot) as raised:
            await engine.clone(LIN)
        assert raised.value.voices == ((other.id, "Mira"),)
        await engine.delete(Voice("useapi/main", other.id, "Mira", kind="cloned"))
        await engine.clone(LIN)
    assert names(useapi_service) == ["Lin"]


async def test_a_voice_goes_where_there_is_room(useapi_service: UseapiService) -> None:
    useapi_service.voices.slots = 1
    useapi_service.accounts.add("second")
    async with an_engine(useapi_service) as engine:
        one = await engine.clone(replace(LIN, name="Mira"))
        other = await engine.clone(replace(LIN, name="Tom"))
        assert [account_in(each.id) for each in (one, other)] == ["first", "second"]
        with pytest.raises(NoFreeSlot) as raised:
            await engine.clone(LIN)
        assert raised.value.voices == ((one.id, "Mira"), (other.id, "Tom"))
    async with an_engine(useapi_service, account="second") as engine:
        with pytest.raises(NoFreeSlot) as raised:
            await engine.clone(LIN)
    assert [name for _, name in raised.value.voices] == ["Tom"]


async def test_the_older_generation_is_asked_for_no_voice_beyond_its_slots(
    useapi_service: UseapiService,
) -> None:
    useapi_service.generation_a = "open"
    async with an_engine(useapi_service, dialect="audio") as engine:
        for number in range(4):
            await engine.clone(replace(LIN, name=f"Lin {number}"))
        with pytest.raises(NoFreeSlot) as raised:
            await engine.clone(LIN)
    assert [name for _, name in raised.value.voices] == [f"Lin {each}" for each in range(4)]
    assert asked(useapi_service, CLONE) == asked(useapi_service, "upload-sample") == 4


async def test_one_voice_is_made_after_the_other(useapi_service: UseapiService) -> None:
    held = useapi_service.faults.next(stalled(), path=CLONE)
    told = Heard()
    async with an_engine(useapi_service) as engine:
        first = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        second = asyncio.create_task(engine.clone(replace(LIN, name="Mira"), told))
        third = asyncio.create_task(engine.clone(replace(LIN, name="Tom")))
        await asyncio.wait((second, third), timeout=0)
        third.cancel()
        held.release()
        await asyncio.gather(first, second)
        with pytest.raises(asyncio.CancelledError):
            await third
    assert told.steps[0] is MakingStep.WAITING and names(useapi_service) == ["Lin", "Mira"]
    assert useapi_service.limits.rejections == 0


async def test_with_several_accounts_all_is_on_one_that_may(useapi_service: UseapiService) -> None:
    useapi_service.accounts.first.audio = False
    useapi_service.accounts.add("second")
    useapi_service.accounts.add("third")
    async with an_engine(useapi_service) as engine:
        made = await engine.clone(replace(LIN, samples=(a_sample(), a_sample())))
        assert account_in(made.id) == "second"
        await engine.speak(engine.prepare(replace(HELLO, voice=made.id)))
        useapi_service.faults.next(useapi_error(412, "no subscription"), path=CLONE)
        assert account_in((await engine.clone(LIN)).id) == "third"
    async with an_engine(useapi_service, account="second") as engine:
        assert account_in((await engine.clone(LIN)).id) == "second"
        useapi_service.faults.next(useapi_error(412, "no subscription"), path=CLONE)
        with pytest.raises(AccountStopped) as raised:
            await engine.clone(LIN)
    assert raised.value.problem is AccountProblem.NO_SUBSCRIPTION


@pytest.mark.parametrize("wrong", [cut_upload(), cut(), http(500, text="")], ids=repr)
async def test_a_recording_that_was_cut_off_is_sent_again(
    useapi_service: UseapiService, tmp_path: Path, wrong: Fault
) -> None:
    useapi_service.faults.next(wrong, path="upload-sample")
    order = replace(LIN, samples=(a_file(tmp_path, rate=44_100),))
    async with an_engine(useapi_service) as engine:
        assert (await engine.clone(order)).id
    arrived = useapi_service.asked("upload-sample")
    assert {each.size for each in arrived} == {len(sound(rate=44_100))}


async def test_a_recording_that_never_arrives_makes_no_voice(
    useapi_service: UseapiService,
) -> None:
    useapi_service.faults.always(cut_upload(1), path="upload-sample")
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineUnreachable):
            await engine.clone(LIN)
    useapi_service.faults.clear()
    useapi_service.faults.always(changed(fileID=""), path="upload-sample")
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineUnreachable, match="no number"):
            await engine.clone(LIN)
    assert not asked(useapi_service, CLONE)


async def test_cancelled_before_it_was_asked_for_nothing_is_made(
    useapi_service: UseapiService,
) -> None:
    held = useapi_service.faults.next(stalled(), path="upload-sample")
    async with an_engine(useapi_service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        held.release()
        await asyncio.to_thread(useapi_service.wait_until_idle)
        assert not asked(useapi_service, CLONE)
        assert (await engine.clone(LIN)).id, "the next one has its turn"


async def test_cancelled_after_it_was_asked_for_the_voice_is_returned(
    useapi_service: UseapiService,
) -> None:
    held = useapi_service.faults.next(stalled(after_work=True), path=CLONE)
    async with an_engine(useapi_service) as engine:
        work = asyncio.create_task(engine.clone(LIN))
        await held.arrived()
        work.cancel()
        held.release()
        made = await work
    assert list(useapi_service.voices.clones) == [made.id]


@pytest.mark.parametrize(
    "voice",
    [
        Voice("useapi/main", "226000000000001", "Calm"),
        Voice("useapi/main", "226000000000001", "Calm", kind="cloned"),
    ],
)
async def test_a_voice_of_the_catalogue_is_not_deleted(
    useapi_service: UseapiService, voice: Voice
) -> None:
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineRefused, match="catalogue"):
            await engine.delete(voice)
    assert not useapi_service.requests


@pytest.mark.parametrize(
    "wrong",
    [
        cut(),
        cut(billed=True),
        http(502, text=""),
        changed(base_resp={"status_code": 2054, "status_msg": "voice id not exist"}),
    ],
    ids=repr,
)
async def test_a_voice_is_deleted_however_the_answer_is_lost(
    useapi_service: UseapiService, wrong: Fault
) -> None:
    async with an_engine(useapi_service) as engine:
        made = await engine.clone(LIN)
        useapi_service.faults.next(wrong, path="delete-voice")
        await engine.delete(Voice("useapi/main", made.id, "Lin", kind="cloned"))
    assert not names(useapi_service)


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        (" Lin \n Xia ", "Lin Xia"),
        ("Old Captain Marlow of the Ferry", "Old Captain Marlow of the"),
        ("Old Captain Marlow of the sea, who came back", "Old Captain Marlow of the sea"),
        ("x" * 40, "x" * 30),
        ("林" * 40, "林" * 30),
        ("e\u0301" * 40, "é" * 30),
        ("x" * 29 + "q\u0323\u0323", "x" * 29),
        ("Short and then averyveryverylongword", "Short and then averyveryverylo"),
    ],
)
def test_a_long_name_is_cut_between_words_or_at_least_between_letters(name: str, fits: str) -> None:
    assert fitting_name(name) == fits and len(fits) <= 30


def test_the_tag_of_a_language_is_one_the_service_knows() -> None:
    assert [language_tag(each, LANGUAGES) for each in ("en-GB", "zh", "cmn", "yue", "pt-BR")] == [
        "English",
        "Chinese (Mandarin)",
        "Chinese (Mandarin)",
        "Cantonese",
        "Portuguese",
    ]
    assert language_tag("zh-TW", ("Chinese", "English")) == "Chinese"
    assert language_tag("Klingon", ("Klingon",)) == "Klingon"
    assert language_tag("tlh", LANGUAGES) == language_tag("", LANGUAGES) == ""
    assert language_tag("de", ()) == "German", "a service that lists none takes the usual name"


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("no free voice slot", True),
        ("You have reached the maximum number of cloned voices", True),
        ("voice limit exceeded", True),
        ("language_tag is wrong", False),
        ("the sample must be 10 to 60 seconds long", False),
    ],
)
def test_a_full_account_is_known_by_its_words(words: str, full: bool) -> None:
    assert says_no_slot(words) is full
