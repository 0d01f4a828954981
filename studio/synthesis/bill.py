"""Who bills, for whatever reason, asks here first: caps of a run and a day, and the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from studio.engines.speech import SpeechRequest
from studio.store.ledger import Ledger
from studio.synthesis.reserving import Day, Occasion, Reservation, Run, Wanted

__all__ = ["Bill", "Caps", "LedgerBill", "NoBill", "Occasion", "Reservation", "Run", "Wanted"]


@dataclass(frozen=True, slots=True)
class Caps:
    """The most characters that may be billed in a run and in a day, 0 without limit."""

    per_run: int = 0
    per_day: int = 0

    def allowed(self, counted_today: int) -> int | None:
        """The most one run may be billed now, None without limit."""
        limits = [self.per_run] if self.per_run else []
        if self.per_day:
            limits.append(max(self.per_day - counted_today, 0))
        return min(limits, default=None)


class Bill(Protocol):
    """Shared by all who bill; blocking, called in worker threads."""

    def run(self) -> Run:
        """A new run, with the cap that runs have now."""
        ...

    def reserve(self, wanted: Wanted, run: Run, *, earlier: bool = False) -> Reservation:
        """Hold a line's price before it is sent; raises CapReached where a cap has no room.

        What was sent `earlier` is only fetched or looked for: no cap holds that back.
        """
        ...

    def counted_today(self) -> int:
        """The characters of all accounts since midnight: billed, perhaps, or about to be."""
        ...


class NoBill:
    """For engines that bill nothing; the cap of a run holds all the same."""

    def run(self) -> Run:
        """A run without a cap."""
        return Run()

    def reserve(self, wanted: Wanted, run: Run, *, earlier: bool = False) -> Reservation:
        """Hold a line's price in its run; raises CapReached."""
        return Reservation(wanted, run, None, earlier=earlier)

    def counted_today(self) -> int:
        """Nothing."""
        return 0


class LedgerBill:
    """Keeps the bill in the person's ledger, and to the caps as they are at that moment."""

    def __init__(
        self,
        ledger: Ledger,
        caps: Callable[[], Caps] = Caps,
        clock: Callable[[], float] = time.time,
        spoke: Callable[[SpeechRequest], None] = lambda request: None,
    ) -> None:
        """`spoke` hears of each request that was billed, in any thread; it must not raise."""
        self._caps = caps
        self._day = Day(ledger, lambda: caps().per_day, clock, spoke)

    def run(self) -> Run:
        """A new run, with the cap that runs have now."""
        return Run(self._caps().per_run or None)

    def reserve(self, wanted: Wanted, run: Run, *, earlier: bool = False) -> Reservation:
        """Hold a line's price for its run and the day; raises CapReached."""
        return Reservation(wanted, run, self._day, earlier=earlier)

    def counted_today(self) -> int:
        """The characters since the last midnight of the local day, all accounts and programs."""
        return self._day.counted()
