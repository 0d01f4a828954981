"""How much a service takes: requests a minute, requests at once, and how long it thinks."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(slots=True)
class Ceilings:
    """What one account may ask of one model; None is no ceiling."""

    per_minute: int | None = None
    in_flight: int | None = None
    characters_per_minute: int | None = None


@dataclass(slots=True)
class Limits(Ceilings):
    """Ceilings of all models, and of some in particular. A refused request is not counted."""

    of_model: dict[str, Ceilings] = field(default_factory=dict[str, Ceilings])
    rejections: int = 0
    """How many requests were over a ceiling."""
    _recent: defaultdict[Hashable, deque[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def over(self, who: tuple[str, str], now: float, *, characters: float, running: int) -> str:
        """Which ceiling one more request would pass ("requests", "flight", "characters"), or "".

        `who` is account and model.
        """
        ceilings = self.of_model.get(who[1], self)
        recent = self._within(who, now, MINUTE)
        over = ""
        if ceilings.in_flight is not None and running >= ceilings.in_flight:
            over = "flight"
        elif ceilings.per_minute is not None and len(recent) >= ceilings.per_minute:
            over = "requests"
        elif ceilings.characters_per_minute is not None:
            used = sum(size for _, size in recent)
            over = "characters" if used + characters > ceilings.characters_per_minute else ""
        if over:
            self.rejections += 1
        else:
            recent.append((now, characters))
        return over

    def over_rate(self, who: Hashable, now: float, *, most: int, window: float) -> bool:
        """Whether one more request of a kind would pass `most` in `window` seconds."""
        recent = self._within(who, now, window)
        if len(recent) >= most:
            self.rejections += 1
            return True
        recent.append((now, 0.0))
        return False

    def _within(self, who: Hashable, now: float, window: float) -> deque[tuple[float, float]]:
        recent = self._recent[who]
        while recent and recent[0][0] <= now - window:
            recent.popleft()
        return recent


class Latency:
    """How long the service takes to make a sound, in its own seconds."""

    def __init__(self, least: float = 0.0, most: float = 0.0, *, seed: int = 1) -> None:
        self.least = least
        self.most = max(least, most)
        self._random = random.Random(seed)

    def draw(self) -> float:
        """The time of the next synthesis."""
        return self._random.uniform(self.least, self.most)
