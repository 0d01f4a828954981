"""What a project was billed, added up from its takes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from studio.synthesis.usage import billed_for, use_of
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.stage import a_stage


async def test_takes_are_added_up_by_episode_and_line(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.01"))
    with a_stage(tmp_path / "a.understudy", a_project(lines=3, episodes=2), engine) as stage:
        assert use_of(stage.project) == ()
        batch = await stage.voice()
        (use,) = use_of(stage.project)
        assert (use.number, use.language, use.lines, use.takes) == (1, "en", 3, 3)
        assert use.billed_characters == batch.progress.billed_characters
        words = len(stage.lines[0].words("en"))
        assert billed_for(stage.project, stage.lines[0].id, "en") == words
        assert billed_for(stage.project, stage.lines[0].id, "zh") == 0
