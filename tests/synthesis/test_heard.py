"""Lines that sound otherwise than they read: which they are, and what one hears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.model.cast import Casting
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.heard import heard_before
from studio.synthesis.plan import state_of
from tests.builders import a_project, a_recording, a_take, first_line
from tests.engines.fake_engine import FakeEngine

ENGINES = {"offline": FakeEngine(), "other": FakeEngine("other")}


def a_voiced_project() -> tuple[Project, Line]:
    """Its first line has a take that is fresh; the others have none."""
    project = a_project(lines=3)
    line = first_line(project)
    request = state_of(project, line, "en", ENGINES).request
    assert request
    take = replace(a_take(line, a_recording(20)), fingerprint=request.fingerprint)
    return project.recording(take), line


def heard(project: Project) -> Mapping[LineId, str]:
    found = heard_before(project, project.episodes[0].lines, ("en", "zh"), ENGINES)
    assert {language for _, language in found} <= {"en"}
    return {line: words for (line, _), words in found.items()}


def recast(project: Project, line: Line, casting: Casting | None) -> Project:
    character = project.cast.find(line.character)
    assert character
    castings = {"en": casting} if casting else {}
    return project.with_character(replace(character, castings=castings))


def test_a_fresh_line_and_one_without_a_take_are_not_among_them() -> None:
    assert heard(a_voiced_project()[0]) == {}


def test_new_words_are_not_yet_heard() -> None:
    project, line = a_voiced_project()
    project = project.with_line(line.saying("en", "Other words."))
    assert heard(project) == {line.id: "Words of line 1."}


def test_with_another_voice_the_words_stay_those_of_the_script() -> None:
    project, line = a_voiced_project()
    project = project.with_line(line.saying("en", "*Words of line 1.*"))
    project = recast(project, line, Casting("offline", "girl"))
    assert heard(project) == {line.id: "Words of line 1."}


def test_with_another_engine_punctuation_it_was_not_sent_is_no_change_of_words() -> None:
    project, line = a_voiced_project()
    project = project.with_line(line.saying("en", "“Words (softly) of line 1 …”"))
    project = recast(project, line, Casting("other", "girl"))
    assert heard(project) == {line.id: "“Words (softly) of line 1 …”"}


def test_pauses_and_sounds_an_engine_was_sent_are_no_words() -> None:
    project, line = a_voiced_project()
    (take,) = project.takes.of(line.id, "en")
    said = replace(take, said="Well,<#0.50#> (sighs) there  it is.")
    project = replace(project, takes=project.takes.replacing(said))
    project = project.with_line(line.saying("en", "Other words."))
    assert heard(project) == {line.id: "Well, there it is."}


def test_a_line_that_lost_its_words_is_still_heard() -> None:
    project, line = a_voiced_project()
    assert heard(project.with_line(line.saying("en", ""))) == {line.id: "Words of line 1."}


def test_a_line_without_a_voice_is_among_them_only_when_its_words_changed() -> None:
    project, line = a_voiced_project()
    for casting in (None, Casting("gone", "girl")):
        silent = recast(project, line, casting)
        assert heard(silent) == {}
        changed = silent.with_line(line.saying("en", "Other words."))
        assert heard(changed) == {line.id: "Words of line 1."}
