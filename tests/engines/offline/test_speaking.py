"""What the offline engine says, listened to with numbers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from studio.engines.offline.engine import VARIATIONS, OfflineEngine
from studio.engines.speech import Reading
from studio.model.line import EMOTIONS
from tests.engines.offline.hearing import (
    RATE,
    Samples,
    an_engine,
    colour,
    level,
    pitch,
    said,
    samples_of,
    seconds,
)

ENGLISH = "The ferry leaves at midnight, and nobody on the quay remembers your name. Will you come?"
CHINESE = "渡船在午夜离开，码头上没有人记得你的名字。你愿意跟我走吗？"
WORDS = {"en": ENGLISH, "zh": CHINESE}

# About as long as a person takes to say it: 3 to 8 syllables (of Japanese, morae) a second.
SENTENCES = {
    "en": ("I will wait for you at the harbour until the morning comes.", 15),
    "zh": ("我会在港口等你，一直等到天亮。", 14),
    "yue": ("我會喺港口等你，一直等到天光。", 14),
    "ja": ("わたしはあさまでみなとであなたをまっています。", 22),
    "ko": ("나는 아침까지 항구에서 너를 기다릴 거야.", 16),
    "de": ("Ich werde bis zum Morgen am Hafen auf dich warten.", 13),
    "fr": ("Je t'attendrai au port jusqu'au matin.", 10),
    "es": ("Te esperaré en el puerto hasta que llegue la mañana.", 17),
    "ru": ("Я буду ждать тебя в порту до самого утра.", 14),
    "ar": ("سأنتظرك في الميناء حتى الصباح", 12),
    "hi": ("मैं सुबह तक बंदरगाह पर तुम्हारा इंतज़ार करूँगा", 17),
}


def reading(language: str = "en", voice: str = "woman", text: str = "") -> Reading:
    return Reading(text or WORDS[language], language, voice)


@pytest.mark.parametrize("language", sorted(SENTENCES))
async def test_a_sentence_takes_as_long_as_a_person_needs(language: str) -> None:
    text, syllables = SENTENCES[language]
    async with an_engine() as engine:
        for voice in ("narrator", "woman"):
            spoken = seconds(await said(engine, reading(language, voice, text)))
            assert 2.5 < syllables / spoken < 9


async def test_every_language_is_heard() -> None:
    async with an_engine() as engine:

        async def heard(language: str) -> Samples:
            # A speaker with a variant: espeak-ng finds those by other names than the plain ones.
            return await said(engine, reading(language, "man", "1, 2: a e i o u, lalema"))

        languages = sorted(engine.languages)
        sounds = await asyncio.gather(*map(heard, languages))
    for language, sound in zip(languages, sounds, strict=True):
        assert level(sound) > -40, language
        assert seconds(sound) > 0.5, language


async def test_the_same_request_gives_the_same_bytes_whatever_was_said_before() -> None:
    async with an_engine() as engine, an_engine() as another:
        for voice in [voice.id for voice in await engine.voices()]:
            request = engine.prepare(reading("en", voice, "Hello there, 你好, my friend."))
            first = await engine.speak(request)
            others = (engine.prepare(reading("zh", other)) for other in ("whisper", "man"))
            await asyncio.gather(*(engine.speak(other) for other in others))
            assert await engine.speak(request) == first == await another.speak(request)


async def test_each_other_take_of_a_line_sounds_different_each_time_the_same() -> None:
    async with an_engine() as engine:
        plain = engine.prepare(reading())
        takes = [replace(plain, variation=number) for number in range(len(VARIATIONS))]
        sounds = [(await engine.speak(take)).data for take in takes]
        again = [(await engine.speak(take)).data for take in takes]
    assert sounds == again
    assert len(set(sounds)) == len(takes)
    heard = [samples_of(sound) for sound in sounds]
    assert all(_unlike(one, other) for one, other in pairwise(heard))


def _unlike(one: Samples, other: Samples) -> bool:
    """A difference that an ear notices: 3 % of length or 5 % of pitch."""
    return (
        abs(seconds(one) / seconds(other) - 1) > 0.03 or abs(pitch(one) / pitch(other) - 1) > 0.05
    )


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_no_two_voices_sound_alike(language: str) -> None:
    async with an_engine() as engine:
        names = [voice.id for voice in await engine.voices()]
        heard = {name: await said(engine, reading(language, name)) for name in names}
    pitches = {name: pitch(sound) for name, sound in heard.items()}
    colours = {name: colour(sound) for name, sound in heard.items()}
    for one in names:
        for other in names:
            if one < other:
                apart = float(np.sqrt(((colours[one] - colours[other]) ** 2).mean()))
                if pitches[one] and pitches[other]:
                    apart += 12 * abs(float(np.log2(pitches[one] / pitches[other])))
                assert apart > 4.5, (one, other)
    assert pitches["deep-man"] < pitches["old-man"] < pitches["narrator"] < pitches["man"]
    assert pitches["man"] < pitches["boy"] < pitches["bright-woman"] < pitches["girl"]
    assert pitches["man"] < pitches["woman"] < pitches["bright-woman"]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_all_voices_are_about_as_loud_and_none_clips(language: str) -> None:
    async with an_engine() as engine:
        names = [voice.id for voice in await engine.voices()]
        heard = {name: await said(engine, reading(language, name)) for name in names}
    levels = {name: level(sound) for name, sound in heard.items()}
    spread = max(levels.values()) - min(levels.values())
    assert spread < 10, levels
    assert all(np.abs(sound).max() < 0.9 for sound in heard.values())


async def test_the_loudest_shout_does_not_clip() -> None:
    loudest = replace(reading(), volume=2.0, emotion="angry", direction="shouting")
    async with an_engine() as engine:
        for voice in await engine.voices():
            sound = await said(engine, replace(loudest, voice=voice.id))
            assert 0.3 < np.abs(sound).max() < 0.9, voice.id


async def test_silence_before_and_after_is_short_and_always_the_same() -> None:
    async with an_engine() as engine:
        for voice in await engine.voices():
            sound = np.abs(await said(engine, reading("zh", voice.id)))
            loud = np.flatnonzero(sound > sound.max() / 100)
            assert 0.03 <= loud[0] / RATE < 0.06, voice.id
            assert 0.06 <= (len(sound) - loud[-1]) / RATE < 0.25, voice.id


@pytest.mark.parametrize("emotion", EMOTIONS)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_an_emotion_is_heard(language: str, emotion: str) -> None:
    async with an_engine() as engine:
        plain = await said(engine, reading(language))
        moved = await said(engine, replace(reading(language), emotion=emotion))
    tempo = seconds(plain) / seconds(moved)
    louder = level(moved) - level(plain)
    if emotion == "whisper":
        assert pitch(moved) == 0
        return
    higher = 12 * float(np.log2(pitch(moved) / pitch(plain)))
    assert abs(tempo - 1) > 0.06 or abs(higher) > 1 or abs(louder) > 2
    expected = {
        "happy": tempo > 1.03 and higher > 0.5,
        "sad": tempo < 0.92 and higher < -0.5 and louder < -1,
        "angry": tempo > 1.05 and louder > 1.5,
        "fearful": tempo > 1.08 and higher > 1,
        "surprised": higher > 1,
        "calm": tempo < 0.97,
    }
    assert expected.get(emotion, True), (tempo, higher, louder)


async def test_a_direction_is_heard() -> None:
    async with an_engine() as engine:
        plain = await said(engine, reading())

        async def directed(direction: str) -> Samples:
            return await said(engine, replace(reading(), direction=direction))

        assert seconds(await directed("very slowly")) > 1.15 * seconds(plain)
        assert seconds(await directed("快")) < 0.9 * seconds(plain)
        assert level(await directed("softly")) < level(plain) - 3
        assert level(await directed("大喊")) > level(plain) + 2
        assert pitch(await directed("whispering")) == 0


@pytest.mark.parametrize("semitones", [-6, -3, 3, 6])
async def test_pitch_is_in_semitones(semitones: int) -> None:
    async with an_engine() as engine:
        for voice in ("narrator", "woman"):
            plain = pitch(await said(engine, reading(voice=voice)))
            moved = pitch(await said(engine, replace(reading(voice=voice), pitch=semitones)))
            assert 12 * np.log2(moved / plain) == pytest.approx(semitones, abs=1.0)


@pytest.mark.parametrize("factor", [0.6, 0.8, 1.3, 1.8])
async def test_speed_and_volume_are_factors(factor: float) -> None:
    async with an_engine() as engine:
        plain = await said(engine, reading())
        faster = await said(engine, replace(reading(), speed=factor))
        quieter = await said(engine, replace(reading(), volume=factor / 2))
    assert seconds(plain) / seconds(faster) == pytest.approx(factor, rel=0.15)
    assert level(quieter) - level(plain) == pytest.approx(20 * np.log10(factor / 2), abs=1.0)


async def test_chinese_in_an_english_line_is_said_in_chinese() -> None:
    async with an_engine() as engine:
        mixed = await said(engine, reading(text="He said 你好吗 to me."))
        english = await said(engine, reading(text="He said. To me."))
        chinese = await said(engine, reading("zh", text="你好吗"))
    together = seconds(english) + seconds(chinese)
    assert seconds(mixed) == pytest.approx(together, abs=0.5)


async def test_a_line_of_five_thousand_characters_is_said_to_its_end() -> None:
    text = "The ferry is here.  " * 250
    async with an_engine() as engine:
        whole = await said(engine, reading(text=text))
        one = await said(engine, reading(text=text[:400]))
    assert seconds(whole) == pytest.approx(5000 / 400 * seconds(one), rel=0.05)
    tail = whole[-10 * RATE :]
    assert level(tail) > -40


async def test_the_longest_line_is_said() -> None:
    async with an_engine() as engine:
        sound = await said(engine, replace(reading(text="ferries " * 2_499 + "leave."), speed=2.0))
    assert seconds(sound) > 500


def test_it_works_on_one_loop_after_another() -> None:
    engine = OfflineEngine()

    async def speak() -> bytes:
        lines = (engine.speak(engine.prepare(reading())) for _ in range(4))
        spoken = await asyncio.gather(*lines)
        await engine.aclose()
        return spoken[0].data

    assert asyncio.run(speak()) == asyncio.run(speak())
