"""What all jobs of the program share of the models they ask: whose turn it is, and how they count.

One for the whole program; used on its loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType

from studio.engines.text import Tokens
from studio.writing.tokens import Work

AT_ONCE = 3
"""Requests in flight to an account that says nothing of it."""
_SHARE_OF_NEW = 0.3
_LEAST, _MOST = 0.4, 2.5
"""How far off the rule of thumb a count of tokens may be before it is not believed."""


class Gate:
    """Lets so many in at once, first come, first served; `most` may change meanwhile."""

    def __init__(self, most: Callable[[], int]) -> None:
        self._most = most
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        """Wait for one's turn; may be cancelled."""
        if self._inside < self._most() and not self._waiting:
            self._inside += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()  # it was this one's turn, and nobody will take it
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        self._inside -= 1
        while self._waiting and self._inside < self._most():
            turn = self._waiting.popleft()
            if not turn.cancelled():  # who gave up may not have gone yet
                self._inside += 1
                turn.set_result(None)


class Switchboard:
    """The gate of each account, and what was learned of how its models count tokens.

    `at_once` says how many requests an account may have in flight, 0 where it does not know.
    """

    def __init__(self, at_once: Callable[[str], int] = lambda account: 0) -> None:
        self._at_once = at_once
        self._gates: dict[str, Gate] = {}
        self._measures: dict[tuple[str, str], float] = {}
        self._thoughts: dict[tuple[str, str], float] = {}

    def gate(self, account: str) -> Gate:
        """Where the requests to an account wait for their turn."""
        if account not in self._gates:
            self._gates[account] = Gate(lambda: self._at_once(account) or AT_ONCE)
        return self._gates[account]

    def measured(self, account: str, model: str, tokens: int) -> int:
        """Tokens by the rule of thumb, as this model will probably count them."""
        return round(tokens * self._measures.get((account, model), 1.0))

    def probable(self, account: str, model: str, work: Work) -> Work:
        """Work by the rule of thumb, as this model will probably count and think."""
        tokens = work.tokens
        thinking = work.requests * self.thinking(account, model)
        read = self.measured(account, model, tokens.read)
        written = self.measured(account, model, tokens.written) + thinking
        return Work(work.requests, Tokens(read, written, thinking))

    def thinking(self, account: str, model: str) -> int:
        """The tokens a model probably thinks beside its answer; 0 before anybody told."""
        return round(self._thoughts.get((account, model), 0.0))

    def learn_thinking(self, account: str, model: str, told: int) -> None:
        """A service told how many tokens were thought."""
        before = self._thoughts.get((account, model), float(told))
        self._thoughts[account, model] = _mixed(before, told)

    def learn(self, account: str, model: str, *, guessed: int, told: int) -> None:
        """A service told how many tokens there were where the rule of thumb guessed otherwise."""
        if guessed <= 0 or told <= 0:
            return
        ratio = min(max(told / guessed, _LEAST), _MOST)
        before = self._measures.get((account, model), ratio)
        self._measures[account, model] = _mixed(before, ratio)


def _mixed(before: float, new: float) -> float:
    return (1 - _SHARE_OF_NEW) * before + _SHARE_OF_NEW * new
