"""Times in cells: clocks, seconds, and frames of a picture, whose rate a table seldom tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?\Z")
_FRAMES = re.compile(r"(\d{1,2}):(\d\d):(\d\d)([:;])(\d\d)\Z")
_RATE = re.compile(
    r"(23[.,]976|23[.,]98|24|25|29[.,]97|30|50|59[.,]94|60)\s*(?:fps|b/s|bilder|帧|f/s)"
)
_SLOWED = Fraction(1000, 1001)
_COUNTS = (25, 30, 50, 60)


class Clock:
    """Reads the times of a table; frames by the rate it tells, else the lowest that has them all.

    A picture whose time code begins with an hour begins at nought, as programmes and reels do.
    """

    def __init__(self, times: Iterable[str], told: Iterable[str] = ()) -> None:
        frames = [found for time in times if (found := _frames(time))]
        highest = max((int(found[5]) for found in frames), default=0)
        self._hours = min((int(found[1]) for found in frames), default=0)
        counts = [count for count in _COUNTS if highest < count] or [_COUNTS[-1]]
        dropped = any(found[4] == ";" for found in frames)
        # Only thirty and sixty frames have numbers that are left out, told by a semicolon.
        self._count = next((count for count in counts if not dropped or count % 30 == 0), 60)
        self._rate = Fraction(self._count)
        if found := _RATE.search(" ".join(told).casefold()):
            rate = Fraction(found[1].replace(",", "."))
            self._count = -(-rate.numerator // rate.denominator)
            self._rate = self._count * (1 if rate.denominator == 1 else _SLOWED)

    def seconds(self, told: str) -> float | None:
        """A time as seconds: `83.5`, `1:23.5`, `00:01:23,500`, `01:00:05:12`."""
        if found := _frames(told):
            return self._seconds_of(found)
        if found := _CLOCK.match(told):
            hours, minutes, rest, part = found.groups()
            whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(rest)
            return whole + float(f"0.{part or 0}")
        try:
            value = float(told.replace(",", "."))
        except ValueError:
            return None
        return value if 0 <= value < 360_000 else None

    def _seconds_of(self, found: re.Match[str]) -> float:
        hours, minutes, seconds = int(found[1]) - self._hours, int(found[2]), int(found[3])
        minutes += hours * 60
        count, rate = self._count, self._rate
        frames = (minutes * 60 + seconds) * count + int(found[5])
        if found[4] == ";" and count % 30 == 0:
            # Two numbers (four of sixty) are left out each minute, but not each tenth.
            frames -= count // 15 * (minutes - minutes // 10)
            rate = count * _SLOWED
        return float(frames / rate)


def is_time(told: str) -> bool:
    """Whether a cell holds a number or a time and nothing else."""
    return bool(_FRAMES.match(told) or _CLOCK.match(told) or re.fullmatch(r"[\d.,#]+", told))


def _frames(told: str) -> re.Match[str] | None:
    return _FRAMES.match(told.strip())
