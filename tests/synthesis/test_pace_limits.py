"""What a pace makes of the limits of a service, in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engines.speech import Pace
from tests.synthesis.pace_lines import GUESS, a_keeper, answered, now, refused, told
from tests.synthesis.pace_simulation import (
    LIMITS,
    MINUTE,
    Service,
    batch,
    ideal_seconds,
    shares,
    simulated,
)

OPEN = 10_000
"""A limit that is never met."""


def most_within(starts: Sequence[float], seconds: float) -> int:
    """The most starts in any stretch of time; one at its end is outside."""
    return max(sum(begin <= start < begin + seconds for start in starts) for begin in starts)


@settings(max_examples=settings().max_examples // 2)
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


@pytest.mark.parametrize("counts_refused", [True, False])
@pytest.mark.parametrize("limits", LIMITS)
def test_a_batch_that_has_to_learn_the_limits_is_nearly_as_quick(
    limits: tuple[int, int], counts_refused: bool
) -> None:
    share, _ = shares(limits, GUESS, counts_refused=counts_refused, seeds=7)
    assert share >= 0.90


@pytest.mark.parametrize("limits", [(20, 1), (60, 3), (120, 5), (180, 10)])
def test_no_bad_luck_makes_a_batch_much_slower_that_has_to_learn(limits: tuple[int, int]) -> None:
    for seed in range(20):
        service = Service(*limits, seed=seed, counts_refused=False)
        quickest = ideal_seconds(Service(*limits, seed=seed, counts_refused=False))
        assert quickest / batch(service, Pace(20, 6)).seconds >= 0.85


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


def test_the_simulation_is_the_same_each_time() -> None:
    runs = [batch(Service(120, 5, seed=7), GUESS) for _ in range(3)]
    assert all(one == other for one, other in pairwise(runs))
