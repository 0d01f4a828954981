"""Everybody gets a voice at first, each one of their own while there are enough."""

from dataclasses import replace

import pytest

from studio.casting.first_cast import with_first_cast
from studio.casting.likeness import Likeness, likeness_of
from studio.engines.speech import Voice
from studio.model.cast import Cast, Casting
from studio.model.project import Project, new_project

VOICES = tuple(
    Voice("offline", id, id, style="narrator" if id == "narrator" else "")
    for id in ("narrator", "man", "woman", "girl")
)


def a_cast_of(*names: str, languages: tuple[str, ...] = ("en",)) -> Project:
    cast = Cast()
    for name in names:
        cast, _ = cast.adding(name)
    return replace(new_project("x"), cast=cast, languages=languages)


def voices_of(project: Project, language: str = "en") -> list[str]:
    return [character.castings[language].voice for character in project.cast]


def test_each_character_gets_a_voice_of_its_own() -> None:
    assert voices_of(with_first_cast(a_cast_of("ADA", "BO"), VOICES)) == ["man", "woman"]


def test_the_narrator_gets_the_narrators_voice_whatever_the_order_and_nobody_else_does() -> None:
    project = with_first_cast(a_cast_of("ADA", "Narrator", "BO"), VOICES)
    assert voices_of(project) == ["man", "narrator", "woman"]


def test_a_narrators_voice_is_known_by_any_word_of_its_name_or_style() -> None:
    named = (Voice("c", "a", "Man"), Voice("c", "b", "Expressive Narrator"))
    styled = (Voice("c", "a", "Man"), Voice("c", "b", "Ann", style="Expressive narrator"))
    for voices in (named, styled):
        project = with_first_cast(a_cast_of("BO", "NARRATOR"), voices)
        assert voices_of(project) == ["a", "b"]


def test_a_lead_is_not_given_the_narrators_voice_while_another_is_free() -> None:
    project = with_first_cast(a_cast_of("ADA", "BO", "CY", "DEE", "EVE"), VOICES)
    assert voices_of(project) == ["man", "woman", "girl", "narrator", "man"]


def test_nobody_shares_the_narrators_voice_unless_there_is_no_other() -> None:
    project = with_first_cast(a_cast_of("NARRADOR", "ADA", "BO", "CY", "DEE"), VOICES)
    assert voices_of(project) == ["narrator", "man", "woman", "girl", "man"]
    assert voices_of(with_first_cast(a_cast_of("ADA"), VOICES[:1])) == ["narrator"]


def test_more_characters_than_voices_share_them_in_turn() -> None:
    project = with_first_cast(a_cast_of(*"ABCDEF"), VOICES)
    assert len(set(voices_of(project))) == 4


PEOPLE = tuple(
    Voice("offline", id, id, gender=gender, age=age)
    for id, gender, age in (
        ("man", "male", "adult"),
        ("old-man", "male", "old"),
        ("woman", "female", "adult"),
        ("girl", "female", "child"),
    )
)


@pytest.mark.parametrize(
    ("name", "notes", "voice"),
    [
        ("ADA", "woman, 30", "woman"),
        ("ADA", "A nurse. She is kind to old men.", "woman"),
        ("BO", "a man of few words, aged 71", "old-man"),
        ("BO", "the girl next door", "girl"),
        ("MRS. HALE", "", "woman"),
        ("LITTLE GIRL", "", "girl"),
        ("OLD MAN", "", "old-man"),
        ("GIRLFRIEND", "", "man"),
        ("林晚", "女，28岁", "woman"),
        ("王先生", "", "man"),
        ("小雨", "八岁的小女孩", "girl"),
        ("SHE", "", "man"),
        ("MANDRAKE", "works in room 30", "man"),
        ("MANDY", "", "woman"),
        ("Margarita Ruiz", "", "woman"),
        ("TOBIAS", "", "man"),
        ("WAITRESS #2", "", "woman"),
        ("GRÄFIN ELSA", "", "woman"),
        ("ALTE FRAU", "", "woman"),
        ("EL NIÑO", "", "man"),
        ("王丽", "", "woman"),
        ("李志强", "", "man"),
        ("公主", "", "woman"),
        ("ANNA", "a man who calls himself Anna", "man"),
        ("BO", "the king's best friend", "man"),
    ],
)
def test_what_notes_or_name_say_plainly_chooses_the_voice(
    name: str, notes: str, voice: str
) -> None:
    project = a_cast_of(name)
    (character,) = project.cast
    project = project.with_character(replace(character, notes=notes))
    assert voices_of(with_first_cast(project, PEOPLE)) == [voice]


def test_whoever_is_told_of_chooses_before_whoever_takes_any_voice() -> None:
    project = with_first_cast(a_cast_of("LIN", "OLD MAN", "MR. ROE", "MRS. ROE"), PEOPLE)
    assert voices_of(project) == ["girl", "old-man", "man", "woman"]


def test_a_childs_voice_comes_last_where_nobody_says_child() -> None:
    child_first = PEOPLE[::-1]
    project = with_first_cast(a_cast_of("MARA", "ELENA"), child_first)
    assert voices_of(project) == ["woman", "girl"]


def test_a_name_that_both_women_and_men_have_says_nothing() -> None:
    for name in ("ROBIN", "KIM", "ANDREA", "LIN", "MARK"):
        (character,) = a_cast_of(name).cast
        assert likeness_of(character) == Likeness()


def test_a_woman_by_her_given_name_is_not_given_the_next_mans_voice() -> None:
    project = with_first_cast(a_cast_of("MARA", "TOBIAS", "ELENA"), PEOPLE)
    assert voices_of(project) == ["woman", "man", "girl"]


def test_a_voice_is_shared_before_a_woman_gets_a_mans() -> None:
    names = ("MRS. A", "MRS. B", "MRS. C", "BO")
    assert voices_of(with_first_cast(a_cast_of(*names), PEOPLE)) == [
        "woman",
        "girl",
        "woman",
        "man",
    ]


def test_a_profile_goes_before_notes_and_name() -> None:
    project = a_cast_of("MR. ROE")
    (character,) = project.cast
    told = replace(character, gender="female", age="9", notes="a man")
    assert voices_of(with_first_cast(project.with_character(told), PEOPLE)) == ["girl"]


def test_a_voice_given_by_hand_stays_and_is_taken() -> None:
    project = a_cast_of("ADA", "BO", "CY")
    bo = project.cast.characters[1].cast_as("en", Casting("offline", "narrator", speed=1.2))
    project = with_first_cast(project.with_character(bo), VOICES)
    assert voices_of(project) == ["man", "narrator", "woman"]
    assert project.cast.characters[1].castings["en"].speed == 1.2


def test_a_character_keeps_its_voice_in_a_new_language() -> None:
    project = with_first_cast(a_cast_of("ADA", "BO"), VOICES)
    bilingual = with_first_cast(project.with_language("zh"), VOICES)
    assert voices_of(bilingual, "zh") == voices_of(project)


def test_a_language_nobody_speaks_is_left_uncast() -> None:
    english = tuple(replace(voice, languages=("en",)) for voice in VOICES)
    project = with_first_cast(a_cast_of("ADA", languages=("en", "zh")), english)
    assert "zh" not in project.cast.characters[0].castings
