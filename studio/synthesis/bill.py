"""Where what a service billed is written down, and what of it one day or run may come to."""

from __future__ import annotations

from typing import Protocol

from studio.engines.speech import Speech
from studio.synthesis.plan import PlannedTake


class Bill(Protocol):
    """Keeps what was billed; blocking, called in a worker thread."""

    def take_made(self, project: str, planned: PlannedTake, speech: Speech) -> None:
        """Note a take a service billed; raises nothing, for a paid take is kept in any case."""
        ...


class NoBill:
    """For engines that bill nothing."""

    def take_made(self, project: str, planned: PlannedTake, speech: Speech) -> None:
        """Nothing to note."""
