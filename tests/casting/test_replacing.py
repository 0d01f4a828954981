"""A voice that was made anew speaks wherever the one before it did."""

from __future__ import annotations

from dataclasses import replace

from studio.casting.replacing import with_another_voice
from studio.casting.where_used import uses_of
from studio.model.cast import Casting, Override
from studio.model.project import Project
from tests.builders import a_project

OLD, NEW = "own-lin", "own-lin-2"


def another(project: Project) -> Project:
    return with_another_voice(project, "minimax/main", OLD, NEW)


def cast_first(project: Project, casting: Casting) -> Project:
    first = next(iter(project.cast))
    return project.with_character(first.cast_as("en", casting))


def the_casting(project: Project) -> Casting:
    return next(iter(project.cast)).castings["en"]


def overridden(project: Project, override: Override) -> Project:
    line = project.episodes[0].spoken_lines[0]
    return project.with_line(replace(line, overrides={"en": override}))


def the_override(project: Project) -> Override:
    return project.episodes[0].spoken_lines[0].overrides["en"]


def test_a_character_keeps_all_but_the_voice() -> None:
    project = cast_first(a_project(4), Casting("minimax/main", OLD, "speech-02-hd", 1.1))
    assert the_casting(another(project)) == Casting("minimax/main", NEW, "speech-02-hd", 1.1)


def test_any_account_of_the_service_spoke_with_it_and_its_own_does_now() -> None:
    project = cast_first(a_project(4), Casting("minimax", OLD))
    assert the_casting(another(project)) == Casting("minimax/main", NEW)


def test_single_lines_follow() -> None:
    project = cast_first(a_project(4), Casting("minimax/main", "someone"))
    plain = overridden(project, Override(voice=OLD, speed=1.2))
    assert the_override(another(plain)) == Override(voice=NEW, speed=1.2)
    told = overridden(project, Override(engine="minimax", voice=OLD))
    assert the_override(another(told)) == Override(engine="minimax/main", voice=NEW)


def test_mixes_it_is_part_of_follow_with_their_weights() -> None:
    blend = {"blend": '[["own-lin", 60], ["x", 40]]', "tone": "own-lin"}
    after = {"blend": '[["own-lin-2", 60], ["x", 40]]', "tone": "own-lin"}
    project = cast_first(a_project(4), Casting("minimax/main", OLD, settings=blend))
    assert the_casting(another(project)) == Casting("minimax/main", NEW, settings=after)
    project = overridden(
        cast_first(a_project(4), Casting("minimax/main", "a")), Override(settings=blend)
    )
    assert the_override(another(project)) == Override(settings=after)


def test_nothing_else_is_touched() -> None:
    project = cast_first(a_project(4), Casting("useapi/main", OLD, settings={"odd": '["own-lin"]'}))
    project = overridden(project, Override(voice=OLD))
    assert another(project) is project


def test_nobody_speaks_with_the_old_one_afterwards() -> None:
    blend = {"blend": '[["own-lin", 60], ["x", 40]]'}
    project = cast_first(a_project(6), Casting("minimax", "base", settings=blend))
    project = overridden(project, Override(engine="minimax/other", voice=OLD))
    assert uses_of(project, "minimax/main", OLD)
    assert uses_of(another(project), "minimax/main", OLD) == ()
