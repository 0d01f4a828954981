"""A job without a window: what becomes of it when nothing can be kept."""

from __future__ import annotations

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studio.command.writing_terms import WritingTerms
from studio.command.writing_work import WorkLine, worked
from studio.engine_room import EngineRoom
from studio.engines.text import TextPrice
from studio.errors import NoConnection, ProjectFileError, ProjectFileProblem
from studio.writing.asking import Asker
from studio.writing.page import Page
from studio.writing.purse import Purse
from tests.builders import a_project, a_project_file
from tests.command.writing_stage import model
from tests.services.text_model import TextModel

__all__ = ["model"]


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A full disk that needs no disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_that_is_full_ends_a_job_before_more_is_paid_for(
    model: TextModel, tmp_path: Path
) -> None:
    room = EngineRoom(lambda error: None)
    await room.begin()
    went_on = False

    async def job(page: Page, asker: Asker) -> None:
        nonlocal went_on
        with no_file_above(file.path.stat().st_size):
            page.change(lambda project: replace(project, title="No room for this. " * 50_000))
            page.write()
        went_on = True

    with (
        a_project_file(tmp_path, a_project()) as file,
        pytest.raises(ProjectFileError) as caught,
    ):
        await worked(room, file, "Writing", WritingTerms(), job)
    await room.aclose()
    assert caught.value.problem in (ProjectFileProblem.DISK_FULL, ProjectFileProblem.UNWRITABLE)
    assert not went_on


def test_a_wait_is_told_at_once_and_then_now_and_then_with_its_end() -> None:
    now, told = [0.0], io.StringIO()
    line = WorkLine("Writing", Purse(TextPrice()), told, lambda: now[0])
    for at in (0.0, 1.0, 3.0, 15.0, 16.0, 25.0):
        now[0] = at
        line.wait(NoConnection("chat/env", "no connection"), 60.0 - at)
    first, second, third = told.getvalue().splitlines()
    assert "no connection" in first.casefold() and first.endswith("tried again for up to 60 s.")
    assert "chat/env" in second and "up to 45 s more" in second and "up to 35 s more" in third
