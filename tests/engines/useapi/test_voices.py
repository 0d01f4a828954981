"""The voices of an account, their samples, and voices of one's own."""

from __future__ import annotations

import pytest

from studio.engines.useapi.clips import is_sound
from studio.engines.useapi.languages import codes_of
from studio.engines.useapi.voices import VoiceRecord, voice_of
from studio.errors import (
    EngineRefused,
    EngineUnreachable,
)
from tests.engines.useapi.room import a_voice, an_engine, asked
from tests.services.useapi.service import UseapiService
from tests.services.useapi.vocabulary import LANGUAGES, A, B
from tests.services.wrongs import http


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


async def test_an_older_service_puts_its_error_without_a_code(
    useapi_service: UseapiService,
) -> None:
    async with an_engine(useapi_service) as engine:
        bare = http(400, content={"error": "language_tag is wrong"})
        useapi_service.faults.next(bare, path="voices")
        with pytest.raises(EngineRefused) as raised:
            await a_voice(engine)
    assert raised.value.detail == "language_tag is wrong (400)"
