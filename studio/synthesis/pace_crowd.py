"""How many requests a service takes at once, as far as its answers show."""

from __future__ import annotations

from studio.synthesis.pace_start import Start

MOST = 64
"""In flight at most when nobody said how many; more would not make a batch noticeably faster."""
RAMP = 3
"""Places more for each answer until the limit is met: from 3 to 20 within three seconds."""
SURE = 2
"""Neighbours refused that are a limit, by chance once in 400 starts; also how often a level that
was fine before has to be refused until it is believed to be too much."""
PATIENCE = 4
"""Answers until one place more is tried, after a trial was refused; twice as many after each
further one, a quarter after each that was answered."""
LEAST_PATIENCE = 1
MOST_PATIENCE = 256


class CrowdLimit:
    """The limit in flight: how many are `believed` to be taken, and what is known about more.

    The `ceiling` is the least that was found too many, None while nothing was. Until there is
    one the places multiply; below it each answer gives back a place that bad luck took; at it
    one place is on trial now and then.
    """

    def __init__(self, believed: int, most: int, *, guessed: bool = False) -> None:
        self.believed = max(1, min(believed, most))
        self.proven = 0
        self._most = most
        self._ceiling = None if guessed else self.believed + 1
        self._patience = PATIENCE if guessed else LEAST_PATIENCE
        self._answers = 0
        self._strikes = 0
        self._struck_at = float("-inf")
        self._before = self.believed, self._ceiling

    def answered(self, start: Start, *, full: bool) -> None:
        """A good answer proves its level; with a full house it also earns a place."""
        self.proven = max(self.proven, start.level)
        if start.at > self._struck_at:
            self._strikes = 0
            if self._ceiling is not None and self._ceiling <= start.level < self._most:
                self._lift_ceiling(start.level)
        if full:
            self.believed = min(self.believed + self._earned(), self._most)

    def _lift_ceiling(self, answered: int) -> None:
        """A place on trial was answered; when that is so every time, the ceiling is far off."""
        every_time = self._patience == LEAST_PATIENCE
        self._ceiling = answered + 1 + (answered // 2 if every_time else 0)
        self._patience = max(LEAST_PATIENCE, self._patience // 4)

    def _earned(self) -> int:
        """How many places an answer is worth."""
        if self._ceiling is None:
            return RAMP
        if self.believed < self._ceiling - 1:
            return 1
        self._answers += 1
        if self._answers < self._patience or self.believed >= self._ceiling:
            return 0
        self._answers = 0
        return 1

    def explains(self, run: list[Start], refused: Start) -> bool:
        """Whether a refusal, the newest of a run, may come from too many in flight.

        It may not when clearly fewer were in flight than were let in before: with those that were
        answered, or besides the first of the run. Clearly: an answer that is still on its way
        here counts as in flight for us, and no longer for the service. One that was on its way
        when the limit was last met is more of the same.
        """
        if refused.at <= self._struck_at:
            return True
        let_in = max(self.proven, run[0].level - 1)
        return refused.level > max(1, let_in - 1 - let_in // 8)

    def refused(self, run: list[Start], refused: Start, now: float) -> None:
        """Once is chance, twice is the limit: those in flight besides it were let in.

        Only the place on trial is given up at once.
        """
        on_trial = self._ceiling is not None and refused.level >= self._ceiling
        if len(run) < SURE and not on_trial:
            return
        if len(run) <= SURE:
            self._before = self.believed, self._ceiling
        self.believed = max(1, refused.level - 1)
        self._answers = 0
        if refused.at <= self._struck_at:  # on its way already: more of the same
            if self._ceiling is not None:
                self._ceiling = min(self._ceiling, refused.level)
            return
        self._struck_at = now
        self._strikes += 1
        if on_trial:
            self._patience = min(max(2 * self._patience, PATIENCE), MOST_PATIENCE)
        if self._ceiling is None or on_trial or self._strikes >= SURE:
            self._ceiling = refused.level

    def acquit(self) -> None:
        """It was not the number in flight after all: believe what was believed before the run."""
        self.believed, self._ceiling = self._before

    def doubt(self) -> None:
        """What was let in before says nothing any more: the service may take fewer now."""
        self.proven = 0
