"""One batch in the booth: how far it is, how long it will take, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace

from studio.errors import (
    AccountError,
    AccountProblem,
    AccountStopped,
    CapReached,
    OutcomeUnknown,
    StudioError,
)
from studio.model.ids import LineId, new_id
from studio.synthesis.bill import Run
from studio.synthesis.plan import PlannedTake
from studio.synthesis.waiting_lines import WaitingLines


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; `seconds_left` is None until it can be told.

    `offline` while no engine can be reached and the batch waits for the network.
    """

    total: int
    made: int = 0
    kept: int = 0
    failed: int = 0
    billed_characters: int = 0
    seconds_left: float | None = None
    offline: bool = False

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
    """The work on a set of takes; done + left over is always the number planned.

    `refusal` is set at the end, where a cap kept lines out until then.
    """

    def __init__(
        self, takes: tuple[PlannedTake, ...], clock: Callable[[], float], cap: int | None
    ) -> None:
        self.jobs = {new_id(): take for take in takes}
        self.takes = takes
        self.lines = WaitingLines(takes)
        self.run = Run(cap)
        self._job_of = {id(take): job for job, take in self.jobs.items()}
        self.failures: list[Failure] = []
        self.refusal: CapReached | None = None
        self.withdrawn = False
        self._lost: set[str] = set()
        self._stops: dict[tuple[str, str], AccountStopped | AccountError] = {}
        self._clock = clock
        self._started = clock()
        self._progress = Progress(len(takes))
        self._listeners: list[Callable[[Progress], None]] = []

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    @property
    def capped(self) -> bool:
        """Whether a cap left lines out."""
        return self.refusal is not None

    def job_of(self, take: PlannedTake) -> str:
        """The id of a take's job."""
        return self._job_of[id(take)]

    def listen(self, listener: Callable[[Progress], None]) -> Callable[[], None]:
        """Call the listener after every line; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def stop(self, take: PlannedTake, error: AccountStopped | AccountError) -> None:
        """Nothing more of this take's account is worth trying, or of its model there."""
        engine, model = take.request.engine, take.request.model
        one_model = getattr(error, "problem", None) is AccountProblem.MODEL_NOT_IN_PLAN
        self._stops[engine, model if one_model else ""] = error

    def refuse_stopped(self, take: PlannedTake) -> None:
        """Raise what stopped the take's account, or its model there, if anything did."""
        engine, model = take.request.engine, take.request.model
        stop = self._stops.get((engine, "")) or self._stops.get((engine, model))
        if stop:
            raise copy(stop)

    def lost(self, take: PlannedTake) -> None:
        """The answer to these words was lost; no other line of the batch asks for the same."""
        self._lost.add(take.request.fingerprint)

    def refuse_doubled(self, take: PlannedTake) -> None:
        """Raise OutcomeUnknown when the same words were sent for another line and are in doubt."""
        if take.request.fingerprint in self._lost and not take.request.variation:
            detail = "the same words were sent for another line, and that answer was lost"
            raise OutcomeUnknown(take.request.engine, detail)

    def waits_for_network(self) -> None:
        """An engine could not be reached; its lines wait."""
        if not self._progress.offline:
            self._tell(replace(self._progress, offline=True))

    def reached(self) -> None:
        """An engine answered."""
        if self._progress.offline:
            self._tell(replace(self._progress, offline=False))

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
        self._tell(replace(progress, seconds_left=None if rate is None else rate * left))

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        for listener in tuple(self._listeners):
            listener(self._progress)
