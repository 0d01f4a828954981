"""Prose whose every word is kept: who speaks is found, the rest is the narrator's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import VoiceError, WritingError, WritingProblem
from studio.model.line import LineKind
from studio.model.project import Project, new_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.adapting.attributing import MOST_PIECES
from studio.writing.adapting.order import AdaptOrder, AdaptOutcome
from studio.writing.adapting.proof import prove
from studio.writing.adapting.verbatim import NOBODY_KNOWS, adapt_verbatim, work_of_verbatim
from studio.writing.page import Page
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.text_model import TextModel
from tests.services.writing import Prompt
from tests.services.wrongs import cut_in_body
from tests.writing.asking_at_work import an_asker

STORY = """The pier was empty.

“Mara,” said Tobias, “the ferry is late.”

“It is never late,” said Mara. She counted the lamps. “We are early.”

“As you like,” said Tobias.
"""


@pytest.fixture
def service() -> Iterator[ChatService]:
    with obeyed(ChatService()) as service:
        service.writes(TextModel())
        yield service


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with ProjectFile.create(tmp_path / "a.understudy", new_project("Pier")) as file:
        yield Document(file.project, DirectKeeper(file))


async def adapted(service: ChatService, document: Document, prose: str) -> AdaptOutcome:
    page = Page(document, "Adapt", "job")
    episode = document.project.episodes[0].id
    async with an_asker(service) as asker:
        try:
            return await adapt_verbatim(page, asker, AdaptOrder(prose, "en", True), episode)
        finally:
            page.close()


def told(project: Project) -> list[tuple[str, str]]:
    said = ((project.cast.find(line.character), line.words("en")) for _, line in project.lines)
    return [(who.name if who else "", words) for who, words in said]


async def test_speeches_go_to_who_says_them_and_the_rest_to_the_narrator(
    service: ChatService, document: Document
) -> None:
    outcome = await adapted(service, document, STORY)
    assert told(document.project) == [
        ("NARRATOR", "The pier was empty."),
        ("Tobias", "Mara,"),
        ("NARRATOR", "said Tobias,"),
        ("Tobias", "the ferry is late."),
        ("Mara", "It is never late,"),
        ("NARRATOR", "said Mara. She counted the lamps."),
        ("Mara", "We are early."),
        ("Tobias", "As you like,"),
        ("NARRATOR", "said Tobias."),
    ]
    kinds = [line.kind for _, line in document.project.lines]
    assert kinds.count(LineKind.VOICE_OVER) == 4
    assert outcome.proved and outcome.unattributed == 0
    prove(STORY, [words for _, words in told(document.project)])
    document.undo()
    assert told(document.project) == []


async def test_a_text_cut_anywhere_goes_on_where_it_was(
    service: ChatService, document: Document
) -> None:
    await adapted(service, document, STORY)
    whole = told(document.project)
    episode = document.project.episodes[0]
    half = replace(episode, lines=episode.lines[:4])
    document.edit("cut", document.project.with_episode(half))
    outcome = await adapted(service, document, STORY)
    assert told(document.project) == whole
    assert outcome.lines == len(whole) - 4 and outcome.proved


async def test_a_speech_that_nobody_can_place_is_kept_and_asked_about(
    service: ChatService, document: Document
) -> None:
    model = TextModel()
    asked = 0

    def forgetful(prompt: Prompt) -> str:
        nonlocal asked
        asked += 1
        rows = model(prompt).text.splitlines()
        return "\n".join(row for row in rows if '"p4"' not in row)

    service.writes(forgetful)
    outcome = await adapted(service, document, STORY)
    assert outcome.unattributed == 1 and outcome.proved
    (line,) = [line for _, line in document.project.lines if line.suggestions]
    assert line.words("en") == "the ferry is late." and line.character is None
    assert line.suggestions[0].problem == NOBODY_KNOWS
    assert asked == 3


async def test_labels_for_pieces_that_are_not_there_change_nothing(
    service: ChatService, document: Document
) -> None:
    model = TextModel()
    service.writes(
        lambda prompt: '{"k":"who","id":"p99","c":"c1","e":"","d":""}\n' + model(prompt).text
    )
    outcome = await adapted(service, document, STORY)
    assert outcome.proved and len(told(document.project)) == 9


async def test_a_model_that_declines_is_quoted(service: ChatService, document: Document) -> None:
    service.writes(lambda prompt: "I'm sorry, but I can't help with that.")
    with pytest.raises(WritingError) as caught:
        await adapted(service, document, STORY)
    assert caught.value.problem is WritingProblem.DECLINED
    assert "can't help" in caught.value.detail


async def test_a_long_story_is_read_in_parts(service: ChatService, document: Document) -> None:
    model = TextModel()
    service.writes(model)
    story = "\n\n".join([STORY] * 20)
    outcome = await adapted(service, document, story)
    assert outcome.proved and outcome.lines == 180
    parts = work_of_verbatim(AdaptOrder(story, "en", True)).requests
    assert 180 / MOST_PIECES <= parts <= 5
    assert len(model.requests) == parts and outcome.unattributed == 0


async def test_a_story_without_speeches_asks_nobody(
    service: ChatService, document: Document
) -> None:
    service.writes(lambda prompt: pytest.fail("asked"))
    outcome = await adapted(service, document, "It rained.\n\nIt went on raining.")
    assert [name for name, _ in told(document.project)] == ["NARRATOR", "NARRATOR"]
    assert outcome.proved


async def test_one_answer_in_prose_is_a_slip(service: ChatService, document: Document) -> None:
    model = TextModel()
    said = ["Sure! Here are the records you asked for:"]
    service.writes(lambda prompt: said.pop() if said else model(prompt))
    outcome = await adapted(service, document, STORY)
    assert outcome.proved and outcome.unattributed == 0


async def test_a_connection_that_is_lost_each_time_is_no_reason_to_name_nobody(
    service: ChatService, document: Document
) -> None:
    service.faults.always(cut_in_body(0.02))
    with pytest.raises(VoiceError):
        await adapted(service, document, STORY)
