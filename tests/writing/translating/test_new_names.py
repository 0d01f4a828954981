"""Names nobody wrote down: found where they are often said, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from studio.model.line import LineKind, new_line
from studio.model.project import GlossaryEntry, Project, new_project
from studio.writing.translating.new_names import LEAST, new_names
from studio.writing.translating.staleness import Keys


def a_project_of(
    source: str, language: str, said: Sequence[tuple[str, str]], *, cast: Sequence[str] = ()
) -> Project:
    """Lines in two languages; those with no second words are not translated."""
    project = new_project("Ferry", language=source).with_language(language)
    people = project.cast
    for name in cast:
        people, _ = people.adding(name)
    lines = tuple(
        new_line(LineKind.DIALOGUE, {source: words, **({language: target} if target else {})})
        for words, target in said
    )
    episode = replace(project.episodes[0], lines=lines)
    return replace(project, cast=people, episodes=(episode,))


def names_in(project: Project, *, only: int | None = None) -> dict[str, int]:
    lines = [line.id for _, line in project.lines]
    language = project.languages[1]
    return {each.term: each.times for each in new_names(project, language, lines[:only])}


def in_english(*said: str, cast: Sequence[str] = ()) -> Project:
    return a_project_of("en", "de", [(words, "") for words in said], cast=cast)


def test_a_name_that_is_said_often_enough_is_found_with_its_count() -> None:
    project = in_english(
        "We meet at Black Harbour tonight.",
        "Nobody goes to Black Harbour, Tobias. I'm sure, and I said so.",
        "Black Harbour’s lights are out, I'm afraid. Then Rosa left with Rosa.",
        "Is Tobias here? Ask Dr. Voss.",
        "I know Dr. Voss. Nobody likes Dr. Voss's boat.",
    )
    assert names_in(project) == {"Black Harbour": 3, "Voss": 3}


def test_two_times_are_not_enough() -> None:
    said = ["We meet at Black Harbour."] * (LEAST - 1)
    assert not names_in(in_english(*said))
    assert names_in(in_english(*said, "To Black Harbour!"))


def test_words_that_begin_sentences_or_are_shouted_are_no_names() -> None:
    project = in_english(
        "Never. Boats go there. Why not?",
        "Never: Boats. “Why did you?” she said. “Why?”",
        "Never again! Why, Captain, why?",
        "GET OUT NOW",
        "GET OUT NOW",
        "GET OUT NOW",
        "The Captain and his captain, Captain.",
        "Oh, I will, I'd say, and I'll stay.",
    )
    assert not names_in(project)


def test_the_cast_and_the_terms_of_the_language_are_known() -> None:
    said = ["So Mara Holt went to Black Harbour with Mara."] * 4
    project = in_english(*said, cast=["MARA HOLT"])
    assert names_in(project) == {"Black Harbour": 4}
    french = GlossaryEntry("Black Harbour", "fr", "Port Noir")
    assert names_in(replace(project, glossary=(french,))) == {"Black Harbour": 4}
    german = replace(french, language="de", translation="Schwarzhafen")
    assert not names_in(replace(project, glossary=(german,)))


def test_only_names_in_lines_that_were_translated_are_told() -> None:
    project = in_english("Good night.", *["We sail to Vossburg at dawn."] * 4)
    assert names_in(project, only=2) == {"Vossburg": 4}
    assert not names_in(project, only=1)


def test_french_elisions_and_russian_capitals_are_read() -> None:
    french = [("On va à l’Aigle demain, chez l'Aigle.", "")] * 2
    assert names_in(a_project_of("fr", "en", french)) == {"Aigle": 4}
    russian = [("Мы едем в Карамыш вечером.", "")] * 3
    assert names_in(a_project_of("ru", "en", russian)) == {"Карамыш": 3}


def test_in_german_only_what_a_translation_leaves_as_it_is_is_a_name() -> None:
    said = [("Das Boot fährt nach Vossburg.", "The boat goes to Vossburg.")] * 3
    assert names_in(a_project_of("de", "en", said)) == {"Vossburg": 3}
    said = [(words, "") for words, _ in said]
    assert not names_in(a_project_of("de", "en", said))


def test_a_source_without_capitals_is_read_by_its_translations() -> None:
    said = [
        ("今晚在黑港见。", "We meet at Black Harbour tonight."),
        ("谁也不去黑港。", "Nobody goes to Black Harbour."),
        ("黑港的灯灭了。", "The lights of Black Harbour are out."),
        ("晚安，妹妹。", "Good night, sister."),
        ("你真的相信他吗？", "Do you really believe him?"),
    ]
    assert names_in(a_project_of("zh", "en", said)) == {"黑港": 3}
    assert not names_in(a_project_of("zh", "en", said, cast=["黑港"]))
    assert not names_in(a_project_of("zh", "en", said, cast=["BLACK HARBOUR"]))
    assert not names_in(a_project_of("zh", "de", [(words, "") for words, _ in said]))
    latin = [("我在 Vossburg 等你。", "Ich warte in Vossburg.")] * 3
    assert names_in(a_project_of("zh", "de", latin)) == {"Vossburg": 3}


@pytest.mark.parametrize("locked", [False, True])
def test_a_proposal_without_a_translation_is_in_no_key(*, locked: bool) -> None:
    project = in_english(*["We sail to Vossburg at dawn."] * 3)
    noted = replace(project, glossary=(GlossaryEntry("Vossburg", "de", "", locked=locked),))
    line = project.episodes[0].lines[0]
    assert Keys(noted, "de").key(line) == Keys(project, "de").key(line)
