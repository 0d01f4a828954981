"""What takes of a project teach is what its lines are asked for by."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from studio.model.cast import Casting
from studio.model.line import LineKind, new_line
from studio.model.project import Fitting, Project, new_project
from studio.model.span import Span, samples_of
from studio.store.project_file import ProjectFile
from studio.writing.timing.length import ENOUGH
from tests.command.writing_stage import Ran, model, ran
from tests.services.text_model import TextModel

__all__ = ["model", "ran"]

WORDS = "Wir warten hier noch auf den alten Mann mit dem Boot."
SOURCE = "We are still waiting here for the old man with the boat."


def a_ferry() -> Project:
    """Lines that a person translated, and a last one without German words."""
    project = new_project("Ferry", language="en").with_language("de")
    cast, mara = project.cast.adding("MARA")
    cast = cast.replacing(mara.cast_as("de", Casting("offline", "man")))
    line = new_line(LineKind.DIALOGUE, {"en": SOURCE, "de": WORDS}, character=mara.id)
    said = [replace(line, id=type(line.id)(f"said000{at}")) for at in range(ENOUGH)]
    slot = Span(samples_of(0.0), samples_of(2.0))
    last = replace(new_line(LineKind.DIALOGUE, {"en": SOURCE}, character=mara.id), slot=slot)
    episode = replace(project.episodes[0], lines=(*said, last))
    return replace(project, cast=cast, episodes=(episode,), fitting=Fitting.SOFT)


def test_a_budget_is_what_the_voice_says_in_the_time(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    heard, unheard = tmp_path / "heard.understudy", tmp_path / "unheard.understudy"
    for path in (heard, unheard):
        ProjectFile.create(path, a_ferry()).close()
    rendered = ran("render", heard, "--language", "de", "--out", tmp_path / "out")
    assert rendered.returncode == 0, rendered.stderr
    budgets: list[int] = []
    for path in (heard, unheard):
        done = ran("translate", path, "--to", "de", "--mode", "draft")
        assert done.returncode == 0, done.stderr
        (row,) = model.requests[-1].asked
        budgets.append(row["max"])
    assert budgets[0] != budgets[1]


def a_spoken_ferry(fitting: Fitting) -> Project:
    """Lines with a voice in their own language, and no other words."""
    project = new_project("Ferry", language="en")
    cast, mara = project.cast.adding("MARA")
    cast = cast.replacing(mara.cast_as("en", Casting("offline", "man")))
    lines = tuple(
        new_line(LineKind.DIALOGUE, {"en": f"{SOURCE} {at}"}, character=mara.id)
        for at in ("Once more", "And again")
    )
    episode = replace(project.episodes[0], lines=lines)
    return replace(project, cast=cast, episodes=(episode,), fitting=fitting)


def test_lines_are_held_to_the_time_in_which_their_source_was_voiced(
    ran: Ran, model: TextModel, tmp_path: Path
) -> None:
    budgeted: dict[str, bool] = {}
    needed: dict[str, int] = {}
    for name, fitting, voiced in (
        ("soft", Fitting.SOFT, True),
        ("strict", Fitting.STRICT, True),
        ("off", Fitting.OFF, True),
        ("silent", Fitting.SOFT, False),
    ):
        path = tmp_path / f"{name}.understudy"
        ProjectFile.create(path, a_spoken_ferry(fitting)).close()
        if voiced:
            rendered = ran("render", path, "--out", tmp_path / name)
            assert rendered.returncode == 0, rendered.stderr
        order = ("translate", path, "--to", "de", "--mode", "draft")
        estimate = json.loads(ran(*order, "--estimate", "--json").stdout)
        needed[name] = estimate["tokens"]["written"]
        done = ran(*order)
        assert done.returncode == 0, done.stderr
        budgeted[name] = all("max" in row for row in model.requests[-1].asked)
    assert budgeted == {"soft": True, "strict": True, "off": False, "silent": False}
    assert needed["soft"] == needed["strict"] > needed["off"] == needed["silent"]
