"""Lines voiced one at a time: nothing twice, and under one cap."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from studio.errors import EngineRefused
from studio.model.cast import Override
from studio.synthesis.bill import Run
from studio.synthesis.single_lines import SingleLines
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.stage import Stage, a_stage


def singles_of(stage: Stage, *, run: Run | None = None) -> SingleLines:
    return SingleLines(stage.document, stage.booth, stage.engines, stage.status, run=run)


async def test_a_line_is_spoken_as_it_is_told_and_not_twice(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        singles, line = singles_of(stage), stage.lines[0]
        first = await singles.take(line, "en")
        assert first and first.line == line.id
        assert await singles.take(line, "en") == first
        assert len(stage.engine.asked) == singles.made == 1


async def test_words_that_are_not_in_the_script_yet_can_be_heard(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        singles, line = singles_of(stage), stage.lines[0]
        before = await singles.take(line, "en")
        faster = line.overriding("en", Override(speed=1.1)).saying("en", "Other words.")
        other = await singles.take(faster, "en")
        assert other and other != before and other.said == "Other words."
        assert stage.engine.asked[-1].settings["speed"] == 1.1


async def test_going_back_to_what_was_spoken_costs_nothing(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        singles, line = singles_of(stage), stage.lines[0]
        before = await singles.take(line, "en")
        await singles.take(line.saying("en", "Other words."), "en")
        again = await singles.take(line, "en")
        assert again == before and len(stage.engine.asked) == 2
        assert stage.project.takes.circled(stage.lines[0], "en") == before


async def test_a_cap_is_for_all_lines_together(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.01"))
    with a_stage(tmp_path / "a.understudy", a_project(4), engine) as stage:
        run = Run(2 * len(stage.lines[0].words("en")))
        singles = singles_of(stage, run=run)
        takes = await asyncio.gather(*(singles.take(line, "en") for line in stage.lines))
        assert sum(take is not None for take in takes) == 2
        assert singles.refusal and singles.billed_characters == run.cap
        assert singles.amount == {"USD": Decimal("0.01") * singles.billed_characters}


async def test_a_line_that_fails_is_told_until_it_succeeds(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        singles, line = singles_of(stage), stage.lines[0]
        stage.engine.fails = lambda _: EngineRefused("offline", "no")
        assert await singles.take(line, "en") is None
        assert [failure.line for failure in singles.failures] == [line.id]
        stage.engine.fails = lambda _: None
        assert await singles.take(line, "en")
        assert singles.failures == ()


async def test_who_has_no_voice_or_nothing_to_say_has_no_take(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        singles, line = singles_of(stage), stage.lines[0]
        assert await singles.take(replace(line, character=None), "en") is None
        assert await singles.take(line.saying("en", "..."), "en") is None
        assert stage.engine.asked == []


async def test_a_cancelled_line_leaves_no_job(tmp_path: Path) -> None:
    with a_stage(tmp_path / "a.understudy", a_project()) as stage:
        stage.engine.held = asyncio.Event()
        task = asyncio.ensure_future(singles_of(stage).take(stage.lines[0], "en"))
        while not stage.engine.at_once:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait((task,))
        assert not stage.file.jobs.unfinished()
