"""How many requests a minute a service takes, as far as its answers show."""

from __future__ import annotations

from studio.synthesis.pace_start import Refusals, Start
from studio.synthesis.pace_window import StartWindow

SURE = 3
"""Refused neighbours, no more in flight than before, that mean the minute is full: a wrong
guess costs a pause, and three by chance happen once in 8,000 starts."""
LOWER = 0.8
"""What is left of a limit when even the starts within it are refused."""
FIRST_PROBE = 1 / 60
LAST_PROBE = 1.0
"""Windows until the first and at most until the next look whether the minute is full indeed."""
PROBE_GROWTH = 4


class MinuteLimit:
    """The limit a minute: `believed` is 0 while none was met; `told` is a ceiling, 0 for none."""

    def __init__(self, believed: int, told: int, window: float) -> None:
        self.believed = believed or told
        self._told = told
        self._window = window
        self._gap = FIRST_PROBE * window
        self._probe_at = 0.0
        self._met_by = 0
        self.met_at_level = 0
        self._refusals = Refusals()

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
        """Whether the limit was learned."""
        return self.believed != self._told

    def probed(self, now: float) -> None:
        """A probe was sent; the next one comes much later."""
        self._gap = min(self._gap * PROBE_GROWTH, LAST_PROBE * self._window)
        self._probe_at = now + self._gap

    def lifted_by(self, start: Start) -> bool:
        """A good answer; True when it came from beyond the limit, which is forgotten then."""
        if not (start.probe and start.number > self._met_by and self._doubtful):
            return False
        self.believed = self._told
        self._gap = FIRST_PROBE * self._window
        return True

    def refused(self, start: Start, proven: int, last: int, now: float) -> None:
        """Note a refusal; a run of them, no more in flight than is `proven`, fills the minute.

        The minute holds what was started before the run. `last` is the newest start: those that
        are on their way already will say nothing new.
        """
        if start.number <= self._met_by:
            return
        run = self._refusals.run(start.number, start)
        if start.probe or sum(each.level <= proven for each in run) < SURE:
            return
        within = min(run[0].earlier, int(LOWER * self.believed)) if self.believed else 0
        self.believed = max(1, within or run[0].earlier)
        self.met_at_level = start.level
        self._met_by = last
        self._probe_at = now + self._gap
        self._refusals.clear()
