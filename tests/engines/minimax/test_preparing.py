"""What a reading becomes: the same for the same sound, or refused in plain words."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.engines.minimax.engine import MiniMaxEngine
from studio.engines.minimax.languages import LANGUAGES, named
from studio.engines.minimax.models import MODELS
from studio.engines.speech import Pace, Reading
from studio.errors import EngineRefused
from studio.model.account import Account, Service
from studio.model.line import EMOTIONS
from tests.engines.minimax.at_work import a_reading, a_request, an_account
from tests.services.minimax.vocabulary import LANGUAGES as TAKEN
from tests.services.minimax.vocabulary import emotions_of


async def _no_key() -> str:
    raise AssertionError("nothing here may ask for a key")


@pytest.fixture
def engine() -> MiniMaxEngine:
    return MiniMaxEngine(an_account(), _no_key)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "Chinese"), ("zh-CN", "Chinese"), ("zh-TW", "Chinese"), ("yue", "Chinese,Yue"),
        ("zh-HK", "Chinese,Yue"), ("zh-Hant-HK", "Chinese,Yue"), ("ZH_hk", "Chinese,Yue"),
        ("en", "English"), ("en-GB", "English"), ("pt-BR", "Portuguese"), ("no", "Norwegian"),
        ("nn", "Nynorsk"), ("he", "Hebrew"), ("iw", "Hebrew"), ("fil", "Filipino"),
        ("tlh", "auto"), ("", "auto"), ("-", "auto"),
    ],
)  # fmt: skip
def test_a_language_tag_becomes_the_name_the_service_takes(tag: str, language: str) -> None:
    assert named(tag) == language


def test_every_language_of_the_service_is_known_by_some_tag() -> None:
    assert set(LANGUAGES) == set(TAKEN) and len(LANGUAGES) == 41


def test_older_models_are_not_told_of_languages_they_do_not_know() -> None:
    assert a_request(language="fa").language == "Persian"
    assert a_request(language="fa", model="speech-02-hd").language == "auto"


def test_what_is_not_heard_does_not_change_the_fingerprint() -> None:
    plain = a_request().fingerprint
    same = [
        a_request(model="speech-2.8-hd"),
        a_request(language="en-GB"),
        a_request("  Come *in*. [[id: abc]] (softly)"),
        a_request(direction="to ADA"),
        a_request(emotion="neutral"),
        a_request(emotion="whisper"),
        a_request(speed=1.001, pitch=0.3),
        a_request(settings={"brightness": 0, "effect": "none", "unheard of": 7}),
        a_request(pronunciations=(("not here", "x"),)),
        a_request(settings={"spoken_language": "English"}),
    ]
    assert {request.fingerprint for request in same} == {plain}


def test_every_change_of_the_sound_changes_the_fingerprint() -> None:
    requests = [
        a_request(),
        a_request("Come in!"),
        a_request(voice="English_CalmWoman"),
        a_request(language="de"),
        a_request(model="speech-2.8-turbo"),
        a_request(speed=1.2),
        a_request(pitch=2.0),
        a_request(volume=0.5),
        a_request(emotion="sad"),
        a_request(settings={"brightness": 1}),
        a_request(settings={"softness": 1}),
        a_request(settings={"one_breath": True}),
        a_request(settings={"watermark": True}),
        a_request(settings={"blend": '[["a", 1]]'}),
        a_request(settings={"blend": '[["a", 2]]'}),
        a_request(pronunciations=(("Come", "Calm"),)),
    ]
    assert len({request.fingerprint for request in requests}) == len(requests)


def test_account_and_its_options_do_not_change_the_fingerprint() -> None:
    first = MiniMaxEngine(an_account("https://api.minimaxi.com", format="mp3"), _no_key)
    second = MiniMaxEngine(Account(Service.MINIMAX, "other"), _no_key)
    prepared = [each.prepare(a_reading()) for each in (first, second)]
    assert [request.engine for request in prepared] == ["minimax/main", "minimax/other"]
    assert len({request.fingerprint for request in prepared}) == 1


@pytest.mark.parametrize("model", MODELS)
def test_a_model_is_only_told_to_feel_what_it_can(engine: MiniMaxEngine, model: str) -> None:
    assert set(engine.limits(model).emotions) == set(emotions_of(model))
    for emotion in (*EMOTIONS, "neutral", "fluent"):
        sent = a_request(model=model, emotion=emotion).settings.get("emotion")
        assert sent == (emotion if emotion in emotions_of(model) else None)


def test_only_pronunciations_that_occur_are_sent_in_a_steady_order() -> None:
    pairs = (
        ("omg", "oh my god"),
        ("处理", "(chu3)(li3)"),
        ("gone", "x"),
        ("a/b", "c"),
        ("omg", "y"),
    )
    request = a_request("omg, 处理 a/b", pronunciations=pairs)
    turned = a_request("omg, 处理 a/b", pronunciations=(pairs[1], pairs[0]))
    found = json.loads(str(request.settings["pronunciations"]))
    assert found == [["omg", "oh my god"], ["处理", "(chu3)(li3)"]]
    assert request.fingerprint == turned.fingerprint


def test_numbers_out_of_range_are_brought_into_it() -> None:
    settings = {"brightness": 1000, "crispness": -1000.4}
    request = a_request(speed=9.0, pitch=-99.0, volume=0.0, settings=settings)
    assert dict(request.settings) == {
        "speed": 2.0, "pitch": -12, "volume": 0.01, "brightness": 100, "crispness": -100,
    }  # fmt: skip


def test_a_long_text_is_sent_without_what_only_short_ones_may_have() -> None:
    text = "字" * 5000
    request = a_request(text, settings={"number_reading": "quality", "softness": 3})
    assert dict(request.settings) == {"softness": 3}
    with pytest.raises(EngineRefused, match="blend"):
        a_request(text, settings={"blend": '[["a", 1]]'})


LONG = "word " * 10_001


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        (a_reading("（冷笑）"), "nothing to say"),
        (a_reading("...?!"), "nothing to say"),
        (a_reading("(laughs)"), "nothing to say"),
        (a_reading("hello\x00\x01"), "control characters"),
        (a_reading(LONG), "50000"),
        (a_reading("(" * 300_000), "50000"),
        (a_reading(voice=""), "no voice"),
        (a_reading(settings={"effect": "underwater"}), "effect"),
        (a_reading(settings={"watermark": "yes"}), "watermark"),
        (a_reading(settings={"spoken_language": "en-GB"}), "spoken_language"),
        *(
            (a_reading(settings={"blend": blend}), "blend")
            for blend in ("x", "{}", "[]", '[["a"]]', '[["a", 0]]', '[["", 5]]', '[["a", true]]',
                          '[["a",1],["b",1],["c",1],["d",1],["e",1]]')
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_in_plain_words(reading: Reading, why: str) -> None:
    engine = MiniMaxEngine(an_account(), _no_key)
    with pytest.raises(EngineRefused, match=why) as refusal:
        engine.prepare(reading)
    assert refusal.value.engine == "minimax/main"


def test_the_longest_text_is_taken() -> None:
    assert len(a_request("a" * 50_000).text) == 50_000


def test_each_model_shows_the_settings_it_has(engine: MiniMaxEngine) -> None:
    def names(model: str) -> set[str]:
        return {setting.name for setting in engine.limits(model).settings}

    assert names("") - names("speech-2.6-hd") == {"one_breath"}
    assert a_request(model="speech-2.6-hd", settings={"one_breath": True}).settings == {}
    assert engine.limits().models[0] == "speech-2.8-hd" and engine.limits().longest_text == 50_000


# Prices and pace.


@pytest.mark.parametrize(
    ("host", "model", "amount", "currency"),
    [
        ("", "speech-2.8-hd", "0.0011", "USD"),
        ("https://api-uw.minimax.io", "speech-02-turbo", "0.00066", "USD"),
        ("api.minimaxi.com", "speech-2.8-hd", "0.00385", "CNY"),
        ("https://api.minimax.cn", "speech-2.6-turbo", "0.0022", "CNY"),
        ("https://notminimax.cn", "speech-2.8-hd", "0.0011", "USD"),
        ("", "speech-9", "0", ""),
    ],
)
def test_a_line_costs_what_the_list_of_its_region_says(
    host: str, model: str, amount: str, currency: str
) -> None:
    engine = MiniMaxEngine(an_account(host), _no_key)
    price = engine.price(engine.prepare(a_reading("Hello, you.", model=model)))
    assert (price.billed_characters, price.currency) == (11, currency)
    assert price.amount == Decimal(amount)


def test_the_pace_is_what_the_plan_says_or_a_guess(engine: MiniMaxEngine) -> None:
    assert engine.pace == Pace(20, 6, told=False)
    account = replace(an_account(), per_minute=60, in_flight=5)
    assert MiniMaxEngine(account, _no_key).pace == Pace(60, 5, told=True)
