"""The lines of a batch that are still to be voiced; those a cap keeps out wait for room."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from studio.errors import CapReached
from studio.synthesis.plan import PlannedTake


class WaitingLines:
    """Hands lines to the crew, each once; one that is kept out comes again when it may fit.

    It waits as long as lines in hand may give back what they hold.
    """

    def __init__(self, takes: Iterable[PlannedTake]) -> None:
        self._next = deque(takes)
        self._kept_out: list[PlannedTake] = []
        self._room = 0
        self._in_hand = 0
        self._moved = asyncio.Event()
        self.refusal: CapReached | None = None
        self.times_given_back = 0

    @property
    def left(self) -> tuple[PlannedTake, ...]:
        """Those that nobody has in hand."""
        return (*self._next, *self._kept_out)

    async def take(self) -> PlannedTake | None:
        """The next line, to be followed by `done`; None when there is and will be none."""
        while not self._next:
            if not self._kept_out or not self._in_hand:
                return None
            self._moved.clear()
            await self._moved.wait()
        self._in_hand += 1
        return self._next.popleft()

    def done(self) -> None:
        """A line that was taken needs nothing more for now."""
        self._in_hand -= 1
        self._moved.set()

    def keep_out(self, take: PlannedTake, refusal: CapReached, times_given_back: int) -> None:
        """A cap has no room for a line; what was given back since it was asked lets it try again.

        `times_given_back` is what it was at that time.
        """
        if times_given_back != self.times_given_back:
            self._next.append(take)
            return
        self._kept_out.append(take)
        self._room, self.refusal = refusal.left, refusal

    def given_back(self, characters: int) -> None:
        """There is room for so many more characters: the first that fit come again."""
        if characters <= 0:
            return
        self.times_given_back += 1
        self._room += characters
        room = self._room

        def fits(take: PlannedTake) -> bool:
            nonlocal room
            if take.price.billed_characters > room:
                return False
            room -= take.price.billed_characters
            return True

        self._come_again(fits)

    def made(self, fingerprint: str) -> None:
        """These words were made: lines that wait for the same ones cost nothing any more."""
        self._come_again(
            lambda take: not take.request.variation and take.request.fingerprint == fingerprint
        )

    def _come_again(self, who: Callable[[PlannedTake], bool]) -> None:
        if not self._kept_out:
            return
        again = {id(take) for take in self._kept_out if who(take)}
        self._next += [take for take in self._kept_out if id(take) in again]
        self._kept_out = [take for take in self._kept_out if id(take) not in again]
        self._moved.set()
