"""Suggestions are carried out or put aside by a person, one by one or all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.model.ids import CharacterId, LineId
from studio.model.line import Line, LineKind
from studio.model.project import Project
from studio.model.translation import Suggestion
from studio.writing.revising.accepting import (
    MOST_PER_LINE,
    accepting,
    accepting_all,
    counts,
    dismissing,
    dismissing_all,
    suggesting,
)
from tests.builders import a_project, first_line

WORDS = Suggestion("stiff", "en", "Say it so.")
OTHERS = Suggestion("too long", "en", "Say so.")
REMARK = Suggestion("flat ending", "en")


def with_suggestions(project: Project, *suggestions: Suggestion, line: int = 0) -> Project:
    spoken = [line for _, line in project.lines if line.spoken]
    return project.with_line(replace(spoken[line], suggestions=suggestions))


def line_of(project: Project, line: Line) -> Line:
    found = project.find_line(line.id)
    assert found
    return found[1]


def test_accepted_words_are_the_line_and_end_other_proposals_of_words() -> None:
    project = with_suggestions(a_project(), WORDS, OTHERS, REMARK)
    line = first_line(project)
    accepted = line_of(accepting(project, line.id, WORDS), line)
    assert accepted.words("en") == "Say it so." and accepted.suggestions == (REMARK,)


def test_an_accepted_speaker_says_the_line_from_then_on() -> None:
    project = a_project()
    _, tobias, narrator = project.cast.characters
    project = with_suggestions(project, Suggestion("", "en", character=narrator.id))
    line = first_line(project)
    accepted = line_of(accepting(project, line.id, line.suggestions[0]), line)
    assert accepted.character == narrator.id and accepted.kind is LineKind.VOICE_OVER
    shown = replace(line, kind=LineKind.ACTION, character=None)
    shown = replace(shown, suggestions=(Suggestion("", "en", character=tobias.id),))
    project = project.with_line(shown)
    accepted = line_of(accepting(project, line.id, shown.suggestions[0]), line)
    assert accepted.kind is LineKind.DIALOGUE and accepted.character == tobias.id


def test_a_remark_is_ticked_off() -> None:
    project = with_suggestions(a_project(), REMARK)
    line = first_line(project)
    accepted = line_of(accepting(project, line.id, REMARK), line)
    assert accepted == replace(line, suggestions=())


def test_what_is_dismissed_changes_nothing_else() -> None:
    project = with_suggestions(a_project(), WORDS, REMARK)
    line = first_line(project)
    assert line_of(dismissing(project, line.id, WORDS), line).suggestions == (REMARK,)
    assert line_of(dismissing(project, line.id), line) == replace(line, suggestions=())
    assert dismissing(project, line.id, OTHERS) is project
    assert accepting(project, line.id, OTHERS) is project


def test_nobody_who_is_gone_gets_a_line() -> None:
    gone = Suggestion("", "en", character=CharacterId("gone"))
    project = with_suggestions(a_project(), gone)
    with pytest.raises(EditRefused):
        accepting(project, first_line(project).id, gone)
    assert accepting_all(project) == project
    with pytest.raises(EditRefused):
        accepting(project, LineId("gone"), gone)


def test_all_are_carried_out_at_once_but_remarks_stay() -> None:
    project = with_suggestions(with_suggestions(a_project(3), WORDS, OTHERS, REMARK), WORDS, line=2)
    first, second, third = [line for _, line in project.lines if line.spoken]
    found = counts(project)
    assert (found.suggestions, found.lines, found.remarks) == (4, 2, 1)
    assert found.by_episode == {project.episodes[0].id: 4}
    done = accepting_all(project)
    assert line_of(done, first).words("en") == "Say so."
    assert line_of(done, first).suggestions == (REMARK,)
    assert line_of(done, second) is second
    assert line_of(done, third).words("en") == "Say it so."
    only = accepting_all(project, [third.id])
    assert line_of(only, first) is first
    assert counts(dismissing_all(project)).suggestions == 0


@given(st.lists(st.sampled_from([WORDS, OTHERS, REMARK]), max_size=12))
def test_a_line_keeps_few_suggestions_each_once(suggestions: list[Suggestion]) -> None:
    line = first_line(a_project(1))
    for suggestion in suggestions:
        line = suggesting(line, suggestion)
    assert len(line.suggestions) == len({*suggestions}) <= MOST_PER_LINE
