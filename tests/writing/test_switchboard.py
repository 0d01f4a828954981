"""Whose turn it is at an account, how its models count tokens, and how long one keeps trying."""

from __future__ import annotations

import asyncio
import random

import pytest

from studio.engines.text import Tokens
from studio.errors import EngineBusy, EngineUnreachable, NoConnection, NoSuchHost
from studio.writing.patience import NOBODY_WATCHES, Patience, Tries
from studio.writing.switchboard import AT_ONCE, Gate, Switchboard
from studio.writing.tokens import Work


class Visitor:
    """Somebody who goes in and stays until he is let out."""

    def __init__(self, gate: Gate) -> None:
        self.inside = asyncio.Event()
        self.leave = asyncio.Event()
        self.task = asyncio.ensure_future(self._visit(gate))

    async def _visit(self, gate: Gate) -> None:
        async with gate:
            self.inside.set()
            await self.leave.wait()


async def settled() -> None:
    """Let everybody go as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_visitors_go_in_one_after_another() -> None:
    gate = Switchboard(lambda account: 1).gate("chat/main")
    first, second, third = (Visitor(gate) for _ in range(3))
    await settled()
    assert [v.inside.is_set() for v in (first, second, third)] == [True, False, False]
    first.leave.set()
    await settled()
    assert [v.inside.is_set() for v in (second, third)] == [True, False]
    second.leave.set()
    third.leave.set()
    await asyncio.gather(first.task, second.task, third.task)


async def test_a_turn_that_is_not_taken_goes_to_the_next() -> None:
    gate = Switchboard(lambda account: 1).gate("chat/main")
    first, second, third, fourth = (Visitor(gate) for _ in range(4))
    await settled()
    third.task.cancel()  # while it waits
    first.leave.set()
    await asyncio.wait([first.task])
    second.task.cancel()  # at the moment it is its turn
    fourth.leave.set()
    await asyncio.wait([second.task, third.task, fourth.task])
    assert second.task.cancelled() and third.task.cancelled()
    assert fourth.inside.is_set() and not third.inside.is_set()
    last = Visitor(gate)
    last.leave.set()
    await last.task


async def test_who_gives_up_as_a_turn_comes_free_is_passed_over() -> None:
    gate = Switchboard(lambda account: 1).gate("chat/main")
    await gate.__aenter__()
    first, second = Visitor(gate), Visitor(gate)
    await settled()
    first.task.cancel()  # and before it can go, the turn comes
    await gate.__aexit__(None, None, None)
    await asyncio.wait([first.task])
    assert first.task.cancelled()
    await settled()
    assert second.inside.is_set()
    second.leave.set()
    await second.task


async def test_accounts_do_not_wait_for_each_other_and_limits_may_change() -> None:
    limits = {"chat/one": 1}
    board = Switchboard(lambda account: limits.get(account, 0))
    crowd = [Visitor(board.gate("chat/two")) for _ in range(AT_ONCE + 1)]
    pair = [Visitor(board.gate("chat/one")) for _ in range(4)]
    await settled()
    assert sum(v.inside.is_set() for v in crowd) == AT_ONCE
    assert sum(v.inside.is_set() for v in pair) == 1
    limits["chat/one"] = 2
    pair[0].leave.set()
    await settled()
    assert [v.inside.is_set() for v in pair] == [True, True, True, False]
    for visitor in (*crowd, *pair):
        visitor.leave.set()
    await asyncio.gather(*(v.task for v in (*crowd, *pair)))


def test_a_measure_is_learned_for_each_model() -> None:
    board = Switchboard()
    assert board.measured("chat/main", "m", 100) == 100
    for _ in range(3):
        board.learn("chat/main", "m", guessed=100, told=150)
    assert board.measured("chat/main", "m", 100) == 150
    for _ in range(40):
        board.learn("chat/main", "m", guessed=100, told=90)
    assert board.measured("chat/main", "m", 100) == 90
    assert board.measured("chat/main", "other", 100) == 100
    board.learn("chat/main", "n", guessed=10, told=100_000)
    assert board.measured("chat/main", "n", 100) <= 250, "nonsense is not believed"
    board.learn("chat/main", "n", guessed=10, told=0)
    assert board.measured("chat/main", "n", 100) <= 250


def test_an_estimate_of_work_learns_from_both() -> None:
    board, work = Switchboard(), Work(3, Tokens(1000, 500))
    assert board.probable("minimax/main", "m", work) == work
    board.learn("minimax/main", "m", guessed=100, told=120)
    board.learn_thinking("minimax/main", "m", 50)
    assert board.probable("minimax/main", "m", work) == Work(3, Tokens(1200, 750, 150))


def test_what_a_model_thinks_is_remembered_too() -> None:
    board = Switchboard()
    assert board.thinking("minimax/main", "m") == 0
    board.learn_thinking("minimax/main", "m", 800)
    assert board.thinking("minimax/main", "m") == 800
    for _ in range(40):
        board.learn_thinking("minimax/main", "m", 0)
    assert board.thinking("minimax/main", "m") == 0


class Steady(random.Random):
    def uniform(self, a: float, b: float) -> float:
        return 1.0


def test_a_busy_service_is_given_the_time_it_asks_for() -> None:
    now = [0.0]
    tries = Tries(Patience(busy_waits=(1.0, 3.0), busy_s=100.0), lambda: now[0], Steady())
    waits = [tries.wait_after(EngineBusy("e", retry_after=after)) for after in (None, None, 20.0)]
    assert waits == [1.0, 3.0, 20.0]
    now[0] = 90.0
    with pytest.raises(EngineBusy):
        tries.wait_after(EngineBusy("e", retry_after=11.0))


def test_a_connection_and_a_fault_are_waited_for_apart() -> None:
    now = [0.0]
    patience = Patience((1.0, 5.0), (2.0, 4.0), away_s=50.0)
    tries = Tries(patience, lambda: now[0], Steady())
    away, fault = NoConnection("e"), EngineUnreachable("e")
    assert [tries.wait_after(error) for error in (away, fault, away, away, fault)] == [
        *(2.0, 1.0, 4.0, 4.0, 5.0)
    ]
    with pytest.raises(EngineUnreachable):
        tries.wait_after(fault)
    now[0] = 60.0
    with pytest.raises(NoConnection):
        tries.wait_after(away)


@pytest.mark.parametrize(
    ("error", "most_s"), [(NoConnection("e"), 60.0), (NoSuchHost("e", "no host"), 20.0)]
)
def test_where_nobody_watches_a_service_that_is_away_is_given_up_soon(
    error: NoConnection, most_s: float
) -> None:
    now = [0.0]
    tries = Tries(NOBODY_WATCHES, lambda: now[0], Steady())
    left: list[float] = []
    with pytest.raises(type(error)):
        while True:
            wait_s = tries.wait_after(error)
            left.append(tries.left_after(error) + now[0])
            now[0] += wait_s
    assert most_s / 2 < now[0] <= most_s
    assert len(set(left)) == 1 and now[0] <= left[0] <= most_s
