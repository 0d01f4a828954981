"""What was marked ok is a take: another choice or other words void it, going back restores it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.model.take import Take
from tests.builders import a_project
from tests.synthesis.stage import Stage, a_stage


def approve(stage: Stage) -> Take:
    """Mark the chosen take of the first line ok."""
    take = stage.project.takes.circled(stage.lines[0], "en")
    assert take is not None
    approved = stage.lines[0].approving("en", take.id)
    stage.document.edit("Mark ok", stage.project.with_line(approved))
    return take


def is_approved(stage: Stage, language: str = "en") -> bool:
    return stage.status.is_approved(stage.lines[0], language)


async def test_a_newer_take_is_not_the_one_that_was_marked_ok(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        assert not is_approved(stage)
        (planned,) = stage.plan()
        await stage.voice()
        first = approve(stage)
        assert is_approved(stage) and not is_approved(stage, "zh")
        again = replace(planned, request=replace(planned.request, variation=1))
        await stage.booth.work(stage.booth.batch([again]))
        assert not is_approved(stage)
        stage.document.edit("Circle take", stage.project.circling(first))
        assert is_approved(stage)


async def test_other_words_void_the_mark_and_undo_brings_it_back(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.voice()
        approve(stage)
        stage.document.edit("Type", stage.project.with_line(stage.lines[0].saying("en", "New.")))
        assert not is_approved(stage)
        stage.document.undo()
        assert is_approved(stage)
        stage.document.undo()
        assert not is_approved(stage)


async def test_a_mark_is_taken_back_without_touching_those_of_other_languages(
    tmp_path: Path,
) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.voice()
        take = approve(stage)
        both = stage.lines[0].approving("zh", take.id)
        assert both.approving("en", None).approved == {"zh": take.id}
