"""The estimate before a job is near what the job then needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.model.outline import Brief
from studio.writing.generating.orders import ScenesOrder
from studio.writing.generating.plan import plan
from studio.writing.generating.scenes import write_scenes
from studio.writing.generating.work import work_of_plan, work_of_scenes, work_of_script
from tests.builders import a_project
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.writing.generating.stage import a_stage


@pytest.mark.parametrize(("language", "episodes"), [("en", 2), ("zh", 2), ("en", 14)])
async def test_an_estimate_is_of_the_right_size_and_rather_too_high(
    chat_service: ChatService, tmp_path: Path, language: str, episodes: int
) -> None:
    chat_service.writes(TextModel())
    brief = Brief("A ferry.", "vertical drama", language, episodes=episodes, seconds=60)
    async with a_stage(chat_service, tmp_path) as stage:
        spent = stage.asker.purse
        whole, planning = work_of_script(brief), work_of_plan(brief)
        await plan(stage.page, stage.asker, brief)
        assert _near(planning.tokens.written, spent.spent.written)
        assert planning.requests == spent.requests
        before = spent.spent
        scenes = work_of_scenes(stage.project, ScenesOrder())
        await write_scenes(stage.page, stage.asker, ScenesOrder())
        assert _near(scenes.tokens.read, spent.spent.read - before.read)
        assert _near(scenes.tokens.written, spent.spent.written - before.written)
        assert _near(whole.tokens.read, spent.spent.read)
        assert work_of_scenes(stage.project, ScenesOrder()).requests == 0


def _near(guess: int, found: int) -> bool:
    return found / 2 <= guess <= found * 3


def test_without_a_plan_nothing_is_needed() -> None:
    assert work_of_scenes(a_project(), ScenesOrder()).requests == 0
