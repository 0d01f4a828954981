"""Estimates begin with the language, learn from the project's takes, and give way to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.take import Take
from studio.writing.timing.length import ENOUGH, Lengths, Lesson, Manner, learned, manner_of
from tests.builders import a_project

MAN = Manner("offline", "espeak-ng", "man", "en")
WOMAN = replace(MAN, voice="woman")
WORDS = "The ferry leaves at midnight, and nobody asks for your name."


def taught(*lessons: Lesson) -> Lengths:
    lengths = Lengths()
    for lesson in lessons:
        lengths = lengths.learning(lesson)
    return lengths


def a_lesson(factor: float, manner: Manner = MAN) -> Lesson:
    """A take of WORDS so many times as long as is expected of an unknown voice."""
    return Lesson(WORDS, manner, factor * Lengths().estimate(WORDS, replace(manner, emotion="")))


def test_an_unknown_voice_reads_at_the_rate_of_the_language() -> None:
    assert Lengths().estimate(WORDS, MAN) == pytest.approx(4.0, rel=0.2)
    assert Lengths().estimate("渡船在午夜离开", replace(MAN, language="zh-CN")) == pytest.approx(
        7 / 4.2
    )


def test_nothing_to_say_takes_no_time() -> None:
    assert Lengths().estimate("", MAN) == 0
    assert Lengths().estimate("(sighs)", MAN) == 0


def test_pause_markers_are_added_in_full_whatever_the_voice() -> None:
    slow = taught(*[a_lesson(1.4)] * ENOUGH)
    for lengths in (Lengths(), slow):
        longer = lengths.estimate(f"{WORDS}<#2.5#>", replace(MAN, speed=2.0))
        assert longer - lengths.estimate(WORDS, replace(MAN, speed=2.0)) == pytest.approx(2.5)


def test_a_faster_casting_is_shorter() -> None:
    normal, fast = Lengths().estimate(WORDS, MAN), Lengths().estimate(WORDS, replace(MAN, speed=2))
    assert fast == pytest.approx(normal / 2)


def test_what_was_learned_is_used_from_five_lines_on() -> None:
    before = Lengths().estimate(WORDS, MAN)
    assert taught(*[a_lesson(1.3)] * (ENOUGH - 1)).estimate(WORDS, MAN) == before
    assert taught(*[a_lesson(1.3)] * ENOUGH).estimate(WORDS, MAN) == pytest.approx(1.3 * before)


def test_a_voice_is_known_by_itself_or_by_others_of_its_model() -> None:
    assert not taught(*[a_lesson(1.3)] * (ENOUGH - 1)).has_heard(MAN)
    heard = taught(*[a_lesson(1.3)] * ENOUGH)
    assert heard.has_heard(MAN) and heard.has_heard(WOMAN)
    assert not heard.has_heard(replace(MAN, language="de"))


def test_a_voice_that_changed_is_learned_anew() -> None:
    lengths = taught(*[a_lesson(1.3)] * 10, *[a_lesson(0.8)] * 12)
    assert lengths.estimate(WORDS, MAN) == pytest.approx(
        0.8 * Lengths().estimate(WORDS, MAN), rel=0.02
    )


def test_one_odd_take_does_not_spoil_a_voice() -> None:
    lengths = taught(*[a_lesson(1.0)] * 10, a_lesson(50.0))
    assert lengths.estimate(WORDS, MAN) == pytest.approx(Lengths().estimate(WORDS, MAN), rel=0.2)


def test_a_voice_learns_for_itself_and_its_language() -> None:
    lengths = taught(*[a_lesson(1.3)] * ENOUGH, *[a_lesson(0.8, WOMAN)] * ENOUGH)
    before = Lengths().estimate(WORDS, MAN)
    assert lengths.estimate(WORDS, MAN) == pytest.approx(1.3 * before)
    assert lengths.estimate(WORDS, WOMAN) == pytest.approx(0.8 * before)
    german = replace(MAN, language="de")
    assert lengths.estimate(WORDS, german) == Lengths().estimate(WORDS, german)


def test_a_new_voice_is_taken_to_read_like_the_others_of_its_model() -> None:
    lengths = taught(*[a_lesson(1.3)] * ENOUGH)
    before = Lengths().estimate(WORDS, MAN)
    assert lengths.estimate(WORDS, WOMAN) == pytest.approx(1.3 * before)
    elsewhere = replace(WOMAN, model="other")
    assert lengths.estimate(WORDS, elsewhere) == before


def test_accounts_of_one_service_share_what_was_learned() -> None:
    main = replace(MAN, engine="minimax/main")
    lengths = taught(*[a_lesson(1.3, main)] * ENOUGH)
    other = replace(MAN, engine="minimax/other")
    assert lengths.estimate(WORDS, other) == lengths.estimate(WORDS, main)


def test_an_emotion_is_learned_over_all_voices() -> None:
    sad = a_lesson(1.25, replace(WOMAN, emotion="sad"))
    lengths = taught(*[a_lesson(1.0), a_lesson(1.0, WOMAN)] * ENOUGH, *[sad] * ENOUGH)
    plain = lengths.estimate(WORDS, MAN)
    assert lengths.estimate(WORDS, replace(MAN, emotion="sad")) == pytest.approx(1.25 * plain)
    assert plain == pytest.approx(Lengths().estimate(WORDS, MAN))


def test_a_take_of_silence_teaches_nothing() -> None:
    assert taught(*[Lesson(WORDS, MAN, 0.0)] * 9) == Lengths()
    assert taught(*[Lesson("...", MAN, 2.0)] * 9) == Lengths()


def test_units_that_fill_a_time_take_that_time() -> None:
    units = Lengths().units_in(5.0, replace(MAN, language="zh"))
    assert Lengths().estimate("船" * units, replace(MAN, language="zh")) == pytest.approx(
        5, abs=0.25
    )
    assert Lengths().units_in(0.0, MAN) == 0


def test_a_project_teaches_by_its_chosen_takes() -> None:
    project = a_project(12, ("en", "zh"), takes=True)
    speaking = next(line for _, line in project.lines if line.spoken)
    manner = manner_of(project, speaking, "en")
    assert manner
    normal = Lengths().estimate("Words of line 7.", manner)

    def measured(take: Take) -> float | None:
        return 1.4 * normal if take.language == "en" else None

    lengths = learned(project, measured)
    assert lengths.estimate("Words of line 7.", manner) == pytest.approx(1.4 * normal, rel=0.15)
    chinese = replace(manner, language="zh")
    assert lengths.estimate("第七句台词。", chinese) == Lengths().estimate("第七句台词。", chinese)


def test_takes_of_a_voice_that_is_cast_no_longer_teach_nothing() -> None:
    project = a_project(12, takes=True)
    cast = project.cast
    for character in cast:
        casting = replace(character.castings["en"], voice="woman")
        cast = cast.replacing(character.cast_as("en", casting))
    assert learned(replace(project, cast=cast), lambda _: 1.0) == Lengths()
