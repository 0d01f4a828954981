"""What a job may spend: nothing is admitted that could pass a limit, alone or together."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engines.text import TextPrice, Tokens
from studio.errors import WritingError, WritingProblem
from studio.writing.purse import Held, Purse
from studio.writing.tokens import Work, amount_of, tokens_in

PRICE = TextPrice(Decimal(2), Decimal(8), "USD")
FREE = TextPrice()


def refused(purse: Purse, tokens: Tokens) -> bool:
    try:
        with purse.admit(tokens):
            return False
    except WritingError as error:
        assert error.problem is WritingProblem.LIMIT
        return True


def test_money_is_counted_by_the_price_of_what_is_read_and_written() -> None:
    purse = Purse(PRICE)
    with purse.admit(Tokens(10, 10)) as held:
        held.add(Tokens(1_000_000, 500_000, thinking=400_000, remembered=900_000))
    assert (purse.amount, purse.currency, purse.requests) == (Decimal(6), "USD", 1)
    assert purse.spent == Tokens(1_000_000, 500_000, 400_000, 900_000)


def test_where_nobody_knows_the_price_only_tokens_are_a_limit() -> None:
    purse = Purse(FREE, limit=Decimal("0.01"), most_tokens=100)
    assert purse.limit is None and not refused(purse, Tokens(50, 50))
    assert refused(purse, Tokens(50, 51))
    purse.add(Tokens(40, 20))
    assert purse.amount == 0 and not purse.currency
    assert not refused(purse, Tokens(20, 20)) and refused(purse, Tokens(20, 21))


def test_what_is_in_flight_counts_until_it_is_over() -> None:
    purse = Purse(PRICE, limit=Decimal(1))
    with purse.admit(Tokens(100_000, 100_000)) as held:
        assert refused(purse, Tokens(100_000, 1))
        held.add(Tokens(100_000, 10))
    assert not refused(purse, Tokens(100_000, 50_000))
    with pytest.raises(RuntimeError), purse.admit(Tokens(100_000, 50_000)):
        raise RuntimeError
    assert not refused(purse, Tokens(100_000, 50_000)), "what failed holds nothing back"
    assert purse.requests == 1


async def test_who_finds_too_little_waits_for_those_in_flight() -> None:
    purse = Purse(FREE, most_tokens=100)
    first = purse.admit(Tokens(10, 80))
    second = asyncio.ensure_future(purse.admitted(Tokens(10, 40), least=40))
    third = asyncio.ensure_future(purse.admitted(Tokens(90, 40), least=40))
    with pytest.raises(WritingError):
        await third  # it would be too much even alone
    assert not second.done()
    first.add(Tokens(10, 15))
    with await second as held:
        assert held.tokens == Tokens(10, 40)


async def test_who_waits_may_be_cancelled() -> None:
    purse = Purse(FREE, most_tokens=100)
    first = purse.admit(Tokens(10, 80))
    waiting = asyncio.ensure_future(purse.admitted(Tokens(10, 40), least=40))
    another = asyncio.ensure_future(purse.admitted(Tokens(10, 40), least=40))
    await asyncio.wait([waiting], timeout=0)
    waiting.cancel()
    first.add(Tokens(10, 10))
    with await another:
        await asyncio.wait([waiting])
        assert waiting.cancelled()


async def test_less_is_held_back_where_little_is_left() -> None:
    purse = Purse(FREE, most_tokens=100)
    with await purse.admitted(Tokens(10, 400), least=50) as held:
        assert held.tokens == Tokens(10, 90)
    with pytest.raises(WritingError):
        await purse.admitted(Tokens(10, 400), least=91)


def test_whoever_looks_on_hears_of_each_request() -> None:
    purse = Purse(PRICE)
    heard: list[tuple[int, Tokens]] = []
    stop = purse.listen(lambda purse: heard.append((purse.requests, purse.spent)))
    purse.add(Tokens(1, 2))
    purse.add(Tokens(3, 4))
    stop()
    purse.add(Tokens(5, 6))
    assert heard == [(1, Tokens(1, 2)), (2, Tokens(4, 6))]


COSTS = st.builds(Tokens, st.integers(0, 3000), st.integers(0, 3000))


@given(st.lists(COSTS, max_size=30), st.integers(1, 20_000), st.integers(1, 20_000))
def test_who_keeps_to_what_was_admitted_never_passes_a_limit(
    wishes: list[Tokens], most: int, cents: int
) -> None:
    limit = Decimal(cents) / 1_000_000
    purse = Purse(PRICE, limit=limit, most_tokens=most)
    held: list[tuple[Held, Tokens]] = []
    for number, wish in enumerate(wishes):
        try:
            held.append((purse.admit(wish), wish))
        except WritingError:
            continue
        if number % 3 == 0:
            request, tokens = held.pop(0)
            request.add(tokens)
    for request, tokens in held:
        request.add(tokens)
    assert purse.spent.read + purse.spent.written <= most and purse.amount <= limit


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("a" * 35, 10), ("你" * 10, 12), ("가나다라마", 6), ("x", 1), ("你好, Mara", 5)],
)
def test_tokens_are_guessed_by_script(text: str, tokens: int) -> None:
    assert tokens_in(text) == tokens


def test_work_is_added_up_and_priced() -> None:
    work = Work(2, Tokens(1000, 500)) + Work(1, Tokens(0, 250))
    assert work == Work(3, Tokens(1000, 750))
    assert amount_of(work, PRICE) == Decimal("0.008") and amount_of(work, FREE) == 0
