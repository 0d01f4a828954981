"""What the offline engine makes of a reading: words, language and numbers, or a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.engines.offline.engine import LONGEST_TEXT, OfflineEngine
from studio.engines.offline.text import runs, spoken_text
from studio.engines.speech import Reading
from studio.errors import EngineRefused
from studio.model.line import EMOTIONS

HELLO = Reading("Hello there.", "en", "man")


@pytest.fixture
def engine() -> OfflineEngine:
    return OfflineEngine()


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Come (softly) here.", "Come here."),
        ("[sighs] Never (not (ever)) mind [[id: k7f3m2qa]].", "Never mind."),
        ("（低声）走吧【笑】。", "走吧。"),
        ("This is **very** _important_, *now*.", "This is very important, now."),
        ("a snake_case name", "a snake case name"),
        ("Hello 👋🏽 world ❤️ 🇨🇳!", "Hello world!"),
        ("bell\x07 zero\x00 line\nbreak\u2028end\u200b", "bell zero line break end"),
        ("  wide   spaces ", "wide spaces"),
        ("Cafe\u0301", "Café"),
        ("unclosed (bracket", "unclosed (bracket"),
    ],
)
def test_only_what_can_be_said_is_said(written: str, spoken: str) -> None:
    assert spoken_text(written) == spoken


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "（笑）", "[[note]]", "🎉🎉", "?!", "——", "\x00"]
)
def test_a_line_with_nothing_to_say_is_refused(engine: OfflineEngine, text: str) -> None:
    with pytest.raises(EngineRefused, match="nothing to say") as refusal:
        engine.prepare(replace(HELLO, text=text))
    assert refusal.value.engine == "offline"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en-us"), ("en-US", "en-us"), ("en-GB", "en-gb"), ("EN_gb", "en-gb"),
        ("en-AU", "en-gb"), ("zh", "cmn"), ("zh-CN", "cmn"), ("zh-Hans-CN", "cmn"),
        ("zh-TW", "cmn"), ("zh-HK", "yue"), ("zh-Hant-HK", "yue"), ("yue", "yue"), ("ja", "ja"),
        ("ja-JP", "ja"), ("ko-KR", "ko"), ("de-AT", "de"), ("fr", "fr-fr"), ("fr-CA", "fr-fr"),
        ("fr-BE", "fr-be"), ("es", "es"), ("es-MX", "es-419"), ("pt-BR", "pt-br"), ("no", "nb"),
        ("sr-Latn-RS", "sr"), ("he", "he"), ("iw", "he"),
    ],
)  # fmt: skip
def test_a_language_tag_finds_its_speaker(engine: OfflineEngine, tag: str, language: str) -> None:
    assert engine.prepare(replace(HELLO, language=tag)).language == language


@pytest.mark.parametrize("tag", ["", "xx", "klingonish", "-", "xex", "kaa"])
def test_an_unknown_language_is_refused_by_name(engine: OfflineEngine, tag: str) -> None:
    with pytest.raises(EngineRefused, match=repr(tag)):
        engine.prepare(replace(HELLO, language=tag))


def test_an_unknown_voice_is_refused_by_name(engine: OfflineEngine) -> None:
    with pytest.raises(EngineRefused, match="'Man'"):
        engine.prepare(replace(HELLO, voice="Man"))


def test_the_longest_text_is_taken_and_not_a_letter_more(engine: OfflineEngine) -> None:
    assert engine.prepare(replace(HELLO, text="a" * LONGEST_TEXT))
    with pytest.raises(EngineRefused, match="20000"):
        engine.prepare(replace(HELLO, text="a" * (LONGEST_TEXT + 1)))


def test_what_is_not_heard_does_not_change_the_fingerprint(engine: OfflineEngine) -> None:
    plain = engine.prepare(HELLO).fingerprint
    same = [
        replace(HELLO, language="en-US"),
        replace(HELLO, text="  Hello *there*. [[id: abc]]"),
        replace(HELLO, direction="to ADA, by the window"),
        replace(HELLO, direction="not whispering"),
        replace(HELLO, direction="fearless, flattered, in a sober mood"),
        replace(HELLO, emotion="bored stiff"),
        replace(HELLO, speed=1.0004),
    ]
    assert {engine.prepare(reading).fingerprint for reading in same} == {plain}


def test_every_change_of_the_sound_changes_the_fingerprint(engine: OfflineEngine) -> None:
    readings = [
        HELLO,
        replace(HELLO, text="Hello there!"),
        replace(HELLO, voice="woman"),
        replace(HELLO, language="en-GB"),
        replace(HELLO, speed=1.2),
        replace(HELLO, pitch=2.0),
        replace(HELLO, volume=0.5),
        *(replace(HELLO, emotion=emotion) for emotion in EMOTIONS),
    ]
    assert len({engine.prepare(reading).fingerprint for reading in readings}) == len(readings)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("whispering", "悄声"), ("quietly", "低声"), ("shouts", "大喊"), ("very slowly", "慢慢地"),
        ("in a hurry", "匆忙地"), ("laughing", "笑着"), ("sobbing", "哽咽"), ("exhausted", "疲惫"),
        ("coldly", "面无表情"), ("excited", "兴奋地"), ("frightened", "害怕"),
        ("annoyed", "不耐烦"),
    ],
)  # fmt: skip
def test_a_direction_is_followed_in_both_languages(
    engine: OfflineEngine, english: str, chinese: str
) -> None:
    plain = engine.prepare(HELLO).settings
    directed = engine.prepare(replace(HELLO, direction=english)).settings
    assert directed != plain
    assert engine.prepare(replace(HELLO, direction=chinese)).settings == directed


@pytest.mark.parametrize(
    "direction", ["not shouting", "without laughing", "不要喊", "别急", "doesn't shout"]
)
def test_a_direction_denied_is_no_direction(engine: OfflineEngine, direction: str) -> None:
    plain = engine.prepare(HELLO).settings
    assert engine.prepare(replace(HELLO, direction=direction)).settings == plain


def test_a_longer_word_wins_over_a_shorter_one_inside(engine: OfflineEngine) -> None:
    def settings(direction: str) -> object:
        return engine.prepare(replace(HELLO, direction=direction)).settings

    assert settings("快乐") == settings("happy") != settings("快")
    assert settings("冷静") == settings("calm") != settings("冷")
    assert settings("冷笑") == settings("sneering") != settings("笑")


def test_an_emotion_said_twice_counts_once(engine: OfflineEngine) -> None:
    once = engine.prepare(replace(HELLO, emotion="sad"))
    assert engine.prepare(replace(HELLO, emotion="sad", direction="sadly")) == once


def test_numbers_past_the_limits_are_held_at_them(engine: OfflineEngine) -> None:
    limits = engine.limits()
    far = replace(HELLO, speed=99, pitch=99, volume=99)
    most = replace(
        HELLO, speed=limits.speed.most, pitch=limits.pitch.most, volume=limits.volume.most
    )
    assert engine.prepare(far).settings == engine.prepare(most).settings


async def test_twelve_voices_speak_every_language(engine: OfflineEngine) -> None:
    voices = await engine.voices()
    assert [voice.id for voice in voices] == [
        "narrator", "man", "deep-man", "old-man", "boy", "woman", "warm-woman", "bright-woman",
        "elder-woman", "girl", "whisper", "machine",
    ]  # fmt: skip
    assert all(voice.engine == engine.name and voice.speaks("zh-TW") for voice in voices)
    assert {"en-us", "en-gb", "cmn", "yue", "ja", "ko", "de", "fr-fr", "es"} <= engine.languages
    assert len(engine.languages) > 120


def test_speaking_costs_nothing(engine: OfflineEngine) -> None:
    price = engine.price(engine.prepare(HELLO))
    assert (price.billed_characters, price.amount) == (0, 0)
    assert engine.pace.per_minute == 0


def test_each_script_gets_a_voice_that_can_say_it() -> None:
    def cut(text: str, language: str) -> list[tuple[str, str]]:
        return [(run.language, run.text) for run in runs(text, language)]

    assert cut("He said “你好” to me, 2 times.", "en-us") == [
        ("en-us", "He said “"), ("cmn", "你好” "), ("en-us", "to me, 2 times."),
    ]  # fmt: skip
    assert cut("打开 Windows 98 吧", "cmn") == [("cmn", "打开 Windows 98 吧")]
    assert cut("你好 Привет 안녕", "yue") == [("yue", "你好 "), ("ru", "Привет "), ("ko", "안녕")]
    assert cut("Привіт", "uk") == [("uk", "Привіт")]
    assert cut("42!", "de") == [("de", "42!")]


def test_a_long_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    sentences = "".join(f"This is sentence number {number}. " for number in range(200))
    pieces = runs(sentences.strip(), "en-us")
    assert len(pieces) > 10
    assert all(piece.text.endswith(".") and len(piece.text) <= 400 for piece in pieces)
    assert " ".join(piece.text for piece in pieces) == sentences.strip()


def test_a_long_text_without_a_stop_is_cut_at_commas_or_anywhere() -> None:
    commas = runs("上船，" * 300, "cmn")
    assert "".join(piece.text for piece in commas) == "上船，" * 300
    assert all(piece.text.endswith("，") for piece in commas)
    assert "".join(piece.text for piece in runs("船" * 1001, "cmn")) == "船" * 1001
