"""What a job may spend on a model: asked before each request, told after it.

    with purse.admit(Tokens(read=900, written=400)) as held:
        ...
        held.add(Tokens(880, 310))

What requests in flight may still cost is held back, so that several at once cannot pass the limit
together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import TracebackType
from typing import Self

from studio.engines.text import TextPrice, Tokens
from studio.errors import WritingError, WritingProblem
from studio.writing.tokens import money_for, sum_of, tokens_for

_ENDLESS = 1 << 62


class Purse:
    """Counts tokens and money of one job; used on one loop.

    `limit` is in the currency of the price and means nothing where nobody knows one; `most_tokens`
    counts what is read and written, 0 without limit.
    """

    def __init__(
        self, price: TextPrice, *, limit: Decimal | None = None, most_tokens: int = 0
    ) -> None:
        self.price = price
        self.limit = limit if price.currency else None
        self.most_tokens = most_tokens
        self._spent = Tokens()
        self._requests = 0
        self._held: set[Held] = set()
        self._settled: asyncio.Event | None = None
        self._listeners: list[Callable[[Purse], None]] = []

    @property
    def spent(self) -> Tokens:
        """What was read and written so far."""
        return self._spent

    @property
    def amount(self) -> Decimal:
        """What that costs; 0 where nobody knows the price."""
        return money_for(self._spent, self.price)

    @property
    def currency(self) -> str:
        """The currency of `amount`, empty where nobody knows the price."""
        return self.price.currency

    @property
    def requests(self) -> int:
        """How many requests were counted."""
        return self._requests

    def admit(self, estimate: Tokens) -> Held:
        """Hold back what a request may cost; raises WritingError LIMIT where that is too much."""
        return self._hold(estimate, estimate.written)

    async def admitted(self, estimate: Tokens, *, least: int) -> Held:
        """Hold back what a request may cost, less where little is left, but `least` tokens written.

        Waits while only what others hold back is in the way. Raises WritingError LIMIT.
        """
        while True:
            try:
                return self._hold(estimate, least)
            except WritingError:
                if not self._held or self._room(estimate.read, Tokens()) < least:
                    raise
            self._settled = self._settled or asyncio.Event()
            await self._settled.wait()

    def add(self, tokens: Tokens) -> None:
        """Count what a request cost."""
        self._spent = sum_of(self._spent, tokens)
        self._requests += 1
        for listener in tuple(self._listeners):
            listener(self)

    def listen(self, listener: Callable[[Purse], None]) -> Callable[[], None]:
        """Call the listener after each request that was counted; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def let_go(self, held: Held) -> None:
        """A request is over: nothing is held back for it any more."""
        self._held.discard(held)
        if self._settled is not None:
            self._settled.set()
            self._settled = None

    def _hold(self, estimate: Tokens, least: int) -> Held:
        others = Tokens()
        for held in self._held:
            others = sum_of(others, held.tokens)
        room = self._room(estimate.read, others)
        if room < least:
            raise WritingError(WritingProblem.LIMIT)
        held = Held(self, replace(estimate, written=min(estimate.written, room)), room)
        self._held.add(held)
        return held

    def _room(self, read: int, others: Tokens) -> int:
        """The most tokens that may still be written by a request that reads so many."""
        before = sum_of(sum_of(self._spent, others), Tokens(read))
        rooms = [_ENDLESS]
        if self.most_tokens:
            rooms.append(self.most_tokens - before.read - before.written)
        if self.limit is not None:
            left = self.limit - money_for(before, self.price)
            free = left >= 0 and not self.price.written
            rooms.append(_ENDLESS if free else tokens_for(left, self.price.written))
        return min(rooms)


class Held:
    """What is held back for one request until it is over; `room` is the most it may write."""

    def __init__(self, purse: Purse, tokens: Tokens, room: int) -> None:
        self._purse = purse
        self.tokens = tokens
        self.room = room

    def add(self, tokens: Tokens) -> None:
        """The request cost this; nothing is held back for it any more."""
        self._purse.add(tokens)
        self._purse.let_go(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._purse.let_go(self)
