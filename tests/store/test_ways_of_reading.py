"""What a person chose for the reading of lines is in the file: settings, overrides, words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.model.cast import Casting, Override
from studio.model.project import Project, Pronunciation
from studio.store.project_file import ProjectFile
from tests.builders import a_project


def with_ways_of_reading(project: Project) -> Project:
    line = project.episodes[0].spoken_lines[0]
    override = Override(model="speech-2.6-hd", speed=1.2, settings={"effect": "robotic"})
    casting = Casting("minimax/main", "Santa_Claus ", settings={"brightness": 20, "spoken": True})
    character = next(iter(project.cast)).cast_as("en", casting)
    project = project.with_line(line.overriding("en", override)).with_character(character)
    words = (Pronunciation("zh", "重楼", "(chong2)(lou2)"),)
    return replace(
        project, pronunciations=words, engine="minimax", models={"minimax": "speech-2.8-turbo"}
    )


def test_settings_overrides_and_pronunciations_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "ferry.understudy"
    project = with_ways_of_reading(a_project(lines=2))
    ProjectFile.create(path, project).close()
    with ProjectFile.open(path) as file:
        assert file.project == project


def test_a_line_goes_its_own_way_and_back() -> None:
    project = with_ways_of_reading(a_project(lines=2))
    line = project.episodes[0].spoken_lines[0]
    casting = project.casting_of(line, "en")
    assert casting and (casting.voice, casting.model, casting.speed) == (
        "Santa_Claus ",
        "speech-2.6-hd",
        1.2,
    )
    assert casting.settings == {"brightness": 20, "spoken": True, "effect": "robotic"}
    plain = line.overriding("en", Override())
    assert project.casting_of(plain, "en") == project.casting(line.character, "en")


def test_another_engine_does_not_take_the_settings_along() -> None:
    casting = Casting("minimax", "a", model="speech-2.8-hd", settings={"effect": "robotic"})
    other = casting.overridden(Override(engine="offline", voice="man"))
    assert (other.engine, other.voice, other.model, other.settings) == ("offline", "man", "", {})
