"""A text job in the window: what it writes, what it costs so far, Stop, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.errors import EngineRefused
from studio.ui.progress import Work, WorkBars
from studio.ui.writing.jobs import Job, WritingJobs, WritingTerms
from studio.writing.asking import Asker
from studio.writing.page import GhostLine, Page, Progress
from studio.writing.scanning.records import Ghost, Record
from studio.writing.scanning.shapes import TRANSLATION
from tests.builders import first_line
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.writing import Written
from tests.services.wrongs import stalled
from tests.ui.stage import Stage, a_stage, until
from tests.writing.asking_at_work import ROWS, a_request, an_asker


@pytest.fixture
def service() -> Iterator[ChatService]:
    with obeyed(ChatService()) as service:
        service.writes(lambda prompt: Written(ROWS, delta=5))
        yield service


async def one_line(page: Page, asker: Asker) -> str:
    """Give the first line the words of the first record; returns them."""
    line, came = first_line(page.project), list[str]()
    async with aclosing(asker.records("translate", a_request(), TRANSLATION)) as coming:
        async for each in coming:
            if isinstance(each, Ghost):
                page.show("line", GhostLine(each.text, "en", line=line.id))
                page.write()
            elif isinstance(each, Record) and each.words("t"):
                came.append(each.words("t"))
    page.report(Progress("writing", 1, 1))
    page.change_line(line.id, lambda line: line.saying("en", came[0]))
    return came[0]


@dataclass
class Room:
    stage: Stage
    jobs: WritingJobs
    bars: WorkBars

    def run(self, job: Job[str] | None = None) -> asyncio.Task[str | None]:
        run = self.jobs.run("Write", "here", WritingTerms(), job or one_line)
        return asyncio.ensure_future(run)


@asynccontextmanager
async def a_room(qtbot: QtBot, folder: Path, service: ChatService) -> AsyncIterator[Room]:
    stage, bars = a_stage(folder), WorkBars()
    qtbot.addWidget(bars)
    async with an_asker(service) as asker:
        jobs = WritingJobs(
            stage.document, lambda id, terms: asker, stage.tasks, bars, stage.notices
        )
        yield Room(stage, jobs, bars)
        await stage.close()


async def test_a_job_writes_shows_its_ghosts_and_tells_what_came_of_it(
    qtbot: QtBot, tmp_path: Path, service: ChatService
) -> None:
    async with a_room(qtbot, tmp_path, service) as room:
        stage, ghosts = room.stage, list[dict[object, GhostLine]]()
        room.jobs.ghosts_changed.connect(ghosts.append)
        room.jobs.start("Write", "here", WritingTerms(), one_line, lambda told: f"Came: {told}")
        await until(lambda: bool(stage.said))
        assert first_line(stage.project).words("en") == "Warte."
        assert [notice.text for notice in stage.said] == ["Came: Warte."]
        assert any("Warte.".startswith(g.text) for told in ghosts for g in told.values())
        assert ghosts[-1] == {} and not room.jobs.running
        stage.document.undo()
        assert first_line(stage.project).words("en") != "Warte."


async def test_stop_ends_a_job_that_waits_for_an_answer(
    qtbot: QtBot, tmp_path: Path, service: ChatService
) -> None:
    stall = service.faults.next(stalled())
    async with a_room(qtbot, tmp_path, service) as room:
        run = room.run()
        await stall.arrived()
        assert room.jobs.is_busy("here") and room.bars.findChildren(Work)
        room.jobs.stop()
        assert await run is None
        stall.release()


async def test_one_place_has_one_job(qtbot: QtBot, tmp_path: Path, service: ChatService) -> None:
    async with a_room(qtbot, tmp_path, service) as room:
        run = room.run()
        await asyncio.sleep(0)
        room.jobs.start("Write", "here", WritingTerms(), one_line, str)
        assert "already" in room.stage.said[-1].text
        assert await run == "Warte."


async def test_what_a_job_cost_is_shown_as_it_goes(
    qtbot: QtBot, tmp_path: Path, service: ChatService
) -> None:
    async with a_room(qtbot, tmp_path, service) as room:
        notes: list[str] = []

        async def watched(page: Page, asker: Asker) -> str:
            told = await one_line(page, asker)
            notes.extend(label.text() for label in room.bars.findChildren(QLabel))
            return told

        await room.run(watched)
    assert any("tokens, " in note and note.endswith("USD") for note in notes)


async def test_what_a_model_refuses_reaches_whoever_asked(
    qtbot: QtBot, tmp_path: Path, service: ChatService
) -> None:
    async def refused(page: Page, asker: Asker) -> str:
        raise EngineRefused("chat/main", "no such model")

    async with a_room(qtbot, tmp_path, service) as room:
        with pytest.raises(EngineRefused):
            await room.run(refused)
        assert not room.jobs.running
