"""What something costs, said before it is done, and the yes to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from decimal import Decimal

from studio.command.counting import counted
from studio.engines.speech import Price
from studio.engines.voice_orders import Fee, FeeDue


class NotAgreed(Exception):
    """Nobody said yes to the price; `told` is what to say of it."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


def price_told(prices: Iterable[Price], fee: Fee | None, voices: int) -> str:
    """What so many voices cost, as a sentence; empty when they cost nothing."""
    parts: list[str] = []
    known = tuple(prices)
    if characters := sum(price.billed_characters for price in known):
        parts.append(f"{counted(characters, 'character')} billed at once{money(known)}")
    if fee is not None:
        each = f" of {_amount(fee.price)}" if fee.price else ""
        fees = f"a fee{each}" if voices == 1 else f"{counted(voices, 'fee')}{each} each"
        whose = "its first line" if voices == 1 else "the first line of each"
        due = f"due with {whose}" if fee.due is FeeDue.FIRST_USE else "due at once"
        parts.append(f"{fees}, {due}")
    return "; ".join(parts)


def money(prices: Iterable[Price]) -> str:
    """About how much money, empty where nobody knows."""
    sums: dict[str, Decimal] = {}
    for price in prices:
        if price.currency and price.amount:
            sums[price.currency] = sums.get(price.currency, Decimal(0)) + price.amount
    return "".join(f", about {amount:.4f} {currency}" for currency, amount in sums.items())


def _amount(price: Price) -> str:
    return f"{price.amount:.2f} {price.currency}".strip()


async def agree(what: str, price: str, *, accepted: bool) -> None:
    """Say what will be done for which price, and go on with a yes; raises NotAgreed."""
    told = f"{what}: {price}." if price else f"{what}."
    sys.stderr.write(f"{told}\n")
    sys.stderr.flush()
    if accepted or not price:
        return
    if not sys.stdin.isatty():
        raise NotAgreed("nothing was ordered; accept the price with --yes.")
    sys.stderr.write("Type yes to accept this: ")
    sys.stderr.flush()
    if (await _typed()).strip().casefold() not in ("yes", "y"):
        raise NotAgreed("nothing was ordered.")


async def _typed() -> str:
    """A line from the terminal; waited for on the loop, so that Ctrl-C ends the waiting."""
    loop = asyncio.get_running_loop()
    there: asyncio.Future[None] = loop.create_future()
    file = sys.stdin.fileno()
    try:
        loop.add_reader(file, lambda: there.done() or there.set_result(None))
    except NotImplementedError:  # Windows: its loop watches no terminal
        return sys.stdin.readline()
    try:
        await there
    finally:
        loop.remove_reader(file)
    return sys.stdin.readline()
