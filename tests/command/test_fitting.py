"""A render that brings translated lines into their time, with real voices and without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.command.fitting import fit_notes, told_fit
from studio.command.printing import print_rendered, rendered_object
from studio.command.rendering import render
from studio.command.requested import RenderRequest
from studio.delivery.order import Order
from studio.errors import WritingError, WritingProblem
from studio.model.cast import Casting
from studio.model.ids import LineId
from studio.model.project import Fitting, Project, new_project
from studio.store.project_file import ProjectFile
from studio.wording import sentence
from studio.writing.fitting.order import FitOutcome, FittedLine
from studio.writing.timing.slots import Verdict
from tests.engines.offline.hearing import an_engine
from tests.services.minimax.service import MinimaxService
from tests.services.text_model import TextModel
from tests.writing.fitting.stage import SENTENCE, SOURCE, a_line, a_project, slotted

ROOT = Path(__file__).parents[2]
LONG = "Wir warten hier noch sehr lange auf den alten Mann mit dem kleinen Boot, und auf sein Geld."


def a_ferry(*, slots: bool = True) -> Project:
    """A line that fits, one that is too long, and one that is cast with the offline voice."""
    made = (a_line(), 5.0), (a_line(LONG), 3.4), (a_line("Gut, dann warte ich."), 2.0)
    lines = slotted(*made) if slots else [line for line, _ in made]
    project = a_project(lines, speakers=2)
    for character in project.cast:
        casting = Casting("offline", "man")
        cast = character.cast_as("de", casting).cast_as("en", casting)
        project = project.with_character(cast)
    return project


def a_request(folder: Path, project: Project, fit: Fitting = Fitting.SOFT) -> RenderRequest:
    path = folder / "ferry.understudy"
    if not path.exists():
        ProjectFile.create(path, project).close()
    order = Order(folder / "out", languages=("de",), mix=True, overwrite=True)
    return RenderRequest(path, order, "offline", fit=fit)


def lines_of(printed: dict[str, Any]) -> list[dict[str, Any]]:
    return printed["episodes"][-1]["lines"]


async def test_without_a_writer_lines_are_read_faster_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with an_engine() as engine:
        rendered = await render(
            a_request(tmp_path, a_ferry()), {"offline": engine}, lambda batch: None
        )
    printed = rendered_object(rendered)
    fits = [line["fit"] for line in lines_of(printed)]
    assert list(fits[0]) == ["slot", "seconds", "speed", "rewritten"]
    assert (fits[0]["slot"], fits[0]["speed"], fits[0]["rewritten"]) == (5.0, 1.0, False)
    assert fits[1]["speed"] > 1.0 and fits[1]["seconds"] < 1.3 * fits[1]["slot"]
    assert json.loads(json.dumps(printed)) == printed
    assert rendered.complete and [line["stale"] for line in lines_of(printed)] == [False] * 3
    print_rendered(rendered, as_json=False)
    told = capsys.readouterr().err
    assert "of 3 lines in de fit their time" in told and "1 read faster" in told


async def test_a_second_run_speaks_nothing_again(tmp_path: Path) -> None:
    async with an_engine() as engine:
        request = a_request(tmp_path, a_ferry())
        await render(request, {"offline": engine}, lambda batch: None)
        again = await render(request, {"offline": engine}, lambda batch: None)
    assert not again.made and again.fitted and again.fitted["de"].rewritten == 0


async def test_a_render_that_fits_nothing_says_nothing_of_it(tmp_path: Path) -> None:
    async with an_engine() as engine:
        request = a_request(tmp_path, a_ferry(), Fitting.OFF)
        rendered = await render(request, {"offline": engine}, lambda batch: None)
    assert rendered.fitted is None
    assert all("fit" not in line for line in lines_of(rendered_object(rendered)))


async def test_without_slots_lines_have_the_time_of_their_source(tmp_path: Path) -> None:
    async with an_engine() as engine:
        request = a_request(tmp_path, a_ferry(slots=False))
        engines = {"offline": engine}
        rendered = await render(request, engines, lambda batch: None)
        assert rendered.fitted and not rendered.fitted["de"].lines
        both = replace(request.order, languages=("en", "de"))
        rendered = await render(replace(request, order=both), engines, lambda batch: None)
    assert rendered.fitted and set(rendered.fitted) == {"de"}
    assert len(rendered.fitted["de"].lines) == 3


async def test_without_a_translated_language_it_is_told_that_nothing_was_fitted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with an_engine() as engine:
        request = a_request(tmp_path, a_ferry())
        request = replace(request, order=replace(request.order, languages=("en",)))
        print_rendered(
            await render(request, {"offline": engine}, lambda batch: None), as_json=False
        )
    told = capsys.readouterr().err
    assert "nothing was fitted" in told and "with --language: de." in told


def test_lines_without_a_time_are_told_with_what_to_do() -> None:
    told = told_fit("de", FitOutcome())
    assert "no line in de has a time" in told and "subtitles" in told
    assert "source en has no takes" in told_fit("de", FitOutcome(), "en")


def test_a_script_in_one_language_is_told_which_project_to_fit(tmp_path: Path) -> None:
    script, project = tmp_path / "german.fountain", new_project("Ferry", language="de")
    (told,) = fit_notes(script, project, {})
    assert "is in de alone" in told and "--language" in told
    script.with_suffix(".understudy").touch()
    (told,) = fit_notes(script, project, {})
    assert "Render " in told and str(script.with_suffix(".understudy")) in told


def test_a_script_that_keeps_the_old_words_is_told(tmp_path: Path) -> None:
    line = FittedLine(2.0, 1.9, 1.0, Verdict.FITS, rewritten=True)
    path, reworded = tmp_path / "ferry.understudy", {"de": FitOutcome({LineId("l1"): line})}
    assert not fit_notes(path, a_ferry(), reworded)
    path.with_suffix(".fountain").touch()
    (told,) = fit_notes(path, a_ferry(), reworded)
    assert "ferry.fountain still has the old words" in told
    assert not fit_notes(path, a_ferry(), {"de": FitOutcome()})


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    command = [sys.executable, "-m", "studio", "render", str(folder / "ferry.understudy")]
    return subprocess.run(
        [*command, "--out", str(folder / "out"), "--language", "de", "--json", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_writer_finds_fewer_words_for_what_is_too_long(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    model = TextModel()
    minimax_service.writes(model)
    ProjectFile.create(tmp_path / "ferry.understudy", a_ferry()).close()
    result = run(tmp_path, "--fit", "soft", "--writer", "minimax", **minimax_service.environment())
    assert result.returncode == 0, result.stderr
    lines = lines_of(json.loads(result.stdout))
    assert [line["fit"]["rewritten"] for line in lines] == [False, True, False]
    assert lines[0]["text"] == SENTENCE and LONG.startswith(lines[1]["text"][:20])
    assert len(lines[1]["text"]) < len(LONG)
    assert model.requests[0].task == "fit"
    assert "3 of 3 lines in de fit their time, 1 reworded" in result.stderr
    with ProjectFile.open(tmp_path / "ferry.understudy") as file:
        spoken = file.project.episodes[0].spoken_lines
        assert spoken[1].words("de") == lines[1]["text"] and spoken[1].words("en") == SOURCE
        assert file.exchanges


def test_nobody_who_writes_is_told_once_and_one_who_is_not_there_refused(tmp_path: Path) -> None:
    ProjectFile.create(tmp_path / "ferry.understudy", a_ferry()).close()
    result = run(tmp_path, "--fit", "strict")
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("no account here writes") == 1
    refused = run(tmp_path, "--fit", "soft", "--writer", "chat/nobody")
    assert refused.returncode == 3 and refused.stdout == ""
    assert len(refused.stderr.splitlines()) == 1


def test_a_limit_is_told_and_speed_goes_on(minimax_service: MinimaxService, tmp_path: Path) -> None:
    minimax_service.writes(TextModel())
    ProjectFile.create(tmp_path / "ferry.understudy", a_ferry()).close()
    given = ("--fit", "soft", "--most-tokens", "1")
    result = run(tmp_path, *given, **minimax_service.environment())
    assert result.returncode == 0, result.stderr
    lines = lines_of(json.loads(result.stdout))
    assert not any(line["fit"]["rewritten"] for line in lines)
    assert lines[1]["fit"]["speed"] > 1.0
    assert sentence(WritingError(WritingProblem.LIMIT)) in result.stderr
