"""The voices of another project are copied to whoever is the same person here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.casting.copying import Known, languages_of, matched, project_at, with_copied
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.cast import Cast, Casting
from studio.model.project import Project, new_project
from tests.builders import a_project, a_project_file

WARM = Casting("cloud/main", "warm", speed=1.1, settings={"effect": "robotic"})
COOL = Casting("cloud/main", "cool")


def a_cast_of(**names: str) -> Project:
    """A project with these characters; the value is a name in Chinese, empty for none."""
    cast = Cast()
    for name, chinese in names.items():
        cast, character = cast.adding(name)
        cast = cast.replacing(replace(character, names={"zh": chinese} if chinese else {}))
    return replace(new_project("x"), cast=cast, languages=("en", "zh"))


def voiced(project: Project, **castings: Casting) -> Project:
    for character in project.cast:
        known = {**character.castings, **castings}
        project = project.with_character(replace(character, castings=known))
    return project


def who(source: Project, project: Project) -> dict[str, tuple[str, Known]]:
    names = {character.id: character.name for character in project.cast}
    return {
        match.theirs.name: (names[match.ours] if match.ours else "", match.known)
        for match in matched(source, project)
    }


def test_people_are_known_by_name_by_translated_name_and_by_likeness() -> None:
    source = voiced(a_cast_of(Lin="", Mara="玛拉", Narrator="", Tobias="", Ghost=""), en=WARM)
    project = a_cast_of(玛拉="", LIN="", 旁白="", Tobiass="")
    assert who(source, project) == {
        "Lin": ("LIN", Known.NAME),
        "Mara": ("玛拉", Known.TRANSLATED),
        "Narrator": ("旁白", Known.NARRATOR),
        "Tobias": ("Tobiass", Known.NEAR),
        "Ghost": ("", Known.NOT),
    }
    assert [match.sure for match in matched(source, project)] == [True, True, True, False, False]


def test_a_name_goes_to_its_own_before_one_that_looks_like_it_takes_it() -> None:
    source = voiced(a_cast_of(MARAH="", MARA=""), en=WARM)
    found = who(source, a_cast_of(MARA=""))
    assert found == {"MARAH": ("", Known.NOT), "MARA": ("MARA", Known.NAME)}


def test_whoever_has_no_voice_there_is_not_offered() -> None:
    assert matched(a_cast_of(MARA=""), a_cast_of(MARA="")) == ()


def test_copied_castings_are_there_with_all_their_manner_in_the_chosen_languages() -> None:
    source = voiced(a_cast_of(MARA=""), en=WARM, zh=COOL, de=COOL)
    project = voiced(a_cast_of(mara="", BO=""), en=COOL)
    matches = matched(source, project)
    assert languages_of(matches) == ("en", "zh", "de")
    mara, bo = with_copied(project, matches, ("en", "de")).cast
    assert mara.castings == {"en": WARM, "de": COOL}
    assert bo.castings == {"en": COOL}


def test_what_is_there_stays_where_only_gaps_are_to_be_filled() -> None:
    source = voiced(a_cast_of(MARA=""), en=WARM, zh=WARM)
    project = voiced(a_cast_of(MARA=""), en=COOL)
    (mara,) = with_copied(project, matched(source, project), ("en", "zh"), over=False).cast
    assert mara.castings == {"en": COOL, "zh": WARM}


def test_whoever_is_gone_meanwhile_is_passed_over() -> None:
    source = voiced(a_cast_of(MARA=""), en=WARM)
    matches = matched(source, a_cast_of(MARA=""))
    empty = a_cast_of()
    assert with_copied(empty, matches, ("en",)) == empty


def test_a_project_is_read_while_somebody_has_it_open(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project())
    try:
        assert project_at(file.path) == file.project
    finally:
        file.close()


def test_a_file_that_is_not_there_or_no_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError) as missing:
        project_at(tmp_path / "none.understudy")
    assert missing.value.problem is ProjectFileProblem.MISSING
    other = tmp_path / "text.understudy"
    other.write_text("no project at all", encoding="utf-8")
    with pytest.raises(ProjectFileError):
        project_at(other)
