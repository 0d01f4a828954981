"""A bed on the timeline: a stereo sound with a level, a place, fades and what it steps back for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.ducking import Ducking
from studio.audio.fading import EDGE, NEAR_ZERO, fade_in, fade_out, fall, rise
from studio.audio.panning import CENTRE
from studio.model.span import Span


class StereoSamples(Protocol):
    """What is read of a bed: an array (frames, 2), or something that is one when read."""

    def __len__(self) -> int:
        """How many frames there are."""
        ...

    def __getitem__(self, index: Any, /) -> Any:
        """A frame, or for a slice an array of them (frames, 2), float32."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class BedPart:
    """One bed; `start` in samples, `gain` and `sides` factors, fades in samples of the timeline.

    The samples are only read, so they may be mapped from a file.
    """

    name: str
    start: int
    samples: StereoSamples
    gain: float = 1.0
    sides: tuple[float, float] = CENTRE
    fade_in: int = 0
    fade_out: int = 0
    ducking: Ducking | None = None

    @property
    def end(self) -> int:
        """The sample after the last one."""
        return self.start + len(self.samples)

    def render(self, span: Span) -> NDArray[np.float32]:
        """A stretch that lies wholly inside, as a row for each side (2, frames)."""
        first, last = span.start - self.start, span.end - self.start
        given = self.samples[first:last]
        sound = np.empty((2, span.length), np.float32)
        for row, channel, side in zip(sound, given.T, self.sides, strict=True):
            np.multiply(channel, np.float32(self.gain * side), out=row)
        self._begin_and_end(sound, first, last)
        if self.ducking is not None:
            sound *= self.ducking.gains(span.start, span.length)
        return sound

    def _begin_and_end(self, sound: NDArray[np.float32], first: int, last: int) -> None:
        length = len(self.samples)
        if self.fade_in:
            fade_in(sound, first, self.fade_in)
        elif first < EDGE and np.abs(self.samples[0]).max() > NEAR_ZERO:
            rise(sound, first)
        if self.fade_out:
            fade_out(sound, first, length, self.fade_out)
        elif last > length - EDGE and np.abs(self.samples[length - 1]).max() > NEAR_ZERO:
            fall(sound, first, length)
