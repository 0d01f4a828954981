"""One batch in the booth: how far it is, how long it will take, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.errors import StudioError
from studio.model.ids import LineId, new_id
from studio.synthesis.plan import PlannedTake


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; `seconds_left` is None until it can be told."""

    total: int
    made: int = 0
    kept: int = 0
    failed: int = 0
    billed_characters: int = 0
    seconds_left: float | None = None

    @property
    def done(self) -> int:
        """Lines that need no more work."""
        return self.made + self.kept + self.failed


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that got no take, and why."""

    line: LineId
    language: str
    error: StudioError


class Batch:
    """The work on a set of takes; done + left over is always the number planned."""

    def __init__(
        self, takes: tuple[PlannedTake, ...], clock: Callable[[], float], cap: int | None
    ) -> None:
        self.jobs = {new_id(): take for take in takes}
        self.takes = takes
        self.cap = cap
        self._job_of = {id(take): job for job, take in self.jobs.items()}
        self.failures: list[Failure] = []
        self.capped = False
        self._promised = 0
        self._clock = clock
        self._started = clock()
        self._progress = Progress(len(takes))
        self._listeners: list[Callable[[Progress], None]] = []

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def job_of(self, take: PlannedTake) -> str:
        """The id of a take's job."""
        return self._job_of[id(take)]

    def listen(self, listener: Callable[[Progress], None]) -> None:
        """Call the listener after every line."""
        self._listeners.append(listener)

    def admits(self, take: PlannedTake) -> bool:
        """Whether the cap allows one more take; what is admitted counts at once."""
        billed = take.price.billed_characters
        if self.cap is not None and billed and self._promised + billed > self.cap:
            self.capped = True
            return False
        self._promised += billed
        return True

    def made(self, billed_characters: int) -> None:
        """A take was recorded."""
        billed = self._progress.billed_characters + billed_characters
        self._advance(
            replace(self._progress, made=self._progress.made + 1, billed_characters=billed)
        )

    def kept(self) -> None:
        """A line already had this take."""
        self._advance(replace(self._progress, kept=self._progress.kept + 1))

    def failed(self, take: PlannedTake, error: StudioError) -> None:
        """A line got no take."""
        self.failures.append(Failure(take.line, take.language, error))
        self._advance(replace(self._progress, failed=self._progress.failed + 1))

    def _advance(self, progress: Progress) -> None:
        left = progress.total - progress.done
        worked = progress.made + progress.failed
        rate = (self._clock() - self._started) / worked if worked else None
        self._progress = replace(progress, seconds_left=None if rate is None else rate * left)
        for listener in tuple(self._listeners):
            listener(self._progress)
