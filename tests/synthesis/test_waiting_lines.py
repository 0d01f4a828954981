"""Lines that a cap keeps out come again when there is room, and the crew waits for that."""

from __future__ import annotations

import asyncio

from studio.engines.speech import Price, SpeechRequest
from studio.errors import CapReached
from studio.model.ids import LineId
from studio.synthesis.plan import PlannedTake
from studio.synthesis.waiting_lines import WaitingLines


def a_take(line: str, characters: int = 10, words: str = "") -> PlannedTake:
    request = SpeechRequest("cloud", "tone", "man", "en", words or f"Words of {line}.")
    return PlannedTake(LineId(line), "en", request, Price(characters))


async def taken(lines: WaitingLines) -> str:
    take = await lines.take()
    return take.line if take else ""


async def all_kept_out(lines: WaitingLines, left: int) -> None:
    """Let somebody have each line in hand, and a cap keep out all but the first."""
    takes = [await lines.take() for _ in lines.left]
    for take in takes[1:]:
        assert take
        lines.keep_out(take, CapReached(100, left, 10), lines.times_given_back)
        lines.done()


async def test_each_line_is_handed_out_once_and_then_there_is_none() -> None:
    lines = WaitingLines([a_take("a"), a_take("b")])
    assert [await taken(lines) for _ in range(3)] == ["a", "b", ""]


async def test_a_line_kept_out_waits_for_those_in_hand_and_is_left_at_the_end() -> None:
    lines = WaitingLines([a_take("a"), a_take("b")])
    await all_kept_out(lines, left=5)
    waiting = asyncio.ensure_future(taken(lines))
    await asyncio.sleep(0)
    assert not waiting.done()
    lines.done()
    assert await waiting == ""
    assert [take.line for take in lines.left] == ["b"]
    assert lines.refusal and lines.refusal.left == 5


async def test_only_lines_that_fit_come_again() -> None:
    lines = WaitingLines([a_take("a"), a_take("b", 50), a_take("c", 9), a_take("d", 9)])
    await all_kept_out(lines, left=5)
    lines.given_back(3)
    assert len(lines.left) == 3
    waiting = asyncio.ensure_future(taken(lines))
    lines.given_back(4)
    assert await waiting == "c"
    assert [take.line for take in lines.left] == ["b", "d"]


async def test_room_given_back_while_a_line_was_being_asked_for_is_not_missed() -> None:
    lines = WaitingLines([a_take("a"), a_take("b")])
    await lines.take()
    b = await lines.take()
    asked_at = lines.times_given_back
    lines.given_back(10)
    assert b
    lines.keep_out(b, CapReached(100, 0, 10), asked_at)
    assert await taken(lines) == "b"


async def test_words_that_were_made_come_again_whatever_the_cap_says() -> None:
    takes = [a_take("a"), a_take("b", words="The same."), a_take("c")]
    lines = WaitingLines(takes)
    await all_kept_out(lines, left=0)
    lines.made(takes[1].request.fingerprint)
    assert await taken(lines) == "b"
    assert [take.line for take in lines.left] == ["c"]
