"""`understudy voices suggest`, and a cast that comes from another project."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.casting.suggesting import Because
from studio.cli import main
from studio.model.cast import Casting
from studio.store.project_file import ProjectFile
from studio.wording.suggestions import WHY
from tests.builders import a_project

SCRIPT = """INT. DECK - NIGHT

MARA
The bell rang at midnight.

TOBIAS
Nobody rang it.
"""
Ran = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the program in this process."""

    def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_here


def a_script(folder: Path) -> Path:
    path = folder / "deck.fountain"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_every_reason_has_its_words() -> None:
    assert set(WHY) == {reason.value for reason in Because}


def test_voices_are_suggested_with_reasons_and_become_a_cast_file(tmp_path: Path, ran: Ran) -> None:
    script, cast = a_script(tmp_path), tmp_path / "cast.toml"
    result = ran("voices", "suggest", script, "--engine", "offline", "--out", cast, "--json")
    assert result.returncode == 0, result.stderr
    mara, tobias = json.loads(result.stdout)
    assert (mara["character"], tobias["character"]) == ("MARA", "TOBIAS")
    assert mara["why"].startswith("female") and tobias["why"].startswith("male")
    voiced = ran("render", script, "--out", tmp_path / "out", "--cast", cast, "--lines", "--json")
    (episode,) = json.loads(voiced.stdout)["episodes"]
    assert [line["voice"] for line in episode["lines"]] == [mara["voice"], tobias["voice"]]


def test_a_table_is_printed_for_people_and_a_missing_file_is_told(tmp_path: Path, ran: Ran) -> None:
    result = ran("voices", "suggest", a_script(tmp_path))
    assert result.stdout.splitlines()[0].split()[:2] == ["MARA", "en"]
    missing = ran("voices", "suggest", tmp_path / "none.understudy")
    assert missing.returncode == 2 and "none.understudy" in missing.stderr


def test_whoever_is_cast_needs_no_voice(tmp_path: Path, ran: Ran) -> None:
    file = ProjectFile.create(tmp_path / "ferry.understudy", a_project())
    file.close()
    result = ran("voices", "suggest", file.path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "nobody needs a voice" in result.stderr


def another(folder: Path, casting: Casting) -> Path:
    """Another project in which Mara has this voice, and somebody who is not in the script."""
    project = a_project()
    mara, tobias, _ = project.cast
    project = project.with_character(mara.cast_as("en", casting))
    project = project.with_character(replace(tobias, name="TOBIAN"))
    file = ProjectFile.create(folder / "other.understudy", project)
    file.close()
    return file.path


def test_a_render_takes_the_cast_of_another_project(tmp_path: Path, ran: Ran) -> None:
    cast = another(tmp_path, Casting("offline", "warm-woman", speed=1.2))
    out = ("--out", tmp_path / "out", "--lines", "--json")
    result = ran("render", a_script(tmp_path), "--cast", cast, *out)
    assert result.returncode == 0, result.stderr
    (episode,) = json.loads(result.stdout)["episodes"]
    assert episode["lines"][0]["voice"] == "warm-woman"
    assert "TOBIAN" in result.stderr and "TOBIAS?" in result.stderr


def test_a_cast_of_an_engine_that_is_not_here_is_refused(tmp_path: Path, ran: Ran) -> None:
    cast = another(tmp_path, Casting("gone", "x"))
    result = ran("render", a_script(tmp_path), "--cast", cast, "--out", tmp_path / "out")
    assert result.returncode == 2 and "gone" in result.stderr
