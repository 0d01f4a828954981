"""One line in fewer words, when a person asks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import WritingError, WritingProblem
from studio.model.ids import LineId
from studio.model.translation import TranslationState
from studio.writing.fitting.shorter import ShorterOrder, shorter
from studio.writing.purse import Purse
from tests.services.minimax.service import MinimaxService
from tests.services.text_model import TextModel
from tests.writing.asking_at_work import A_PRICE
from tests.writing.fitting.stage import MACHINE, SENTENCE, a_line, a_project, a_stage
from tests.writing.generating.stage import Replies, as_rows


async def test_the_variant_that_is_there_is_taken_for_nothing(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    line = a_line(how=replace(MACHINE, shorter="Wir warten noch."))
    async with a_stage(minimax_service, tmp_path, a_project([line])) as stage:
        assert await shorter(stage.page, None, ShorterOrder(line.id, "de"))
        assert stage.line.words("de") == "Wir warten noch." and stage.how.shorter == ""


async def test_else_a_model_writes_one(minimax_service: MinimaxService, tmp_path: Path) -> None:
    line, model = a_line(), TextModel()
    minimax_service.writes(model)
    async with a_stage(minimax_service, tmp_path, a_project([line])) as stage:
        assert await shorter(stage.page, stage.asker, ShorterOrder(line.id, "de"))
        assert len(stage.line.words("de")) < len(SENTENCE)
        assert stage.how.state is TranslationState.ADJUSTED
        assert len(model.requests) == 1


async def test_a_persons_words_stay_a_persons(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    line = a_line(how=replace(MACHINE, state=TranslationState.EDITED))
    minimax_service.writes(TextModel())
    async with a_stage(minimax_service, tmp_path, a_project([line])) as stage:
        assert await shorter(stage.page, stage.asker, ShorterOrder(line.id, "de"))
        assert stage.how.state is TranslationState.EDITED
        assert len(stage.line.words("de")) < len(SENTENCE)


async def test_nothing_better_leaves_the_line(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    line = a_line()
    minimax_service.writes(Replies(as_rows({"id": line.id, "x": f"{SENTENCE} Ja."})))
    async with a_stage(minimax_service, tmp_path, a_project([line])) as stage:
        assert not await shorter(stage.page, stage.asker, ShorterOrder(line.id, "de"))
        assert not await shorter(stage.page, stage.asker, ShorterOrder(LineId("gone"), "de"))
        assert stage.line.words("de") == SENTENCE


async def test_a_limit_is_told(minimax_service: MinimaxService, tmp_path: Path) -> None:
    line, purse = a_line(), Purse(A_PRICE, most_tokens=1)
    async with a_stage(minimax_service, tmp_path, a_project([line]), purse=purse) as stage:
        with pytest.raises(WritingError) as caught:
            await shorter(stage.page, stage.asker, ShorterOrder(line.id, "de"))
        assert caught.value.problem is WritingProblem.LIMIT
