"""Prose retold as a script: lines as they come, a cast, headings, and going on after a cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import WritingError, WritingProblem
from studio.model.line import LineKind
from studio.model.project import new_project
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.writing.adapting.adapt import adapt, work_of
from studio.writing.adapting.freely import MOST_CHARACTERS, parts_of
from studio.writing.adapting.order import LONGEST_PROSE, AdaptOrder, AdaptOutcome
from studio.writing.page import Page
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.text_model import TextModel
from tests.services.writing import Prompt, Written
from tests.writing.adapting.test_verbatim import STORY, told
from tests.writing.asking_at_work import an_asker

ROWS = """{"k":"char","id":"c1","name":"Mara","gender":"female","age":"30","role":"captain",
"style":"dry","voice":"low"}
{"k":"scene","id":"s1","head":"EXT. PIER - NIGHT"}
{"k":"line","s":"s1","c":"","e":"","d":"","p":0,"x":"The pier is empty."}
{"k":"line","s":"s1","c":"c1","e":"furious","d":"","p":400,"x":"Mara: (quietly) It is late."}
{"k":"line","s":"s1","c":"n","e":"","d":"","p":0,"x":"Nobody answered."}
{"k":"line","s":"s1","c":"Tobias","e":"","d":"","p":0,"x":"As you like."}
{"k":"end","count":4}
"""


@pytest.fixture
def service() -> Iterator[ChatService]:
    with obeyed(ChatService()) as service:
        service.writes(lambda prompt: ROWS)
        yield service


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with ProjectFile.create(tmp_path / "a.understudy", new_project("Pier")) as file:
        yield Document(file.project, DirectKeeper(file))


async def adapted(service: ChatService, document: Document, prose: str = STORY) -> AdaptOutcome:
    page = Page(document, "Adapt", "job")
    async with an_asker(service) as asker:
        try:
            return await adapt(page, asker, AdaptOrder(prose, "en", title="Pier"))
        finally:
            page.close()


async def test_records_become_lines_a_cast_and_headings(
    service: ChatService, document: Document
) -> None:
    outcome = await adapted(service, document)
    assert told(document.project) == [
        ("", "EXT. PIER - NIGHT"),
        ("", "The pier is empty."),
        ("Mara", "It is late."),
        ("NARRATOR", "Nobody answered."),
        ("Tobias", "As you like."),
    ]
    lines = document.project.episodes[0].lines
    assert [line.kind for line in lines[:4]] == [
        LineKind.HEADING,
        LineKind.ACTION,
        LineKind.DIALOGUE,
        LineKind.VOICE_OVER,
    ]
    assert (lines[2].emotion, lines[2].direction, lines[2].pause_after_ms) == (
        "angry",
        "quietly",
        400,
    )
    mara = document.project.cast.named("Mara")
    assert mara and (mara.gender, mara.age, mara.notes) == ("female", "30", "low")
    assert outcome.lines == 4 and document.project.episodes[0].title == "Pier"
    document.undo()
    assert told(document.project) == []


@pytest.mark.parametrize("at", [150, 260, 400, 470])
async def test_an_answer_that_is_cut_off_is_gone_on_with(
    service: ChatService, document: Document, at: int
) -> None:
    asked: list[Prompt] = []

    def cut_once(prompt: Prompt) -> Written:
        asked.append(prompt)
        return Written(ROWS[:at], finish="length") if len(asked) == 1 else Written(ROWS)

    service.writes(cut_once)
    await adapted(service, document)
    assert [words for _, words in told(document.project)] == [
        "EXT. PIER - NIGHT",
        "The pier is empty.",
        "It is late.",
        "Nobody answered.",
        "As you like.",
    ]
    assert len(asked) == 2


async def test_a_new_episode_is_made_where_all_have_lines(
    service: ChatService, document: Document
) -> None:
    await adapted(service, document)
    await adapted(service, document)
    assert [episode.number for episode in document.project.episodes] == [1, 2]
    assert len(document.project.cast) == 3


async def test_the_test_model_retells_a_story(service: ChatService, document: Document) -> None:
    service.writes(TextModel())
    await adapted(service, document)
    assert ("Mara", "We are early.") in told(document.project)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("I'm sorry, I can't help with that.", WritingProblem.DECLINED),
        ("Here is a nice story about a pier.", WritingProblem.NO_RECORDS),
    ],
)
async def test_words_without_records_are_quoted(
    service: ChatService, document: Document, answer: str, problem: WritingProblem
) -> None:
    service.writes(lambda prompt: answer)
    with pytest.raises(WritingError) as caught:
        await adapted(service, document)
    assert caught.value.problem is problem and caught.value.detail == answer


@pytest.mark.parametrize(
    ("prose", "problem"),
    [("  \n", WritingProblem.NO_WORDS), ("a" * (LONGEST_PROSE + 1), WritingProblem.TOO_LONG)],
)
def test_what_cannot_be_adapted_is_refused_before_anything_is_asked(
    prose: str, problem: WritingProblem
) -> None:
    with pytest.raises(WritingError) as caught:
        work_of(AdaptOrder(prose, "en"))
    assert caught.value.problem is problem


def test_a_long_text_is_cut_between_paragraphs_and_keeps_every_word() -> None:
    paragraph = "The ferry left. Nobody waved! Was it late? " * 20
    prose = "\n\n".join([paragraph.strip()] * 20 + ["x" * (2 * MOST_CHARACTERS)])
    parts = list(parts_of(prose))
    assert all(len(part) <= MOST_CHARACTERS for part in parts)
    assert "".join("".join(parts).split()) == "".join(prose.split())
    assert work_of(AdaptOrder(prose, "en")).requests == len(parts)


def a_line(words: str) -> str:
    return f'{{"k":"line","s":"s1","c":"Mara","e":"","d":"","p":0,"x":"{words}"}}\n'


async def test_an_answer_without_its_last_record_is_gone_on_with(
    service: ChatService, document: Document
) -> None:
    answers = [a_line("It is late, my friend."), a_line("As you like.") + '{"k":"end","count":1}']
    service.writes(lambda prompt: answers.pop(0))
    outcome = await adapted(service, document)
    assert len(told(document.project)) == 2
    assert not answers and outcome.unfinished == 0


async def test_an_answer_that_says_enough_needs_no_last_record(
    service: ChatService, document: Document
) -> None:
    answers = [a_line("It is late, and the ferry is never late, my friend.")]
    service.writes(lambda prompt: answers.pop(0))
    outcome = await adapted(service, document, "It was late, and yet the ferry had not come.")
    assert outcome.unfinished == 0


async def test_a_story_that_is_refused_in_the_middle_is_not_passed_off_as_whole(
    service: ChatService, document: Document
) -> None:
    service.writes(lambda prompt: Written(a_line("It is late."), finish="content_filter"))
    with pytest.raises(WritingError) as caught:
        await adapted(service, document)
    assert caught.value.problem is WritingProblem.DECLINED
    assert told(document.project) == [("Mara", "It is late.")]


async def test_a_part_that_never_comes_to_its_end_is_told(
    service: ChatService, document: Document
) -> None:
    words = iter(("One more.", "Two more.", "Three more.", "Four more."))
    service.writes(lambda prompt: Written(a_line(next(words)), finish="length"))
    outcome = await adapted(service, document)
    assert (outcome.lines, outcome.unfinished) == (4, 1)


async def test_one_answer_in_prose_is_a_slip(service: ChatService, document: Document) -> None:
    answers = ["Sure! Here is your script:", ROWS]
    service.writes(lambda prompt: answers.pop(0))
    outcome = await adapted(service, document)
    assert outcome.lines == 4


async def test_lines_that_are_there_are_not_told_again_where_the_rest_is_too_much(
    service: ChatService, document: Document
) -> None:
    asked: list[str] = []

    def model(prompt: Prompt) -> Written:
        asked.append(prompt.said)
        service.text.context = 20
        return Written(a_line("It is late."), finish="length")

    service.writes(model)
    outcome = await adapted(service, document, STORY * 10)
    assert told(document.project) == [("Mara", "It is late.")]
    assert (len(asked), outcome.unfinished) == (1, 1)
