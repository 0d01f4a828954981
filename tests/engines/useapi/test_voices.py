"""The voices of an account, their samples, and voices of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.engines.useapi.clips import is_sound
from studio.engines.useapi.engine import UseApiEngine
from studio.engines.useapi.ids import unwrapped
from studio.engines.useapi.languages import codes_of
from studio.engines.useapi.voices import VoiceRecord, voice_of
from studio.errors import (
    AccountStopped,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    OutcomeUnknown,
)
from tests.engines.useapi.room import HELLO, a_voice, an_engine, asked
from tests.services.sound import Encoding, Stretch, spoken
from tests.services.useapi.service import UseapiService
from tests.services.useapi.vocabulary import LANGUAGES, A, B
from tests.services.wrongs import changed, http, useapi_error

WAV = spoken((Stretch(12_000),), 200.0, Encoding("wav", 16000)).data
MP3 = spoken((Stretch(12_000),), 200.0, Encoding("mp3", 16000)).data


async def a_clone(engine: UseApiEngine, name: str = "Lin") -> VoiceRecord:
    file = await engine.own_voices.upload_sample(WAV)
    return await engine.own_voices.clone_voice([file], name, "English")


async def test_every_page_of_voices_is_read(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        voices = await engine.voices()
    assert len(voices) == len({voice.id for voice in voices}) == len(B.built_in()) > 500
    assert {voice.engine for voice in voices} == {"useapi/main"}
    pages = [each.query for each in useapi_service.requests if "page_size=500" in each.query]
    assert len(pages) == 2


async def test_tags_become_language_gender_age_and_style(useapi_service: UseapiService) -> None:
    useapi_service.generation_a = "open"
    for dialect, words in (("speech", B), ("audio", A)):
        async with an_engine(useapi_service, dialect=dialect) as engine:
            voices = await engine.voices()
        calm = next(voice for voice in voices if voice.name == "English CalmWoman")
        assert calm.speaks("en-GB") and not calm.speaks("fr")
        assert {voice.gender for voice in voices} == {"male", "female"}
        assert {voice.age for voice in voices} <= {"child", "young", "adult", "old"}
        assert any(accent in voice.style for voice in voices for accent in words.accents)
        assert {voice.kind for voice in voices} == {"catalogue"}


def test_each_language_of_the_service_is_found_by_a_code() -> None:
    assert all(codes_of(name) for name in LANGUAGES)
    cantonese = voice_of("useapi/main", VoiceRecord("1", "", ("Cantonese", "Calm", "MALE")))
    assert cantonese.speaks("zh-HK") and cantonese.speaks("yue") and not cantonese.speaks("zh")
    assert (cantonese.name, cantonese.gender, cantonese.style) == ("1", "male", "Calm")


async def test_the_configuration_is_read(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        config = await engine.config()
    assert config.emotions == B.emotions and config.accents == B.accents
    assert (config.ages, config.languages) == (B.ages, LANGUAGES)
    assert config.genders == ("Male", "Female")


async def test_a_voice_is_heard_for_nothing(useapi_service: UseapiService) -> None:
    async with an_engine(useapi_service) as engine:
        voice = (await engine.voices())[0].id
        listings = asked(useapi_service, "speech/voices")
        assert is_sound(await engine.preview(voice) or b"")
        assert asked(useapi_service, "speech/voices") == listings
        useapi_service.faults.next(http(403, text="expired"), path="media")
        assert is_sound(await engine.preview(voice) or b"")
        assert asked(useapi_service, "speech/voices") > listings
        useapi_service.faults.next(http(403, text="expired"), path="media", times=2)
        with pytest.raises(EngineUnreachable, match="403"):
            await engine.preview(voice)
        assert await engine.preview("no such voice") is None
    assert not len(useapi_service.bill)


@pytest.mark.parametrize("dialect", ["speech", "audio"])
async def test_a_voice_is_cloned_listed_spoken_with_and_deleted(
    useapi_service: UseapiService, dialect: str
) -> None:
    useapi_service.generation_a = "open"
    async with an_engine(useapi_service, dialect=dialect) as engine:
        file = await engine.own_voices.upload_sample(WAV)
        mine = await engine.own_voices.clone_voice(
            [file, await engine.own_voices.upload_sample(MP3)], " Lin ", "English"
        )
        listed = {voice.id: voice for voice in await engine.voices()}
        assert (unwrapped(mine.id) is not None) == (dialect == "speech")
        assert (listed[mine.id].kind, listed[mine.id].name, mine.cloned) == ("cloned", "Lin", True)
        request = engine.prepare(replace(HELLO, voice=mine.id))
        assert request.voice == mine.id
        assert is_sound((await engine.speak(request)).data)
        for _ in range(2):
            await engine.own_voices.delete_voice(mine.id)
        assert mine.id not in {voice.id for voice in await engine.voices()}
        with pytest.raises(EngineRefused, match="unknown voice"):
            await engine.speak(request)
    kinds = [each.headers["content-type"] for each in useapi_service.requests if each.size > 9999]
    assert kinds == ["audio/wav", "audio/mpeg"]


async def test_a_cloned_voice_speaks_on_the_account_it_belongs_to(
    useapi_service: UseapiService,
) -> None:
    useapi_service.accounts.add("second")
    async with an_engine(useapi_service) as engine:
        file = await engine.own_voices.upload_sample(WAV, "second")
        mine = await engine.own_voices.clone_voice([file], "Lin", "English")
        request = engine.prepare(replace(HELLO, voice=mine.id))
        await engine.speak(request)
        assert [each.account for each in useapi_service.bill] == ["second"]
        useapi_service.faults.next(useapi_error(412, "no subscription"), path="create-mp3")
        with pytest.raises(EngineRefused, match="belongs to"):
            await engine.speak(request)
        await engine.own_voices.delete_voice(mine.id)


@pytest.mark.parametrize(
    ("files", "name", "why"),
    [
        ([], "Lin", "1 to 10 samples"),
        (["1"] * 11, "Lin", "1 to 10 samples"),
        (["1"], "  ", "1 to 30 characters"),
        (["1"], "L" * 31, "1 to 30 characters"),
        (["user:1-minimax:a-file:1", "user:1-minimax:b-file:2"], "Lin", "on one account"),
    ],
)
async def test_what_the_service_would_refuse_is_not_sent(
    useapi_service: UseapiService, files: list[str], name: str, why: str
) -> None:
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineRefused, match=why):
            await engine.own_voices.clone_voice(files, name, "English")
        with pytest.raises(EngineRefused, match="WAV or MP3"):
            await engine.own_voices.upload_sample(b"OggS and so on")
    assert not useapi_service.requests


async def test_a_sample_of_a_wrong_length_is_refused_by_the_service(
    useapi_service: UseapiService,
) -> None:
    short = spoken((Stretch(3000),), 200.0, Encoding("wav", 16000)).data
    async with an_engine(useapi_service) as engine:
        with pytest.raises(EngineRefused, match="10 to 60 seconds"):
            await engine.own_voices.upload_sample(short)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (changed(input_sensitive=True, input_sensitive_type=4), EngineRefused),
        (changed(input_sensitive={"type": 4}), EngineRefused),
        (changed(base_resp={"status_code": 2038, "status_msg": "verify"}), AccountStopped),
        (changed(base_resp={"status_code": 1043, "status_msg": "unlike"}), EngineRefused),
        (changed(voice_info={}), OutcomeUnknown),
        (useapi_error(400, "no free voice slot"), EngineRefused),
        (useapi_error(422, "sensitive"), EngineRefused),
        (useapi_error(429, "too many clone tasks"), EngineBusy),
        (useapi_error(504, "too slow"), OutcomeUnknown),
        (useapi_error(596, "pending error"), AccountStopped),
    ],
    ids=repr,
)
async def test_a_clone_that_was_refused_says_why(
    useapi_service: UseapiService, wrong: object, error: type[Exception]
) -> None:
    async with an_engine(useapi_service) as engine:
        file = await engine.own_voices.upload_sample(WAV)
        useapi_service.faults.next(wrong, path="clone")  # type: ignore[arg-type]
        with pytest.raises(error):
            await engine.own_voices.clone_voice([file], "Lin", "English")
    assert asked(useapi_service, "clone-voice") == 1


async def test_an_older_service_puts_its_error_without_a_code(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        bare = http(400, content={"error": "language_tag is wrong"})
        useapi_service.faults.next(bare, path="voices")
        with pytest.raises(EngineRefused) as raised:
            await a_voice(engine)
    assert raised.value.detail == "language_tag is wrong (400)"
