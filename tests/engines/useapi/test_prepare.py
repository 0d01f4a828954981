"""What becomes of a reading: model, language, emotion, settings, length and price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.engines.speech import FindsSpeech, PreviewsVoices, Reading, SpeaksByTicket, SpeaksLines
from studio.engines.timbre import EFFECTS, TIMBRE
from studio.engines.useapi.dialects import AUDIO, SPEECH, Dialect
from studio.engines.useapi.engine import UseApiEngine
from studio.engines.useapi.ids import account_in, number_of, shortened, unwrapped
from studio.engines.useapi.requests import fields, limits, prepared, price
from studio.errors import EngineRefused
from studio.model.account import Account, Service
from studio.model.line import EMOTIONS

HELLO = Reading("Hold fast!", "en", "226000048128424")
WRAPPED = "user:4711-minimax:first-voice_2:voice:9"


async def no_key() -> str:
    raise AssertionError("preparing asks for nothing")


def engine(**options: str) -> UseApiEngine:
    return UseApiEngine(Account(Service.USEAPI, "main", options=options), no_key)


def sent(reading: Reading, dialect: Dialect = SPEECH) -> dict[str, object]:
    return fields(prepared("useapi/main", dialect, reading), "")


def test_it_is_an_engine_in_every_way_it_says() -> None:
    made: SpeaksLines = engine()
    assert isinstance(made, SpeaksByTicket | FindsSpeech | PreviewsVoices)
    assert isinstance(made, SpeaksByTicket) and isinstance(made, FindsSpeech)
    assert isinstance(made, PreviewsVoices)


@pytest.mark.parametrize(
    ("options", "model"),
    [({}, "speech-2.8-hd"), ({"dialect": "auto"}, "speech-2.8-hd"),
     ({"dialect": "audio"}, "speech-02-hd")],
)  # fmt: skip
def test_the_usual_model_is_that_of_the_generation(options: dict[str, str], model: str) -> None:
    made = engine(**options)
    assert made.prepare(HELLO).model == made.limits().models[0] == model
    assert made.prepare(replace(HELLO, model="speech-9-hd")).model == "speech-9-hd"


@pytest.mark.parametrize(
    ("emotion", "model", "told"),
    [
        *((each, "speech-2.8-hd", each) for each in EMOTIONS if each not in ("calm", "whisper")),
        ("calm", "speech-2.8-hd", "neutral"), ("calm", "speech-01-hd", "neutral"),
        ("neutral", "speech-2.8-hd", "neutral"), ("whisper", "speech-2.6-hd", None),
        ("fluent", "speech-2.6-turbo", "fluent"), ("fluent", "speech-2.8-hd", None),
        ("bored", "speech-2.8-hd", None), ("", "speech-2.8-hd", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", [SPEECH, AUDIO], ids=lambda each: each.name)
def test_an_emotion_is_sent_by_its_name_there_or_not_at_all(
    dialect: Dialect, emotion: str, model: str, told: str | None
) -> None:
    told = None if (emotion, dialect) == ("fluent", AUDIO) else told
    assert sent(replace(HELLO, emotion=emotion, model=model), dialect).get("emotion") == told


def test_only_known_emotions_are_offered() -> None:
    usual = {*EMOTIONS} - {"whisper"}
    assert {*limits(SPEECH, "").emotions} == usual == {*limits(AUDIO, "").emotions}
    assert {*limits(SPEECH, "speech-2.6-hd").emotions} == usual | {"fluent"}


@pytest.mark.parametrize(
    ("tag", "model", "told"),
    [
        ("en-GB", "", "English"), ("zh-Hans-CN", "", "Chinese (Mandarin)"),
        ("zh-HK", "", "Cantonese"), ("yue", "", "Cantonese"), ("nb", "", "Norwegian"),
        ("fil", "speech-2.8-hd", "Filipino"), ("fil", "speech-02-hd", None), ("xx", "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_a_language_is_told_by_the_services_name(tag: str, model: str, told: str | None) -> None:
    assert sent(replace(HELLO, language=tag, model=model)).get("language_boost") == told


def test_a_plain_reading_sends_nothing_that_is_as_it_is() -> None:
    plain = {"text": "Hold fast!", "voice_id": HELLO.voice, "model": "speech-2.8-hd"}
    assert sent(HELLO) == plain | {"language_boost": "English"}
    usual = {setting.name: setting.default for setting in TIMBRE}
    assert prepared("useapi/main", SPEECH, replace(HELLO, settings=usual)).settings == {}


def test_numbers_are_brought_into_their_range() -> None:
    wild = replace(HELLO, speed=9.0, pitch=-40.0, volume=0.0, settings={"brightness": 400})
    settings = prepared("useapi/main", SPEECH, wild).settings
    assert settings == {"speed": 2.0, "pitch": -12, "volume": 0.01, "brightness": 100}


@pytest.mark.parametrize("effect", EFFECTS)
def test_an_effect_is_one_of_four_switches(effect: str) -> None:
    body = sent(replace(HELLO, settings={"effect": effect}))
    assert [name for name, value in body.items() if value is True] == [effect]


@pytest.mark.parametrize(
    "settings", [{"effect": "underwater"}, {"brightness": "much"}, {"effect": 3}]
)
def test_a_setting_that_cannot_be_is_refused(settings: dict[str, str | int]) -> None:
    with pytest.raises(EngineRefused, match="cannot be"):
        prepared("useapi/main", SPEECH, replace(HELLO, settings=settings))


def test_settings_of_other_engines_are_left_alone() -> None:
    assert sent(replace(HELLO, settings={"one_breath": True, "blend": "[]"})) == sent(HELLO)


@pytest.mark.parametrize(
    ("dialect", "model", "longest"),
    [
        (SPEECH, "speech-2.8-hd", 5000), (SPEECH, "speech-2.8-turbo", 10_000),
        (AUDIO, "speech-02-hd", 500), (AUDIO, "speech-02-turbo", 500),
    ],
)  # fmt: skip
def test_the_longest_text_is_taken_and_not_a_letter_more(
    dialect: Dialect, model: str, longest: int
) -> None:
    fits = replace(HELLO, model=model, text="a" * longest)
    assert limits(dialect, model).longest_text == longest
    assert len(prepared("useapi/main", dialect, fits).text) == longest
    with pytest.raises(EngineRefused, match=str(longest)):
        prepared("useapi/main", dialect, replace(fits, text=fits.text + "a"))


@pytest.mark.parametrize("text", ["", "...", "(sighs)", "{happy}{/happy}", "<#1#>"])
def test_a_line_with_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(EngineRefused, match="nothing to say"):
        engine().prepare(replace(HELLO, text=text))


def test_a_line_without_a_voice_is_refused() -> None:
    with pytest.raises(EngineRefused, match="no voice"):
        engine().prepare(replace(HELLO, voice=""))


def test_directions_are_never_spoken_and_sounds_only_by_models_that_make_them() -> None:
    reading = replace(HELLO, text="{sad}Oh (laughs) you{/sad} [aside] (softly) there.")
    assert sent(reading)["text"] == "Oh (laughs) you there."
    assert sent(replace(reading, model="speech-2.6-hd"))["text"] == "Oh you there."
    assert sent(reading, AUDIO)["text"] == "Oh you there."


def test_credits_follow_the_model() -> None:
    made = engine()
    plain, turbo = (
        made.price(made.prepare(replace(HELLO, text="a" * 11, model=model)))
        for model in ("speech-2.8-hd", "speech-2.8-turbo")
    )
    assert (plain.billed_characters, plain.amount, plain.currency) == (11, 11, "credits")
    assert (turbo.billed_characters, turbo.amount) == (7, Decimal("6.6"))


def test_the_account_and_the_direction_do_not_change_the_fingerprint() -> None:
    other = UseApiEngine(Account(Service.USEAPI, "second", options={"account": "x"}), no_key)
    one = engine().prepare(HELLO)
    assert other.prepare(replace(HELLO, direction="softly")).fingerprint == one.fingerprint
    assert price(one) == other.price(one)


def test_a_wrapped_id_is_taken_apart_and_sent_byte_for_byte() -> None:
    voice = "user:4711-minimax:my-first_1-voice:227000000000000003"
    assert sent(replace(HELLO, voice=voice))["voice_id"] == voice
    parts = unwrapped(voice)
    assert parts and (parts.user, parts.account, parts.kind) == ("4711", "my-first_1", "voice")
    assert (account_in(voice), number_of(voice)) == ("my-first_1", "227000000000000003")
    assert (account_in("226"), number_of("226"), unwrapped("226")) == ("", "226", None)
    assert unwrapped(f"{voice} ") is None and unwrapped(WRAPPED) is None
    assert shortened(f"no {voice}!") == "no voice …0003!"
