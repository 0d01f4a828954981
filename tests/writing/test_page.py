"""What a job writes reaches the document in few edits, and is one step of undo."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from studio.document import Document
from studio.errors import EditProblem, EditRefused
from studio.model.ids import LineId
from studio.model.line import Line
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.page import GhostLine, Page, Progress
from tests.builders import a_project, a_project_file, first_line


@pytest.fixture
def file(tmp_path):
    with a_project_file(tmp_path, a_project(3)) as file:
        yield file


@pytest.fixture
def document(file: ProjectFile) -> Document:
    return Document(file.project, DirectKeeper(file))


def saying(words: str):
    return lambda line: line.saying("en", words)


async def test_many_changes_are_one_edit_and_one_step_of_undo(document: Document) -> None:
    before, edits = document.project, []
    document.listen(edits.append)
    page = Page(document, "Write", "job", tick_s=3600.0)
    for _, line in before.lines:
        page.change_line(line.id, saying("First."))
        page.change_line(line.id, saying("Second."))
    assert document.project is before
    assert {line.words("en") for _, line in page.project.lines} == {"Second."}
    page.write()
    page.change(lambda project: replace(project, title="Other"))
    page.close()
    assert len(edits) == 2
    assert document.project.title == "Other"
    document.undo()
    assert document.project.episodes == before.episodes
    assert document.undo_label == ""


async def test_a_change_reaches_the_document_by_itself(document: Document) -> None:
    written = asyncio.Event()
    document.listen(lambda _: written.set())
    page = Page(document, "Write", "job", tick_s=0.001)
    page.change_line(first_line(document.project).id, saying("Soon."))
    await asyncio.wait_for(written.wait(), 60)
    assert first_line(document.project).words("en") == "Soon."


async def test_a_change_meets_the_line_as_it_is_by_then(document: Document) -> None:
    line = first_line(document.project)
    page = Page(document, "Write", "job", tick_s=3600.0)
    page.change_line(line.id, lambda line: line.saying("en", line.words("en") + " And on."))
    document.edit("type", document.project.with_line(line.saying("en", "Mine.")))
    page.close()
    assert first_line(document.project).words("en") == "Mine. And on."


async def test_a_line_that_is_gone_is_left_out(document: Document) -> None:
    before = document.project
    page = Page(document, "Write", "job")
    page.change_line(LineId("gone"), saying("Hello?"))
    page.close()
    assert document.project.episodes == before.episodes


async def test_what_the_document_refuses_ends_the_job(file: ProjectFile) -> None:
    def refuse(line: Line) -> Line:
        raise EditRefused(EditProblem.READ_ONLY)

    document = Document(file.project, DirectKeeper(file))
    page = Page(document, "Write", "job", tick_s=3600.0)
    page.change_line(first_line(document.project).id, refuse)
    with pytest.raises(EditRefused):
        page.write()
    with pytest.raises(EditRefused):
        page.change(lambda project: project)


async def test_taking_back_what_a_job_wrote_ends_it(document: Document) -> None:
    before = document.project
    page = Page(document, "Write", "job", tick_s=3600.0)
    page.change_line(first_line(before).id, saying("First."))
    page.write()
    page.change_line(first_line(before).id, saying("Second."))
    document.undo()
    with pytest.raises(EditRefused) as caught:
        page.change_line(first_line(before).id, saying("Third."))
    assert caught.value.problem is EditProblem.TAKEN_BACK
    page.close()
    assert document.project.episodes == before.episodes


async def test_ghosts_and_progress_are_told_and_never_written(document: Document) -> None:
    before, told = document.project, []
    page = Page(document, "Write", "job", tick_s=3600.0)
    page.listen(lambda page: told.append((dict(page.ghosts), page.progress)))
    page.show("s1", GhostLine("Onc", "en"))
    page.report(Progress("writing", 1, 4))
    page.write()
    page.show("s1", None)
    page.close()
    page.close()
    assert told[0] == ({"s1": GhostLine("Onc", "en")}, Progress("writing", 1, 4))
    assert told[-1][0] == {}
    assert document.project is before
