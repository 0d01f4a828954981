"""How long a take should be is told only where something was learned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.model.take import Take
from studio.writing.timing.length import ENOUGH
from studio.writing.timing.take_expected import seconds_expected
from tests.writing.timing.test_length_book import WORDS, Desk, a_desk


def take_of(desk: Desk, at: int) -> Take:
    take = desk.project.takes.circled(desk.line(at), "de")
    assert take is not None
    return take


async def test_a_voice_that_was_heard_enough_has_an_expected_length(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        for at in range(ENOUGH + 1):
            desk.record(at, 3.0)
        await desk.book.catch_up()
        estimate, most = seconds_expected(desk.book, desk.project, desk.line(), take_of(desk, 0))
        assert estimate == pytest.approx(3.0, rel=0.1)
        assert most >= 4.0


async def test_a_voice_nobody_heard_has_none(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 3.0)
        await desk.book.catch_up()
        estimate, most = seconds_expected(desk.book, desk.project, desk.line(), take_of(desk, 0))
        assert (estimate, most >= 4.0) == (0.0, True)


async def test_a_stale_take_is_held_against_what_it_says_itself(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        for at in range(ENOUGH + 1):
            desk.record(at, 3.0)
        await desk.book.catch_up()
        line = desk.change(0, lambda line: line.saying("de", "Nein."))
        estimate, _ = seconds_expected(desk.book, desk.project, line, take_of(desk, 0))
        assert estimate == pytest.approx(3.0, rel=0.1)
        assert take_of(desk, 0).said == WORDS


async def test_a_line_nobody_is_cast_for_or_without_a_time_tells_nothing(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.record(0, 3.0)
        await desk.book.catch_up()
        take = take_of(desk, 0)
        line = desk.change(0, lambda line: replace(line, character=None, slot=None))
        await desk.book.catch_up()
        estimate, _ = seconds_expected(desk.book, desk.project, line, take)
        assert estimate == 0.0
