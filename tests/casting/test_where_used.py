"""Before a voice goes, a person sees who speaks with it."""

from __future__ import annotations

from dataclasses import replace

from studio.casting.where_used import takes_with, uses_of
from studio.model.cast import Casting, Override
from studio.model.project import Project
from tests.builders import a_project, a_recording, a_take

VOICE = "own-lin"


def a_cast_project() -> Project:
    """Two characters: one with the voice in one language, one with a blend that has it."""
    project = a_project(4)
    first = next(iter(project.cast))
    first = first.cast_as("en", Casting("minimax/main", VOICE)).cast_as(
        "zh", Casting("minimax", "someone")
    )
    cast, second = project.cast.replacing(first).adding("Second")
    blend = Casting("minimax", "base", settings={"blend": '[["own-lin", 60], ["x", 40]]'})
    return replace(project, cast=cast.replacing(second.cast_as("en", blend)))


def test_characters_are_told_with_their_languages_and_blends() -> None:
    project = a_cast_project()
    uses = uses_of(project, "minimax/spare", VOICE)
    assert [(use.character.name, use.language, use.blended) for use in uses if use.character] == [
        (next(iter(project.cast)).name, "en", False),
        ("Second", "en", True),
    ]


def test_a_voice_of_the_same_id_at_another_service_is_another_voice() -> None:
    assert uses_of(a_cast_project(), "useapi/main", VOICE) == ()
    assert uses_of(a_cast_project(), "minimax", "own") == ()


def test_single_lines_are_told() -> None:
    project = a_project(4)
    line = project.episodes[0].spoken_lines[1]
    override = Override(engine="minimax", voice=VOICE)
    project = project.with_line(replace(line, overrides={"en": override}))
    (use,) = uses_of(project, "minimax/main", VOICE)
    assert use.line and use.line.id == line.id and use.language == "en"


def test_a_line_that_changes_only_the_speed_is_not_told_twice() -> None:
    project = a_cast_project()
    line = project.episodes[0].spoken_lines[0]
    project = project.with_line(replace(line, overrides={"en": Override(speed=1.1)}))
    assert all(use.line is None for use in uses_of(project, "minimax", VOICE))


def test_settings_that_are_no_blend_do_no_harm() -> None:
    project = a_project(2)
    first = next(iter(project.cast))
    for setting in ("[", "[]", "[[]]", '["own-lin"]', '{"own-lin": 1}', "own-lin"):
        casting = Casting("minimax", "base", settings={"odd": setting, "number": 3})
        changed = replace(project, cast=project.cast.replacing(first.cast_as("en", casting)))
        assert uses_of(changed, "minimax", VOICE) == ()


def test_takes_are_counted_by_service_and_voice() -> None:
    project = a_cast_project()
    lines = project.episodes[0].spoken_lines
    for line, engine in zip(lines, ("minimax", "minimax/spare", "useapi"), strict=False):
        take = replace(a_take(line, a_recording(10)), engine=engine, voice=VOICE)
        project = replace(project, takes=project.takes.adding(take))
    assert takes_with(project, "minimax/main", VOICE) == 2
    assert takes_with(project, "minimax/main", "someone") == 0
