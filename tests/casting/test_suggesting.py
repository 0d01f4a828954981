"""Voices are suggested by what is known of a character, with the reasons, and taken over."""

from __future__ import annotations

from dataclasses import replace

from studio.casting.suggesting import Because, Suggestion, accepted, suggested
from studio.engines.speech import Voice
from studio.model.cast import Cast, Casting
from studio.model.project import Project, new_project
from tests.builders import a_line
from tests.engines.fake_engine import FakeEngine

VOICES = (
    Voice("offline", "narrator", "Narrator", style="even", gender="male", age="adult"),
    Voice("offline", "boy", "Boy", gender="male", age="child"),
    Voice("offline", "man", "Man", gender="male", age="adult", style="clear"),
    Voice("offline", "deep", "Deep man", gender="male", age="adult", style="deep"),
    Voice("offline", "old-man", "Old man", gender="male", age="old"),
    Voice("offline", "woman", "Woman", gender="female", age="adult", style="clear"),
    Voice("offline", "warm", "Warm woman", gender="female", age="adult", style="warm"),
    Voice("offline", "any", "Somebody"),
)
ENGINES = {"offline": FakeEngine(), "cloud/main": FakeEngine("cloud/main")}


def a_cast_of(*names: str, languages: tuple[str, ...] = ("en",), **profile: str) -> Project:
    cast = Cast()
    for name in names:
        cast, character = cast.adding(name)
        cast = cast.replacing(replace(character, **profile))
    return replace(new_project("x"), cast=cast, languages=languages)


def of(project: Project, *extra: Voice, **wish: object) -> dict[str, Suggestion]:
    """The suggestions for one language by the name of the character."""
    voices = (*VOICES, *extra)
    found = suggested(project, voices, ENGINES, **wish)  # pyright: ignore[reportArgumentType]  # options of the test
    return {c.name: each for each in found for c in project.cast if c.id == each.character}


def reasons(suggestion: Suggestion) -> dict[Because, str]:
    return {reason.because: reason.about for reason in suggestion.reasons}


def test_gender_age_and_style_choose_the_voice_and_are_its_reasons() -> None:
    project = a_cast_of("LIN", gender="female", age="30", style="warm, a little tired")
    found = of(project)["LIN"]
    assert found.voice.id == "warm"
    assert reasons(found) == {
        Because.GENDER: "female",
        Because.AGE: "adult",
        Because.STYLE: "warm",
        Because.FREE: "",
    }


def test_a_name_alone_is_hint_enough() -> None:
    found = of(a_cast_of("MARA", "TOBIAS"))
    assert {found["MARA"].voice.gender, found["TOBIAS"].voice.gender} == {"female", "male"}
    assert found["TOBIAS"].voice.age == "adult"


def test_a_voice_somebody_has_comes_after_a_free_one_of_another_style() -> None:
    project = a_cast_of("ADA", "EVA", gender="female", style="warm")
    ada, _ = project.cast
    project = project.with_character(ada.cast_as("en", Casting("offline", "warm")))
    assert of(project)["EVA"].voice.id == "woman"


def test_a_shared_voice_names_who_has_it() -> None:
    project = a_cast_of("ADA", "EVA", "IDA", gender="female")
    found = [each for each in of(project).values() if Because.SHARED in reasons(each)]
    assert len(found) == 1 and reasons(found[0])[Because.SHARED] in ("ADA", "EVA")


def test_who_says_most_chooses_first() -> None:
    project = a_cast_of("ADA", "EVA", gender="female", style="warm")
    _, eva = project.cast
    (episode,) = project.episodes
    line = replace(a_line("Hello.", character=eva.id))
    project = project.with_episode(replace(episode, lines=(line,)))
    assert of(project)["EVA"].voice.id == "warm"


def test_the_narrator_narrates_and_nobody_else_does() -> None:
    found = of(a_cast_of("BO", "Narrator"))
    assert found["Narrator"].voice.id == "narrator"
    assert Because.NARRATOR in reasons(found["Narrator"])
    assert found["BO"].voice.id != "narrator"


def test_whoever_is_cast_is_left_alone_unless_asked() -> None:
    project = a_cast_of("EVA")
    (eva,) = project.cast
    project = project.with_character(eva.cast_as("en", Casting("offline", "man", speed=1.2)))
    assert of(project) == {}
    found = of(project, replacing=True)["EVA"]
    assert found.voice.gender == "female"
    assert found.present == Casting("offline", "man", speed=1.2)
    assert found.casting.speed == 1.2


def test_a_voice_that_fits_as_well_as_any_is_not_replaced() -> None:
    project = a_cast_of("EVA")
    (eva,) = project.cast
    project = project.with_character(eva.cast_as("en", Casting("offline", "warm")))
    assert of(project, replacing=True) == {}


def test_only_voices_that_speak_the_language_are_suggested() -> None:
    project = a_cast_of("EVA", languages=("zh",))
    chinese = Voice("offline", "yujie", "御姐", ("zh",), gender="female", age="adult")
    spanish = Voice("offline", "abuela", "Abuela", ("es",), gender="female")
    found = of(project, spanish, chinese)["EVA"]
    assert found.voice.id == "yujie" and Because.LANGUAGE in reasons(found)


def test_a_character_keeps_its_voice_and_manner_in_another_language() -> None:
    project = a_cast_of("EVA", languages=("en", "zh"))
    (eva,) = project.cast
    cast = Casting("offline", "warm", pitch=-2.0)
    found = of(project.with_character(eva.cast_as("en", cast)))["EVA"]
    assert (found.language, found.casting) == ("zh", cast)
    assert Because.ELSEWHERE in reasons(found)


def test_a_clone_is_suggested_for_whom_it_is_named_after_and_for_nobody_else() -> None:
    clone = Voice("cloud/main", "v-1", "Lin Xia", kind="cloned")
    project = a_cast_of("LIN XIA", "EVA")
    found = of(project, clone, engine="offline")
    assert found["LIN XIA"].voice is clone
    assert Because.OWN in reasons(found["LIN XIA"])
    assert found["EVA"].voice.engine == "offline"


def test_a_clone_named_by_a_translated_name_is_found() -> None:
    clone = Voice("cloud/main", "v-1", "林夏", kind="cloned")
    project = a_cast_of("LIN")
    (lin,) = project.cast
    project = project.with_character(replace(lin, names={"zh": "林夏"}))
    assert of(project, clone)["LIN"].voice is clone


def test_voices_of_other_engines_are_left_out_where_one_is_chosen() -> None:
    star = Voice("cloud/main", "star", "Warm star", gender="female", age="adult", style="warm")
    project = a_cast_of("EVA", style="warm")
    assert of(project, star, engine="offline")["EVA"].voice.id == "warm"
    assert of(project, star, engine="cloud/main")["EVA"].voice is star


def test_chinese_words_of_style_are_found_within_a_name() -> None:
    gentle = Voice("offline", "wenrou", "温柔女声", gender="female", age="adult")
    project = a_cast_of("EVA", notes="她很温柔，也很固执")
    found = of(project, gentle)["EVA"]
    assert found.voice is gentle and reasons(found)[Because.STYLE] == "温柔"


def test_where_nobody_fits_another_gender_is_said_to_be_one() -> None:
    project = a_cast_of("EVA")
    found = suggested(project, VOICES[:3], ENGINES)
    assert found[0].voice.id == "man"
    assert Because.OTHER_GENDER in reasons(found[0])


def test_without_voices_nothing_is_suggested() -> None:
    assert suggested(a_cast_of("EVA"), (), ENGINES) == ()


def test_accepting_casts_and_leaves_what_was_cast_otherwise_meanwhile() -> None:
    project = a_cast_of("EVA", "BO")
    eva, bo = project.cast
    found = suggested(project, VOICES, ENGINES)
    meanwhile = project.with_character(bo.cast_as("en", Casting("offline", "deep")))
    after = accepted(meanwhile, found)
    assert after.cast.find(eva.id).castings["en"].voice in ("woman", "warm")  # pyright: ignore[reportOptionalMemberAccess]  # it is there
    assert after.casting(bo.id, "en") == Casting("offline", "deep")
