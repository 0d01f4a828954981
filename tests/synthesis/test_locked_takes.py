"""A take that is locked stays: no redo, no batch and no reuse of older words takes its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import EditProblem, EditRefused
from studio.model.take import Take
from studio.synthesis.plan import TakeState
from tests.builders import a_project
from tests.synthesis.stage import Stage, a_stage


def lock_first(stage: Stage) -> Take:
    chosen = stage.project.takes.circled(stage.lines[0], "en")
    assert chosen is not None
    locked = replace(chosen, locked=True)
    stage.document.edit("Lock take", stage.project.marking(locked))
    return locked


async def test_a_redo_of_a_locked_take_is_kept_beside_it(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        (planned,) = stage.plan()
        await stage.voice()
        locked = lock_first(stage)
        again = replace(planned, request=replace(planned.request, variation=1))
        await stage.booth.work(stage.booth.batch([again]))
        assert len(stage.project.takes.of(planned.line, "en")) == 2
        assert stage.project.takes.circled(stage.lines[0], "en") == locked


async def test_a_locked_line_whose_words_changed_is_voiced_once_and_stays_as_it_was(
    tmp_path: Path,
) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.voice()
        locked = lock_first(stage)
        stage.document.edit("Type", stage.project.with_line(stage.lines[0].saying("en", "New.")))
        await stage.voice()
        assert stage.project.takes.circled(stage.lines[0], "en") == locked
        assert stage.state() is TakeState.STALE
        assert stage.plan() == ()
        assert len(stage.engine.asked) == 2


async def test_words_that_were_said_before_do_not_take_the_place_of_a_locked_take(
    tmp_path: Path,
) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.voice()
        before = stage.lines[0].words("en")
        stage.document.edit("Type", stage.project.with_line(stage.lines[0].saying("en", "New.")))
        await stage.voice()
        locked = lock_first(stage)
        stage.document.edit("Type", stage.project.with_line(stage.lines[0].saying("en", before)))
        assert stage.plan() == ()
        assert stage.project.takes.circled(stage.lines[0], "en") == locked
        assert len(stage.engine.asked) == 2


async def test_another_line_of_the_same_words_gets_a_take_that_is_not_locked(
    tmp_path: Path,
) -> None:
    project = a_project(lines=4)
    with a_stage(tmp_path / "a.understudy", project) as stage:
        await stage.voice()
        locked = lock_first(stage)
        fourth = stage.lines[3].saying("en", stage.lines[0].words("en"))  # the same speaker
        stage.document.edit("Type", stage.project.with_line(fourth))
        await stage.voice()
        copied = stage.project.takes.circled(stage.lines[3], "en")
        assert copied and copied.media == locked.media
        assert not copied.locked


async def test_a_locked_take_is_never_discarded(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project(lines=1)) as stage:
        await stage.voice()
        locked = lock_first(stage)
        with pytest.raises(EditRefused) as refused:
            stage.project.marking(replace(locked, discarded=True))
        assert refused.value.problem is EditProblem.LOCKED
