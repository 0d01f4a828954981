"""Who may start when: places, turns and holds of a pace, in simulated time."""

from __future__ import annotations

import asyncio
import random

from hypothesis import given
from hypothesis import strategies as st

from studio.engines.speech import Pace
from studio.synthesis.pace import PaceKeeper, Paces, Place
from tests.synthesis.pace_lines import (
    GUESS,
    Speakers,
    a_keeper,
    answered,
    now,
    refused,
    settled,
    told,
)
from tests.synthesis.pace_simulation import MINUTE, simulated


def test_a_pace_without_limits_holds_nobody_back() -> None:
    async def story() -> None:
        keeper = a_keeper(told(0, 2))
        await asyncio.gather(*(answered(keeper) for _ in range(1000)))
        assert now() == 0 and keeper.waiting == 0

    simulated(story())


def test_first_come_is_first_served_but_for_those_who_go_ahead() -> None:
    async def story() -> None:
        keeper = a_keeper(told(in_flight=1))
        speakers = Speakers(keeper)
        await speakers.come("a", "b", "c")
        await speakers.come("again 1", "again 2", first=True)
        await speakers.let_go("a", "again 1", "again 2", "b", "c")
        assert speakers.started == ["a", "again 1", "again 2", "b", "c"]

    simulated(story())


def test_a_held_pace_lets_nobody_start_and_says_how_long() -> None:
    async def story() -> None:
        keeper = a_keeper(told(in_flight=3))
        speakers = Speakers(keeper)
        await speakers.come("a")
        keeper.hold(30)
        keeper.hold(5)
        await speakers.come("b")
        await speakers.come("c", first=True)
        assert speakers.started == ["a"] and keeper.waiting == 30
        await asyncio.sleep(31)
        assert speakers.started == ["a", "c", "b"] and speakers.at[1:] == [30, 30]
        assert keeper.waiting == 0
        await speakers.finish()

    simulated(story())


def test_a_hold_that_comes_while_somebody_waits_for_the_minute_counts_too() -> None:
    async def story() -> None:
        keeper = a_keeper(told(1, 2))
        speakers = Speakers(keeper)
        await speakers.come("a", "b")
        await asyncio.sleep(50)
        keeper.hold(100)
        await asyncio.sleep(101)
        assert speakers.at == [0, 150]
        await speakers.finish()

    simulated(story())


def test_a_retry_after_holds_everybody() -> None:
    async def story() -> None:
        keeper = a_keeper(told(in_flight=3))
        await refused(keeper, 1, retry_after=20)
        assert keeper.waiting == 20
        await answered(keeper)
        assert now() == 20

    simulated(story())


def test_an_absurd_retry_after_is_not_waited_out() -> None:
    async def story() -> None:
        keeper = a_keeper(told())
        await refused(keeper, 1, retry_after=1e9)
        assert 0 < keeper.waiting <= 10 * MINUTE

    simulated(story())


def test_the_wait_for_a_full_minute_is_known() -> None:
    async def story() -> None:
        keeper = a_keeper(told(2, 5))
        await answered(keeper)
        await asyncio.sleep(10)
        await answered(keeper)
        assert 50 <= keeper.waiting <= 50 * 1.01
        await asyncio.sleep(keeper.waiting)
        assert keeper.waiting == 0

    simulated(story())


def test_a_window_can_have_another_length() -> None:
    async def story() -> None:
        keeper = PaceKeeper(told(3, 3), now, window=0.6)
        for _ in range(7):
            await answered(keeper)
        assert 1.2 <= now() <= 1.2 * 1.01

    simulated(story())


def test_an_answer_may_be_told_after_the_place_was_left() -> None:
    async def story() -> None:
        keeper = a_keeper(GUESS)
        places: list[Place] = []
        async with keeper.place() as place:
            places.append(place)
        places[0].answered()
        async with keeper.place() as place:
            places.append(place)
        places[1].rate_limited(12)
        assert keeper.waiting == 12

    simulated(story())


def test_a_waiter_that_is_cancelled_leaves_its_turn_to_the_next() -> None:
    async def story() -> None:
        speakers = Speakers(a_keeper(told(in_flight=1)))
        await speakers.come("a", "b", "c")
        await speakers.cancel("b")
        await speakers.let_go("a", "c")
        assert speakers.started == ["a", "c"]

    simulated(story())


def test_a_turn_that_came_too_late_costs_neither_the_place_nor_the_minute() -> None:
    async def story() -> None:
        keeper = a_keeper(told(2, 1))
        async with keeper.place():
            waiter = asyncio.ensure_future(answered(keeper))
            await settled()
        waiter.cancel()  # it has its turn, but does not know yet
        await asyncio.wait((waiter,))
        await answered(keeper)
        assert now() == 0

    simulated(story())


@given(
    in_flight=st.integers(1, 4),
    per_minute=st.sampled_from([0, 5, 30]),
    seed=st.integers(0, 10_000),
)
def test_no_place_is_lost_whoever_is_cancelled_when(
    in_flight: int, per_minute: int, seed: int
) -> None:
    async def story() -> None:
        dice = random.Random(seed)
        keeper = a_keeper(told(per_minute, in_flight))
        at_once = most = 0

        async def line() -> None:
            nonlocal at_once, most
            async with keeper.place(first=dice.random() < 0.2):
                at_once += 1
                most = max(most, at_once)
                try:
                    await asyncio.sleep(dice.choice([0, 0, 1, 5]))
                finally:
                    at_once -= 1

        lines = [asyncio.ensure_future(line()) for _ in range(30)]
        for task in dice.sample(lines, 20):
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
            await asyncio.sleep(dice.choice([0, 0, 0.5, 1, 20]))
            task.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        assert most <= in_flight
        speakers = Speakers(keeper)
        await speakers.come(*(str(number) for number in range(in_flight + 1)))
        await asyncio.sleep(10 * MINUTE)
        assert len(speakers.started) == in_flight
        await speakers.finish()

    simulated(story())


def test_all_who_use_a_model_of_an_account_share_its_pace() -> None:
    paces = Paces()
    one = paces.keeper("minimax/main", "hd", GUESS)
    assert paces.keeper("minimax/main", "hd", GUESS) is one
    assert paces.keeper("minimax/main", "turbo", GUESS) is not one
    assert paces.keeper("minimax/other", "hd", GUESS) is not one


def test_what_was_told_and_a_service_with_one_pool_hold_for_all_models_together() -> None:
    paces = Paces()
    one = paces.keeper("minimax/main", "hd", told(in_flight=2))
    assert paces.keeper("minimax/main", "turbo", told(in_flight=2)) is one
    assert paces.keeper("minimax/other", "hd", told(in_flight=2)) is not one
    pool = paces.keeper("useapi/main", "hd", GUESS)
    assert paces.keeper("useapi/main", "turbo", GUESS) is pool
    assert paces.keeper("useapi/other", "hd", GUESS) is not pool


def test_what_is_told_holds_for_those_who_wait_already() -> None:
    paces = Paces()
    guessed = paces.keeper("minimax/main", "hd", GUESS)
    paces.keeper("minimax/main", "turbo", told(1, 1))
    assert guessed.learned == told(1, 1)
    assert paces.keeper("minimax/main", "hd", GUESS) is guessed


def test_limits_that_are_told_later_hold_from_then_on() -> None:
    async def story() -> None:
        paces = Paces(clock=now)
        speakers = Speakers(paces.keeper("minimax", "hd", told(in_flight=1)))
        await speakers.come("a", "b", "c")
        assert paces.keeper("minimax", "hd", told(2, 3)).learned == told(2, 3)
        await settled()
        assert speakers.started == ["a", "b"]
        await asyncio.sleep(61)
        assert speakers.started == ["a", "b", "c"]
        await speakers.finish()

    simulated(story())


def test_what_was_learned_is_handed_on_and_what_was_told_is_not() -> None:
    async def story() -> None:
        remembered = {("minimax", "hd"): Pace(20, 4), ("useapi", "hd"): Pace(0, 6)}
        paces = Paces(remembered, clock=now)
        assert paces.learned() == remembered
        assert paces.keeper("minimax", "hd", GUESS).learned == Pace(20, 4)
        await answered(paces.keeper("minimax", "turbo", GUESS))
        await answered(paces.keeper("useapi", "hd", told(60, 5)))
        paces.keeper("never", "asked", GUESS)
        assert paces.learned() == {
            ("minimax", "hd"): Pace(20, 4),
            ("minimax", "turbo"): Pace(0, 3),
        }
        await answered(paces.keeper("useapi", "turbo", GUESS))
        assert paces.learned()["useapi", ""] == Pace(0, 3)

    simulated(story())
