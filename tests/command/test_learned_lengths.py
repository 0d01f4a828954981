"""What takes of a project teach is what its lines are asked for by."""

from __future__ import annotations

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
