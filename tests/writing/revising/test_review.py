"""A review says what is wrong with which line, and changes none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.errors import WritingError, WritingProblem
from studio.model.project import Project
from studio.writing.page import Page
from studio.writing.revising.accepting import counts
from studio.writing.revising.review import (
    MOST_ROWS,
    ReviewOrder,
    review,
    work_of_review,
)
from tests.builders import a_project, first_line
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Written
from tests.writing.generating.stage import (
    END,
    Replies,
    a_stage,
    as_rows,
    more_than_it_reads,
)


def without_suggestions(project: Project) -> list[Any]:
    return [replace(line, suggestions=()) for _, line in project.lines]


async def test_remarks_are_suggestions_on_their_lines(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(4)
    one, two, three, four = [line for _, line in project.lines if line.spoken]
    mara, tobias, _ = project.cast.characters
    notes = [
        {"id": one.id, "p": "stiff", "c": "", "x": "MARA: Say it so."},
        {"id": two.id, "p": "wrong speaker", "c": "c1", "x": ""},
        {"id": three.id, "p": "", "c": "c3", "x": three.words("en")},
        {"id": "unknown", "p": "?", "c": "", "x": ""},
        {"id": four.id, "p": "says nothing new", "c": "nobody", "x": "别的语言。"},
    ]
    replies = Replies([*({"k": "note"} | note for note in notes), END])
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder())
        found = stage.file.project
    assert (outcome.lines, outcome.suggestions) == (4, 3)
    assert without_suggestions(found) == [line for _, line in project.lines]
    lines = [line for _, line in found.lines if line.spoken]
    told = [[(s.problem, s.words, s.character) for s in line.suggestions] for line in lines]
    assert told == [
        [("stiff", "Say it so.", None)],
        [("wrong speaker", "", mara.id)],
        [],
        [("says nothing new", "", None)],
    ]
    (request,) = replies.requests
    assert [row["id"] for row in request.rows("cast")] == ["c1", "c2", "c3"]
    assert [row["c"] for row in request.rows("rows")] == ["c1", "c2", "c3", "c1"]
    assert tobias.id == two.character


async def test_a_line_changed_meanwhile_gets_no_suggestion(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(2)
    line = first_line(project)

    class Changed(Page):
        def change_line(self, line: Any, change: Any) -> None:
            super().change_line(line, lambda line: line.saying("en", "Mine."))
            super().change_line(line, change)

    chat_service.writes(Replies([{"k": "note", "id": line.id, "p": "stiff", "x": "So."}, END]))
    async with a_stage(chat_service, tmp_path, project, page=Changed) as stage:
        await review(stage.page, stage.asker, ReviewOrder())
        found = first_line(stage.project)
    assert found.words("en") == "Mine." and found.suggestions == ()


async def test_only_the_episodes_of_an_order_are_looked_over(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    project = a_project(8, episodes=3)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder((project.episodes[1].id,)))
        found = counts(stage.project)
    assert outcome.lines == 8 and outcome.suggestions == found.suggestions > 0
    assert found.by_episode and set(found.by_episode) == {project.episodes[1].id}
    assert work_of_review(project, ReviewOrder()).requests == 3


async def test_a_long_episode_is_looked_over_in_parts(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    project = a_project(2 * MOST_ROWS + 20)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder())
    assert outcome.lines == 2 * MOST_ROWS + 20
    assert [len(each.rows("rows")) for each in model.requests] == [MOST_ROWS, MOST_ROWS, 20]


async def test_what_a_model_cannot_read_at_once_is_halved(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    chat_service.faults.next(more_than_it_reads())
    async with a_stage(chat_service, tmp_path, a_project(9)) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder())
    assert outcome.lines == 9
    first, second = model.requests
    assert [len(each.rows("rows")) for each in (first, second)] == [4, 5]
    assert [row["x"] for row in second.rows("last")] == [row["x"] for row in first.rows("rows")]


async def test_a_review_that_broke_off_goes_on_behind_its_last_remark(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(6)
    lines = [line for _, line in project.lines if line.spoken]
    first = as_rows({"k": "note", "id": lines[2].id, "p": "stiff", "x": ""})
    replies = Replies(Written(first + '\n{"k":"no', finish="length"), [END])
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder())
    assert (outcome.lines, outcome.suggestions) == (6, 1)
    assert [row["id"] for row in replies.requests[1].rows("rows")] == [
        line.id for line in lines[3:]
    ]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("I cannot review this.", WritingProblem.DECLINED),
        ("It is all fine, really.", WritingProblem.NO_RECORDS),
    ],
)
async def test_an_answer_in_prose_is_an_error(
    chat_service: ChatService, tmp_path: Path, said: str, problem: WritingProblem
) -> None:
    chat_service.writes(Replies(said))
    async with a_stage(chat_service, tmp_path, a_project(2)) as stage:
        with pytest.raises(WritingError) as caught:
            await review(stage.page, stage.asker, ReviewOrder())
    assert caught.value.problem is problem


async def test_one_answer_in_prose_is_a_slip(chat_service: ChatService, tmp_path: Path) -> None:
    project = a_project(2)
    line = first_line(project)
    note = {"k": "note", "id": line.id, "p": "stiff", "c": "", "x": ""}
    chat_service.writes(Replies("Here is what I found.", [note, END]))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await review(stage.page, stage.asker, ReviewOrder())
    assert outcome.suggestions == 1
