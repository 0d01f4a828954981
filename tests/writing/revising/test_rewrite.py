"""Chosen lines are said in other words, each under its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import WritingError, WritingProblem
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Project
from studio.writing.page import GhostLine, Page
from studio.writing.revising.rewrite import (
    AT_ONCE,
    LONGEST_INSTRUCTION,
    RewriteOrder,
    rewrite,
    work_of_rewrite,
)
from tests.builders import a_project
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Written
from tests.writing.generating.stage import END, Replies, a_stage, as_rows, more_than_it_reads


def spoken(project: Project) -> list[Line]:
    return [line for _, line in project.lines if line.spoken]


def ids(*lines: Line) -> tuple[LineId, ...]:
    return tuple(line.id for line in lines)


async def test_the_chosen_lines_get_other_words_and_keep_the_rest(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(6)
    one, two, three, four, *_ = spoken(project)
    replies = Replies([
        {"id": three.id, "x": "MARA: (softly) Third, said anew."},
        {"id": one.id, "x": "Not asked for."},
        {"id": two.id, "x": "Second, said anew."},
        {"id": two.id, "x": "Second, said twice."},
        END,
    ])  # fmt: skip
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, project) as stage:
        order = RewriteOrder(ids(three, two), "Shorter.\x07 See https://example.com/a")
        outcome = await rewrite(stage.page, stage.asker, order)
        found = spoken(stage.file.project)
    assert (outcome.rewritten, outcome.unanswered) == (2, ())
    words = [line.words("en") for line in found]
    assert words[:4] == [
        one.words("en"), "Second, said anew.", "Third, said anew.", four.words("en"),
    ]  # fmt: skip
    assert found[2].direction == "softly" and ids(*found) == ids(*spoken(project))
    (request,) = replies.requests
    assert request.task == "rewrite" and request.text("ask") == "Shorter. See"
    assert [row["c"] for row in request.rows("rows")] == ["TOBIAS", "NARRATOR"]
    assert [row["x"] for row in request.rows("last")] == ["INT. DECK 1", one.words("en")]
    assert request.rows("next")[0]["x"] == four.words("en")


async def test_new_words_can_be_proposed_instead(chat_service: ChatService, tmp_path: Path) -> None:
    chat_service.writes(TextModel())
    project = a_project(3)
    async with a_stage(chat_service, tmp_path, project) as stage:
        order = RewriteOrder(ids(*spoken(project)), "Colder.", as_suggestions=True)
        outcome = await rewrite(stage.page, stage.asker, order)
        found = spoken(stage.project)
    assert outcome.rewritten == 3
    for before, line in zip(spoken(project), found, strict=True):
        (suggestion,) = line.suggestions
        assert line.words("en") == before.words("en") != suggestion.words
        assert suggestion.problem == "Colder." and suggestion.character is None


async def test_what_is_being_written_is_shown_at_its_line(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(2)
    line = spoken(project)[0]
    chat_service.writes(Replies(Written(as_rows({"id": line.id, "x": "Said anew."}, END), delta=5)))
    ghosts: list[GhostLine] = []

    class Watched(Page):
        def show(self, stream: object, ghost: GhostLine | None) -> None:
            super().show(stream, ghost)
            ghosts.extend(self.ghosts.values())

    async with a_stage(chat_service, tmp_path, project, page=Watched) as stage:
        await rewrite(stage.page, stage.asker, RewriteOrder((line.id,), "Anew."))
    assert {each.line for each in ghosts} == {line.id}
    assert {each.episode for each in ghosts} == {project.episodes[0].id}


async def test_many_lines_are_asked_for_in_parts_and_missing_ones_again(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    project = a_project(AT_ONCE + 5)
    lines = spoken(project)
    order = RewriteOrder(ids(*lines), "Colder.")
    assert work_of_rewrite(project, order).requests == 2
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await rewrite(stage.page, stage.asker, order)
        assert outcome.rewritten == AT_ONCE + 5
    assert [len(each.rows("rows")) for each in model.requests] == [AT_ONCE, 5]
    replies = Replies(
        [{"id": lines[0].id, "x": "Anew."}, END],
        [{"id": lines[1].id, "x": "也许。"}, END],
    )
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await rewrite(stage.page, stage.asker, RewriteOrder(ids(*lines[:3]), "Anew."))
    assert (outcome.rewritten, outcome.unanswered) == (1, ids(*lines[1:3]))
    assert [len(each.rows("rows")) for each in replies.requests] == [3, 2]


async def test_a_rewrite_that_broke_off_goes_on_with_what_is_missing(
    chat_service: ChatService, tmp_path: Path
) -> None:
    project = a_project(3)
    one, two, three = spoken(project)
    first = as_rows({"id": one.id, "x": "One, anew."}) + '\n{"id":"' + two.id
    rest = [{"id": two.id, "x": "Two, anew."}, {"id": three.id, "x": "Three, anew."}, END]
    replies = Replies(Written(first, finish="length"), rest)
    chat_service.writes(replies)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await rewrite(stage.page, stage.asker, RewriteOrder(ids(one, two, three), "Anew"))
    assert outcome.rewritten == 3
    asked = [[row["id"] for row in each.rows("rows")] for each in replies.requests]
    assert asked == [[*ids(one, two, three)], [*ids(two, three)]]


async def test_more_than_a_model_reads_is_asked_for_in_halves(
    chat_service: ChatService, tmp_path: Path
) -> None:
    model = TextModel()
    chat_service.writes(model)
    chat_service.faults.next(more_than_it_reads())
    project = a_project(5)
    async with a_stage(chat_service, tmp_path, project) as stage:
        order = RewriteOrder(ids(*spoken(project)), "Colder.")
        assert (await rewrite(stage.page, stage.asker, order)).rewritten == 5
    assert [len(each.rows("rows")) for each in model.requests] == [2, 3]


@pytest.mark.parametrize(
    ("instruction", "problem"),
    [
        ("", WritingProblem.NO_WORDS),
        (" https://example.com ", WritingProblem.NO_WORDS),
        ("x" * (LONGEST_INSTRUCTION + 1), WritingProblem.TOO_LONG),
        ("Make it worse.", WritingProblem.DECLINED),
    ],
)
async def test_a_wish_that_cannot_be_met_is_refused(
    chat_service: ChatService, tmp_path: Path, instruction: str, problem: WritingProblem
) -> None:
    chat_service.writes(Replies("I'm sorry, I can't help with that."))
    project = a_project(1)
    async with a_stage(chat_service, tmp_path, project) as stage:
        with pytest.raises(WritingError) as caught:
            await rewrite(stage.page, stage.asker, RewriteOrder(ids(*spoken(project)), instruction))
        assert stage.project is project or stage.project == project
    assert caught.value.problem is problem


async def test_lines_that_are_gone_or_empty_are_no_work(
    chat_service: ChatService, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_project(1)) as stage:
        with pytest.raises(WritingError) as caught:
            await rewrite(stage.page, stage.asker, RewriteOrder((LineId("gone"),), "Anew."))
    assert caught.value.problem is WritingProblem.NO_WORDS
    assert chat_service.requests == []


async def test_one_answer_in_prose_is_a_slip(chat_service: ChatService, tmp_path: Path) -> None:
    project = a_project(1)
    (line,) = spoken(project)
    chat_service.writes(Replies("Here you are.", [{"id": line.id, "x": "Say it so."}, END]))
    async with a_stage(chat_service, tmp_path, project) as stage:
        order = RewriteOrder(ids(line), "shorter")
        outcome = await rewrite(stage.page, stage.asker, order)
    assert outcome.rewritten == 1
