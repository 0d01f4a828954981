"""The pace of an account, in simulated time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engines.speech import Pace
from studio.synthesis.pace import PaceKeeper, Paces, Place
from tests.synthesis.pace_simulation import (
    LIMITS,
    MINUTE,
    Service,
    batch,
    shares,
    simulated,
)

GUESS = Pace(20, 3)
OPEN = 10_000
"""A limit that is never met."""


def now() -> float:
    return asyncio.get_running_loop().time()


def a_keeper(pace: Pace, remembered: Pace | None = None) -> PaceKeeper:
    return PaceKeeper(pace, now, remembered=remembered)


def told(per_minute: int = 0, in_flight: int = 1) -> Pace:
    return Pace(per_minute, in_flight, told=True)


class Speakers:
    """Lines that wait for a place and keep it until they are let go; `started` in order."""

    def __init__(self, keeper: PaceKeeper) -> None:
        self._keeper = keeper
        self.started: list[str] = []
        self.at: list[float] = []
        self._go: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str, first: bool = False) -> None:
        for name in names:
            self._go[name] = asyncio.Event()
            self._tasks[name] = asyncio.ensure_future(self._speak(name, first))
            await settled()

    async def _speak(self, name: str, first: bool) -> None:
        async with self._keeper.place(first=first) as place:
            self.started.append(name)
            self.at.append(now())
            await self._go[name].wait()
            place.answered()

    async def let_go(self, *names: str) -> None:
        for name in names:
            self._go[name].set()
            await self._tasks.pop(name)
        await settled()

    async def cancel(self, *names: str) -> None:
        tasks = [self._tasks.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await settled()

    async def finish(self) -> None:
        for event in self._go.values():
            event.set()
        await asyncio.gather(*self._tasks.values())


async def settled() -> None:
    """Until everybody waits for something; the clock stands still meanwhile."""
    for _ in range(10):
        await asyncio.sleep(0)


async def refused(keeper: PaceKeeper, times: int, retry_after: float | None = None) -> None:
    for _ in range(times):
        async with keeper.place() as place:
            place.rate_limited(retry_after)


def most_within(starts: Sequence[float], seconds: float) -> int:
    """The most starts in any stretch of time; one at its end is outside."""
    return max(sum(begin <= start < begin + seconds for start in starts) for begin in starts)


@settings(max_examples=40)
@given(
    per_minute=st.integers(1, 90),
    in_flight=st.integers(1, 9),
    chance=st.sampled_from([0.0, 0.05, 0.4]),
    seed=st.integers(0, 10_000),
)
def test_told_limits_are_never_passed(
    per_minute: int, in_flight: int, chance: float, seed: int
) -> None:
    service = Service(OPEN, OPEN, seed=seed, chance=chance)
    batch(service, told(per_minute, in_flight), lines=60)
    assert most_within(service.started, MINUTE) <= per_minute
    assert service.most_at_once <= in_flight


@pytest.mark.parametrize("limits", LIMITS)
def test_a_service_whose_limits_were_told_refuses_nothing_on_uneven_ways(
    limits: tuple[int, int],
) -> None:
    service = Service(*limits, seed=1, travel=0.3)
    assert batch(service, told(*limits)).refusals == 0


@pytest.mark.parametrize("counts_refused", [True, False])
@pytest.mark.parametrize("limits", LIMITS)
def test_a_batch_with_told_limits_is_as_quick_as_they_allow(
    limits: tuple[int, int], counts_refused: bool
) -> None:
    share, refusals = shares(limits, told(*limits), counts_refused=counts_refused, seeds=5)
    assert share >= 0.97 and refusals == 0


def test_one_refusal_changes_nothing() -> None:
    async def story() -> None:
        keeper = a_keeper(told(60, 3))
        await refused(keeper, 1)
        assert keeper.learned == told(60, 3) and keeper.waiting == 0

    simulated(story())


def test_a_service_that_takes_less_than_was_told_is_believed() -> None:
    service = Service(40, 4, seed=3, chance=0.0)
    outcome = batch(service, told(60, 10))
    assert outcome.learned.per_minute <= 42 and outcome.learned.in_flight <= 5
    assert outcome.refusals < 30


def test_what_was_told_is_tried_again_when_the_service_takes_more() -> None:
    async def story() -> None:
        keeper = a_keeper(told(60, 4))
        await refused(keeper, 6)
        assert keeper.learned.per_minute < 60
        lines = [asyncio.ensure_future(answered(keeper, 1.0)) for _ in range(300)]
        await asyncio.gather(*lines)
        assert keeper.learned == told(60, 4)

    simulated(story())


async def answered(keeper: PaceKeeper, seconds: float = 0.0) -> None:
    async with keeper.place() as place:
        await asyncio.sleep(seconds)
        place.answered()


def test_a_pace_without_limits_holds_nobody_back() -> None:
    async def story() -> None:
        keeper = a_keeper(told(0, 2))
        await asyncio.gather(*(answered(keeper) for _ in range(1000)))
        assert now() == 0 and keeper.waiting == 0

    simulated(story())


@pytest.mark.parametrize("counts_refused", [True, False])
@pytest.mark.parametrize("limits", LIMITS)
def test_a_batch_that_has_to_learn_the_limits_is_nearly_as_quick(
    limits: tuple[int, int], counts_refused: bool
) -> None:
    share, _ = shares(limits, GUESS, counts_refused=counts_refused, seeds=7)
    assert share >= 0.90


def test_both_limits_are_learned_and_told_apart() -> None:
    flight = batch(Service(OPEN, 7, seed=2, chance=0.0), GUESS).learned
    assert flight.per_minute == 0 and 7 <= flight.in_flight <= 8
    minute = batch(Service(30, OPEN, seed=2, chance=0.0), GUESS, lines=120).learned
    assert 24 <= minute.per_minute <= 32


def test_what_was_learned_spares_refusals_the_next_time() -> None:
    first = batch(Service(60, 10, seed=4), GUESS)
    second = batch(Service(60, 10, seed=4), GUESS, remembered=first.learned)
    assert second.refusals < first.refusals and second.seconds <= first.seconds


def test_a_better_plan_is_found_although_less_is_remembered() -> None:
    outcome = batch(Service(300, 20, seed=5), GUESS, remembered=Pace(20, 3))
    assert outcome.learned.per_minute == 0 or outcome.learned.per_minute > 150
    assert outcome.learned.in_flight > 6


@pytest.mark.parametrize("pace", [GUESS, told(300, 20)])
def test_one_refusal_in_seven_by_chance_does_not_stop_a_batch(pace: Pace) -> None:
    slow = [batch(Service(300, 20, seed=seed, chance=1 / 7), pace).seconds for seed in range(5)]
    assert sorted(slow)[2] < 40


@pytest.mark.parametrize("pace", [GUESS, told(60, 10)])
def test_a_service_that_refuses_everything_is_asked_ever_less(pace: Pace) -> None:
    async def story() -> list[float]:
        keeper = a_keeper(pace)
        started: list[float] = []

        async def line() -> None:
            while True:
                async with keeper.place(first=True) as place:
                    started.append(now())
                    await asyncio.sleep(0.1)
                    place.rate_limited(None)

        lines = [asyncio.ensure_future(line()) for _ in range(20)]
        await asyncio.sleep(20 * MINUTE)
        for task in lines:
            task.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        return started

    started = simulated(story())
    assert 3 <= sum(start > 10 * MINUTE for start in started) <= 30


def test_somebody_who_asks_alone_does_not_earn_places() -> None:
    async def story() -> None:
        keeper = a_keeper(GUESS)
        for _ in range(50):
            await answered(keeper)
        assert keeper.learned.in_flight == GUESS.in_flight

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


@settings(max_examples=60)
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

    simulated(story())


def test_the_simulation_is_the_same_each_time() -> None:
    runs = [batch(Service(120, 5, seed=7), GUESS) for _ in range(3)]
    assert all(one == other for one, other in pairwise(runs))
