"""A plan names exactly the takes that are missing or stale, and what they cost."""

from dataclasses import replace
from decimal import Decimal

from studio.model.project import Project
from studio.synthesis.plan import TakeState, plan_batch, planned, state_of
from tests.builders import a_project, a_recording, a_take, first_line
from tests.engines.fake_engine import FakeEngine

ENGINES = {"offline": FakeEngine()}


def voiced(project: Project) -> Project:
    """The project with a fresh take for its first line."""
    line = first_line(project)
    request = state_of(project, line, "en", ENGINES).request
    assert request
    take = replace(a_take(line, a_recording()), fingerprint=request.fingerprint)
    return project.recording(take)


def test_a_line_without_a_take_is_missing() -> None:
    project = a_project()
    assert state_of(project, first_line(project), "en", ENGINES).state is TakeState.MISSING


def test_a_fresh_take_is_ready_and_not_planned_again() -> None:
    project = voiced(a_project(lines=2))
    line = first_line(project)
    assert state_of(project, line, "en", ENGINES).state is TakeState.READY
    plan = plan_batch(project, project.episodes[0].lines, "en", ENGINES)
    assert line.id not in [take.line for take in plan.takes]
    assert len(plan.takes) == 1


def test_a_changed_word_makes_the_take_stale_and_keeps_it_playable() -> None:
    project = voiced(a_project())
    line = first_line(project)
    project = project.with_line(line.saying("en", "Other words."))
    found = state_of(project, first_line(project), "en", ENGINES)
    assert found.state is TakeState.STALE
    assert found.take is not None


def test_another_direction_speed_or_emotion_makes_a_take_stale() -> None:
    project = voiced(a_project())
    line = first_line(project)
    character = project.cast.find(line.character)
    assert character
    faster = replace(character.castings["en"], speed=1.3)
    for changed in (
        project.with_line(replace(line, direction="whispering")),
        project.with_line(replace(line, emotion="sad")),
        project.with_character(character.cast_as("en", faster)),
    ):
        state = state_of(changed, first_line(changed), "en", ENGINES).state
        assert state is TakeState.STALE


def test_a_change_that_is_not_heard_leaves_the_take_ready() -> None:
    project = voiced(a_project())
    line = replace(first_line(project), pause_after_ms=900)
    project = project.with_line(line)
    assert state_of(project, line, "en", ENGINES).state is TakeState.READY


def test_a_line_nobody_is_cast_for_is_told_apart_from_one_the_engine_refuses() -> None:
    project = a_project(lines=2)
    mute = replace(project, cast=replace(project.cast, characters=()))
    assert state_of(mute, first_line(mute), "en", ENGINES).state is TakeState.UNCAST
    refused = state_of(project, first_line(project), "en", {})
    assert refused.state is TakeState.REFUSED
    assert "no account or engine called offline" in refused.reason


def test_a_line_with_nothing_to_say_is_silent_and_not_refused() -> None:
    project = a_project(lines=2)
    line = first_line(project).saying("en", "***!***")
    project = project.with_line(line)
    assert state_of(project, line, "en", ENGINES).state is TakeState.SILENT
    plan = plan_batch(project, project.episodes[0].lines, "en", ENGINES)
    assert plan.unvoiceable == () and len(plan.takes) == 1


def test_lines_that_cannot_be_voiced_are_named_and_not_planned() -> None:
    project = a_project(lines=3)
    line = first_line(project)
    mute = replace(project.cast, characters=project.cast.characters[1:])
    project = replace(project, cast=mute)
    plan = plan_batch(project, project.episodes[0].lines, "en", ENGINES)
    assert [id for id, _ in plan.unvoiceable] == [line.id]
    assert len(plan.takes) == 2


def test_a_plan_tells_its_price_before_anything_is_asked() -> None:
    engine = FakeEngine(price_per_character=Decimal("0.0001"))
    project = a_project(lines=2)
    plan = plan_batch(project, project.episodes[0].lines, "en", {"offline": engine})
    characters = sum(len(line.words("en")) for line in project.episodes[0].spoken_lines)
    assert plan.billed_characters == characters
    assert plan.amount == {"USD": Decimal("0.0001") * characters}
    assert engine.asked == []


def test_another_variation_of_a_request_is_no_other_fingerprint() -> None:
    project = a_project()
    line = first_line(project)
    request = state_of(project, line, "en", ENGINES).request
    assert request
    again = planned(line, "en", replace(request, variation=3), ENGINES)
    assert again.request.fingerprint == request.fingerprint


def test_an_older_take_circled_by_hand_stays_and_nothing_is_planned_for_its_line() -> None:
    project = a_project(lines=1)
    line = first_line(project)
    old = a_take(line, a_recording(pitch=300.0))
    project = voiced(project.recording(old)).circling(old)
    line = first_line(project)
    assert state_of(project, line, "en", ENGINES).state is TakeState.STALE
    assert plan_batch(project, (line,), "en", ENGINES).takes == ()
