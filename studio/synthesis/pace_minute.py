"""How many requests a minute a service takes, as far as its answers show."""

from __future__ import annotations

from studio.synthesis.pace_start import Start
from studio.synthesis.pace_window import StartWindow

SURE = 3
"""Refused neighbours, no more in flight than before, that mean the minute is full: a wrong
guess costs a pause, and three by chance happen once in 8,000 starts."""
LOWER = 0.9
"""What is left of a limit when the starts within it are refused too."""
RAISE = 2
"""What each answer adds to a limit that turned out to be too low."""
NEARLY = 0.8
"""How full a minute must be that an answer says something about its limit."""
FIRST_PROBE = 1 / 60
"""Windows until a start beyond a new limit looks whether the minute is full indeed: a limit
that was only bad luck costs a second, one that is real a few refusals."""
PROBE_GROWTH = 4
LAST_PROBE = 5.0


class MinuteLimit:
    """The limit a minute: `believed` is 0 while none was met; what was told is a ceiling."""

    def __init__(self, believed: int, told: int, window: float) -> None:
        self.believed = believed or told
        self._told = told
        self._window = window
        self._gap = FIRST_PROBE * window
        self._probe_at = 0.0
        self._met_by = 0
        self._raised = False

    def opens_at(self, starts: StartWindow, now: float) -> float:
        """When the next start is possible; a learned limit may be probed although it is full."""
        if not self.believed:
            return now
        room = starts.room_at(self.believed, now)
        if room > now and self._doubtful and starts.surely(now) >= self.believed:
            room = min(room, max(now, self._probe_at))
        return max(room, starts.room_at(self._told, now)) if self._told else room

    @property
    def _doubtful(self) -> bool:
        """Whether the limit was learned, and so may be wrong."""
        return self.believed != self._told

    def probed(self, now: float) -> None:
        """A probe was sent; the next one comes much later."""
        self._gap = min(self._gap * PROBE_GROWTH, LAST_PROBE * self._window)
        self._probe_at = now + self._gap

    def answered(self, start: Start) -> bool:
        """A good answer; True when it came from beyond the limit, which is raised from then on.

        Step by step: were it given up at once, all who wait would run into the true limit.
        """
        beyond = start.probe and start.number > self._met_by and self._doubtful
        if beyond:
            self._raised = True
            self.believed = max(self.believed, start.earlier)
        if self._raised and self._doubtful and start.earlier >= NEARLY * self.believed:
            self.believed += RAISE
            if self._told:
                self.believed = min(self.believed, self._told)
        return beyond

    def refused(self, run: list[Start], refused: Start, last: int, now: float) -> bool:
        """A refusal, the newest of a run, that is not due to those in flight; True when it is sure.

        The minute holds what was started before the run. `last` is the newest start: those that
        are on their way already can only say that the run began earlier.
        """
        if refused.number <= self._met_by:
            self.believed = max(1, min(self.believed, refused.earlier))
            return False
        if refused.probe or len(run) < SURE:
            return False
        full = run[0].earlier
        if self._doubtful and not self._raised:
            full = min(full, int(LOWER * self.believed))
        self.believed = max(1, full)
        self._raised = False
        self._met_by = last
        self._gap = FIRST_PROBE * self._window
        self._probe_at = now + self._gap
        return True
