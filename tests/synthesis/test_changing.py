"""Before a voice changes it is told which lines become stale and what they cost again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from studio.model.cast import Casting, Override
from studio.model.line import Line
from studio.model.project import Project
from studio.synthesis.changing import Affected, finished, made_stale, standing_of
from studio.synthesis.plan import state_of
from tests.builders import a_project, a_recording, a_take, first_line
from tests.engines.fake_engine import FakeEngine

CENT = Decimal("0.01")
ENGINES = {"offline": FakeEngine(price_per_character=CENT), "cloud": FakeEngine("cloud")}
GIRL = Casting("offline", "girl")


def voiced(project: Project, *lines: Line, language: str = "en") -> Project:
    """The project with a take of each line as it is cast now."""
    for line in lines or tuple(line for _, line in project.lines):
        request = state_of(project, line, language, ENGINES).request
        if request:
            take = a_take(line, a_recording(), language=language)
            project = project.recording(replace(take, fingerprint=request.fingerprint))
    return project


def recast(project: Project, casting: Casting, language: str = "en") -> Project:
    """The project with another casting of whoever says the first line."""
    character = project.cast.find(first_line(project).character)
    assert character
    return project.with_character(character.cast_as(language, casting))


def mine(project: Project) -> list[Line]:
    """The lines of whoever says the first one."""
    who = first_line(project).character
    return [line for _, line in project.lines if line.character == who and line.spoken]


def test_lines_episodes_and_characters_of_those_who_change_are_counted() -> None:
    project = voiced(a_project(lines=6, episodes=2))
    found = made_stale(project, recast(project, GIRL), ENGINES)
    assert found.lines == len(mine(project)) == len(found.takes)
    assert found.episodes == 2
    assert found.billed_characters == sum(take.price.billed_characters for take in found.takes)
    assert found.refused == 0


def test_a_line_never_voiced_or_stale_already_does_not_count() -> None:
    project = a_project(lines=6)
    assert made_stale(project, recast(project, GIRL), ENGINES) == Affected()
    stale = recast(voiced(project), GIRL)
    again = recast(stale, Casting("offline", "woman"))
    assert made_stale(stale, again, ENGINES) == Affected()


def test_the_same_casting_changes_nothing() -> None:
    project = voiced(a_project(lines=6))
    assert made_stale(project, project, ENGINES) == Affected()


def test_another_account_of_the_same_service_makes_nothing_stale() -> None:
    accounts = {"cloud": FakeEngine("cloud"), "cloud/b": FakeEngine("cloud/b")}
    project = recast(a_project(lines=3), Casting("cloud", "girl"))
    line = first_line(project)
    request = state_of(project, line, "en", accounts).request
    assert request
    take = replace(a_take(line, a_recording()), fingerprint=request.fingerprint)
    project = project.recording(take)
    assert made_stale(project, recast(project, Casting("cloud/b", "girl")), accounts).lines == 0


def test_a_line_with_its_own_voice_stays_as_it_is() -> None:
    project = a_project(lines=6)
    own = first_line(project).overriding("en", Override(voice="narrator", speed=1.0))
    own = replace(own, emotion="calm")
    project = voiced(project.with_line(own))
    after = recast(project, replace(GIRL, emotion="sad"))
    found = made_stale(project, after, ENGINES)
    assert own.id not in [take.line for take in found.takes]
    assert found.lines == len(mine(project)) - 1


def test_going_back_to_an_earlier_voice_costs_nothing() -> None:
    project = voiced(a_project(lines=6))
    other = voiced(recast(project, GIRL))
    back = made_stale(other, replace(other, cast=project.cast), ENGINES)
    assert back.lines == len(mine(project))
    assert back.billed_characters == 0 and back.amount == {}


def test_an_engine_that_is_not_here_leaves_the_lines_refused() -> None:
    project = voiced(a_project(lines=6))
    found = made_stale(project, recast(project, Casting("gone", "x")), ENGINES)
    assert (found.lines, found.refused, found.takes) == (len(mine(project)), found.lines, ())


def test_only_the_language_that_changes_counts() -> None:
    project = a_project(lines=4, languages=("en", "zh"))
    project = voiced(voiced(project), language="zh")
    found = made_stale(project, recast(project, GIRL, "zh"), ENGINES)
    assert {take.language for take in found.takes} == {"zh"}


def test_a_character_stands_with_fresh_and_stale_lines_and_what_each_costs() -> None:
    project = voiced(a_project(lines=6))
    who = first_line(project).character
    assert who
    standing = finished(standing_of(project, who, "en", ENGINES))
    assert standing.fresh.lines == len(mine(project)) and standing.stale == Affected()
    assert standing.fresh.billed_characters > 0
    standing = finished(standing_of(recast(project, GIRL), who, "en", ENGINES))
    assert standing.fresh == Affected() and standing.stale.lines == len(mine(project))
    assert standing.stale.amount == {"USD": CENT * standing.stale.billed_characters}
