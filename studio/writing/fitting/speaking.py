"""From somebody who voices lines to what fitting asks: a line in, its seconds out."""

from __future__ import annotations

from typing import Protocol

from studio.model.line import Line
from studio.model.take import Take
from studio.writing.fitting.order import Speaks
from studio.writing.timing.take_lengths import TakeLengths


class VoicesLine(Protocol):
    """Whoever makes takes of single lines, at the price and under the caps that hold for all."""

    async def take(self, line: Line, language: str) -> Take | None:
        """A take that says a line as it is now, made only where there is none; None without."""
        ...


def speaking(voice: VoicesLine, lengths: TakeLengths) -> Speaks:
    """Has lines voiced and measures their takes."""

    async def speak(line: Line, language: str) -> float | None:
        take = await voice.take(line, language)
        return None if take is None else await lengths.measure(take)

    return speak
