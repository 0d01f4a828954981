"""The voices of an account: their labels, their kinds, lists in odd shapes."""

from __future__ import annotations

from typing import Any

import pytest

from studio.engines.minimax.catalogue import labels, voices_of
from studio.engines.speech import Voice
from tests.engines.minimax.at_work import NAME, a_reading, an_engine
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import changed


async def listed(service: MinimaxService) -> dict[str, Voice]:
    async with an_engine(service) as engine:
        return {voice.id: voice for voice in await engine.voices()}


async def test_the_systems_voices_have_what_people_choose_by(service: MinimaxService) -> None:
    voices = await listed(service)
    elegant, anchor = voices["female-yujie"], voices["Chinese (Mandarin)_News_Anchor"]
    assert (elegant.gender, elegant.age, elegant.languages) == ("female", "adult", ("zh",))
    assert anchor.name == "新闻女声" and anchor.style == "News anchor" and anchor.gender == "female"
    host = voices["Cantonese_ProfessionalHost（M)"]
    assert host.speaks("zh-HK") and host.speaks("yue") and not host.speaks("en")
    assert host.gender == "male" and host.kind == "catalogue" and host.engine == NAME
    assert voices["Santa_Claus "].age == "old"
    assert all(voice.name.strip() for voice in voices.values())


async def test_own_voices_come_first_once_they_were_used(service: MinimaxService) -> None:
    service.voices.add("drama-lin-7f3a91c2", "voice_cloning", "first")
    service.voices.add("ttv-voice-1-a", "voice_generation", "first", "An old man with a warm voice")
    async with an_engine(service) as engine:
        for voice in ("drama-lin-7f3a91c2", "ttv-voice-1-a"):
            await engine.speak(engine.prepare(a_reading(voice=voice)))
        first, second, third, *_ = await engine.voices()
    assert (first.id, first.kind, first.name) == ("drama-lin-7f3a91c2", "cloned", first.id)
    assert (second.kind, second.gender, second.age) == ("designed", "male", "old")
    assert second.languages == () and third.kind == "catalogue"


@pytest.mark.parametrize(
    "odd", [None, [], "none", {}, [None, {}, {"voice_id": ""}, {"voice_id": 7}]]
)
async def test_a_list_may_be_null_or_odd(service: MinimaxService, odd: Any) -> None:
    service.faults.next(
        changed(system_voice=odd, voice_cloning=odd, voice_generation=odd), path="get_voice"
    )
    assert await listed(service) == {}


@pytest.mark.parametrize(
    ("entry", "gender", "age", "languages", "name"),
    [
        ({"voice_id": "Spanish_SereneWoman"}, "female", "", ("es",), "Serene Woman"),
        ({"voice_id": "Russian_Brave-YoungMan1"}, "male", "young", ("ru",), "Brave Young Man1"),
        ({"voice_id": "Chinese (Mandarin)_New_Boy"}, "male", "young", ("zh",), "New Boy"),
        ({"voice_id": "x1", "voice_name": "慈祥奶奶"}, "female", "old", (), "慈祥奶奶"),
        ({"voice_id": "x2", "description": ["A young woman, warm."]}, "female", "young", (), "x2"),
        ({"voice_id": "x3", "description": None, "voice_name": None}, "", "", (), "x3"),
        ({"voice_id": "moss_audio_12ab"}, "", "", (), "moss audio 12ab"),
        ({"voice_id": "x4", "description": "Human speech of a mankind"}, "", "", (), "x4"),
    ],
)  # fmt: skip
def test_an_unknown_voice_is_told_by_its_id_and_description(
    entry: dict[str, Any], gender: str, age: str, languages: tuple[str, ...], name: str
) -> None:
    (voice,) = voices_of(NAME, {"system_voice": [entry]}, {})
    assert (voice.gender, voice.age, voice.languages) == (gender, age, languages)
    assert voice.name == name and voice.id == entry["voice_id"]


def test_the_labels_that_come_with_the_studio_are_whole() -> None:
    known = labels()
    assert len(known) > 100 and "Santa_Claus " in known and "female-shaonv-jingpin" in known
    for label in known.values():
        assert label.name and label.gender in ("", "male", "female")
        assert label.age in ("", "child", "young", "adult", "old")
        assert label.language in ("zh", "yue", "en", "ja", "ko")
