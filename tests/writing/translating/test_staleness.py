"""Which lines need translating: what was said, who says it and what things are called decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.model.ids import LineId
from studio.model.line import Line, LineKind, new_line
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Translation, TranslationState
from studio.writing.translating.glossary import Term, Terms
from studio.writing.translating.staleness import TO_DO, Keys, Standing, standings
from tests.builders import a_project, first_line


def a_translated(
    project: Project, state: TranslationState = TranslationState.OK, words: str = "Worte."
) -> Project:
    """All lines translated into German as they are now."""
    keys = Keys(project, "de")
    for _, line in project.lines:
        how = Translation(state, keys.key(line))
        project = project.with_line(line.translated("de", words, how))
    return project


def standing(project: Project, line: Line | None = None, style: str = "") -> Standing:
    line = line or first_line(project)
    return standings(project, "de", style=style)[line.id]


def saying(words: str) -> Callable[[Project], Project]:
    return lambda project: project.with_line(first_line(project).saying("en", words))


def named(name: str) -> Callable[[Project], Project]:
    def change(project: Project) -> Project:
        who = project.cast.find(first_line(project).character)
        assert who
        return project.with_character(replace(who, names={"de": name}))

    return change


def entry(term: str, translation: str) -> Callable[[Project], Project]:
    new = GlossaryEntry(term, "de", translation)
    return lambda project: replace(project, glossary=(*project.glossary, new))


def test_a_line_without_words_in_the_language_is_missing() -> None:
    assert standing(a_project(2)) is Standing.MISSING


def test_what_was_translated_stays_fresh() -> None:
    project = a_translated(a_project(2))
    assert standing(project) is Standing.FRESH
    line = first_line(project)
    other = replace(line, direction="low", emotion="sad", pause_after_ms=900)
    assert standing(project.with_line(other)) is Standing.FRESH, "nobody tells a model these"


@pytest.mark.parametrize(
    "change", [saying("Other words."), named("Maara"), entry("line", "Zeile"), entry("WORDS", "X")]
)
def test_a_change_of_what_it_was_made_from_makes_it_stale(
    change: Callable[[Project], Project],
) -> None:
    assert standing(change(a_translated(a_project(2)))) is Standing.STALE


@pytest.mark.parametrize("change", [entry("anchor", "Anker"), entry("lin", "x"), entry("rds", "x")])
def test_a_term_makes_stale_only_the_lines_it_is_in(change: Callable[[Project], Project]) -> None:
    assert standing(change(a_translated(a_project(2)))) is Standing.FRESH


def test_a_style_that_was_not_asked_for_before_makes_stale_and_no_style_nothing() -> None:
    project = a_project(1)
    line = first_line(project)
    how = Translation(TranslationState.OK, Keys(project, "de", "as in the fifties").key(line))
    project = project.with_line(line.translated("de", "Worte.", how))
    assert standing(project) is Standing.FRESH
    assert standing(project, style="as in the fifties") is Standing.FRESH
    assert standing(project, style="as on the street") is Standing.STALE


def test_words_of_a_person_are_frozen_and_told_when_their_source_changes() -> None:
    project = a_translated(a_project(2))
    edited = project.with_line(first_line(project).saying("de", "Meine Worte."))
    assert standing(edited) is Standing.FROZEN
    assert standing(named("Maara")(edited)) is Standing.FROZEN
    assert standing(saying("Other words.")(edited)) is Standing.SOURCE_CHANGED


def test_words_without_a_record_are_a_persons() -> None:
    project = a_project(1)
    project = project.with_line(first_line(project).saying("de", "Meine Worte."))
    assert standing(project) is Standing.FROZEN
    assert standing(saying("Other words.")(project)) is Standing.FROZEN


def test_a_failed_line_is_to_be_done_and_an_emptied_one_too() -> None:
    failed = a_translated(a_project(1), TranslationState.FAILED, "")
    assert standing(failed) is Standing.FAILED
    emptied = a_translated(a_project(1))
    emptied = emptied.with_line(first_line(emptied).saying("de", ""))
    assert standing(emptied) is Standing.MISSING
    assert {Standing.FAILED, Standing.MISSING} <= TO_DO


def test_headings_are_meant_only_where_they_are_asked_for() -> None:
    project = a_project(1)
    heading = next(line for _, line in project.lines if line.kind is LineKind.HEADING)
    assert heading.id not in standings(project, "de")
    assert standings(project, "de", all_kinds=True)[heading.id] is Standing.MISSING


def test_a_line_without_words_is_nothing_to_translate() -> None:
    project = a_project(1)
    episode = project.episodes[0]
    silent = new_line(LineKind.DIALOGUE, {"en": " "})
    project = project.with_episode(episode.inserting(1, [silent]))
    assert standings(project, "de")[LineId(silent.id)] is Standing.NOTHING


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Welcome to Black Harbour, Mara!", ["Black Harbour", "Mara"]),
        ("BLACK HARBOUR", ["Black Harbour"]),
        ("black harbours and marathons", ["Black"]),
        ("Black and harbour", ["Black"]),
        ("Mara's, Mara", ["Mara"]),
        ("我叫Mara。", ["Mara"]),
        ("黑港的人", ["黑港"]),
        ("It costs $5 now", ["$5"]),
    ],
)
def test_terms_are_found_as_words_the_longest_first(text: str, found: list[str]) -> None:
    terms = Terms(
        Term(each, "x") for each in ("Black", "Black Harbour", "Mara", "黑", "黑港", "$5", "")
    )
    assert [term.source for term in terms.within(text)] == found
    assert Terms(()).within(text) == ()


def test_a_whole_speech_may_be_a_term() -> None:
    speech = "We shall not go ashore tonight. " * 100
    terms = Terms((Term(speech.strip(), "x"), Term("We", "y"), Term("字" * 2000, "z")))
    assert [term.target for term in terms.within(f"Listen: {speech}")] == ["x"]
    assert [term.target for term in terms.within("字" * 2000 + " we")] == ["z", "y"]
