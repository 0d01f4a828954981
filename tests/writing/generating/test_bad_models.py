"""A model that spoils a third of its answers still gives a whole script, and no rubbish in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.errors import WritingError, WritingProblem
from studio.model.outline import Brief, Written
from studio.writing.drafting.letters import in_other_letters
from studio.writing.drafting.speakable import LONGEST_LINE
from studio.writing.generating.orders import ScenesOrder
from studio.writing.generating.plan import is_planned, plan
from studio.writing.generating.scenes import write_scenes
from studio.writing.revising.review import ReviewOrder, review
from studio.writing.revising.rewrite import RewriteOrder, rewrite
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.writing.generating.stage import Stage, a_stage

RUBBISH = re.compile(r'[{}\[\]<>*\x00-\x1f]|"[a-z]":|```|https?:|^\w+:')
SAID_NO = (WritingProblem.DECLINED, WritingProblem.NO_RECORDS)
TRIES = 30


async def until_written(stage: Stage, brief: Brief) -> None:
    """Go on, as a person would, until all is there."""
    for _ in range(TRIES):
        try:
            if not is_planned(stage.page.project.outline):
                await plan(stage.page, stage.asker, brief, keep=True, broken_off=True)
            elif (await write_scenes(stage.page, stage.asker, ScenesOrder())).unfinished:
                continue
            else:
                return
        except WritingError as error:
            assert error.problem in SAID_NO
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("seed", range(5))
async def test_a_script_comes_whole_out_of_spoiled_answers(
    chat_service: ChatService, tmp_path: Path, seed: int, language: str
) -> None:
    model = TextModel()
    model.defects.random(seed, 0.35)
    chat_service.writes(model)
    brief = Brief("A ferry that never lands.", "vertical drama", language, episodes=3, seconds=60)
    async with a_stage(chat_service, tmp_path) as stage:
        await until_written(stage, brief)
        project = stage.file.project
        assert project.outline and len(project.outline.episodes) == 3
        planned = [scene for each in project.outline.episodes for scene in each.scenes]
        assert {scene.written for scene in planned} == {Written.WRITTEN}
        assert len(project.outline.characters) >= brief.cast_size
        spoken = [line for _, line in project.lines if line.spoken]
        assert len(spoken) >= 3 * len(planned)
        for line in spoken:
            words = line.words(language)
            assert not RUBBISH.search(words) and len(words) <= LONGEST_LINE, words
            assert project.cast.find(line.character)
        wrong = [line for line in spoken if in_other_letters(line.words(language), language)]
        assert len(wrong) <= len(spoken) // 4


@pytest.mark.parametrize("seed", range(5))
async def test_revising_survives_spoiled_answers(
    chat_service: ChatService, tmp_path: Path, seed: int
) -> None:
    model = TextModel()
    chat_service.writes(model)
    brief = Brief("A ferry that never lands.", "vertical drama", "en", episodes=1, seconds=90)
    async with a_stage(chat_service, tmp_path) as stage:
        await until_written(stage, brief)
        model.defects.random(seed, 0.5)
        lines = [line for _, line in stage.project.lines if line.spoken]
        ids = tuple(line.id for line in lines)
        for order in (ReviewOrder(), RewriteOrder(ids, "Colder.", as_suggestions=True)):
            try:
                if isinstance(order, ReviewOrder):
                    await review(stage.page, stage.asker, order)
                else:
                    await rewrite(stage.page, stage.asker, order)
            except WritingError as error:
                assert error.problem in SAID_NO
        after = [line for _, line in stage.project.lines if line.spoken]
        assert [line.text for line in after] == [line.text for line in lines]
        proposed = [each.words for line in after for each in line.suggestions]
        assert [words for words in proposed if RUBBISH.search(words)] == []
