"""Whoever a model means: ids given twice, names that change meanwhile, one person twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import Document
from studio.model.project import new_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.adapting.adapt import adapt
from studio.writing.adapting.order import AdaptOrder
from studio.writing.page import Page
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.writing import Prompt, Written
from tests.writing.adapting.test_verbatim import told
from tests.writing.asking_at_work import an_asker

STORY = "“It is late,” said Mara.\n\n“As you like,” said Jonas."


@pytest.fixture
def service() -> Iterator[ChatService]:
    with obeyed(ChatService()) as service:
        yield service


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with ProjectFile.create(tmp_path / "a.understudy", new_project("Pier")) as file:
        yield Document(file.project, DirectKeeper(file))


async def adapted(service: ChatService, page: Page, prose: str, *, keep_words: bool) -> None:
    async with an_asker(service) as asker:
        try:
            await adapt(page, asker, AdaptOrder(prose, "en", keep_words))
        finally:
            page.close()


def person(id: str, name: str) -> str:
    return f'{{"k":"char","id":"{id}","name":"{name}"}}\n'


def label(piece: str, id: str) -> str:
    return f'{{"k":"who","id":"{piece}","c":"{id}","e":"","d":""}}\n'


def line(id: str, words: str) -> str:
    return f'{{"k":"line","s":"s1","c":"{id}","e":"","d":"","p":0,"x":"{words}"}}\n'


def answers(service: ChatService, *texts: str | Written) -> None:
    """Have the model answer these, one after another."""
    left = list(texts)
    service.writes(lambda prompt: left.pop(0))


async def test_a_model_that_counts_from_the_beginning_again_means_somebody_new(
    service: ChatService, document: Document
) -> None:
    answers(
        service,
        person("c1", "Mara") + label("p1", "c1"),
        person("c1", "Jonas") + label("p3", "c1") + '{"k":"end","count":1}',
    )
    await adapted(service, Page(document, "Adapt", "job"), STORY, keep_words=True)
    assert told(document.project)[0] == ("Mara", "It is late,")
    assert told(document.project)[2] == ("Jonas", "As you like,")


async def test_it_does_so_too_where_it_goes_on_in_a_retelling(
    service: ChatService, document: Document
) -> None:
    answers(
        service,
        Written(person("c1", "Mara") + line("c1", "It is late, my friend."), finish="length"),
        person("c1", "Jonas") + line("c1", "As you like, captain.") + '{"k":"end","count":1}',
    )
    await adapted(service, Page(document, "Adapt", "job"), STORY, keep_words=False)
    assert [name for name, _ in told(document.project)] == ["Mara", "Jonas"]


async def test_in_its_next_answer_an_id_means_whom_it_was_told(
    service: ChatService, document: Document
) -> None:
    said: list[str] = []
    texts = [
        person("c1", "Mara") + label("p1", "c1"),
        person("c1", "Jonas") + label("p3", "c1"),
        label("p5", "c1") + '{"k":"end","count":1}',
    ]

    def model(prompt: Prompt) -> str:
        said.append(prompt.said)
        return texts.pop(0)

    service.writes(model)
    story = f"{STORY}\n\n“Then we wait,” she said."
    await adapted(service, Page(document, "Adapt", "job"), story, keep_words=True)
    assert '{"id":"c1","name":"Mara"}\n{"id":"c2","name":"Jonas"}' in said[2]
    assert told(document.project)[4] == ("Mara", "Then we wait,")


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Captain Mara", {"Mara", "NARRATOR"}),
        ("MARA", {"Mara", "NARRATOR"}),
        ("Mara’s mother", {"Mara", "Mara’s mother", "NARRATOR"}),
    ],
)
async def test_somebody_named_more_fully_is_nobody_new(
    service: ChatService, document: Document, name: str, people: set[str]
) -> None:
    answers(
        service,
        person("c1", "Mara") + label("p1", "c1"),
        person("c1", name) + label("p3", "c1") + '{"k":"end","count":1}',
    )
    await adapted(service, Page(document, "Adapt", "job"), STORY, keep_words=True)
    assert {name for name, _ in told(document.project)} == people


@pytest.mark.parametrize("keep_words", [True, False])
async def test_who_gets_another_name_meanwhile_stays_the_same(
    service: ChatService, document: Document, keep_words: bool
) -> None:
    page, loop, renamed = (
        Page(document, "Adapt", "job"),
        asyncio.get_running_loop(),
        threading.Event(),
    )

    def rename() -> None:
        page.write()
        cast = document.project.cast
        mara = cast.named("Mara")
        assert mara
        cast = cast.replacing(replace(mara, name="Maria"))
        document.edit("Rename", replace(document.project, cast=cast))
        renamed.set()

    first = label("p1", "c1") if keep_words else line("c1", "It is late.")
    second = label("p3", "c1") if keep_words else line("Mara", "As you like.")
    texts = [Written(person("c1", "Mara") + first, finish="length"), second + '{"k":"end"}']

    def model(prompt: Prompt) -> str | Written:
        if len(texts) == 1:
            loop.call_soon_threadsafe(rename)
            renamed.wait()
        return texts.pop(0)

    service.writes(model)
    story = STORY.replace("Jonas", "Mara")
    await adapted(service, page, story, keep_words=keep_words)
    assert {name for name, _ in told(document.project)} - {"NARRATOR"} == {"Maria"}
    assert not document.project.cast.named("Mara")
