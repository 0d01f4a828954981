"""A story retold that was stopped goes on where it was; what is told is not asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import WritingError
from studio.model.line import LineKind
from studio.model.project import new_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.adapting.adapt import adapt
from studio.writing.adapting.freely import parts_of
from studio.writing.adapting.order import AdaptOrder
from studio.writing.page import Page
from studio.writing.purse import Purse
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.text_model import TextModel
from tests.services.writing import Prompt, Written
from tests.writing.adapting.test_verbatim import told
from tests.writing.asking_at_work import A_PRICE, an_asker

DAY = """The pier was empty on day {n}.

“Mara, it is day {n},” said Tobias, “and the ferry is {n} hours late.”

“It was never late in {n} years,” said Mara. She counted {n} lamps. “We are {n} minutes early.”
"""
LONG = "\n\n".join(DAY.format(n=number) for number in range(100, 180))


@pytest.fixture
def model() -> TextModel:
    return TextModel()


@pytest.fixture
def service(model: TextModel) -> Iterator[ChatService]:
    with obeyed(ChatService()) as service:
        service.writes(model)
        yield service


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with ProjectFile.create(tmp_path / "a.understudy", new_project("Pier")) as file:
        yield Document(file.project, DirectKeeper(file))


async def adapted(service: ChatService, document: Document, *, most_tokens: int = 0) -> None:
    page = Page(document, "Adapt", "job")
    async with an_asker(service, purse=Purse(A_PRICE, most_tokens=most_tokens)) as asker:
        try:
            await adapt(page, asker, AdaptOrder(LONG, "en"))
        finally:
            page.close()


async def test_a_job_at_its_limit_goes_on_without_paying_twice(
    service: ChatService, document: Document, model: TextModel
) -> None:
    with pytest.raises(WritingError):
        await adapted(service, document, most_tokens=12_000)
    parts, asked = len(list(parts_of(LONG))), len(model.requests)
    assert 0 < asked < parts
    await adapted(service, document)
    assert parts <= len(model.requests) <= parts + 1, "only the part it stopped in is asked again"
    said = [each for each in told(document.project) if each[0]]
    assert len(said) == len(set(said)) == 4 * 80
    assert len(document.project.episodes) == 1


async def test_a_job_stopped_in_a_part_goes_on_behind_its_last_line(
    service: ChatService, document: Document, model: TextModel
) -> None:
    await adapted(service, document)
    whole = told(document.project)
    episode = document.project.episodes[0]
    last = episode.told[1].last
    end = [str(line.id) for line in episode.lines].index(str(last)) + 1
    left = [line for line in episode.lines[end : end + 5] if line.kind is not LineKind.HEADING]
    cut = replace(episode, lines=episode.lines[: end + 5], told=episode.told[:2])
    document.edit("cut", document.project.with_episode(cut))
    asked: list[str] = []

    def going_on(prompt: Prompt) -> Written:
        """The answer of the model, at first without the lines that it is shown."""
        asked.append(prompt.said)
        rows = model(prompt).text.splitlines()
        lines = [row for row in rows if '"k":"line"' in row.replace(" ", "")]
        known = lines[: len(left)] if len(asked) == 1 else []
        return Written("\n".join(row for row in rows if row not in known))

    service.writes(going_on)
    await adapted(service, document)
    assert "written>" in asked[0] and left[-1].words("en") in asked[0]
    assert [each for each in told(document.project) if each[0]] == [e for e in whole if e[0]]


async def test_a_story_that_is_told_to_its_end_is_told_anew_in_an_episode_of_its_own(
    service: ChatService, document: Document
) -> None:
    await adapted(service, document)
    await adapted(service, document)
    assert [episode.number for episode in document.project.episodes] == [1, 2]
